"""The weights of the first layer as pictures: what each unit looks for."""

from __future__ import annotations

from typing import Final

import numpy as np

from ..figures.pictures import signed
from ..networks import Array
from .page import Section

MOST: Final = 200


def section(weights: Array) -> Section:
    """One picture for each unit of the first layer; the first 200 where there are more."""
    shown = weights[:MOST]
    greatest = float(np.abs(shown).max()) or 1.0  # weights that are all 0 are pictures of nothing
    figures = "".join(
        f'<figure><span class="paper"><img class="signed" src="{signed(image, greatest)}" alt="unit {i}" title="unit {i}"></span></figure>'
        for i, image in enumerate(shown)
    )
    units = len(weights)
    of = f"the first {MOST} of {units} units" if units > MOST else f"all {units} units"
    said = (
        f"The weights of {of}, each as an image over the pixels it sees. Blue is positive: ink there raises the unit. Orange is "
        f"negative. The deeper the colour the further from 0; the deepest is {greatest:.3g}."
    )
    return Section("weights", "First-layer weights", f'<p class="faint">{said}</p>\n<div class="pictures weights">{figures}</div>')
