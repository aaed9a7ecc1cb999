from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from pureml.check.conform.purity import CHANGES, REFUSES, SHARES, WRITES, Itself, look
from pureml.check.finding import Finding, Verdict
from pureml.check.foreign.subject import spelling_of
from pureml.rules import ELEMENTWISE
from tests.check.conform import implementations as given


def looked(forward: Callable[..., Any], pullback: Callable[..., Any] | None = None) -> Finding:
    functions = {"forward": forward} | ({} if pullback is None else {"pullback": pullback})
    itself = Itself(functions, "numpy", spelling_of(forward, pullback, ELEMENTWISE, "numpy"))
    return look(given.pair("softmax", forward, pullback), itself, seed=0)


calls: list[int] = []


def writes(x: Any) -> Any:
    x -= x.max(axis=1, keepdims=True)
    return given.softmax(x)


def shares(x: Any) -> Any:
    return x[:]


def changes(x: Any) -> Any:
    calls.append(1)
    return given.softmax(x) + len(calls)


def refuses(x: Any) -> Any:
    if not x.flags.writeable:
        raise ValueError("read-only")
    return given.softmax(x)


@pytest.mark.parametrize(("forward", "what"), [(writes, WRITES), (shares, SHARES), (changes, CHANGES), (refuses, REFUSES)])
def test_every_impurity_is_called_what_it_is(forward: Callable[..., Any], what: str) -> None:
    finding = looked(forward)
    assert (finding.verdict, finding.why) == (Verdict.REFUTED, f"forward {what}")


@pytest.mark.parametrize("forward", [writes, shares])
def test_its_code_shows_it(forward: Callable[..., Any], capsys: pytest.CaptureFixture[str]) -> None:
    shown = looked(forward).counterexample
    assert shown is not None
    exec(shown.code, {"np": np, "forward": forward})  # noqa: S102  # the code that a user would paste
    assert (shown.expected, capsys.readouterr().out) == ("False", f"{shown.got}\n")


def test_code_for_read_only_inputs_raises() -> None:
    shown = looked(refuses).counterexample
    assert shown is not None
    with pytest.raises(ValueError, match="read-only"):
        exec(shown.code, {"np": np, "forward": refuses})  # noqa: S102  # the code that a user would paste


def test_the_cotangent_is_an_input_too() -> None:
    assert looked(given.softmax, given.writing_back).why == f"the pullback {WRITES}"


def test_what_is_pure_is_and_what_raises_is_not_judged() -> None:
    assert looked(given.softmax, given.softmax_back).verdict is Verdict.VERIFIED
    assert looked(given.raising).verdict is Verdict.NOT_APPLICABLE
