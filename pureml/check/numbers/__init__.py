"""Number systems: elements of object arrays on which the shipped functions run unchanged."""

from __future__ import annotations

from .ball import Ball as Ball
from .ball import errors as errors
from .ball import precision as precision
from .element import Element as Element
from .exact import Exact as Exact
from .jet import Jet as Jet
from .magnitude import Magnitude as Magnitude
from .path import Condition as Condition
from .path import recording as recording
from .symbolic import Symbol as Symbol
from .undecided import Undecided as Undecided
from .zero import is_zero as is_zero
