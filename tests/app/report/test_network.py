from __future__ import annotations

import numpy as np

import pureml as pm
from pureml.app.networks import build, parameters, stages
from pureml.app.options import Options
from pureml.app.report.network import section
from tests.app.report.reading import Page


def test_every_step_has_its_shapes_and_counts_and_the_sum_is_right() -> None:
    net = build(Options(hidden=(30, 5)), pm.Key.of(0), (8, 8), 10, np.float64)
    read = Page(section(repr(net), stages(net)).html)
    assert len(read.all("tr")) == 1 + 7 + 1
    assert (
        "Affine(64 -> 30) weight 64×30 bias 30 1,950 relu Dropout(30, 0.4) Affine(30 -> 5) weight 30×5 bias 5 155 relu Dropout(5, 0.4)"
        in read.text
    )
    assert read.text.endswith(f"all {parameters(net):,}")
