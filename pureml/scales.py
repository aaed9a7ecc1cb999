"""What a unit in the last place of a bound is taken of, and for which inputs, by the name that a `Bound` gives."""

from __future__ import annotations

from typing import Final

EACH: Final = "each entry"

CONDITIONED: Final = "the greater of the result and x times its slope"
"""As if x had been rounded: what a result that crosses 0, or whose exponent is large, can be held to."""

GREATEST: Final = (
    "the greater of the result and the greatest entry of x, or as many least normal numbers as there are columns if that is more"
)
"""A sum of terms of both signs may be near 0 where they are not; terms that are no normal numbers have lost a part of a unit each."""

COTANGENTS: Final = "the sum of |g| over the row"
"""A row of cotangents that sums to 0 has entries that cancel."""

UNDERFLOW: Final = "each entry, or as many least normal numbers as there are columns if that is more"
"""A sum of terms that are no normal numbers has lost a part of a unit with each of them."""

DIFFERENCE: Final = "the greater of the two products that differ by an entry, or that many least normal numbers"
"""Near its zero a gradient has the digits of what is pulling up and of what is pulling down."""

MAGNITUDES: Final = "the same expression with the absolute values of all its terms"
"""Terms that cancel leave their rounding behind. On the way back the terms are those of what the way forward kept."""

COLUMN: Final = "the same with absolute values, and with the greatest normalised entry of the column for each"
"""What is centred by the mean of a column has the rounding of the largest deviation in it."""

ROW: Final = "the same with absolute values, and with the greatest normalised entry of the row for each"
"""What is centred by the mean of a row has the rounding of the largest deviation in it."""

SCORES: Final = "the same with absolute values, or the least normal number, times 1 more than the greatest product |q| |k|"
"""The weight of a place is an exponential: it loses as many units as its score is large."""

KNOWN: Final = "1, or the greatest value that is known if that is more"
"""What is inferred from values has the rounding of the largest of them, however small it is itself."""
