"""A formula held to every obligation, and every wrong variant of it refuted: one entry of a certificate."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from hashlib import sha256
from time import perf_counter
from typing import Final

import attrs

from .evidence import Mutant
from .finding import Finding, Verdict
from .obligations import OBLIGATIONS
from .subject import Subject

FUNCTIONS: Final = ("forward", "linearize", "pushforward", "pullback")


@attrs.frozen
class Death:
    """A wrong variant, where it is known from, which obligation refuted it, and with what; `killer` is empty if none did."""

    mutant: str
    source: str
    killer: str
    why: str


@attrs.frozen
class Entry:
    """What is certified of one formula: the digests of its functions, every finding, every mutant, and the time it took."""

    name: str
    formula: str
    source: str
    theorem: str
    digests: dict[str, str]
    findings: tuple[Finding, ...]
    deaths: tuple[Death, ...]
    seconds: float

    def count(self, verdict: Verdict) -> int:
        """How many obligations ended like this."""
        return sum(finding.verdict is verdict for finding in self.findings)

    @property
    def survivors(self) -> tuple[Death, ...]:
        """The wrong variants that no obligation refuted."""
        return tuple(death for death in self.deaths if not death.killer)

    @property
    def verdict(self) -> Verdict:
        """Refuted if anything is, or if a wrong variant survives; undecided if anything is; verified otherwise."""
        if self.count(Verdict.REFUTED) or self.survivors:
            return Verdict.REFUTED
        return Verdict.UNDECIDED if self.count(Verdict.UNDECIDED) else Verdict.VERIFIED


def examine(subject: Subject) -> Entry:
    """The entry of a formula: every obligation, then every mutant against the obligations in turn.

    >>> from pureml.rules import find
    >>> examine(Subject.ours(find("relu"))).verdict
    <Verdict.VERIFIED: 'verified'>
    """
    start = perf_counter()
    formula = subject.formula
    findings = tuple(obligation.settle(subject) for obligation in OBLIGATIONS)
    deaths = tuple(killed(subject, mutant) for mutant in subject.evidence.mutants)
    return Entry(
        name=formula.name,
        formula=formula.formula,
        source=formula.source,
        theorem=formula.theorem,
        digests=dict(_digests(subject)),
        findings=findings,
        deaths=deaths,
        seconds=perf_counter() - start,
    )


def killed(subject: Subject, mutant: Mutant) -> Death:
    """The first obligation that refutes the formula with this mistake.

    >>> from pureml.rules import find
    >>> subject = Subject.ours(find("relu"))
    >>> killed(subject, subject.evidence.mutants[0]).killer
    'corners'
    """
    wrong = attrs.evolve(subject, formula=mutant.of(subject.formula), hurried=True)
    for obligation in OBLIGATIONS:
        finding = obligation.settle(wrong)
        if finding.verdict is Verdict.REFUTED:
            return Death(mutant.name, mutant.source, obligation.name, finding.why)
    return Death(mutant.name, mutant.source, "", "")


def _digests(subject: Subject) -> Iterator[tuple[str, str]]:
    """The first 16 hexadecimal digits of the SHA-256 of each function's source; empty where there is none, as of C code."""
    parts = {name: getattr(subject.formula, name, None) for name in FUNCTIONS}
    for name, function in (subject.functions or parts).items():
        if function is None:
            continue
        try:
            yield name, sha256(inspect.getsource(function).encode()).hexdigest()[:16]
        except (OSError, TypeError):
            yield name, ""
