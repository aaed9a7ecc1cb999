"""`pureml prove`: the theorems about the rules, built and asked what they rest on."""

from __future__ import annotations

import json
from pathlib import Path
from time import perf_counter
from typing import Annotated, Any, Final

import attrs
from cyclopts import Parameter

from ..output import say
from ..proofs import coq
from ..proofs.folder import check_tools, folder
from ..proofs.theorems import Theorem, chosen, theorems, untied
from ..proofs.ties import stale, ties
from .command import Command

VERSION: Final = 1
UNPROVED: Final = 1
Flag = Annotated[bool, Parameter(negative="", show_default=False)]


@attrs.frozen
class Proved:
    """A theorem that Coq has accepted, what it rests on, and the seconds that its proof took when it was built."""

    theorem: Theorem
    basis: coq.Basis
    seconds: float | None


def prove(*names: str, proofs: Path | None = None, as_json: Annotated[Flag, Parameter(name="--json")] = False) -> int:
    """Prove the rules: build the theorems with Coq and print each with its sentence, its axioms and the time of its proof.

    Parameters
    ----------
    names
        Only the theorems about these rules; all of them unless given.
    proofs
        The folder of proofs; the one beside the package unless given.
    as_json
        Print one JSON object instead of lines.

    """
    place = folder(proofs)
    table = theorems(place)
    wanted = chosen(table, names)
    check_tools()
    coq.check_table(place)
    tied = {rule: lemma for rule, lemma in ties(place).items() if not names or rule in names}
    start = perf_counter()
    coq.build(place, sorted({theorem.file for theorem in wanted} | {f"{lemma.partition('.')[0]}.v" for lemma in tied.values()}))
    took = perf_counter() - start
    said = coq.bases(place, [theorem.name for theorem in wanted])
    found = tuple(Proved(theorem, said[theorem.name], coq.seconds(place, theorem)) for theorem in wanted)
    old = stale(place)
    failures = [*untied(table, names), *_foreign(found), *(f"{name} is not of the functions as they are" for name in old or ())]
    if as_json:
        say(json.dumps({"version": VERSION, **fields(found, tied, took), "compared": old is not None, "failures": failures}))
        return UNPROVED if failures else 0
    for proved in found:
        say("\n".join(lines(proved)))
    for rule, lemma in tied.items():
        say(f"{rule} is tied to its theorem by {lemma}")
    if old is None:
        say("the ties were not compared with the functions: pip install 'pureml[verify]'")
    for failure in failures:
        say(f"FAILED: {failure}")
    say(f"theorems {len(found)}, ties {len(tied)}, failures {len(failures)}, built in {took:.1f} s")
    return UNPROVED if failures else 0


def lines(proved: Proved, /) -> list[str]:
    """A theorem as it is printed."""
    theorem = proved.theorem
    return [
        theorem.name,
        f"  says      {theorem.sentence}",
        f"  states    {' '.join(proved.basis.states.split())}",
        f"  about     {', '.join(theorem.rules) or 'every rule'}",
        f"  rests on  {', '.join(proved.basis.axioms) or 'no axiom at all'}",
        f"  time      {'not written down when it was built' if proved.seconds is None else f'{proved.seconds:.2f} s'}",
    ]


def fields(found: tuple[Proved, ...], tied: dict[str, str], took: float, /) -> dict[str, Any]:
    """What a machine reads."""
    listed = [
        attrs.asdict(proved.theorem) | {"statement": proved.basis.states, "axioms": proved.basis.axioms, "seconds": proved.seconds}
        for proved in found
    ]
    return {"theorems": listed, "ties": tied, "build_seconds": took}


def _foreign(found: tuple[Proved, ...]) -> list[str]:
    return [f"{proved.theorem.name} rests on {', '.join(proved.basis.foreign)}" for proved in found if proved.basis.foreign]


COMMAND: Final = Command(prove, ("pureml prove", "pureml prove softmax affine", "pureml prove --json"))
