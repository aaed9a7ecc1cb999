"""A command: a function whose signature is its command line, and examples of calling it."""

from __future__ import annotations

import inspect
from collections.abc import Callable

import attrs


@attrs.frozen
class Command:
    """A job of the command line; the function answers the exit code, and its docstring is the help page."""

    function: Callable[..., int]
    examples: tuple[str, ...]

    @property
    def name(self) -> str:
        """What is typed."""
        return self.function.__name__

    @property
    def summary(self) -> str:
        """The first line of the help page."""
        return (inspect.getdoc(self.function) or "").partition("\n")[0]
