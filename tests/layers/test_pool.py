from __future__ import annotations

from typing import Any

import pytest

import pureml as pm
from pureml.errors import DomainError, ShapeError
from pureml.layers.pool import Pooling, pooling
from tests.refused import refused

KINDS: tuple[Any, ...] = (pm.MaxPool, pm.AveragePool)
every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)


def test_every_stop_sees_a_pixel() -> None:
    assert pooling((3, 2), (1, 1), (2, 1)).stops(1, 1) == (3, 2)
    for padding in ((3, 0), (0, 2)):
        message = refused(DomainError, pooling, (3, 2), (1, 1), padding)
        assert message == f"pooling: expected a padding less than the window (3, 2), got {padding}"


@every_kind
def test_without_a_stride_the_windows_lie_side_by_side(kind: Any) -> None:
    layer = kind(3, 6, 8, 2, 2, (3, 4))
    assert (layer.window, layer.stride, layer.padding) == ((3, 4), (3, 4), (0, 0))
    assert kind(3, 6, 8, 3, 4).stride == (2, 2)
    assert kind(3, 6, 8, 5, 5, (2, 2), (1, 2), (0, 1)).stride == (1, 2)
    assert isinstance(layer, Pooling)
    assert layer.leaves == ()


@every_kind
def test_of_an_odd_side_the_last_takes_no_part_and_the_layer_says_so(kind: Any) -> None:
    layer = kind(3, 7, 5, 3, 2)
    assert repr(layer) == f"{kind.__name__}(3x7x5 -> 3x3x2, 2x2)"
    message = refused(ShapeError, kind, 3, 7, 5, 4, 3)
    assert message == f"{kind.__name__}: expected out 3x2 = floor((7x5 + 2 (0, 0) - 2x2) / (2, 2)) + 1, got 4x3"
    assert refused(ShapeError, kind, 3, 1, 5, 0, 2) == "window: expected images of at least 2x2 with padding (0, 0), got 1x5"
    assert "less than the window" in refused(DomainError, kind, 3, 4, 4, 5, 5, (2, 2), (1, 1), (2, 2))
