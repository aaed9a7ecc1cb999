"""The project's own files, as tests about the project read them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
PACKAGE: Final = ROOT / "pureml"
PROJECT: Final = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def modules(folder: Path) -> list[Path]:
    """The Python files under a folder, in order."""
    return sorted(folder.rglob("*.py"))


def place(path: Path, line: int) -> str:
    """A place in the project, as compilers write it."""
    return f"{path.relative_to(ROOT) if path.is_relative_to(ROOT) else path.name}:{line}"
