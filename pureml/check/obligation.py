"""An obligation: a claim about any formula, looked at on many inputs, and the verdict on it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

import attrs
import numpy as np

from ..errors import PuremlError
from .finding import Counterexample, Finding, Verdict
from .numbers import Undecided
from .subject import InapplicableError, Subject


@attrs.frozen(eq=False)
class Trial:
    """What came of one input, or of several: the error in the units of the obligation, where, and what is wrong if anything is."""

    error: float | None = None
    where: str = ""
    wrong: str = ""
    counterexample: Callable[[], Counterexample | None] | None = None
    inputs: int = 1
    note: str = ""


Look: TypeAlias = Callable[[Subject], Iterator[Trial]]

FARTHEST: Final = sys.float_info.max
"""How far off what is not a number, or not finite, is said to be: certificates hold finite numbers."""

BREAKS = (PuremlError, ArithmeticError, TypeError, ValueError, LookupError, AttributeError, AssertionError, NameError)
"""What a function that is wrong may raise."""


@attrs.frozen(eq=False)
class Obligation:
    """A name, what is claimed when it is verified, the unit of its errors, and how to look.

    `look` yields a trial for each input; it raises `InapplicableError` where there is nothing to look at and `Undecided`
    where the numbers do not decide. What else the formula raises refutes it, unless it is opaque and `exotic`: on other
    numbers than floats.
    """

    name: str
    claim: str
    look: Look
    unit: str = ""
    exotic: bool = True

    def settle(self, subject: Subject) -> Finding:
        """The verdict on a formula."""
        reason = subject.evidence.inapplicable.get(self.name)
        if reason is not None:
            return Finding(self.name, Verdict.NOT_APPLICABLE, reason)
        try:
            with np.errstate(all="ignore"):  # warnings are for the accuracy to judge
                return self._tried(subject)
        except InapplicableError as error:
            return Finding(self.name, Verdict.NOT_APPLICABLE, str(error))
        except Undecided as error:
            return Finding(self.name, Verdict.UNDECIDED, _line(error))
        except BREAKS as error:
            said = f"{type(error).__name__}: {_line(error)}"
            if subject.opaque and self.exotic:
                return Finding(self.name, Verdict.NOT_APPLICABLE, f"the function runs on floats alone: {said}")
            return Finding(self.name, Verdict.REFUTED, f"raised {said}")

    def _tried(self, subject: Subject) -> Finding:
        tried, worst, where = 0, None, ""
        notes: list[str] = []
        for trial in self.look(subject):
            tried += trial.inputs
            notes.extend([trial.note] if trial.note else [])
            if trial.error is not None and (worst is None or not trial.error <= worst):  # a NaN is worse than any number
                worst, where = min(trial.error, FARTHEST) if trial.error == trial.error else FARTHEST, trial.where
            if trial.wrong:
                found = trial.counterexample() if trial.counterexample is not None and not subject.hurried else None
                return Finding(self.name, Verdict.REFUTED, trial.wrong, tried, trial.error, trial.where, found, tuple(notes))
        if not tried:
            raise InapplicableError("nothing to look at")
        return Finding(self.name, Verdict.VERIFIED, tried=tried, worst=worst, where=where, notes=tuple(notes))


def _line(error: BaseException, limit: int = 200) -> str:
    text = " ".join(str(error).split())
    return text if len(text) <= limit else text[: limit - 3] + "..."
