"""Both checkers accept the Python of every page, in their strict modes: what a page shows can be copied into typed code."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

import pytest

from tests.pages import blocks
from tests.sources import ROOT
from tests.test_typing import FOLDER, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PAGES: Final = sorted((ROOT / "docs").rglob("*.md"))


def program(page: Path) -> str:
    """The Python of a page as one program, each line at its place on the page, so that a checker names that place."""
    lines = [""] * len(page.read_text().splitlines())
    for block in blocks(page.read_text()):
        if block.language == "python" and ">>> " not in block.text:
            text = block.text.splitlines()
            lines[block.line - 1 : block.line - 1 + len(text)] = text
    return "\n".join(lines) + "\n"


def mypy(path: Path) -> str:
    return run("mypy", f"--cache-dir={os.devnull}", "--no-error-summary", str(path))


def pyright(path: Path) -> str:
    said = run("pyright", "--pythonpath", sys.executable, "--project", str(FOLDER), str(path))
    return "" if said.startswith("0 errors") else said


def refused(checker: Callable[[Path], str], page: Path, folder: Path) -> str:
    """What a checker has against the Python of a page."""
    path = folder / f"{page.stem.replace('-', '_')}.py"
    path.write_text(program(page))
    return checker(path)


@pytest.mark.slow
@pytest.mark.parametrize("checker", [mypy, pyright])
@pytest.mark.parametrize("page", [page for page in PAGES if program(page).strip()], ids=lambda page: page.name)
def test_python_of_a_page_has_no_type_error(checker: Callable[[Path], str], page: Path, tmp_path: Path) -> None:
    said = refused(checker, page, tmp_path)
    assert not said, said


@pytest.mark.slow
@pytest.mark.parametrize("checker", [mypy, pyright])
def test_a_mistake_on_a_page_is_named_with_its_line(checker: Callable[[Path], str], tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A page\n\n```python\nimport pureml as pm\n\nprint(pm.matrix([[1]]) @ pm.labels([0], 1, 1))\n```\n")
    assert "page.py:6" in refused(checker, page, tmp_path)


def test_lines_of_a_page_keep_their_place(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A page\n\n```python\nx = 1\n```\n\n```python\n>>> x\n1\n```\n\n```python\ny = x\n```\n")
    assert program(page).splitlines() == ["", "", "", "x = 1", *[""] * 8, "y = x", ""]
