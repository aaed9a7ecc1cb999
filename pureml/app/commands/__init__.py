"""The commands, one a module. A new one is written in its own module and named here."""

from __future__ import annotations

from typing import Final

from . import conform, predict, prove, rules, search, train, verify
from .command import Command

COMMANDS: Final[tuple[Command, ...]] = (
    train.COMMAND,
    predict.COMMAND,
    search.COMMAND,
    rules.COMMAND,
    verify.COMMAND,
    conform.COMMAND,
    prove.COMMAND,
)
