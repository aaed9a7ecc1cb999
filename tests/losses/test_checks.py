from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import pureml as pm
from pureml.check.inputs import EXACT
from pureml.errors import DtypeError, ShapeError
from pureml.keys import Key
from pureml.losses.checks import alike, labelled

X = pm.matrix([[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]])


def test_the_place_of_a_label_is_counted_through_the_rows() -> None:
    at: Any = labelled("loss", X, pm.labels([2, 1], 2, 3))
    assert X.reshape(-1)[at].tolist() == [2.0, 4.0]


def test_as_many_labels_as_classes_are_not_taken_for_a_matrix() -> None:
    square: Any = np.eye(3)
    with pytest.raises(DtypeError, match="got a target of float64"):
        labelled("loss", square, np.array([0.0, 1.0, 2.0]))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # on purpose
    with pytest.raises(ShapeError, match=r"expected a target of shape \(3, 3\), got shape \(3,\)"):
        alike("loss", square, np.array([0.0, 1.0, 2.0]))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # on purpose


@pytest.mark.parametrize("shape", [(3,), (0, 3), (2, 0), (2, 3, 1), ()])
def test_what_is_judged_is_a_matrix_with_rows_and_columns(shape: tuple[int, ...]) -> None:
    x: Any = np.zeros(shape)
    with pytest.raises(ShapeError, match="loss: expected a matrix with rows and columns, got shape"):
        alike("loss", x, x)
    with pytest.raises(ShapeError, match="loss: expected a matrix with rows and columns, got shape"):
        labelled("loss", x, pm.labels([], 0, 3))


def test_number_systems_are_not_mixed() -> None:
    exact: Any = EXACT.array(np.random.Generator(Key.of(0).bits()), "x", (2, 3))
    alike("loss", exact, exact)
    stepped: Any = np.asarray(X) + np.complex128(1e-200j)
    alike("loss", stepped, X)  # a complex step moves one argument at a time
    with pytest.raises(DtypeError, match="expected a target of object, got float64"):
        alike("loss", exact, X)
    single: Any = X.astype(np.float32)
    with pytest.raises(DtypeError, match="expected a target of float64, got float32"):
        alike("loss", X, single)
    half: Any = X.astype(np.float16)
    with pytest.raises(DtypeError, match="float16"):
        alike("loss", half, half)
