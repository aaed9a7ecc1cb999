from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.errors import DomainError, ShapeError
from pureml.training import Samples, split_off
from pureml.training.samples import taken
from tests.locks import unlocked
from tests.refused import refused

Split: Any = split_off
KEY = pm.Key.of(3)


def numbered(rows: int) -> Any:
    """Samples that say which row they were."""
    x = pm.matrix(np.arange(float(rows)).reshape(rows, 1), rows, 1)
    return Samples(x, pm.labels(list(range(rows)), rows, rows))


@given(st.integers(2, 60), st.floats(0.01, 0.99), st.integers(0, 99))
def test_every_sample_is_in_one_part_with_its_target_and_in_order(rows: int, share: float, seed: int) -> None:
    every = numbered(rows)
    count = round(share * rows)
    if not 0 < count < rows:
        assert "leaves samples in both parts" in refused(DomainError, Split, pm.Key.of(seed), every, share)
        return
    rest, aside = Split(pm.Key.of(seed), every, share)
    message = f"{rows} rows, share {share}, seed {seed}"
    assert len(aside) == count, message
    for part in (rest, aside):
        assert part.x[:, 0].tolist() == part.target.tolist() == sorted(part.target.tolist()), message
    assert sorted([*rest.target.tolist(), *aside.target.tolist()]) == list(range(rows)), message


def test_the_key_chooses_the_part_and_the_same_key_the_same_one() -> None:
    first, again, other = (Split(key, numbered(40), 0.5)[1].target.tolist() for key in (KEY, KEY, KEY.fold(0)))
    assert first == again != other
    assert first != list(range(20))


def test_images_and_distributions_are_split_too() -> None:
    images = pm.images(np.arange(24.0).reshape(6, 1, 2, 2), 6, 1, 2, 2)
    masses = pm.distribution(np.full((6, 2), 0.5), 6, 2)
    rest, aside = split_off(KEY, Samples(images, masses), 1 / 3)
    assert (rest.x.shape, aside.x.shape) == ((4, 1, 2, 2), (2, 1, 2, 2))
    assert (rest.target.shape, aside.target.shape) == ((4, 2), (2, 2))
    assert not unlocked([rest.x, aside.x, rest.target, aside.target])


def test_shares_that_are_none_are_refused() -> None:
    for share in (0.0, 1.0, -0.5, float("nan"), float("inf")):
        message = refused(DomainError, Split, KEY, numbered(4), share)
        assert message == f"split_off: expected a share greater than 0 and less than 1, got {share}"
    message = refused(DomainError, Split, KEY, numbered(4), 0.1)
    assert message == "split_off: expected a share that leaves samples in both parts, got 0.1 of 4"


def test_samples_have_a_target_each() -> None:
    make: Any = Samples
    assert refused(ShapeError, make, np.zeros((4, 3)), np.zeros(3, int)) == "Samples: expected a target for each of 4 rows, got 3"
    assert refused(ShapeError, make, np.zeros((0, 3)), np.zeros(0, int)).startswith("Samples: expected at least one row, got x of shape")
    few = taken(numbered(5), np.array([3, 1]))
    assert (few.x.tolist(), few.target.tolist()) == ([[3.0], [1.0]], [3, 1])
