"""The test tree mirrors the package path for path."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pureml.rules import PACKAGES
from tests.sources import PACKAGE, ROOT, modules

# A module without a test of its own -> what tests it.
UNTESTED: Final[dict[str, str]] = {}
# A test without a module of its own -> what it tests.
OF_THE_PROJECT: Final = {
    "benchmarks/test_implementations.py": "benchmarks/ours.py and its peers, against each other",
    "test_errata.py": "docs/errata.md",
    "test_fixtures.py": "proofs/fixtures",
    "test_formulas.py": "what formula modules may contain",
    "test_image_pairs.py": "every pair of layers of images, in every number system",
    "test_imports.py": "what the floors import",
    "test_mirror.py": "the two trees",
    "test_notes.py": "the formulas of the notes on docs/errata.md",
    "test_pairs.py": "every pair of layers, activations and losses, in every number system",
    "test_page_types.py": "docs/, both checkers",
    "test_pages.py": "tests/pages.py",
    "test_project.py": "the project's files",
    "test_proofs.py": "proofs/, as far as Coq is not needed",
    "test_readme.py": "README.md and docs/",
    "test_skips.py": "tests/skips.py",
    "test_torch.py": "every rule against torch",
    "test_typing.py": "tests/typing/, both checkers",
}


def counterpart(module: Path) -> Path:
    """Where the test of a module stands, both relative to their trees."""
    return module.with_name(f"test_{module.name.lstrip('_')}")


def below(folder: Path, root: Path) -> set[Path]:
    """The modules under a folder, all but the lists of names in `__init__.py`, relative to a root."""
    return {path.relative_to(root) for path in modules(folder) if path.name not in {"__init__.py", "__main__.py"}}


EVIDENCE: Final = {Path("check", package) for package in PACKAGES}
"""Evidence stands under the path of its rule, and one test, check/test_evidence.py, goes through all of it."""

PACKAGED: Final = {path for path in below(PACKAGE, PACKAGE) if path.parent not in EVIDENCE}
TESTS: Final = {path for path in below(ROOT / "tests", ROOT / "tests") if path.name.startswith("test_")}


def test_every_module_has_its_test() -> None:
    lonely = sorted(str(module) for module in PACKAGED if counterpart(module) not in TESTS and str(module) not in UNTESTED)
    assert not lonely, "modules without a test under the same path:\n" + "\n".join(
        f"pureml/{name} -> tests/{counterpart(Path(name))}" for name in lonely
    )


def test_every_test_has_its_module() -> None:
    mirrored = {counterpart(module) for module in PACKAGED | below(ROOT / "benchmarks", ROOT)}
    lonely = sorted(str(test) for test in TESTS - mirrored if str(test) not in OF_THE_PROJECT)
    assert not lonely, f"tests without a module under the same path: {lonely}"


def test_every_exception_is_still_one() -> None:
    stale = {name for name in UNTESTED if Path(name) not in PACKAGED or counterpart(Path(name)) in TESTS}
    gone = {name for name in OF_THE_PROJECT if Path(name) not in TESTS}
    assert not stale | gone, "exceptions that except nothing"


def test_private_modules_are_tested_under_their_plain_name() -> None:
    assert counterpart(Path("functions/_relu.py")) == Path("functions/test_relu.py")
