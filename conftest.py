"""What every test and doctest runs under: one BLAS thread, settled random examples in CI, no skip that nobody allowed."""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy is imported: the bits of a product depend on the threads

from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.skips import unexpected

if TYPE_CHECKING:
    from collections.abc import Generator

collect_ignore = ["tests/typing"]  # read by checkers, not run

settings.register_profile("local", deadline=None)  # an example's time says nothing on a shared machine
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)  # the same examples every time: a failure is the change's
settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A skip that nobody allowed is a failure in CI: the suite would pass without having looked."""
    report = yield
    if os.environ.get("CI") and report.skipped and (reason := unexpected(report)):
        report.outcome = "failed"
        report.longrepr = reason
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a module that skips itself."""
    report = yield
    if os.environ.get("CI") and report.skipped and (reason := unexpected(report)):
        report.outcome = "failed"
        report.longrepr = reason
    return report
