"""Logits that are hard for softmax: equal, dominated, far apart, and as far apart as floats can be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from pureml.keys import Key
from pureml.rules import Rule
from pureml.scales import DIFFERENCE, UNDERFLOW, WITHIN_5, WITHIN_128, WITHIN_512

FAR: Final = 1e300
SPREADS: Final = {UNDERFLOW: FAR, DIFFERENCE: FAR, WITHIN_512: 512.0, WITHIN_128: 128.0, WITHIN_5: 5.0}
"""How far below the greatest the other logits may be where a bound holds."""
CLASSES: Final = (2, 3, 10)
GAPS: Final = (1e-8, 0.5, 5.0, 40.0, 87.0, 103.0, 127.9, 300.0, 511.7, 707.9, 745.0, 1e4, FAR)
MANY: Final = 1000


def limit(rule: Rule, part: str, x: Any) -> float:
    """The least bound that a rule states for a part and a row of logits as far apart as these."""
    spread = float(x.max()) - float(x.min())
    return min(b.ulp for b in rule.bounds if (b.dtype, b.part) == (str(x.dtype), part) and spread <= SPREADS[b.scale])


def rows(dtype: str) -> Iterator[Any]:
    """Rows of logits of a dtype."""
    draw = np.random.Generator(Key.of(0).bits())
    for classes in CLASSES:
        yield np.full(classes, 1e4 / 3, dtype)
        for gap in GAPS:
            for offset in (0.0, 0.1, -37.7):
                yield _below(draw.uniform(0.5 * gap, gap, classes), classes // 2, offset, dtype)
    yield np.zeros(MANY, dtype)
    for gap in GAPS[1::2]:
        yield _below(np.full(MANY, gap), 7, 0.1, dtype)


def _below(gaps: Any, top: int, offset: float, dtype: str) -> Any:
    gaps[top] = 0.0
    largest = float(np.finfo(dtype).max) / 256  # room for the sum of a row with masses above 1
    return (offset - np.minimum(gaps, largest)).astype(dtype)


def written(x: Any) -> str:
    """Code for an array, that of one row with few distinct numbers in short."""
    return f"np.array({np.asarray(x).tolist()}, '{x.dtype}')" if x.size < MANY else f"a row of {x.size}: {np.unique(x).tolist()}"
