"""Both checkers accept the package and the right programs in tests/typing/, and refuse every wrong line there with its message.

Below a wrong line stand `# m:` and a part of what mypy says, `# p:` and a part of what pyright says; `...` stands for what differs
between versions of NumPy. A line without them must pass.

No checker sees these mistakes, since NumPy 2.4 answers `Any`: np.matmul(x, d), np.dot, np.einsum, np.sum(x, axis=0), mask[0].
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.sources import PACKAGE, ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER: Final = ROOT / "tests" / "typing"
# From this interpreter on: the stubs of its NumPy may need its syntax.
VERSIONS: Final = sorted({"{}.{}".format(*sys.version_info), "3.13"})
NEWER: Final = {"accept_pep695.py": "3.13"}  # a program in the syntax of a later version -> that version
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


def programs(version: str) -> list[Path]:
    """The programs that a version of Python can read."""

    def key(text: str) -> list[int]:
        return [*map(int, text.split("."))]

    return [path for path in sorted(FOLDER.glob("*.py")) if key(NEWER.get(path.name, version)) <= key(version)]


def checked(version: str) -> list[str]:
    """What is checked for a version: the programs, and once the package, whose check for every version is one of `.ci/run`."""
    return [*map(str, programs(version)), *([str(PACKAGE)] if version == VERSIONS[0] else [])]


def place(file: str, line: int) -> tuple[str, int]:
    """A line of the project."""
    return str(Path(file).resolve().relative_to(ROOT)), line


def environment() -> dict[str, str]:
    """This environment, whose Python is the one that checkers ask, and the package as it stands here."""
    return os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}


def run(checker: str, *options: str, cwd: Path = ROOT) -> str:
    """What a checker prints; skips where it is not installed."""
    if find_spec(checker) is None:
        pytest.skip(f"{checker} is not installed")
    done = subprocess.run(
        [sys.executable, "-m", checker, *options], cwd=cwd, env=environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    return done.stdout


def mypy(version: str) -> Said:
    """What mypy says about each line."""
    said: Said = {}
    options = ("--python-version", version, f"--cache-dir={os.devnull}", "--output=json")
    for report in map(json.loads, run("mypy", *options, *checked(version)).splitlines()):
        if report["severity"] == "error":
            said.setdefault(place(str(ROOT / report["file"]), report["line"]), []).append(report["message"])
    return said


def pyright(version: str) -> Said:
    """What pyright says about each line."""
    options = ("--pythonpath", sys.executable, "--pythonversion", version, "--outputjson", "--project", str(FOLDER))
    result: dict[str, Any] = json.loads(run("pyright", *options, *checked(version)))
    assert result["summary"]["filesAnalyzed"] >= len(checked(version))
    said: Said = {}
    for report in result["generalDiagnostics"]:
        message = " ".join(report["message"].split())
        said.setdefault(place(report["file"], report["range"]["start"]["line"] + 1), []).append(message)
    return said


@pytest.mark.slow
@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("checker", [mypy, pyright])
def test_package_and_right_programs_pass_and_each_mistake_is_named(checker: Callable[[str], Said], version: str) -> None:
    said = checker(version)
    wanted = {
        place(str(path), line): pattern
        for path in programs(version)
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


@pytest.mark.slow
def test_every_public_type_is_known(tmp_path: Path) -> None:
    # Outside of the project, whose settings `--verifytypes` would read; it finds the package through `python` on the path.
    result: dict[str, Any] = json.loads(run("pyright", "--verifytypes", "pureml", "--ignoreexternal", "--outputjson", cwd=tmp_path))
    found = result["typeCompleteness"]
    assert Path(found["packageRootDirectory"]) == PACKAGE
    assert found["exportedSymbolCounts"]["withKnownType"] > 1000
    unknown = [
        f"{symbol['name']}: {[report['message'] for report in symbol['diagnostics']]}"
        for symbol in found["symbols"]
        if symbol["isExported"] and (symbol["isTypeAmbiguous"] or not symbol["isTypeKnown"])
    ]
    assert not unknown, "\n".join(unknown)
    assert found["completenessScore"] == 1


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


def test_a_program_in_newer_syntax_is_left_to_newer_versions() -> None:
    assert {path.name for path in programs("3.13")} - {path.name for path in programs("3.11")} == NEWER.keys()
