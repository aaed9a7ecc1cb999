"""What the bits of a run depend on besides its options: versions, BLAS, its threads, the CPU."""

from __future__ import annotations

import os
import platform
from importlib import metadata
from typing import Any, Final, cast

import attrs
import numpy as np
from threadpoolctl import threadpool_info, threadpool_limits

from .errors import UsageError

UNKNOWN: Final = "unknown"


@attrs.frozen
class Machine:
    """The versions and the hardware of a run. `kernel` is the code path BLAS chose for the CPU."""

    pureml: str
    python: str
    numpy: str
    blas: str
    kernel: str
    blas_threads: int
    cpu_features: tuple[str, ...]
    cores: int
    system: str


def use_threads(threads: int) -> None:
    """From here on every matrix product of this process uses that many threads.

    NumPy has no call for it; threadpoolctl asks the BLAS itself. Raises `UsageError` where the BLAS takes fewer.
    """
    threadpool_limits(threads, user_api="blas")
    taken = _blas().get("num_threads", threads)
    if taken != threads:
        raise UsageError(f"--threads: expected at most {taken}, which is what this BLAS can use, got {threads}")


def describe() -> Machine:
    """This machine, with the threads that BLAS uses now."""
    blas = _blas()
    return Machine(
        pureml=version("pureml"),
        python=f"{platform.python_implementation()} {platform.python_version()}",
        numpy=np.__version__,
        blas=f"{blas.get('internal_api', UNKNOWN)} {blas.get('version') or ''}".strip(),
        kernel=str(blas.get("architecture", UNKNOWN)),
        blas_threads=int(blas.get("num_threads", 0)),
        cpu_features=_cpu_features(),
        cores=os.cpu_count() or 0,
        system=f"{platform.system()} {platform.machine()}",
    )


def differences(before: Machine, now: Machine) -> tuple[str, ...]:
    """What is another on this machine of all that the last bits depend on, each in words.

    >>> here = describe()
    >>> differences(attrs.evolve(here, blas_threads=2), attrs.evolve(here, blas_threads=1))
    ('BLAS threads 1, before 2',)
    """
    of_bits = {"pureml": "pureml", "numpy": "NumPy", "blas": "BLAS", "kernel": "BLAS kernel", "blas_threads": "BLAS threads"}
    pairs = ((title, getattr(before, name), getattr(now, name)) for name, title in of_bits.items())
    said = [f"{title} {there}, before {here}" for title, here, there in pairs if here != there]
    gone = sorted(set(before.cpu_features) - set(now.cpu_features))
    new = sorted(set(now.cpu_features) - set(before.cpu_features))
    if gone or new:
        said.append(f"CPU features {' '.join([*(f'-{name}' for name in gone), *(f'+{name}' for name in new)])}")
    return tuple(said)


def version(package: str) -> str:
    """The version of an installed package; a source tree that was never installed has none."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return f"{UNKNOWN}, not installed"


def _blas() -> dict[str, str | int]:
    """What threadpoolctl knows about the BLAS in use; nothing for one it does not know."""
    known = [library for library in threadpool_info() if library["user_api"] == "blas"]
    return known[0] if known else {}


def _cpu_features() -> tuple[str, ...]:
    """The instruction sets NumPy found and uses: they change the last bits of `exp` and `log1p`."""
    config = cast(dict[str, Any], np.show_config(mode="dicts"))  # the stub leaves the entries open
    simd: dict[str, list[str]] = config.get("SIMD Extensions", {})
    return (*simd.get("baseline", ()), *simd.get("found", ()))
