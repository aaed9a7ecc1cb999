"""What is wrong with a function from elsewhere before anything of it can be judged."""

from __future__ import annotations

from ...errors import PuremlError


class ForeignError(PuremlError):
    """A function that is not ours cannot be found, loaded or called; or it raised what is no error of arithmetic."""


def line(error: BaseException, limit: int = 200) -> str:
    """What an exception says, in one line.

    >>> line(ValueError("no   way"))
    'ValueError: no way'
    """
    said = " ".join(str(error).split())
    text = f"{type(error).__name__}: {said}" if said else type(error).__name__
    return text if len(text) <= limit else text[: limit - 3] + "..."
