from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pureml.check.foreign import ForeignError, load

Written = Callable[[str, str], Path]


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Written:
    monkeypatch.chdir(tmp_path)

    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text)
        return path

    return write


def refused(reference: str) -> str:
    with pytest.raises(ForeignError) as raised:
        load(reference)
    message = str(raised.value)
    assert "\n" not in message
    return message


def test_a_file_by_relative_and_absolute_path(written: Written) -> None:
    path = written("homework_a.py", "def forward(x):\n    return 2 * x\n")
    assert load("homework_a.py:forward")(3) == 6
    assert load(f"{path}:forward")(4) == 8


def test_a_module_of_the_working_folder(written: Written) -> None:
    written("homework_b.py", "def forward(x):\n    return 3 * x\n")
    assert load("homework_b:forward")(3) == 9
    assert load("os.path:basename")("a/b") == "b"


def test_dots_lead_into_a_class(written: Written) -> None:
    written("homework_c.py", "class Relu:\n    @staticmethod\n    def forward(x):\n        return x\n")
    assert load("homework_c.py:Relu.forward")(5) == 5


def test_two_functions_of_a_file_share_its_module(written: Written) -> None:
    written("homework_d.py", "kept = []\ndef forward(x):\n    kept.append(x)\ndef pullback(g):\n    return kept\n")
    load("homework_d.py:forward")(1)
    assert load("homework_d.py:pullback")(0) == [1]


def test_a_file_that_changed_is_read_again(written: Written) -> None:
    path = written("homework_e.py", "def forward(x):\n    return 1\n")
    assert load("homework_e.py:forward")(0) == 1
    path.write_text("def forward(x):\n    return 22\n")
    assert load("homework_e.py:forward")(0) == 22


def test_a_file_finds_its_neighbours_and_gets_no_compiled_files(written: Written, tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    written("deep/neighbour_f.py", "two = 2\n")
    written("deep/homework_f.py", "from neighbour_f import two\ndef forward(x):\n    return two * x\n")
    before = list(sys.path)
    assert load("deep/homework_f.py:forward")(4) == 8
    assert sys.path == before
    assert sorted(path.name for path in (tmp_path / "deep").iterdir()) == ["homework_f.py", "neighbour_f.py"]


def test_what_is_no_name_is_refused() -> None:
    for reference in ("forward", "softmax.py", ":forward", "softmax:", ""):
        assert refused(reference) == f"expected module:function or file.py:function, got {reference}"


def test_what_is_not_there_is_refused(written: Written) -> None:
    written("homework_g.py", "def forward(x):\n    return x\ndef pullback(x, g):\n    return g\nlearning_rate = 1\n")
    assert refused("nothing.py:forward") == "no file nothing.py"
    assert refused("no_such_module_of_mine:forward") == "no module named no_such_module_of_mine"
    assert refused("os.no_such_part:forward") == "no module named os.no_such_part"
    assert refused("homework_g.py:forwards") == "homework_g.py has no function forwards; there are forward, pullback"
    assert refused("homework_g.py:learning_rate") == "homework_g.py:learning_rate: expected a function, got int"
    assert refused("homework_g.py:forward.inner.x").startswith("homework_g.py has no function forward.inner.x")


def test_what_raises_at_its_import_is_refused(written: Written) -> None:
    written("homework_h.py", "1 / 0\n")
    written("homework_i.py", "def forward(x:\n    return x\n")
    written("homework_j.py", "raise SystemExit(3)\n")
    written("homework_k.py", "import no_such_module_of_mine\n")
    assert refused("homework_h.py:forward") == "importing homework_h.py raised ZeroDivisionError: division by zero"
    assert refused("homework_h:forward") == "importing homework_h raised ZeroDivisionError: division by zero"
    assert refused("homework_i.py:forward").startswith("importing homework_i.py raised SyntaxError: ")
    assert refused("homework_j.py:forward") == "importing homework_j.py raised SystemExit: 3"
    assert refused("homework_k:f") == "importing homework_k raised ModuleNotFoundError: No module named 'no_such_module_of_mine'"
    assert "homework_h__judged" not in sys.modules


def test_a_file_of_another_kind_is_refused(written: Written) -> None:
    written("notes.txt", "def forward(x): ...\n")
    assert refused("./notes.txt:forward") == "notes.txt: expected a Python file, whose name ends in .py"
