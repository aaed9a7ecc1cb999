from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pureml.app.commands.conform import CODES
from pureml.check.conform import Standing
from tests.app.running import here

SOFTMAX = "from pureml.functions.softmax import forward\n"
SHIFTED = "def forward(x):\n    e = np.exp(x - x.max(axis=1, keepdims=True))\n    return e / e.sum(axis=1, keepdims=True)\n"
RIGHT = "def pullback(x, g):\n    y = forward(x)\n    return y * (g - (y * g).sum(axis=1, keepdims=True))\n"
DIAGONAL = "def pullback(x, g):\n    y = forward(x)\n    return g * y * (1 - y)\n"
NAIVE = "def forward(x):\n    return np.exp(x) / np.exp(x).sum(axis=1, keepdims=True)\n"

Homework = Callable[..., tuple[str, str]]


@pytest.fixture
def homework(tmp_path: Path) -> Homework:
    def write(*parts: str) -> tuple[str, str]:
        path = tmp_path / "homework.py"
        path.write_text("import numpy as np\n" + "".join(parts))
        return f"{path}:forward", f"{path}:pullback"

    return write


def test_every_standing_has_a_code() -> None:
    assert set(CODES) == {standing.name for standing in Standing}
    assert (CODES["CONFORMS"], CODES["LOSES"], CODES["WRONG"]) == (0, 4, 1)


@pytest.mark.parametrize(
    ("parts", "code", "first"),
    [
        ((SOFTMAX, RIGHT), 0, "conforms: "),
        ((SHIFTED, RIGHT), 4, "right, but loses accuracy: "),
        ((NAIVE, RIGHT), 4, "right, but loses accuracy: "),
        ((SOFTMAX, DIAGONAL), 1, "wrong: "),
        (("def forward(x):\n    raise RuntimeError('no')\n", RIGHT), 1, "wrong: "),
        (("import sys\ndef forward(x):\n    sys.exit(9)\n", RIGHT), 1, "wrong: "),
    ],
)
def test_the_exit_code_is_the_verdict(
    parts: tuple[str, ...], code: int, first: str, homework: Homework, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = here(capsys, "conform", "softmax", *homework(*parts))
    assert (ran.code, ran.err) == (code, "")
    assert ran.out.startswith(first)


def test_what_is_printed_by_the_judged_is_not_the_judgement(homework: Homework, capsys: pytest.CaptureFixture[str]) -> None:
    forward, _ = homework("print('hello')\n", SOFTMAX)
    ran = here(capsys, "conform", "softmax", forward, "--json")
    assert ran.code == 0
    assert json.loads(ran.out)["standing"] == "conforms"
    assert "hello" in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("softmax", "homework.py"), "expected module:function or file.py:function, got homework.py"),
        (("softmax", "nowhere.py:forward"), "no file nowhere.py"),
        (("softmax", "no_such_module:forward"), "no module named no_such_module"),
        (("softmax", "math:no_such_function"), "math has no function no_such_function"),
        (("softmax", "math:pi"), "expected a function, got float"),
        (("softmin", "math:exp"), "expected one of"),
        (("softmax", "math:exp", "math:exp"), "expected a function of (x, g), got one of (x, /)"),
        (("softmax", "math:exp", "--arrays", "cupy"), "cupy"),
        (("softmax", "math:exp", "--examples", "0"), "--examples: expected at least 1, got 0"),
        (("softmax", "math:exp", "--seed", "-1"), "--seed: expected at least 0, got -1"),
        (("softmax",), "FORWARD"),
    ],
)
def test_wrong_usage_is_one_line_and_ends_with_2(arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    here(capsys, "conform", *arguments).refused(2, said)


def test_a_file_that_raises_is_one_line_too(homework: Homework, capsys: pytest.CaptureFixture[str]) -> None:
    forward, _ = homework("1 / 0\n")
    here(capsys, "conform", "softmax", forward).refused(2, "importing homework.py raised ZeroDivisionError: division by zero")
