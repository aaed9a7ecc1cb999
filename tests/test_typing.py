"""Both checkers accept the right programs in tests/typing/ and refuse every wrong line there, with the message written below it.

Below a wrong line stand `# m:` and a part of what mypy says, `# p:` and a part of what pyright says; `...` stands for what differs
between versions of NumPy. A line without them must pass.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.sources import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER: Final = ROOT / "tests" / "typing"
# From this interpreter on: the stubs of its NumPy may need its syntax.
VERSIONS: Final = sorted({"{}.{}".format(*sys.version_info), "3.13"})
Said = dict[tuple[str, int], list[str]]


def expected(mark: str, text: str) -> dict[int, str]:
    """The line of each mistake in a program, and the part of the message that stands below it after a mark."""
    found: dict[int, str] = {}
    code = 0
    for number, line in enumerate(text.splitlines(), 1):
        note = re.fullmatch(r"\s*# (\w): (.*)", line)
        if note is None:
            code = number
        elif note[1] == mark:
            found[code] = note[2]
    return found


def matches(pattern: str, message: str) -> bool:
    """Whether a message contains a pattern in which `...` stands for any text."""
    return re.search(".*".join(map(re.escape, pattern.split("..."))), message) is not None


def mypy(version: str) -> Said:
    """What mypy says about each line of the programs."""
    command = [sys.executable, "-m", "mypy", "--python-version", version, f"--cache-dir={os.devnull}", "--output=json"]
    run = subprocess.run([*command, *sorted(map(str, FOLDER.glob("*.py")))], cwd=ROOT, capture_output=True, text=True, check=False)
    assert not run.stderr, run.stderr
    said: Said = {}
    for report in map(json.loads, run.stdout.splitlines()):
        if report["severity"] == "error":
            said.setdefault((Path(report["file"]).name, report["line"]), []).append(report["message"])
    return said


def pyright(version: str) -> Said:
    """What pyright says about each line of the programs."""
    command = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "--pythonversion", version, "--outputjson"]
    run = subprocess.run([*command, "--project", str(FOLDER)], cwd=ROOT, capture_output=True, text=True, check=False)
    said: Said = {}
    result: dict[str, Any] = json.loads(run.stdout)
    for report in result["generalDiagnostics"]:
        message = " ".join(report["message"].split())
        said.setdefault((Path(report["file"]).name, report["range"]["start"]["line"] + 1), []).append(message)
    assert result["summary"]["filesAnalyzed"] == len(list(FOLDER.glob("*.py")))
    return said


@pytest.mark.slow
@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("checker", [mypy, pyright])
def test_right_programs_pass_and_each_mistake_is_named(checker: Callable[[str], Said], version: str) -> None:
    said = checker(version)
    wanted = {
        (path.name, line): pattern
        for path in FOLDER.glob("*.py")
        for line, pattern in expected(checker.__name__[0], path.read_text()).items()
    }
    wrong = [f"{name}:{line}: not refused" for name, line in wanted.keys() - said.keys()]
    wrong += [f"{name}:{line}: refused: {said[name, line]}" for name, line in said.keys() - wanted.keys()]
    wrong += [
        f"{name}:{line}: expected {pattern}\n  got {said[name, line]}"
        for (name, line), pattern in wanted.items()
        if (name, line) in said and not any(matches(pattern, message) for message in said[name, line])
    ]
    assert not wrong, f"{checker.__name__} {version}:\n" + "\n".join(sorted(wrong))


def test_every_mistake_has_a_message_of_both_checkers() -> None:
    for path in FOLDER.glob("*.py"):
        mistakes = expected("m", path.read_text())
        assert mistakes.keys() == expected("p", path.read_text()).keys()
        assert bool(mistakes) == path.name.startswith("reject")


def test_messages_belong_to_the_line_above() -> None:
    text = "x = 1\nx @ y\n# m: operand\n# p: Operator\nz = 2\n"
    assert (expected("m", text), expected("p", text)) == ({2: "operand"}, {2: "Operator"})


def test_dots_stand_for_any_text() -> None:
    assert matches("types for @ (... and ...)", 'Unsupported operand types for @ ("A" and "B")')
    assert not matches("types for @ (... and ...)", 'Unsupported operand types for + ("A" and "B")')
