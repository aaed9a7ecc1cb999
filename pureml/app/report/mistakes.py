"""The samples that were answered wrongly, as pictures."""

from __future__ import annotations

from typing import Final

import numpy as np

from ..figures.pictures import ink
from ..networks import Array
from ..outcome import Answers
from .page import Section

MOST: Final = 120


def section(images: Array, labels: Array, answers: Answers, greatest: int) -> Section:
    """Every wrong answer with its picture, the surest first; the first 120 where there are more."""
    wrong = np.flatnonzero(answers.classes != labels)
    confidence = answers.confidence
    surest = wrong[np.argsort(-confidence[wrong], kind="stable")][:MOST]
    figures = "".join(
        _figure(int(i), ink(images[i], greatest), int(labels[i]), int(answers.classes[i]), float(confidence[i])) for i in surest
    )
    return Section("mistakes", "Misclassified", f'<p class="faint">{_said(len(wrong), len(labels))}</p>\n{_grid(figures)}')


def _grid(figures: str) -> str:
    return f'<div class="pictures mistakes">{figures}</div>' if figures else ""


def _said(wrong: int, samples: int) -> str:
    """How many there are, and what the captions mean."""
    if not wrong:
        return f"All {samples} test images were answered rightly."
    shown = f", the {MOST} surest shown" if wrong > MOST else ""
    return (
        f"{wrong} of {samples} test images{shown}, the surest mistake first: the true class, the answer, and how probable "
        "the network found its answer."
    )


def _figure(number: int, picture: str, label: int, answer: int, confidence: float) -> str:
    told = f"test image {number}: {label}, answered {answer}"
    return (
        f'<figure><span class="paper"><img class="ink" src="{picture}" alt="{told}" title="{told}"></span><figcaption>{label} → '
        f'<span class="answer">{answer}</span><br><span class="faint">{100 * confidence:.1f} %</span></figcaption></figure>'
    )
