"""A rule and an implementation of it, asked the same questions."""

from __future__ import annotations

import warnings
from typing import Any, Final, TypeAlias

import attrs
import numpy as np

from ...rules import Formula, Rule
from ..accuracy.case import Case
from ..call import tupled
from ..finding import Counterexample
from ..foreign.error import ForeignError, line
from ..inputs import Array
from ..literals import script
from ..obligation import BREAKS
from ..subject import Spelling, Subject
from .results import copied, shown

Part: TypeAlias = str
PARTS: Final[tuple[Part, ...]] = ("forward", "pullback")


@attrs.frozen(eq=False)
class Answer:
    """What an implementation gave: its results, or what it raised instead, and what it warned of."""

    results: tuple[Any, ...] = ()
    raised: str = ""
    warned: str = ""


@attrs.frozen(eq=False)
class Pair:
    """A rule of ours, and the subject that is said to do the same."""

    rule: Formula
    subject: Subject

    @property
    def parts(self) -> tuple[Part, ...]:
        """What both of them do."""
        both = isinstance(self.rule, Rule) and isinstance(self.subject.formula, Rule)
        return PARTS if both else PARTS[:1]

    def ours(self, case: Case, part: Part) -> tuple[Array, ...]:
        """What the rule gives in floats."""
        with np.errstate(all="ignore"):
            return _asked(self.rule, case, part)

    def theirs(self, case: Case, part: Part) -> Answer:
        """What the implementation gives on copies of the same arguments; nothing that it warns of is shown."""
        with warnings.catch_warnings(record=True) as caught, np.errstate(all="warn", under="ignore"):
            warnings.simplefilter("always")
            try:
                results = _asked(self.subject.formula, case, part, kept=self.subject.opaque)
            except ForeignError as error:
                return Answer(raised=str(error).removeprefix("raised "))
            except BREAKS as error:
                return Answer(raised=line(error))
        of_numbers = [str(w.message) for w in caught if issubclass(w.category, RuntimeWarning)]
        return Answer(results, warned=of_numbers[0] if of_numbers else "")

    def counterexample(self, case: Case, part: Part, expected: tuple[Any, ...]) -> Counterexample:
        """The case as code, what the rule gives there, and what the implementation gives."""
        answer = self.theirs(case, part)
        warned = f" and a warning: {answer.warned}" if answer.warned else ""
        return Counterexample(self.code(case, part), shown(expected), answer.raised or shown(answer.results) + warned)

    def code(self, case: Case, part: Part, spelling: Spelling | None = None) -> str:
        """Code that makes the arguments and calls the implementation on them, as its subject or another spelling says."""
        spelling = spelling or self.subject.spelling
        template = spelling.pullback if part == "pullback" else spelling.forward
        return script(spelling.imports, template, self.rule.domain.arguments, case.arguments, case.g)


def _asked(formula: Formula, case: Case, part: Part, *, kept: bool = False) -> tuple[Any, ...]:
    """The results of one part, with their shapes; on copies, so that nobody spoils the case.

    Where the arguments are what is kept, as for functions from elsewhere, forward has no part in the way back.
    """
    arguments = tuple(map(copied, case.arguments))
    if part == "forward":
        return tupled(formula.forward(*arguments))
    if not isinstance(formula, Rule):
        raise TypeError(f"{formula.name} has no pullback")
    return tupled(formula.pullback(arguments if kept else formula.linearize(*arguments)[1], copied(case.g)))
