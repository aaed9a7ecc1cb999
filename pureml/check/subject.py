"""A formula under examination: with what is held against it, how long to look, and how it is spelled in code."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import attrs
import numpy as np

from ..errors import PuremlError
from ..keys import Key
from ..rules import Formula, Kind, Rule
from .call import Call
from .evidence import NOTHING, Evidence, evidence_of
from .inputs import Sizes, System, draw_inputs, sizes_of
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
        named = zip(self.formula.domain.arguments, call.arguments, strict=True)
        lines = ["import numpy as np", self.spelling.imports]
        lines.extend(f"{a.name} = {literal(x, whole=a.kind in WHOLE)}" for a, x in named)
        if "{g}" in template:
            lines.append(f"g = {literal(g)}")
        arguments = ", ".join(a.name for a in self.formula.domain.arguments)
        lines.append(f"print({template.format(x=arguments, g='g')})")
        return "\n".join(lines)


WHOLE: Final = frozenset({Kind.LABELS, Kind.MASK, Kind.COVER, Kind.SIZE, Kind.WHOLE, Kind.PAIR})


def literal(x: object, *, whole: bool = False) -> str:
    """An array or a number as code, elements of other number systems as the floats nearest to them.

    >>> literal(np.array([[1.0, 2.0]])), literal(0.5), literal(np.array([True]), whole=True)
    ('np.array([[1.0, 2.0]])', '0.5', 'np.array([True])')
    """
    some: Any = x
    if isinstance(x, tuple):
        return repr(some)
    if not hasattr(x, "shape") or not some.shape:
        return repr(int(some) if whole else float(some))
    array = np.asarray(some)
    if whole:
        return f"np.array({array.tolist()!r})"
    dtype = ", np.float32" if array.dtype == np.float32 else ""
    return f"np.array({array.astype(np.float64).tolist()!r}{dtype})"
