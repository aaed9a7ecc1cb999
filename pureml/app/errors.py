"""What the command line raises for itself: a command that was called wrongly."""

from __future__ import annotations

from ..errors import PuremlError


class UsageError(PuremlError):
    """The command line asks for something that no input could give: exit code 2."""
