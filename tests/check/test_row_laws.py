"""A loss is the mean of its rows, in value and in gradient, and what is no mean is seen."""

from __future__ import annotations

import pytest

from pureml.check.evidence import Law, Mutant
from pureml.check.mistakes import scaled
from pureml.check.row_laws import gradient_of_rows, mean_of_rows
from pureml.losses import half_squared_error
from tests.check.held import holds

LOSSES = (
    "binary_cross_entropy",
    "cross_entropy",
    "half_squared_error",
    "mean_squared_error",
    "softmax_cross_entropy",
    "softmax_cross_entropy_distribution",
)
SUM = Mutant("the sum over the batch", forward=scaled(half_squared_error.forward, lambda y, _: len(y)))
FIRST = Mutant("the first row alone", forward=lambda y, t: half_squared_error.forward(y[:1], t[:1]))
UNDIVIDED = Mutant("not divided by the number of rows", pullback=lambda kept, g: (kept.gap * g, -kept.gap * g))
TWICE = Mutant("divided twice", pullback=lambda kept, g: (kept.gradient() / len(kept.gap) * g, -kept.gradient() / len(kept.gap) * g))


@pytest.mark.parametrize("law", [mean_of_rows(), gradient_of_rows()], ids=lambda law: law.claim)
@pytest.mark.parametrize("name", LOSSES)
def test_every_loss_is_a_mean_over_its_rows(law: Law, name: str) -> None:
    assert holds(law, name)


@pytest.mark.parametrize(
    ("law", "mutant"),
    [(mean_of_rows(), SUM), (mean_of_rows(), FIRST), (gradient_of_rows(), UNDIVIDED), (gradient_of_rows(), TWICE)],
    ids=lambda x: getattr(x, "name", ""),
)
def test_what_is_no_mean_is_seen(law: Law, mutant: Mutant) -> None:
    assert not holds(law, "half_squared_error", mutant)


def test_a_mass_that_rows_share_is_seen() -> None:
    shared = Mutant("the mean mass of the batch", pullback=lambda kept, g: kept.gradient() * kept.target.sum() * g)
    assert not holds(gradient_of_rows(), "softmax_cross_entropy_distribution", shared)
