"""What is said of an implementation: how it stands, what came of every look, and which known mistake it behaves like."""

from __future__ import annotations

from enum import Enum
from typing import Final

import attrs

from ..finding import Finding, Verdict


class Standing(Enum):
    """The answers, from the best to the worst."""

    CONFORMS = "conforms"
    LOSES = "right, but loses accuracy"
    REFUSES = "right, but refuses inputs of the domain"
    IMPURE = "right, but not pure"
    WRONG = "wrong"


OF_OBLIGATION: Final = {
    "shape": Standing.WRONG,
    "value": Standing.WRONG,
    "gradient": Standing.WRONG,
    "conventions": Standing.WRONG,
    "purity": Standing.IMPURE,
    "domain": Standing.REFUSES,
    "dtype": Standing.LOSES,
    "accuracy": Standing.LOSES,
    "gradient accuracy": Standing.LOSES,
    "stability": Standing.LOSES,
}
"""What an implementation is that fails here."""


@attrs.frozen
class Conformity:
    """The verdict on an implementation of a rule.

    `likeness` is the known mistake that it behaves like where it fails, with where that is known from; empty if there is
    none. `seed` and `examples` bring the same inputs again.
    """

    rule: str
    judged: str
    findings: tuple[Finding, ...]
    likeness: str = ""
    seed: int = 0
    examples: int = 1

    @property
    def failed(self) -> tuple[Finding, ...]:
        """The findings that are not as they should be."""
        return tuple(finding for finding in self.findings if finding.verdict is Verdict.REFUTED)

    @property
    def standing(self) -> Standing:
        """The worst of what the findings make of it."""
        standings = list(Standing)
        return max((OF_OBLIGATION[finding.obligation] for finding in self.failed), key=standings.index, default=Standing.CONFORMS)

    @property
    def verdict(self) -> str:
        """One line.

        >>> Conformity("softmax", "hw:forward", ()).verdict
        'conforms: hw:forward, held against softmax'
        """
        line = f"{self.standing.value}: {self.judged}, held against {self.rule}"
        return f"{line}; behaves like a known mistake: {self.likeness}" if self.likeness else line

    def text(self) -> str:
        """The verdict, every finding in a line, and the counter-examples as code to paste."""
        lines = [self.verdict, *(f"  {f.obligation:18}{came(f)}" for f in self.findings)]
        if self.seed:
            lines.append(f"  seed              {self.seed}")
        for finding in self.failed:
            if finding.counterexample is not None:
                lines.extend(("", f"# {finding.obligation}", finding.counterexample.text()))
        return "\n".join(lines)


def came(finding: Finding) -> str:
    """What came of one look, in words.

    >>> came(Finding("value", Verdict.VERIFIED, tried=3))
    'holds on 3'
    """
    match finding.verdict:
        case Verdict.VERIFIED:
            worst = f", {finding.where}" if finding.where else ""
            note = f"; {finding.why}" if finding.why else ""
            return f"holds on {finding.tried}{worst}{note}"
        case Verdict.REFUTED:
            return f"FAILS: {finding.why}"
        case _:
            return f"not judged: {finding.why}"
