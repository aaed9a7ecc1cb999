from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.skips import ALLOWED, unexpected

ROOT = Path(__file__).parent.parent
SKIPPED = {
    "call": "import pytest\ndef test_it(): pytest.skip({reason!r})\n",
    "mark": "import pytest\n@pytest.mark.skip(reason={reason!r})\ndef test_it(): ...\n",
    "module": "import pytest\npytest.skip({reason!r}, allow_module_level=True)\n",
}


def report(longrepr: str | tuple[str, int, str]) -> pytest.TestReport:
    """A skip as pytest reports it."""
    return pytest.TestReport("test_it", ("test_it.py", 3, "test_it"), {}, "skipped", longrepr, "call")


def test_a_known_reason_is_allowed() -> None:
    for start in ALLOWED:
        assert unexpected(report(("file.py", 3, f"Skipped: {start}torch"))) is None


@pytest.mark.parametrize("longrepr", [("file.py", 3, "Skipped: could not be bothered"), "could not be bothered"])
def test_any_other_reason_is_named(longrepr: str | tuple[str, int, str]) -> None:
    assert unexpected(report(longrepr)) == "skipped for a reason that tests/skips.py does not allow: could not be bothered"


@pytest.mark.parametrize(("ci", "failed"), [("", 0), ("true", 3)])
def test_a_skip_fails_in_ci_unless_it_is_allowed(tmp_path: Path, ci: str, failed: int) -> None:
    (tmp_path / "conftest.py").write_text((ROOT / "conftest.py").read_text())
    for way, text in SKIPPED.items():
        (tmp_path / f"test_allowed_{way}.py").write_text(text.format(reason=f"{next(iter(ALLOWED))}torch"))
        (tmp_path / f"test_idle_{way}.py").write_text(text.format(reason="could not be bothered"))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")} | {
        "CI": ci,
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--continue-on-collection-errors"]
    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert len(re.findall("^(?:FAILED|ERROR) test_idle_", run.stdout, re.MULTILINE)) == failed, run.stdout + run.stderr
    assert f"{len(SKIPPED) * 2 - failed} skipped" in run.stdout, run.stdout + run.stderr
