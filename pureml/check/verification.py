"""`verify`: the certificate of a rule of ours, or of anybody's, from Python and in tests."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

from ..rules import Formula, named
from .evidence import NOTHING, Evidence, evidence_of
from .examination import FUNCTIONS, Entry, examine
from .finding import Finding, Verdict
from .subject import Spelling, Subject


def verify(formula: Formula | str, evidence: Evidence = NOTHING, *, seed: int = 0, rounds: int = 1) -> Entry:
    """Every obligation that applies holds for a rule that is right, and a wrong one is refuted with the smallest counter-example.

    A rule of the package by name or as it is, or a `Rule` of your own: then `evidence` may add a definition, laws, corners
    and mutants. `rounds` multiplies how many inputs are tried. Raises `DomainError` for a name that is not known.

    >>> entry = verify("identity")
    >>> entry.verdict, entry.count(Verdict.REFUTED)
    (<Verdict.VERIFIED: 'verified'>, 0)
    """
    if isinstance(formula, str):
        return examine(Subject.ours(named(formula), seed=seed, rounds=rounds))
    if evidence_of(formula) is not NOTHING and evidence is NOTHING:
        return examine(Subject.ours(formula, seed=seed, rounds=rounds))
    return examine(Subject(formula=formula, evidence=evidence, seed=seed, rounds=rounds, spelling=_theirs(formula)))


def assert_verified(formula: Formula | str, evidence: Evidence = NOTHING, *, seed: int = 0, rounds: int = 1) -> None:
    """For tests: raises `AssertionError` with every finding that is refuted or undecided, and its counter-example."""
    entry = verify(formula, evidence, seed=seed, rounds=rounds)
    bad = [told(finding) for finding in entry.findings if finding.verdict in {Verdict.REFUTED, Verdict.UNDECIDED}]
    bad.extend(f"no obligation refutes the wrong variant: {death.mutant}" for death in entry.survivors)
    if bad:
        raise AssertionError(f"{entry.name}\n" + "\n".join(bad))


def told(finding: Finding) -> str:
    """A finding in words, with the counter-example as code to paste."""
    line = f"{finding.obligation}: {finding.verdict.value}: {finding.why}"
    return line if finding.counterexample is None else f"{line}\n{finding.counterexample.text()}"


def certify(names: tuple[str, ...], *, seed: int = 0, rounds: int = 1, workers: int = 1) -> Iterator[Entry]:
    """The entries of these formulas, in order, from so many processes."""
    if workers == 1 or len(names) == 1:
        yield from (verify(name, seed=seed, rounds=rounds) for name in names)
        return
    with ProcessPoolExecutor(workers) as pool:
        waiting = [pool.submit(verify, name, seed=seed, rounds=rounds) for name in names]
        yield from (future.result() for future in waiting)


def _theirs(formula: Formula) -> Spelling:
    """How to call a rule by the functions it is made of."""
    functions = {name: f for name in FUNCTIONS if (f := getattr(formula, name, None)) is not None}
    modules = sorted({f.__module__ for f in functions.values() if f.__module__})
    calls = {name: ".".join(filter(None, (f.__module__, f.__qualname__))) for name, f in functions.items()}
    kept = f"{calls.get('linearize', '')}({{x}})[1]"
    return Spelling(
        "\n".join(f"import {module}" for module in modules),
        f"{calls['forward']}({{x}})",
        f"{calls.get('pullback', '')}({kept}, {{g}})",
        f"{calls.get('pushforward', '')}({kept}, {{g}})",
    )
