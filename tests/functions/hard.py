"""Numbers on which activations overflow, vanish or cancel."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from hypothesis import strategies as st

finite: Final = st.floats(allow_nan=False, allow_infinity=False)
moderate: Final = st.floats(-700, 700)
HARD: Final = (0.0, 5e-324, 1e-300, 1e-9, 0.5, 20.0, 37.0, 40.0, 709.0, 746.0, 1e4, 1e154, 1e300, 1.7976931348623157e308)


def floats(*values: float) -> Any:
    """An array of floats; no warning is allowed whatever they are."""
    return np.array(values)


def both_signs() -> Any:
    """All of the hard numbers and their negatives."""
    return floats(*HARD, *(-x for x in HARD))
