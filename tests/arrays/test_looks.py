from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.errors import DtypeError, ShapeError
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
