"""`pureml conform`: a judgement on somebody else's implementation of a rule."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from typing import Annotated, Final, Literal

from cyclopts import Parameter

from ...errors import PuremlError
from ...loading import needing
from ..errors import UsageError
from ..options import Whole
from .command import Command
from .verify import seed_of

CODES: Final = {"CONFORMS": 0, "LOSES": 4, "REFUSES": 4, "IMPURE": 1, "WRONG": 1}
"""What each standing ends with."""


def conform(
    rule: str,
    forward: str,
    pullback: str | None = None,
    /,
    *,
    arrays: Literal["numpy", "torch", "jax"] = "numpy",
    as_json: Annotated[bool, Parameter(name="--json", negative="", show_default=False)] = False,
    seed: Annotated[int, Parameter(converter=seed_of)] = 0,
    examples: Whole = 1,
) -> int:
    """Judge an implementation of a rule: it conforms (0), is right but loses accuracy (4), or is wrong (1).

    Parameters
    ----------
    rule
        A rule of the catalogue; `pureml rules` lists them with their arguments.
    forward
        `module:function` or `file.py:function` that takes the arguments of the rule.
    pullback
        The same of the way back: it takes the arguments and the cotangent g, and gives a cotangent for each argument.
    arrays
        What the functions take; torch and jax differentiate forward where no pullback is given.
    as_json
        Print one JSON object instead of a table.
    seed
        Draws the inputs: the same seed tries the same ones; `random` takes a new one and says which.
    examples
        Multiplies how many inputs are tried.

    """
    for option, value, least in (("seed", seed, 0), ("examples", examples, 1)):
        if value < least:
            raise UsageError(f"--{option}: expected at least {least}, got {value}")
    with needing("pureml conform", "verify"):
        from ...check.conform import conform as judged
        from .. import judgement
    try:
        with redirect_stdout(sys.stderr):  # what the judged functions print is not the judgement
            found = judged(rule, forward, pullback, arrays=arrays, seed=seed, examples=examples)
    except PuremlError as error:
        raise UsageError(str(error)) from error
    judgement.show(found, sys.stdout, as_json=as_json)
    return CODES[found.standing.name]


COMMAND: Final = Command(
    conform,
    (
        "pureml conform softmax homework.py:forward homework.py:pullback",
        "pureml conform logsumexp scipy_forms:logsumexp",
        "pureml conform sigmoid torch:sigmoid --arrays torch",
    ),
)
