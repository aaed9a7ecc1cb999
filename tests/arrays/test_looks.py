from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.arrays import covered
from pureml.errors import DomainError, DtypeError, ShapeError
from tests.locks import is_locked
from tests.refused import refused


@given(st.integers(1, 6))
def test_a_token_looks_at_what_came_before_it_and_at_itself(tokens: int) -> None:
    causal, everywhere = pm.causal(tokens), pm.everywhere(tokens)
    for i, j in np.ndindex(tokens, tokens):
        assert causal[i, j] == (j <= i)
    assert everywhere.all()
    assert everywhere.shape == causal.shape == (tokens, tokens)
    assert is_locked(causal)
    assert is_locked(everywhere)


def test_a_mask_is_a_locked_copy() -> None:
    data: Any = np.array([[True, False, True]])
    mask = pm.mask(data, 1, 3)
    data[:] = False
    assert mask.tolist() == [[True, False, True]]
    assert is_locked(mask)


def test_what_is_no_mask_is_refused() -> None:
    assert refused(DtypeError, pm.mask, [[1, 0]], 1, 2) == "mask: expected booleans, got int64"
    assert refused(DtypeError, pm.mask, [[0.0, -np.inf]], 1, 2) == "mask: expected booleans, got float64"
    assert refused(ShapeError, pm.mask, [[True, False]], 2, 1) == "mask: expected shape (2, 1), got shape (1, 2)"
    assert refused(ShapeError, pm.mask, [True, False], 1, 2) == "mask: expected shape (1, 2), got shape (2,)"


@given(st.integers(1, 4), st.integers(1, 4), st.data())
def test_a_mask_is_covered_where_every_row_looks_somewhere(rows: int, places: int, data: st.DataObject) -> None:
    look: Any = np.array(data.draw(st.lists(st.booleans(), min_size=rows * places, max_size=rows * places))).reshape(rows, places)
    blind = [n for n in range(rows) if not look[n].any()]
    if not blind:
        covered("here", look, rows, places)
        return
    message = refused(DomainError, covered, "here", look, rows, places)
    assert message == f"here: expected each row to look at one place at least, got row {blind[0]}, which looks nowhere"
