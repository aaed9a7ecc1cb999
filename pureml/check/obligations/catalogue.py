"""All obligations, the cheapest first: a wrong formula is refuted by the first that sees it."""

from __future__ import annotations

from typing import Final

from ..obligation import Obligation
from .accuracy import ACCURACY
from .adjoint import ADJOINT
from .complex_step import COMPLEX_STEP
from .corners import CORNERS
from .cotangents import COTANGENTS
from .definition import DEFINITION
from .enclosure import ENCLOSURE
from .identity import IDENTITY
from .laws import LAWS
from .nan import NAN
from .polynomial import POLYNOMIAL
from .purity import PURITY

OBLIGATIONS: Final[tuple[Obligation, ...]] = (
    COMPLEX_STEP,
    ADJOINT,
    COTANGENTS,
    CORNERS,
    POLYNOMIAL,
    PURITY,
    NAN,
    ACCURACY,
    DEFINITION,
    LAWS,
    ENCLOSURE,
    IDENTITY,
)
