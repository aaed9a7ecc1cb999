"""What is held against a rule beside its own closed forms: its definition, its laws, its corners, and what it is not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any, TypeAlias, cast

import attrs

from ..rules import Formula, Rule
from .call import Call
from .inputs import Given

Kept: TypeAlias = Any
"""What a rule keeps for its derivatives, of a kind of its own."""

# One for each number of arguments, so that a checker knows the parameters of a lambda.
Results: TypeAlias = (
    Callable[[Any], Any]
    | Callable[[Any, Any], Any]
    | Callable[[Any, Any, Any], Any]
    | Callable[[Any, Any, Any, Any], Any]
    | Callable[[Any, Any, Any, Any, Any], Any]
    | Callable[[Any, Any, Any, Any, Any, Any], Any]
    | Callable[[Any, Any, Any, Any, Any, Any, Any], Any]
    | Callable[[Any, Any, Any, Any, Any, Any, Any, Any], Any]
    | Callable[[Any, Any, Any, Any, Any, Any, Any, Any, Any], Any]
)


@attrs.frozen
class Equal:
    """A law: two things, made of a call, are equal, exactly on exact numbers and to rounding on floats."""

    claim: str
    sides: Callable[[Call], tuple[object, object]]


@attrs.frozen
class AtLeastZero:
    """A law: what is made of a call is nowhere negative."""

    claim: str
    value: Callable[[Call], object]


Law: TypeAlias = Equal | AtLeastZero


@attrs.frozen
class Corner:
    """A point without a derivative, a direction, and the slope that the rule answers there by convention.

    Arguments, tangents and slopes are nested lists of whole numbers. Unless it is a jump, the slope must lie between the
    two one-sided ones.
    """

    claim: str
    arguments: tuple[Any, ...]
    tangents: tuple[Any, ...]
    slope: Any
    jump: bool = False


@attrs.frozen
class Mutant:
    """A wrong variant of a rule, as people write it: the functions that differ, and where the mistake is known from."""

    name: str
    source: str = ""
    forward: Results | None = None
    linearize: Results | None = None
    pushforward: Results | None = None
    pullback: Results | None = None

    def of(self, formula: Formula) -> Formula:
        """The formula with this mistake. A wrong `forward` alone is taken for the value of `linearize` as well."""
        changed: dict[str, Any] = {
            name: f for name in ("forward", "linearize", "pushforward", "pullback") if (f := getattr(self, name)) is not None
        }
        if isinstance(formula, Rule) and self.forward is not None and self.linearize is None:
            forward, linearize = cast(Callable[..., Any], self.forward), formula.linearize  # of the right arity, as its author says

            def linearized(*inputs: Given) -> tuple[object, object]:
                return forward(*inputs), linearize(*inputs)[1]

            changed["linearize"] = linearized
        return attrs.evolve(formula, **changed)


@attrs.frozen(kw_only=True)
class Evidence:
    """What the checks of one rule need besides the rule.

    `definition(*arguments)` is the textbook form of `forward`, plain and slow, in any number system. `degree` is that of the
    polynomial which the rule is along every line, piece by piece, where it is one. `regions` are sizes and how many
    regions of the inputs a rule with kinks distinguishes there, each of which is checked. `inapplicable` says of
    obligations why the rule has none.
    """

    definition: Results | None = None
    laws: tuple[Law, ...] = ()
    corners: tuple[Corner, ...] = ()
    mutants: tuple[Mutant, ...] = ()
    degree: int | None = None
    regions: tuple[Mapping[str, int], int] | None = None
    inapplicable: Mapping[str, str] = attrs.field(factory=dict[str, str])


NOTHING = Evidence()


def evidence_of(formula: Formula) -> Evidence:
    """The evidence for a rule of the package, from the module of `pureml.check` under the same path; none for others.

    >>> evidence_of(Formula(name="f", formula="", forward=abs, domain=None, source="")) is NOTHING
    True
    """
    package, _, path = (formula.forward.__module__ or "").partition(".")  # None for a function without a module
    if package != "pureml" or find_spec(f"pureml.check.{path}") is None:
        return NOTHING
    found: Evidence = import_module(f"pureml.check.{path}").EVIDENCE
    return found
