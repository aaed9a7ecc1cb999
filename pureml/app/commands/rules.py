"""`pureml rules`: every rule with its formula and its evidence."""

from __future__ import annotations

import json
from typing import Annotated, Final

from cyclopts import Parameter

from ...rules import Bound, Formula, Rule, formulas, named
from ..output import say
from .command import Command

VERSION: Final = 1
EMPTY: Final = "-"
NONE: Final = "none"
Flag = Annotated[bool, Parameter(negative="", show_default=False)]


def rules(*names: str, as_json: Annotated[Flag, Parameter(name="--json")] = False) -> int:
    """List the rules, steps of optimizers too: formula, derivative, domain, kinks, bounds, theorem; a field without evidence shows as -.

    Parameters
    ----------
    names
        Only these rules; all of them unless given.
    as_json
        Print one JSON object instead of lines.

    """
    chosen = tuple(named(name) for name in names) or formulas()
    if as_json:
        say(json.dumps({"version": VERSION, "rules": [fields(rule) for rule in chosen]}))
        return 0
    for rule in chosen:
        say("\n".join([rule.name, *(f"  {name:10}  {value or EMPTY}" for name, value in fields(rule).items() if name != "name")]))
    empty = sum(not value for rule in chosen for value in fields(rule).values())
    say(f"{len(chosen)} rules, {empty} empty fields")
    return 0


def fields(rule: Formula) -> dict[str, str]:
    """What is shown of a rule; one without kinks or, as a step of an optimizer, without a derivative says so: no evidence is missing."""
    domain = ", ".join(f"{a.name} ({' x '.join(a.axes) or 'number'}): {a.kind.value}" for a in rule.domain.arguments)
    kinks = rule.kinks if isinstance(rule, Rule) else ()
    return {
        "name": rule.name,
        "formula": rule.formula,
        "derivative": rule.derivative if isinstance(rule, Rule) else NONE,
        "domain": domain,
        "kinks": "; ".join(f"{kink.where}: {kink.convention}" for kink in kinks) or NONE,
        "bounds": "; ".join(map(bound, rule.bounds)),
        "theorem": rule.theorem,
        "source": rule.source,
    }


def bound(stated: Bound) -> str:
    """A bound in words.

    >>> bound(Bound("forward", "float64", 3))
    'forward float64 3 ulp of each entry'
    """
    return f"{stated.part} {stated.dtype} {stated.ulp:g} ulp of {stated.scale}"


COMMAND: Final = Command(rules, ("pureml rules", "pureml rules softmax affine", "pureml rules --json"))
