from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import numpy as np
import pytest
from matplotlib.image import imsave  # pyright: ignore[reportUnknownVariableType]  # its stub leaves path types open

import pureml as pm
from pureml.data import idx
from pureml.data.digits import digits
from tests.app.running import Ran, here, run

if TYPE_CHECKING:
    from pathlib import Path

DATA = digits()


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """The first test images as three kinds of files."""
    idx.write(tmp_path / "images.gz", DATA.test_images[:20])
    np.save(tmp_path / "pixels.npy", DATA.test_images[:3])
    imsave(tmp_path / "one.png", DATA.test_images[0] / 16, cmap="gray", vmin=0, vmax=1)
    return tmp_path


def test_answers_agree_with_the_core(trained: tuple[Path, Ran], files: Path) -> None:
    said = run(files, "predict", str(trained[0]), "images.gz", "pixels.npy")
    assert (said.code, said.err) == (0, "")
    net = pm.load(trained[0])
    x = DATA.test_features(64)[:20]
    classes, probabilities = pm.training.predict(net, x), pm.softmax(net.forward(x)).max(axis=1)
    wanted = [f"images.gz[{i}]  {classes[i]}  {100 * float(probabilities[i]):.2f} %" for i in range(20)]
    wanted += [f"pixels.npy[{i}]  {classes[i]}  {100 * float(probabilities[i]):.2f} %" for i in range(3)]
    assert said.out.splitlines() == wanted


def test_a_png_is_answered_as_the_pixels_it_shows(trained: tuple[Path, Ran], files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = here(capsys, "predict", str(trained[0]), str(files / "one.png"))
    answer = pm.training.predict(pm.load(trained[0]), DATA.test_features(64)[:1])[0]
    assert re.fullmatch(rf"{files}/one\.png\[0\]  {answer}  \d+\.\d\d %\n", said.out)


def test_json_holds_the_probability_of_every_class(trained: tuple[Path, Ran], files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(here(capsys, "predict", str(trained[0]), str(files / "pixels.npy"), "--json").out)
    assert (found["version"], found["run"], len(found["predictions"])) == (1, str(trained[0]), 3)
    for i, one in enumerate(found["predictions"]):
        assert (one["file"], one["index"], len(one["probabilities"])) == (str(files / "pixels.npy"), i, 10)
        assert one["probability"] == max(one["probabilities"]) == one["probabilities"][one["class"]]
        assert sum(one["probabilities"]) == pytest.approx(1, abs=1e-12)


def test_a_run_in_float32_is_answered_in_float32(
    tmp_path: Path, files: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert here(capsys, "train", "--epochs", "1", "--hidden", "4", "--dtype", "float32", "--out", "run").code == 0
    found = json.loads(here(capsys, "predict", "run", "images.gz", "--json").out)
    probabilities = pm.softmax(pm.load("run", np.float32).forward(DATA.test_features(64, np.float32)[:20]))
    assert [one["probabilities"] for one in found["predictions"]] == probabilities.tolist()
    assert files == tmp_path


def test_one_bad_file_leaves_nothing_half_said(trained: tuple[Path, Ran], files: Path) -> None:
    (files / "bad.png").write_text("no picture")
    run(files, "predict", str(trained[0]), "images.gz", "bad.png").refused(1, "bad.png: expected images as IDX, PNG or .npy")


def test_images_of_another_size_are_refused(trained: tuple[Path, Ran], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    np.save(tmp_path / "big.npy", np.zeros((28, 28)))
    here(capsys, "predict", str(trained[0]), str(tmp_path / "big.npy")).refused(1, "expected images of 8x8 pixels, got 28x28")


@pytest.mark.parametrize("wrong", ["nowhere", "."])
def test_what_is_no_run_is_refused(wrong: str, files: Path) -> None:
    run(files, "predict", wrong, "one.png").refused(1, wrong, "expected a run folder")
