"""The commands, one a module. A new one is written in its own module and named here."""

from __future__ import annotations

from typing import Final

from . import conform, predict, prove, rules, train, verify
from .command import Command

COMMANDS: Final[tuple[Command, ...]] = (
    train.COMMAND,
    predict.COMMAND,
    rules.COMMAND,
    verify.COMMAND,
    conform.COMMAND,
    prove.COMMAND,
)
