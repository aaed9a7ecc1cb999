from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pureml.check.accuracy.case import Case
from pureml.check.accuracy.cases import PATTERNS, cases, real
from pureml.keys import Key
from pureml.rules import Formula, Kind, find, formulas

KEY = Key.of(0)


def made(name: str, density: int = 1) -> list[Case]:
    return list(cases(find(name), "float64", KEY, density))


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("formula", formulas(), ids=lambda formula: formula.name)
def test_every_argument_is_of_its_kind(formula: Formula, dtype: str) -> None:
    for case in cases(formula, dtype, KEY):
        for argument, x in zip(formula.domain.arguments, case.arguments, strict=True):
            some: Any = x
            match argument.kind:
                case Kind.REAL | Kind.POSITIVE | Kind.UNIT | Kind.PROBABILITY | Kind.MASS if argument.axes:
                    assert some.dtype == dtype
                    assert np.isfinite(some[..., :-1] if case.masked else some).all()
                    assert argument.kind is Kind.REAL or (some >= 0).all()
                    assert argument.kind is not Kind.POSITIVE or (some > 0).all()
                    assert argument.kind is not Kind.UNIT or (some <= 1).all()
                case Kind.LABELS:
                    assert (some >= 0).all()
                    assert some.dtype == np.intp
                case Kind.CONSTANT:
                    assert isinstance(some, float)
                case _:
                    assert some is not None


def test_masks_are_made_for_rules_that_promise_them_and_take_no_part() -> None:
    masked = [case for case in made("softmax_cross_entropy_distribution") if case.masked]
    assert masked
    for case in masked:
        assert (case.arguments[0][:, -1] == -np.inf).all()
        assert (case.arguments[1][:, -1] == 0).all()
    labelled = [case for case in made("softmax_cross_entropy") if case.masked]
    assert all((case.arguments[1] < case.arguments[0].shape[1] - 1).all() for case in labelled)
    assert not any(case.masked for case in made("tanh"))


def test_labels_are_at_the_greatest_logit_and_at_the_least() -> None:
    x, labels = next(case for case in made("softmax_cross_entropy") if case.arguments[0].shape[1] == 10).arguments
    assert (labels[0::3] == x[0::3].argmax(axis=1)).all()
    assert (labels[1::3] == x[1::3].argmin(axis=1)).all()


def test_a_number_for_a_whole_batch_is_looked_at_for_single_rows_too() -> None:
    found = made("softmax_cross_entropy")
    assert ("forward", "pushforward") in {case.parts for case in found if len(case.arguments[0]) == 1}
    assert not any(case.parts == ("forward", "pushforward") for case in made("softmax"))


def test_every_axis_is_long_once() -> None:
    longest = np.max([(*case.arguments[0].shape, case.arguments[1].shape[1]) for case in made("affine")], axis=0)
    assert longest.tolist() == [100, 100, 100]


def test_a_class_without_probability_has_no_mass() -> None:
    empty = [case for case in made("cross_entropy") if (case.arguments[0] == 0).any()]
    assert empty
    assert all((case.arguments[1][case.arguments[0] == 0] == 0).all() for case in empty)
    assert any((case.arguments[1] == 0).all(axis=0).any() for case in made("cross_entropy"))


@pytest.mark.parametrize(("dtype", "far"), [("float32", 1e-15), ("float64", 1e-30)])
def test_classes_with_a_mass_are_nearly_without_probability(dtype: str, far: float) -> None:
    found = [case for case in cases(find("cross_entropy"), dtype, KEY) if (case.arguments[0] > 0).all()]
    assert any(((case.arguments[0] < far) & (case.arguments[1] > 0)).any() for case in found)
    for case in found:
        np.testing.assert_allclose(case.arguments[0].sum(axis=1, dtype=np.float64), 1, atol=1e-6)


def test_more_is_made_at_a_higher_density_and_the_same_for_the_same_key() -> None:
    for name in ("softmax", "affine"):
        sizes = [sum(case.arguments[0].size for case in made(name, density)) for density in (1, 2, 4)]
        assert sizes[0] < sizes[1] < sizes[2]
        assert [case.arguments[0].tobytes() for case in made(name)] == [case.arguments[0].tobytes() for case in made(name)]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("pattern", PATTERNS)
def test_products_of_entries_are_floats(pattern: str, dtype: str) -> None:
    x = real((20, 20), dtype, np.random.Generator(KEY.bits()), pattern)
    assert x.dtype == dtype
    with np.errstate(over="raise"):
        assert np.isfinite((x * x).sum())
