"""What the units of a bound are taken of, where it is not each entry."""

from __future__ import annotations

from typing import Final

CONDITIONED: Final = "the greater of the result and x times its slope"
"""As if x had been rounded: what a result that crosses 0, or whose exponent is large, can be held to."""

GREATEST: Final = "the greater of the result and the greatest entry of x"
"""A sum of terms of both signs may be near 0 where they are not."""

COTANGENTS: Final = "the sum of |g| over the row"
"""A row of cotangents that sums to 0 has entries that cancel."""
