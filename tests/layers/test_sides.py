from __future__ import annotations

from typing import Any

import numpy as np

from pureml.arrays import Window
from pureml.errors import DtypeError, ShapeError
from pureml.layers.sides import check_images, check_sides
from tests.refused import refused


def test_sides_that_a_window_does_not_give_are_refused_with_the_right_ones() -> None:
    window = Window((3, 2), (2, 1), (1, 0))
    check_sides("L", window, (6, 5), (3, 4))
    for wrong in ((4, 4), (3, 5), (4, 3)):
        message = refused(ShapeError, check_sides, "L", window, (6, 5), wrong)
        assert message == f"L: expected out 3x4 = floor((6x5 + 2 (1, 0) - 3x2) / (2, 1)) + 1, got {wrong[0]}x{wrong[1]}"


def test_images_of_other_sizes_or_another_dtype_are_refused() -> None:
    def zeros(*shape: int) -> Any:
        return np.zeros(shape)

    for n in (0, 1, 3):
        check_images("L", zeros(n, 1, 2, 3), (1, 2, 3), zeros(1))
    for shape in ((2, 1, 3, 2), (2, 6), (1, 2, 3), (2, 3, 2, 1)):
        assert refused(ShapeError, check_images, "L", zeros(*shape), (1, 2, 3)) == f"L: expected images 1x2x3, got x of shape {shape}"
    single: Any = np.zeros(1, np.float32)
    message = refused(DtypeError, check_images, "L", zeros(2, 1, 2, 3), (1, 2, 3), single)
    assert message == "L: expected x of dtype float32, got float64"
    check_images("L", zeros(2, 1, 2, 3), (1, 2, 3))
