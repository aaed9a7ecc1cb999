from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib import metadata
from typing import TYPE_CHECKING, assert_type

import numpy as np
import pytest

import pureml as pm
from pureml.app.main import main
from pureml.data.digits import digits
from pureml.errors import DtypeError, FormatError, PuremlError
from pureml.loading import needing
from tests.app.running import environment
from tests.sources import ROOT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def run(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A run in the dtype that the test asks for."""
    out = tmp_path / "run"
    assert main(["train", "--epochs", "1", "--hidden", "4", "--quiet", "--dtype", str(request.param), "--out", str(out)]) == 0
    return out


@pytest.mark.parametrize("run", ["float64"], indirect=True)
def test_float64_is_the_default_and_its_type_says_so(run: Path) -> None:
    net = pm.load(run)
    assert_type(net, pm.Layer[int, int, np.float64])
    assert net.forward(pm.matrix(np.zeros((2, 64)))).shape == (2, 10)
    assert pm.load(str(run)).same_bits(pm.load(run, np.float64))
    with pytest.raises(DtypeError, match="float64, in which the run was trained, got float32"):
        pm.load(run, np.float32)


@pytest.mark.parametrize("run", ["float32"], indirect=True)
def test_float32_is_asked_for_and_its_type_says_so(run: Path) -> None:
    net = pm.load(run, np.float32)
    assert_type(net, pm.Layer[int, int, np.float32])
    assert {leaf.dtype for leaf in net.leaves} == {np.dtype(np.float32)}
    with pytest.raises(DtypeError, match="float32, in which the run was trained, got float64"):
        pm.load(run)


def test_a_network_with_dropout_predicts_as_when_it_was_trained(tmp_path: Path) -> None:
    out, data = tmp_path / "run", digits()
    options = ["--epochs", "2", "--hidden", "8,5", "--dropout", "0.5", "--seed", "4"]
    assert main(["train", *options, "--quiet", "--out", str(out)]) == 0
    first, order = pm.Key.of(4).split(2)
    plan = pm.training.Plan(2, 32, pm.optimizers.Sgd(0.2))
    start = pm.training.start(pm.models.multi_layer(first, 64, (8, 5), 10, np.float64, activation=pm.relu, dropout=0.5), order, plan)
    train, test_x = pm.training.Samples(data.train_features(64), data.train_targets(10)), data.test_features(64)
    *_, last = pm.training.epochs(start, pm.training.task(train), plan)
    net = pm.load(out)
    assert repr(net) == "Affine(64 -> 8) >> relu >> Dropout(8, 0.5) >> Affine(8 -> 5) >> relu >> Dropout(5, 0.5) >> Affine(5 -> 10)"
    assert net.same_bits(last.net)
    assert np.array_equal(net.forward(test_x), last.net.forward(test_x))
    assert json.loads((out / "history.json").read_text())[-1]["test_accuracy"] == pm.training.accuracy(net, test_x, data.test_targets(10))


def test_a_network_with_batch_norm_and_a_convolutional_one_are_read_back(tmp_path: Path) -> None:
    for i, options in enumerate((("--batch-norm", "--hidden", "8"), ("--model", "simple-conv", "--hidden", "8"))):
        out = tmp_path / str(i)
        assert main(["train", "--epochs", "1", *options, "--quiet", "--out", str(out)]) == 0
        net, data = pm.load(out), digits()
        said = json.loads((out / "history.json").read_text())[-1]["test_accuracy"]
        assert pm.training.accuracy(net, data.test_features(64), data.test_targets(10)) == said


def test_what_is_no_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="expected a run folder"):
        pm.load(tmp_path)


@pytest.mark.parametrize("library", ["safetensors", "cattrs"])
def test_without_the_extra_our_error_names_the_line_that_installs_it(library: str) -> None:
    script = (
        f"import sys; sys.modules[{library!r}] = None; import pureml\ntry: pureml.load('x')\nexcept pureml.MissingExtraError as e: print(e)"
    )
    done = subprocess.run([sys.executable, "-c", script], env=environment(), capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert re.fullmatch(rf"pureml\.load needs {library}, which is not installed; this installs it: pip install '.*\[app\]'\n", done.stdout)


def test_a_library_that_is_missing_is_told_with_its_extra_and_a_module_of_ours_is_not() -> None:
    with pytest.raises(pm.MissingExtraError, match=r"^it needs nothing\.of, .*\[verify\]'$") as raised, needing("it", "verify"):
        raise ModuleNotFoundError("No module named 'nothing.of'", name="nothing.of")
    assert isinstance(raised.value.__cause__, ModuleNotFoundError)
    for name in ("pureml.nothing", "pureml", None):
        with pytest.raises(ModuleNotFoundError, match="gone"), needing("it", "verify"):
            raise ModuleNotFoundError("gone", name=name)


def test_a_source_tree_is_installed_from_where_it_stands_never_by_its_name_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", none)
    assert str(pm.MissingExtraError("x", "rich", "app")).endswith(f"pip install '{ROOT}[app]'")
    monkeypatch.setattr(metadata, "version", str)
    assert str(pm.MissingExtraError("x", "rich", "app")).endswith("pip install 'pureml[app]'")


def test_the_error_is_an_import_error_and_ours() -> None:
    assert issubclass(pm.MissingExtraError, (PuremlError, ImportError))
    assert issubclass(pm.MissingExtraError, PuremlError)
    assert issubclass(pm.MissingExtraError, ImportError)
