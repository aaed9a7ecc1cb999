"""The command line: which commands there are, and what to say when one is called wrongly."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

import cyclopts
from cyclopts import App, CycloptsError

from ..errors import PuremlError
from .commands import COMMANDS
from .errors import UsageError
from .machine import version
from .output import say


def run(arguments: Sequence[str]) -> int:
    """The exit code of a command line; raises `UsageError` for one that is wrong, and what its command raises.

    No argument at all lists the commands.

    >>> run([])
    pureml: deep learning from scratch
    ...
    0
    """
    if not arguments:
        say(overview())
        return 0
    try:
        command, bound, _ = application().parse_args(list(arguments), print_error=False, exit_on_error=False, help_on_error=False)
    except CycloptsError as error:
        raise UsageError(_after(arguments, sentence(error))) from error
    except PuremlError as error:  # an option's value, refused by the record it belongs to
        raise UsageError(_after(arguments, str(error))) from error
    code: object = command(*bound.args, **bound.kwargs)
    return code if isinstance(code, int) else 0  # `--help` and `--version` are commands of the parser, and answer nothing


def application() -> App:
    """The parser, with every command."""
    app = App(
        name="pureml", help="Deep learning from scratch.", version=version("pureml"), help_format="plaintext", version_flags="--version"
    )
    for command in COMMANDS:
        app.command(command.function, help_epilogue="Examples:\n" + "\n".join(f"  {example}" for example in command.examples))
    return app


def overview() -> str:
    """Every command with what it does and an example."""
    blocks = [f"  {command.summary}\n    {command.examples[0]}" for command in COMMANDS]
    return "\n\n".join(["pureml: deep learning from scratch", *blocks, "Options of a command: pureml COMMAND --help"])


def sentence(error: CycloptsError) -> str:
    """What is wrong, and what would be right."""
    error.verbose = False  # verbose messages name our own files
    match error:
        case cyclopts.UnusedCliTokensError(unused_tokens=[first, *_]) if not error.command_chain:
            return f"there is no command {first!r}" + _guess(first)
        case cyclopts.UnusedCliTokensError(unused_tokens=[first, *_]):
            return f"unexpected argument {first!r}"
        case _:
            return str(error)


def _guess(name: str) -> str:
    names = [command.name for command in COMMANDS]
    near = difflib.get_close_matches(name, names, n=1)
    return f"; did you mean {near[0]!r}?" if near else f"; the commands are {', '.join(names)}"


def _after(arguments: Sequence[str], message: str) -> str:
    """The message, after the command it is about."""
    first = arguments[0]
    return f"{first}: {message}" if first in {command.name for command in COMMANDS} else message
