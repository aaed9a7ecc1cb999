from __future__ import annotations

import attrs
import numpy as np
import pytest
from threadpoolctl import threadpool_info

from pureml.app import machine
from pureml.app.errors import UsageError


def test_threads_are_those_of_the_blas_and_are_recorded() -> None:
    for threads in (2, 1):
        machine.use_threads(threads)
        assert machine.describe().blas_threads == threads
        assert [library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"] == [threads]


def test_more_threads_than_the_blas_takes_are_refused() -> None:
    with pytest.raises(UsageError, match=r"--threads: expected at most \d+, which is what this BLAS can use, got 100000"):
        machine.use_threads(100000)
    machine.use_threads(1)


def test_an_unknown_blas_is_said_to_be_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing() -> list[dict[str, str | int]]:
        return []

    monkeypatch.setattr(machine, "threadpool_info", nothing)
    found = machine.describe()
    assert (found.blas, found.kernel, found.blas_threads) == ("unknown", "unknown", 0)


def test_only_what_the_last_bits_depend_on_makes_a_difference() -> None:
    here = machine.describe()
    there = attrs.evolve(
        here,
        numpy="1.0",
        kernel="Odd",
        blas_threads=here.blas_threads + 1,
        cpu_features=("ODD", *here.cpu_features[1:]),
        cores=99,
        python="x",
    )
    assert machine.differences(here, here) == ()
    assert machine.differences(here, attrs.evolve(here, cores=99, system="x", python="y")) == ()
    assert machine.differences(there, here) == (
        f"NumPy {here.numpy}, before 1.0",
        f"BLAS kernel {here.kernel}, before Odd",
        f"BLAS threads {here.blas_threads}, before {here.blas_threads + 1}",
        f"CPU features -ODD +{here.cpu_features[0]}",
    )


def test_the_versions_are_those_in_use() -> None:
    found = machine.describe()
    assert found.numpy == np.__version__
    assert found.cores >= 1
    assert machine.version("numpy") == np.__version__
    assert machine.version("no-such-package") == "unknown, not installed"
