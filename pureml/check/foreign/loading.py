"""`module:function` and `path/file.py:function`: finding a function by its name."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import lru_cache
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from ..inputs import Given
from .error import ForeignError, line

SHOWN = 8


def load(reference: str) -> Callable[..., Any]:
    """The function that `module:function` or `path/file.py:function` names; dots lead to what a class holds.

    Modules are looked for in the working folder as well, and a file may import its neighbours. Two functions of one file
    share its module as long as the file does not change. Raises `ForeignError`, one line, where there is no such module,
    file or function, where it is nothing that can be called, and where the module raises when it is imported.

    >>> load("math:exp")(0)
    1.0
    >>> load("math:expo")
    Traceback (most recent call last):
    ...
    pureml.check.foreign.error.ForeignError: math has no function expo; there are acos, acosh, ...
    """
    where, colon, name = reference.rpartition(":")
    if not colon or not where or not name:
        raise ForeignError(f"expected module:function or file.py:function, got {reference}")
    found: Any = module_of(where)
    for part in name.split("."):
        if not hasattr(found, part):
            raise ForeignError(f"{where} has no function {name}; there are {_listed(found)}")
        found = getattr(found, part)
    if not callable(found):
        raise ForeignError(f"{reference}: expected a function, got {type(found).__name__}")
    function: Callable[..., Any] = found
    return function


def is_file(where: str) -> bool:
    """Whether the part before the colon is a path rather than the name of a module.

    >>> is_file("homework/softmax.py"), is_file("homework.softmax")
    (True, False)
    """
    return where.endswith(".py") or "/" in where or "\\" in where


def module_of(where: str) -> ModuleType:
    """A module by its name, or a file as a module."""
    if not is_file(where):
        with _looking_in(Path.cwd()):
            return _imported(where)
    path = Path(where)
    if not path.is_file():
        raise ForeignError(f"no file {where}")
    return _executed(path.resolve(), path.stat().st_mtime_ns)


def _imported(name: str) -> ModuleType:
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name is not None and (name == error.name or name.startswith(f"{error.name}.")):
            raise ForeignError(f"no module named {error.name}") from error
        raise ForeignError(f"importing {name} raised {line(error)}") from error
    except (Exception, SystemExit) as error:
        raise ForeignError(f"importing {name} raised {line(error)}") from error


@lru_cache(maxsize=32)
def _executed(path: Path, _changed: int) -> ModuleType:
    name = f"{path.stem}__judged"
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ForeignError(f"{path.name}: expected a Python file, whose name ends in .py")
    module = module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look themselves up there
    try:
        with _looking_in(path.parent):
            spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        del sys.modules[name]
        raise ForeignError(f"importing {path.name} raised {line(error)}") from error
    return module


@contextmanager
def _looking_in(folder: Path) -> Generator[None]:
    """Imports look in this folder too, and leave no compiled files behind in it."""
    before = sys.dont_write_bytecode
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.dont_write_bytecode = before
        if str(folder) in sys.path:  # the module may have taken it out itself
            sys.path.remove(str(folder))


def _listed(holder: Given) -> str:
    names = [name for name in dir(holder) if not name.startswith("_") and callable(getattr(holder, name, None))]
    shown = ", ".join(names[:SHOWN])
    return "none" if not names else shown if len(names) <= SHOWN else f"{shown}, ..."
