from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pureml.check.evidence import Mutant, Results
from pureml.check.steps import entry_by_entry, in_double, mirrors, scale_free, scales, translates, uphill, written_into
from pureml.rules import named
from tests.check.held import broken, calls

Step = tuple[Any, ...]


def breaks(law: Any, name: str, forward: Results) -> bool:
    """Whether the law does not hold of a wrong variant, although it holds of the formula."""
    formula = named(name)
    assert not any(broken(law, call) for call in calls(formula))
    return any(broken(law, call) for call in calls(Mutant("wrong", forward=forward).of(formula)))


def test_a_step_that_looks_at_its_neighbours_breaks_both_laws_of_entries() -> None:
    def below(p: Any, d_p: Any, lr: Any) -> Step:
        return (p - np.cumsum(d_p, axis=0) * lr,)

    def all_alike(p: Any, d_p: Any, lr: Any) -> Step:
        return (p - d_p * lr / len(p),)

    turned, alone = entry_by_entry()
    assert breaks(turned, "sgd", below)
    assert breaks(alone, "sgd", all_alike)


def test_a_step_that_depends_on_the_place_breaks_translation() -> None:
    assert breaks(translates(), "sgd", lambda p, d_p, lr: (p * 2 - d_p * lr,))


def test_a_step_that_leans_to_one_side_breaks_the_mirror() -> None:
    assert breaks(mirrors(), "sgd", lambda p, d_p, lr: (p - d_p * lr + 1,))
    assert breaks(mirrors(), "adagrad", lambda p, h, d_p, lr, eps: (p - d_p * d_p * lr / eps, h))


def test_a_step_that_is_not_linear_breaks_its_scale() -> None:
    assert breaks(scales(), "sgd", lambda p, d_p, lr: (p - d_p * d_p * d_p * lr,))


def test_a_step_that_knows_the_unit_of_the_loss_breaks_its_scale() -> None:
    assert breaks(scale_free(), "adagrad", lambda p, h, d_p, lr, _eps: (p - d_p * lr, h))
    assert breaks(scale_free(), "adagrad", lambda p, h, d_p, lr, eps: (p - d_p * lr / (h + eps), h))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_mistakes_are_what_they_say(dtype: Any) -> None:
    def right(p: Any, slot: Any, d: Any) -> Step:
        return p - d, slot + d

    p, slot, d = (np.full(2, value, dtype) for value in (5.0, 1.0, 2.0))
    for wrong, want in ((uphill, 7.0), (in_double, 3.0), (written_into, 3.0)):
        before = p.copy()
        new, after = wrong(right)(p, slot, d)
        assert new.tolist() == [want] * 2
        assert after.tolist() == [3.0] * 2
        assert new.dtype == (np.float64 if wrong is in_double else dtype)
        assert (p != before).all() == (wrong is written_into)
