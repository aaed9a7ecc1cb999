"""What the driver accepts, checks and writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from benchmarks import driver
from benchmarks.process import Absent, Worker, WorkerDiedError, environment
from benchmarks.workloads import WORKLOADS

if TYPE_CHECKING:
    from collections.abc import Sequence


class Recorded:
    """A worker with known answers, which writes down when it was asked."""

    def __init__(self, name: str, losses: Sequence[float], log: list[str], dtype: str = "float64") -> None:
        self.name = name
        self._answer = ([*losses], [dtype])
        self._log = log

    def train(self, _steps: int) -> tuple[list[float], list[str]]:
        return self._answer

    def slice(self, _seconds: float) -> float:
        self._log.append(self.name)
        return float(len(self._log))


def workers(*recorded: Recorded) -> list[Worker]:
    return cast("list[Worker]", list(recorded))  # the driver uses name, train and slice only


def test_equal_losses_pass_and_their_gap_is_relative() -> None:
    pair = workers(Recorded("ours", [2.0, 1.0], []), Recorded("book", [2.0, 1.0 + 5e-13], []))
    assert driver.gap(pair, "float64") == pytest.approx(5e-13, rel=1e-3)


@pytest.mark.parametrize("wrong", [1.0 + 2e-12, 1.0 - 2e-12, float("nan"), float("inf")])
def test_another_loss_stops_the_run(wrong: float) -> None:
    pair = workers(Recorded("ours", [2.0, 1.0], []), Recorded("book", [2.0, wrong], []))
    with pytest.raises(driver.DisagreementError, match="book: losses differ from those of ours"):
        driver.gap(pair, "float64")


def test_another_dtype_stops_the_run() -> None:
    with pytest.raises(driver.DisagreementError, match="expected float32 parameters after 20 steps, got float64"):
        driver.gap(workers(Recorded("ours", [1.0], [])), "float32")


def test_the_order_turns_round_and_the_first_round_is_not_recorded() -> None:
    log: list[str] = []
    seconds = driver.rounds(workers(Recorded("a", [], log), Recorded("b", [], log)), 3)
    assert log == ["a", "b", "a", "b", "b", "a", "a", "b"]
    assert seconds == {"a": [3.0, 6.0, 7.0], "b": [4.0, 5.0, 8.0]}


def test_the_environment_has_one_thread_and_no_steering() -> None:
    outer = {"HOME": "/h", "OPENBLAS_CORETYPE": "Haswell", "OPENBLAS_L2_SIZE": "512", "OMP_NUM_THREADS": "8"}
    assert environment(outer) == {"HOME": "/h", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def test_a_missing_module_is_absent_and_a_failing_worker_is_dead() -> None:
    with pytest.raises(Absent, match=r"No module named 'benchmarks\.peers\.nothing'"):
        Worker("nothing", "benchmarks.peers.nothing", "W4", "float64")
    with pytest.raises(WorkerDiedError, match="book"):
        Worker("book", "benchmarks.peers.book", "W0", "float64")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--only", "W0"], f"expected some of {', '.join(WORKLOADS)}, got 'W0'"),
        (["--dtypes", "float16"], "expected some of float64, float32, got 'float16'"),
        (["--peers", "jax"], "expected some of book, torch, got 'jax'"),
        (["--rounds", "0"], "expected a whole number from 1, got '0'"),
        (["--book", "/nowhere"], "expected a folder with ch05/two_layer_net.py, got /nowhere"),
        (["--json", "/nowhere/x.json"], "expected a file in an existing folder, got /nowhere/x.json"),
    ],
)
def test_wrong_arguments_exit_with_2(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        driver.parsed(arguments)
    assert message in capsys.readouterr().err


BOOK = """
class Layer:
    pass

class TwoLayerNet:
    def __init__(self, pixels, hidden, classes):
        from benchmarks.peers import book
        self.make = lambda: book.TwoLayerNet(self.params)
        self.params = {}
        self.layers = {"Affine1": Layer(), "Affine2": Layer()}
        self.lastLayer = None

    def gradient(self, x, t):
        a, b = self.layers["Affine1"], self.layers["Affine2"]
        assert a.W is self.params["W1"] and a.b is self.params["b1"] and b.W is self.params["W2"] and b.b is self.params["b2"]
        net = self.make()
        found = net.gradient(x, t)
        self.lastLayer = net.last
        return found
"""


def test_a_folder_takes_the_place_of_the_re_implementation(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "ch05").mkdir()
    (tmp_path / "ch05" / "two_layer_net.py").write_text(BOOK)
    (tmp_path / "common").mkdir()
    (tmp_path / "common" / "optimizer.py").write_text("from benchmarks.peers.book import SGD\n")
    result = tmp_path / "out.json"
    arguments = ["--only", "W4", "--dtypes", "float64", "--peers", "book", "--rounds", "2", "--book", str(tmp_path), "--json", str(result)]
    driver.run(driver.parsed(arguments))
    assert "20 losses of ours, book agree within" in capsys.readouterr().out
    found = json.loads(result.read_text())
    assert found["version"] == 1
    (entry,) = found["results"]
    assert {name: len(seconds) for name, seconds in entry["seconds"].items()} == {"ours": 2, "book": 2}
    assert all(0 < second < 1 for seconds in entry["seconds"].values() for second in seconds)
