"""The answer that is no answer."""

from __future__ import annotations

from ...errors import PuremlError


class Undecided(PuremlError, ArithmeticError):  # noqa: N818  # the third answer of a comparison, not a mistake
    """A comparison whose answer is not certain; nothing here ever guesses one."""
