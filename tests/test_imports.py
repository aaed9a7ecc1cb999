"""What the three floors import: what pyproject.toml declares for each, and all of it."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Final

import pytest

from tests.sources import PACKAGE, PROJECT, modules, place

FLOORS: Final[dict[str, tuple[str, ...]]] = {"core": (), "check": ("verify",), "app": ("app", "verify")}  # the floor's own extra first
PROVIDERS = packages_distributions()
AT_IMPORT = {"pureml", "numpy", "attr", "attrs", "typing_extensions"}


def floor(path: Path) -> str:
    """The floor a module of the package stands on."""
    first = path.relative_to(PACKAGE).parts[0]
    return first if first in FLOORS else "core"


def names(requirements: list[str]) -> set[str]:
    """The distributions that requirements name, other than the project itself."""
    return {re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", line)[0]).lower() for line in requirements} - {"pureml"}


def declared(extras: tuple[str, ...]) -> set[str]:
    """The distributions that the core and these extras require."""
    optional = PROJECT["optional-dependencies"]
    return names([*PROJECT["dependencies"], *(line for extra in extras for line in optional[extra])])


def foreign(source: str) -> list[tuple[int, str]]:
    """The line and the distribution of every import that is neither the standard library's nor the package's own."""
    found: list[tuple[int, str]] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            roots = [alias.name.partition(".")[0] for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            roots = [node.module.partition(".")[0]]
        else:
            continue
        for root in roots:
            if root not in sys.stdlib_module_names and root != "pureml":
                found += [(node.lineno, re.sub(r"[-_.]+", "-", name).lower()) for name in PROVIDERS.get(root, [root])]
    return found


@pytest.mark.parametrize("name", FLOORS)
def test_a_floor_imports_only_what_it_declares(name: str) -> None:
    allowed = declared(FLOORS[name])
    stray = [
        f"{place(path, line)}: {distribution}"
        for path in modules(PACKAGE)
        if floor(path) == name
        for line, distribution in foreign(path.read_text())
        if distribution not in allowed
    ]
    assert not stray, f"not declared for the floor {name} in pyproject.toml:\n" + "\n".join(stray)


@pytest.mark.parametrize("name", FLOORS)
def test_a_floor_declares_only_what_it_imports(name: str) -> None:
    used = {distribution for path in modules(PACKAGE) if floor(path) == name for _, distribution in foreign(path.read_text())}
    own = names(PROJECT["optional-dependencies"][FLOORS[name][0]] if FLOORS[name] else PROJECT["dependencies"])
    assert own <= used, f"declared in pyproject.toml, imported nowhere on the floor {name}: {sorted(own - used)}"


def test_importing_pureml_loads_numpy_attrs_and_typing_extensions_only() -> None:
    script = "import sys; before = set(sys.modules); import pureml; print(*{name.partition('.')[0] for name in set(sys.modules) - before})"
    run = subprocess.run([sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    loaded = set(run.stdout.split()) - set(sys.stdlib_module_names)
    assert "numpy" in loaded
    assert {name for name in loaded if not name.startswith("__")} <= AT_IMPORT


def test_a_stray_import_is_found() -> None:
    source = (
        "from __future__ import annotations\nimport math, numpy.linalg\nfrom . import arrays\ndef f():\n    from rich.table import Table\n"
    )
    assert foreign(source) == [(2, "numpy"), (5, "rich")]
