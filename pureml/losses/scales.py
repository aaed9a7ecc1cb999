"""What the units of a loss's bounds are taken of, and for which logits, where it is not each entry of every finite input."""

from __future__ import annotations

from typing import Final

UNDERFLOW: Final = "each entry, or as many least normal numbers as there are columns if that is more"
"""A sum of terms that are no normal numbers has lost a part of a unit with each of them."""

WITHIN_128: Final = "each entry, where no logit is more than 128 below the greatest"
WITHIN_5: Final = "each entry, where no logit is more than 5 below the greatest"

DIFFERENCE: Final = "the greater of the two products that differ by an entry, or that many least normal numbers"
"""Near its zero a gradient has the digits of what is pulling up and of what is pulling down."""
