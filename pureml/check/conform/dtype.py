"""The dtype: single precision comes out of single precision, double out of double."""

from __future__ import annotations

import numpy as np

from ..accuracy.case import Case
from ..finding import Finding, Verdict
from .ordinary import SYSTEMS, cases
from .pair import Pair
from .results import array
from .simpler import simplest


def look(pair: Pair, *, seed: int) -> Finding:
    """The finding on dtypes. A number of Python has none, and is what a rule may give that gives a number."""
    tried = 0
    for system in SYSTEMS:
        for case in cases(pair, system, seed=seed, examples=1):
            tried += 1
            if _other(pair, case):
                small = simplest(case, lambda candidate: bool(_other(pair, candidate)))
                (part,) = case.parts
                return Finding(
                    "dtype",
                    Verdict.REFUTED,
                    f"{'the pullback' if part == 'pullback' else 'forward'} gives {_other(pair, small)} out of {system.name}",
                    tried,
                    counterexample=pair.counterexample(small, part, pair.ours(small, part)),
                )
    return Finding("dtype", Verdict.VERIFIED, tried=tried)


def _other(pair: Pair, case: Case) -> str:
    """The dtype of a result that is not the rule's, if there is one."""
    (part,) = case.parts
    for got, right in zip(pair.theirs(case, part).results, pair.ours(case, part), strict=False):
        if not (isinstance(got, int | float) and not isinstance(got, np.generic)) and array(got).dtype != array(right).dtype:
            return str(array(got).dtype)
    return ""
