"""Every command and every block of Python in the README does what is printed below it; so does the Python of every page.

A setup command, `python3 -m venv .venv && ... && .venv/bin/PROGRAM ...`, is run from its last part on: this environment is already set up,
and `.ci/run` runs the whole line in a fresh copy. The test command is not run from within itself.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pages import Command, commands, masked, run_python, same_output

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
PAGES = [README, *sorted((ROOT / "docs").rglob("*.md"))]


def here(command: str) -> str:
    """The part of a README command that this environment still has to run."""
    job = command.rpartition(" && ")[2] if command.startswith("python3 -m venv ") else command
    return job.replace(".venv/bin/", f"{Path(sys.executable).parent}/")


def refuted(command: Command, folder: Path) -> str:
    """What a command does otherwise than printed, run in this folder; empty when nothing."""
    environment = os.environ | {"NO_COLOR": "1", "COLUMNS": "120", "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    run = subprocess.run(
        ["bash", "-c", here(command.text)], cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    if same_output(command.output, run.stdout + run.stderr):
        return ""
    return f"README.md:{command.line}: $ {command.text}\nprinted:\n{masked(command.output)}\nnow:\n{masked(run.stdout + run.stderr)}"


def test_the_readme_has_one_line_for_the_main_job_and_one_for_the_tests() -> None:
    setups = [command.text for command in commands(README.read_text()) if command.text.startswith("python3 -m venv ")]
    assert [here(setup).rpartition("/")[2] for setup in setups] == ["pureml train", "python -m pytest -n auto"]


@pytest.mark.slow
def test_commands_of_the_readme_print_what_it_says(tmp_path: Path) -> None:
    found = [command for command in commands(README.read_text()) if " -m pytest" not in command.text]
    said = [refuted(command, tmp_path) for command in found]
    assert found
    assert not any(said), "\n\n".join(filter(None, said))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_python_of_a_page_prints_what_it_says(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    count, said = run_python(page)
    assert not said, said
    assert count or page != README


def test_a_command_that_prints_something_else_is_named(tmp_path: Path) -> None:
    assert not refuted(Command(7, "echo 97.3 % of 360", "98.1 % of 360\n"), tmp_path)
    assert refuted(Command(7, "echo 97.3 % of 360", "98.1 % of 359\n"), tmp_path).startswith("README.md:7: $ echo 97.3")


def test_a_setup_command_runs_its_last_part_in_this_environment() -> None:
    setup = "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/pureml train --epochs 3"
    assert here(setup) == f"{Path(sys.executable).parent}/pureml train --epochs 3"
