from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING

import pytest

from pureml.app.cli import overview
from pureml.app.commands import COMMANDS
from pureml.app.options import FEW, MANY, MANY_FROM
from pureml.app.traits import MODELS, OPTIMIZERS
from tests.app.running import here, run

if TYPE_CHECKING:
    from pathlib import Path

WRONG = [
    (["trian"], '"trian"', "train"),
    (["--bogus"], "--bogus"),
    (["train", "--activaton", "relu"], "--activaton", "did you mean --activation?"),
    (["train", "--activation", "rleu"], "--activation", "relu", "sigmoid", "tanh"),
    (["train", "--activation", "step"], "--activation", "relu", "sigmoid", "tanh"),
    (["train", "--init", "xavier"], "--init", "he", "glorot", "lecun"),
    (["train", "--dtype", "float16"], "--dtype", "float32", "float64"),
    (["train", "--lr", "nan"], "--lr", "finite", "nan"),
    (["train", "--lr", "inf"], "--lr", "finite", "inf"),
    (["train", "--lr=-0.1"], "--lr", "greater than 0", "-0.1"),
    (["train", "--lr", "0"], "--lr", "greater than 0"),
    (["train", "--lr", "fast"], "--lr", "a number", "fast"),
    (["train", "--epochs", "-3"], "--epochs", "at least 1", "-3"),
    (["train", "--epochs", "0"], "--epochs", "at least 1"),
    (["train", "--epochs", "3.5"], "--epochs", "whole number", "3.5"),
    (["train", "--epochs"], "--epochs"),
    (["train", "--epochs", "3", "--epochs", "4"], "--epochs", "multiple"),
    (["train", "--batch", "0"], "--batch", "at least 1"),
    (["train", "--seed", "-1"], "--seed", "at least 0"),
    (["train", "--threads", "0"], "--threads", "at least 1"),
    (["train", "--hidden", "128,x"], "--hidden", "128,64", "'x'"),
    (["train", "--hidden", "128,,64"], "--hidden", "128,64"),
    (["train", "--hidden", "8,0"], "--hidden", "at least 1", "8,0"),
    (["train", "--no-quiet"], "--no-quiet"),
    (["train", "digits", "more"], "unexpected", "'more'"),
    (["predict"], "RUN"),
    (["predict", "run"], "FILE"),
]


@pytest.mark.parametrize(("arguments", "parts"), [(arguments, parts) for arguments, *parts in WRONG], ids="_".join)
def test_a_wrong_command_line_is_one_line_and_exit_code_2(
    arguments: list[str], parts: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    said = here(capsys, *arguments)
    said.refused(2)
    assert all(part.lower() in said.err.lower() for part in parts), said
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("arguments", [["train", "--lr", "nan"], ["trian"]])
def test_the_real_command_says_the_same(arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, *arguments) == here(capsys, *arguments)


def test_no_argument_lists_every_job_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    said = here(capsys)
    assert (said.code, said.err, said.out) == (0, "", overview() + "\n")
    for command in COMMANDS:
        assert command.summary in said.out
        assert f"    {command.examples[0]}\n" in said.out


def test_the_version_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    said = here(capsys, "--version")
    assert (said.code, said.err, said.out.count("\n")) == (0, "", 1)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_help_names_every_option_and_prints_no_colours_into_a_pipe(command: object, tmp_path: Path) -> None:
    name = next(known.name for known in COMMANDS if known is command)
    said = run(tmp_path, name, "--help")
    assert (said.code, said.err) == (0, "")
    assert "\x1b" not in said.out
    assert "Examples:\n  pureml" in said.out
    function = next(known.function for known in COMMANDS if known is command)
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY and parameter.name not in {"options", "asked", "given"}:  # records are their fields
            assert f"--{parameter.name.removeprefix('as_').replace('_', '-')}" in said.out


def test_help_shows_the_defaults_as_they_are_typed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    text = re.sub(r"[\s│]+", " ", here(capsys, "train", "--help").out)
    for option in ("--batch", "--optimizer", "--schedule", "--warm-up", "--activation", "--init", "--seed", "--dtype"):
        assert re.search(rf"{option} [A-Z]+ [^\[]*(\[choices: [\w, -]+\] )?\[default: [\w.,]+\]", text), option
    assert "256,128 with multi-layer, 100 or 50 with others." in text
    assert {model.hidden for model in MODELS.values()} == {(256, 128), (100,), (50,)}
    for name, mover in OPTIMIZERS.items():
        said = f"{mover.lr:g} with"
        assert said in text, name
    for option, few, many in (("--epochs INT", FEW.epochs, MANY.epochs), ("--dropout FLOAT", FEW.dropout, MANY.dropout)):
        assert re.search(rf"{option} [^-]*; unless given, {few} for fewer than {MANY_FROM:,} samples, otherwise {many}[.;]", text), option
