"""`pureml verify`: the certificate of the rules, or of formulas that are not ours."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Final, Literal

import attrs
from cyclopts import Parameter, Token

from ...errors import PuremlError
from ...loading import needing
from ...rules import formulas, named
from ..documents import encode
from ..errors import UsageError
from ..files import write_whole
from ..options import Whole, whole
from ..output import say
from .command import Command

if TYPE_CHECKING:
    from ...check.subject import Subject

REFUTED: Final = 1
UNDECIDED: Final = 3


def seed_of(_type: object, tokens: Sequence[Token]) -> int:
    """A whole number, or one drawn anew for `random`."""
    return secrets.randbelow(2**32) if tokens[0].value == "random" else whole(_type, tokens)


def verify(
    *names: str,
    json: Annotated[Path | None, Parameter(name="--json")] = None,
    diff: Path | None = None,
    seed: Annotated[int, Parameter(converter=seed_of)] = 0,
    examples: Whole = 1,
    workers: Annotated[int | None, Parameter(converter=whole)] = None,
    domain: str = "x: rows columns",
    sizes: str = "",
    arrays: Literal["numpy", "torch", "jax"] = "numpy",
) -> int:
    """Certify the rules, or functions of anybody's: every obligation that applies, and every wrong variant refuted.

    Parameters
    ----------
    names
        Only these rules, all of them unless given; or a function and its pullback as module:function or file.py:function.
    json
        Write the certificate to this file.
    diff
        Say what changed since the certificate in this file.
    seed
        Draws the inputs: the same seed tries the same ones; `random` takes a new one and says which.
    examples
        Multiplies how many inputs are tried.
    workers
        Processes to work in; as many as there are cores unless given.
    domain
        Of functions that are not ours: their arguments, each with its axes and kind, such as "x: rows columns; t: rows labels".
    sizes
        Of functions that are not ours: sizes to check them at, a number for each axis, such as "2 3, 1 4".
    arrays
        Of functions that are not ours: the kind of arrays that they take.

    """
    for option, value, least in (("seed", seed, 0), ("examples", examples, 1), ("workers", 1 if workers is None else workers, 1)):
        if value < least:
            raise UsageError(f"--{option}: expected at least {least}, got {value}")
    with needing("pureml verify", "verify"):
        from ...check.examination import examine
        from ...check.verification import certify
        from .. import certificate as certificates
        from .. import verdicts
    old = None if diff is None else certificates.earlier(diff)
    start = perf_counter()
    if any(":" in name for name in names):
        subject = attrs.evolve(_theirs(*names, domain=domain, sizes=sizes, arrays=arrays), seed=seed, rounds=examples)
        chosen: tuple[str, ...] = (subject.formula.name,)
        found = iter([examine(subject)])
    else:
        chosen = _chosen(names)
        found = certify(chosen, seed=seed, rounds=examples, workers=workers or os.cpu_count() or 1)
    entries = verdicts.shown(found, chosen, sys.stdout)
    new = certificates.Certificate.of(entries, seed, examples)
    for line in (*verdicts.explained(entries), *(certificates.since(old, new, str(diff)) if old else ())):
        say(line)
    say(certificates.summary(entries, perf_counter() - start) + (f", seed {seed}" if seed else ""))
    if json is not None:
        write_whole(json, encode(new))
        say(f"certificate {json}")
    return {"refuted": REFUTED, "undecided": UNDECIDED}.get(new.verdict.value, 0)


def _theirs(forward: str, *others: str, domain: str, sizes: str, arrays: Literal["numpy", "torch", "jax"]) -> Subject:
    """The functions that are named; raises `UsageError` for more than two, or for what is no domain."""
    from ...check.foreign import ForeignError, domain_of, foreign

    if len(others) > 1:
        raise UsageError(f"expected a function and its pullback, got {1 + len(others)} names")
    try:
        stated = domain_of(domain, sizes)
    except ForeignError as error:
        raise UsageError(f"--{error}") from error
    return foreign(forward, *others, domain=stated, arrays=arrays)


def _chosen(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names of the rules, each once; raises `UsageError` for one that is not known."""
    try:
        return tuple(dict.fromkeys(named(name).name for name in names)) or tuple(formula.name for formula in formulas())
    except PuremlError as error:
        raise UsageError(str(error)) from error


COMMAND: Final = Command(
    verify,
    (
        "pureml verify",
        "pureml verify softmax relu",
        "pureml verify --json new.json --diff old.json",
        "pureml verify mish.py:forward mish.py:pullback",
    ),
)
