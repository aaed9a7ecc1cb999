"""What the project's own files promise: size, places, suppressions with reasons, a changelog."""

from __future__ import annotations

import re
import subprocess
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import pytest

from tests.sources import PROJECT, ROOT, place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LONGEST: Final = 400
FOREIGN: Final = re.compile(r"/(?:root|home|Users|work|tmp)/[\w.]|\b[\w.-]+/simple/\b|--(?:extra-)?index|\"resolved\":")
SUPPRESSION: Final = re.compile(
    r"#\s*(?:(?:type|pyright):\s*ignore|noqa|pragma: no (?:cover|mutate))(?P<code>\[[\w, -]+\]|:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)?"
)
KINDS: Final = ("added", "changed", "fixed", "removed")


def tracked(*suffixes: str) -> Iterator[Path]:
    """The files that git knows, with one of these suffixes."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return (path for path in paths if path.suffix in suffixes and path.is_file())


def unreasoned(line: str, above: str = "") -> bool:
    """Whether a line silences a checker without its code, or without a reason after it or in a comment above it."""
    found = list(SUPPRESSION.finditer(line))
    reason = line[found[-1].end() :] if found else "none is needed"
    return any(not one["code"] for one in found) or not (re.search(r"\w", reason) or above.lstrip().startswith("# "))


def test_no_file_is_longer_than_a_reader_bears() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {n} lines"
        for path in tracked(".py", ".pyi", ".v")
        if (n := len(path.read_text().splitlines())) > LONGEST
    ]
    assert not long, "\n".join(long)


def test_nothing_names_a_place_of_one_machine() -> None:
    named = [
        f"{place(path, number)}: {line.strip()}"
        for path in tracked(".py", ".pyi", ".md", ".toml", ".txt", ".v", ".cfg")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if FOREIGN.search(line) and path.name != "test_project.py"
    ]
    assert not named, "\n".join(named)


def test_a_place_of_one_machine_is_seen() -> None:
    assert all(FOREIGN.search(line) for line in ("open('/home/me/x')", "see /tmp/run.txt", "pip install --index" + "-url x"))
    assert not any(FOREIGN.search(line) for line in ("a/home/", "tests/tmp_path", "/ work / n"))


def test_every_suppression_has_its_code_and_its_reason() -> None:
    bare = [
        f"{place(path, number)}: {line.strip()}"
        for path in tracked(".py", ".pyi")
        for number, (above, line) in enumerate(pairwise(["", *path.read_text().splitlines()]), 1)
        if unreasoned(line, above) and path.name != "test_project.py"
    ]
    assert not bare, "write the code and, after another #, why it is owed:\n" + "\n".join(bare)


@pytest.mark.parametrize(
    ("line", "bare"),
    [
        ("x = y", False),
        ("x = y  # type: ignore[misc]  # the stub forgets None", False),
        ("x = y  # type: ignore[misc]  # pyright: ignore[reportAny]  # the stub forgets None", False),
        ("x = y  # noqa: S102  # the page is ours", False),
        ("x = y  # noqa: S102 - the page is ours", False),
        ("x = y  # noqa: S102, S603 - the page is ours", False),
        ("x = y  # type: ignore  # the stub forgets None", True),
        ("x = y  # type: ignore[misc]", True),
        ("x = y  # type: ignore[misc]  # pyright: ignore[reportAny]", True),
        ("x = y  # noqa", True),
        ("x = y  # noqa: S102", True),
        ("x = y  # pragma: no mutate", True),
    ],
)
def test_a_bare_suppression_is_seen(line: str, bare: bool) -> None:
    assert unreasoned(line) == bare


def test_a_comment_above_is_a_reason_but_no_code() -> None:
    assert not unreasoned("x = y  # type: ignore[misc]", "# the stub forgets None")
    assert unreasoned("x = y  # type: ignore", "# the stub forgets None")
    assert unreasoned("x = y  # type: ignore[misc]", "y = 2")


def test_the_changelog_has_this_version_or_fragments_for_it() -> None:
    fragments = [path for path in (ROOT / "changelog.d").iterdir() if path.name != "README.md"]
    released = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert fragments or PROJECT["version"] == released[0]
    assert not fragments or PROJECT["version"] not in released, "this version is released: raise the version before adding fragments"


def test_a_fragment_says_one_visible_change() -> None:
    for path in (ROOT / "changelog.d").iterdir():
        if path.name != "README.md":
            assert re.fullmatch(rf"[a-z0-9-]+\.(?:{'|'.join(KINDS)})\.md", path.name), (
                f"{path.name}: expected NAME.KIND.md, KIND one of {KINDS}"
            )
            assert re.fullmatch(r"[A-Z`][^\n]*\.\n", path.read_text()), f"{path.name}: expected one line that ends in a full stop"
