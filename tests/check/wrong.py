"""Rules with a mistake on purpose: what an obligation must see."""

from __future__ import annotations

from typing import Any

import attrs

from pureml.check.evidence import Evidence, Results
from pureml.check.finding import Finding, Verdict
from pureml.check.obligation import Obligation
from pureml.check.subject import Subject
from pureml.rules import find


def subject(
    name: str,
    /,
    evidence: Evidence | None = None,
    *,
    forward: Results | None = None,
    linearize: Results | None = None,
    pushforward: Results | None = None,
    pullback: Results | None = None,
) -> Subject:
    """A rule of the package with some of its functions replaced, and its evidence unless other is given."""
    given = {"forward": forward, "linearize": linearize, "pushforward": pushforward, "pullback": pullback}
    changes: dict[str, Any] = {part: function for part, function in given.items() if function is not None}
    right = Subject.ours(find(name))
    return attrs.evolve(right, formula=attrs.evolve(right.formula, **changes), evidence=right.evidence if evidence is None else evidence)


def refuted(obligation: Obligation, wrong: Subject, *, example: bool = False) -> Finding:
    """The finding, which must be a refutation; with the smallest counter-example if that is asked for."""
    finding = obligation.settle(attrs.evolve(wrong, hurried=not example))
    assert finding.verdict is Verdict.REFUTED, f"{obligation.name}: expected a refutation, got {finding}"
    return finding


def verified(obligation: Obligation, right: Subject) -> Finding:
    """The finding, which must be that all is well."""
    finding = obligation.settle(right)
    assert finding.verdict is Verdict.VERIFIED, f"{obligation.name}: expected all to be well, got {finding}"
    return finding


def pasted(finding: Finding, printed: dict[str, Any]) -> str:
    """What the code of a counter-example prints, run as it stands; `printed` takes the names it makes."""
    import contextlib
    import io

    assert finding.counterexample is not None, f"expected a counter-example, got {finding}"
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(finding.counterexample.code, printed)  # noqa: S102  # it is code to paste
    return out.getvalue()
