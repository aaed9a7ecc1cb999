"""The command line: which commands there are, and what to say when one is called wrongly."""

from __future__ import annotations

from collections.abc import Sequence

from cyclopts import App, ArgumentCollection, CycloptsError, UnusedCliTokensError

from ..errors import PuremlError
from .commands import COMMANDS
from .errors import UsageError
from .given import given
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
    names: list[str] = []

    def note(_app: App, _commands: tuple[str, ...], found: ArgumentCollection) -> None:
        names.extend(given(found))

    app = application()
    app.config = (note,)  # made for sources of further values: the parser calls it with all that it found on the command line
    try:
        command, bound, unparsed = app.parse_args(list(arguments), print_error=False, exit_on_error=False, help_on_error=False)
    except CycloptsError as error:
        raise UsageError(sentence(error)) from error
    except PuremlError as error:  # an option's value, refused by the record it belongs to
        raise UsageError(str(error)) from error
    noted = dict.fromkeys(unparsed, tuple(names))  # for the parameter of a command that is `Given`
    code: object = command(*bound.args, **bound.kwargs, **noted)
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
    if isinstance(error, UnusedCliTokensError) and error.unused_tokens:
        return f"unexpected argument {error.unused_tokens[0]!r}"
    return str(error)
