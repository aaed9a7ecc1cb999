"""One small run that tests look at and none changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.app.running import SMALL, Ran, run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ran]:
    """A run folder, and what the command said that made it."""
    folder = tmp_path_factory.mktemp("trained")
    said = run(folder, *SMALL, "--out", "small")
    assert said.code == 0, said
    return folder / "small", said
