from __future__ import annotations

import re
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from pureml.app.main import main
from tests.app.running import COMMAND, SMALL, environment, here, names, run

if TYPE_CHECKING:
    from pathlib import Path

WITHOUT = """
import sys
for name in ("cyclopts", "rich", "safetensors", "cattrs", "threadpoolctl", "matplotlib"):
    sys.modules[name] = None
from pureml.app.main import main
raise SystemExit(main({arguments}))
"""


@pytest.mark.parametrize("arguments", [[], ["train"], ["--version"]])
def test_without_the_extra_the_line_that_installs_it_is_printed(arguments: list[str], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT.format(arguments=arguments)],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert re.search(r"this installs it: pip install '.+\[app\]'\n$", done.stderr)


def test_the_real_command_lists_the_jobs(tmp_path: Path) -> None:
    said = run(tmp_path)
    assert (said.code, said.err) == (0, "")
    assert "    pureml train\n" in said.out
    assert "    pureml predict " in said.out
    assert not list(tmp_path.iterdir())


def test_a_missing_module_of_our_own_is_no_missing_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pureml.app.cli", None)
    with pytest.raises(ModuleNotFoundError, match=r"pureml\.app\.cli"):
        main([])


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (MemoryError("12 TB"), 1, "pureml: out of memory: 12 TB\n"),
        (OSError(28, "No space left on device", "a/b"), 1, "pureml: a/b: No space left on device\n"),
        (KeyboardInterrupt(), 130, "pureml: interrupted, nothing was written\n"),
    ],
)
def test_what_no_command_foresees_is_still_one_line(
    error: BaseException, code: int, line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(_arguments: object) -> int:
        raise error

    monkeypatch.setattr("pureml.app.cli.run", fails)
    said = here(capsys, "train")
    assert (said.code, said.out, said.err) == (code, "", line)


def test_a_reader_who_leaves_ends_no_run(tmp_path: Path) -> None:
    command = " ".join([*COMMAND, *SMALL, "--out", "run"])
    done = subprocess.run(
        ["bash", "-c", f"{command} | head -n 1; echo ${{PIPESTATUS[0]}}"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    first, code = done.stdout.splitlines()
    assert first.startswith("data     digits")
    assert (code, done.stderr) == ("141", "")
    assert names(tmp_path / "run") == ["history.json", "options.json", "parameters.safetensors", "report.html"]


def test_interrupts_are_heard_though_a_script_has_them_ignored(capsys: pytest.CaptureFixture[str]) -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        here(capsys)
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)
