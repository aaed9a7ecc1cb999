"""A certificate: what was verified, of which sources, on which machine; written as JSON and compared with an older one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import attrs

from ..check.examination import Entry
from ..check.finding import Verdict
from ..errors import FormatError
from .documents import read
from .machine import Machine, describe, version

SCHEMA: Final = 1
LIBRARIES: Final = ("sympy", "python-flint", "hypothesis")


@attrs.frozen
class Certificate:
    """The entries of a run of `pureml verify`, with everything that they depend on."""

    schema: int
    machine: Machine
    libraries: dict[str, str]
    seed: int
    rounds: int
    entries: tuple[Entry, ...]

    @classmethod
    def of(cls, entries: tuple[Entry, ...], seed: int, rounds: int) -> Certificate:
        """The certificate of these entries, made on this machine now."""
        return cls(SCHEMA, describe(), {name: version(name) for name in LIBRARIES}, seed, rounds, entries)

    @property
    def verdict(self) -> Verdict:
        """Refuted if any entry is, undecided if any is, verified otherwise."""
        verdicts = {entry.verdict for entry in self.entries}
        return next((v for v in (Verdict.REFUTED, Verdict.UNDECIDED) if v in verdicts), Verdict.VERIFIED)


def summary(entries: tuple[Entry, ...], seconds: float) -> str:
    """One line with every count.

    >>> summary((), 0.0)
    '0 rules, 0 obligations: 0 verified, 0 refuted, 0 undecided, 0 not applicable; 0 of 0 mutants refuted; 0.0 s'
    """
    counts = {verdict: sum(entry.count(verdict) for entry in entries) for verdict in Verdict}
    told = ", ".join(f"{count} {verdict.value}" for verdict, count in counts.items())
    mutants = sum(len(entry.deaths) for entry in entries)
    dead = mutants - sum(len(entry.survivors) for entry in entries)
    return f"{len(entries)} rules, {sum(counts.values())} obligations: {told}; {dead} of {mutants} mutants refuted; {seconds:.1f} s"


def earlier(path: Path) -> Certificate:
    """The certificate in a file; raises `FormatError` for one that is none, or of another schema."""
    old = read(path, Certificate)
    if old.schema != SCHEMA:
        raise FormatError(f"{path}: expected a certificate of schema {SCHEMA}, got {old.schema}")
    return old


def since(old: Certificate, new: Certificate, name: str) -> tuple[str, ...]:
    """What changed since an older certificate, or that nothing did."""
    return tuple(differences(old, new)) or (f"nothing changed since {name}",)


def differences(old: Certificate, new: Certificate) -> Iterator[str]:
    """What changed, a line each: rules that came or went, functions whose source changed, verdicts, killers, versions."""
    before, after = ({entry.name: entry for entry in certificate.entries} for certificate in (old, new))
    yield from (f"{name}: gone" for name in before if name not in after)
    yield from (f"{name}: new, {after[name].verdict.value}" for name in after if name not in before)
    for name in before.keys() & after.keys():
        yield from (f"{name}: {line}" for line in _of_entry(before[name], after[name]))
    for field in attrs.fields(Machine):
        was, now = getattr(old.machine, field.name), getattr(new.machine, field.name)
        if was != now:
            yield f"machine: {field.name} was {was}, is {now}"
    yield from (
        f"libraries: {name} was {old.libraries.get(name)}, is {new.libraries.get(name)}"
        for name in LIBRARIES
        if old.libraries.get(name) != new.libraries.get(name)
    )


def _of_entry(old: Entry, new: Entry) -> Iterator[str]:
    changed = [name for name in {**old.digests, **new.digests} if old.digests.get(name) != new.digests.get(name)]
    if changed:
        yield f"source changed: {', '.join(changed)}"
    was = {finding.obligation: finding for finding in old.findings}
    for finding in new.findings:
        if finding.obligation not in was:
            yield f"{finding.obligation} is new: {finding.verdict.value}"
        elif was[finding.obligation].verdict is not finding.verdict:
            yield f"{finding.obligation} was {was[finding.obligation].verdict.value}, is {finding.verdict.value}"
    killers = {death.mutant: death.killer for death in old.deaths}
    for death in new.deaths:
        if killers.get(death.mutant) != death.killer:
            before = f"was refuted by {killers[death.mutant] or None}" if death.mutant in killers else "new"
            yield f"mutant {death.mutant!r}: {before}, refuted by {death.killer or None}"
    yield from (f"mutant {name!r}: gone" for name in killers if name not in {death.mutant for death in new.deaths})
    if old.theorem != new.theorem:
        yield f"theorem was {old.theorem or None}, is {new.theorem or None}"
