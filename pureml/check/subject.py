"""A formula under examination: with what is held against it, how long to look, and how it is spelled in code."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import attrs

from ..errors import PuremlError
from ..keys import Key
from ..rules import Formula, Rule
from .call import Call
from .evidence import NOTHING, Evidence, evidence_of
from .inputs import Sizes, System, draw_inputs, sizes_of
from .literals import script
from .numbers import Undecided


class InapplicableError(PuremlError):
    """The obligation says nothing about this formula; the message says why."""


@attrs.frozen
class Spelling:
    """How to call the formula: lines that import it, and templates with `{x}` for the arguments and `{g}` for the cotangent."""

    imports: str
    forward: str
    pullback: str
    pushforward: str = ""


def spelled(name: str) -> Spelling:
    """How a rule of the package is called.

    >>> spelled("relu").imports
    'from pureml.rules import find'
    """
    rule = f"find({name!r})"
    kept = f"{rule}.linearize({{x}})[1]"
    return Spelling(
        "from pureml.rules import find", f"{rule}.forward({{x}})", f"{rule}.pullback({kept}, {{g}})", f"{rule}.pushforward({kept}, {{g}})"
    )


@attrs.frozen(eq=False, kw_only=True)
class Subject:
    """A formula, the evidence for it, the seed and number of rounds of its checks.

    `hurried` leaves out what takes long and is not part of a verdict: the search for smaller counter-examples.
    `functions` are those whose source is certified, where the formula only wraps them.
    `owed` says that evidence which is missing leaves a rule undecided.
    `opaque` says that it may run on nothing but floats: then what needs other numbers is not applicable, not refuted.
    """

    formula: Formula
    evidence: Evidence = NOTHING
    seed: int = 0
    rounds: int = 1
    opaque: bool = False
    hurried: bool = False
    has_pushforward: bool = True
    owed: bool = False
    functions: Mapping[str, Callable[..., Any]] = attrs.field(factory=dict[str, Callable[..., Any]])
    spelling: Spelling

    @classmethod
    def ours(cls, formula: Formula, *, seed: int = 0, rounds: int = 1) -> Subject:
        """A formula of the package with the evidence for it."""
        spelling = spelled(formula.name)
        return cls(formula=formula, evidence=evidence_of(formula), seed=seed, rounds=rounds, owed=True, spelling=spelling)

    def lacks(self, what: str) -> Exception:
        """What to raise where evidence is missing: a rule of ours owes it, of anybody else's it is not asked for."""
        return Undecided(f"missing: {what}") if self.owed else InapplicableError(f"none given: {what}")

    @property
    def rule(self) -> Rule | None:
        """The formula, if it has derivatives."""
        return self.formula if isinstance(self.formula, Rule) else None

    def calls(self, system: System, rounds: int = 1, sizes: tuple[Sizes, ...] | None = None) -> Iterator[Call]:
        """The formula on inputs of every size, so many of each; the same seed gives the same ones."""
        for k, chosen in enumerate(sizes_of(self.formula) if sizes is None else sizes):
            for i in range(rounds * self.rounds):
                key, rest = Key.of(self.seed).fold(k).fold(i).split(2)
                yield Call(self.formula, system, draw_inputs(self.formula, system, chosen, key), rest)

    def code(self, template: str, call: Call, g: object = None) -> str:
        """Code that makes the arguments of a call as floats and calls the formula on them."""
        return script(self.spelling.imports, template, self.formula.domain.arguments, call.arguments, g)
