from __future__ import annotations

from pureml.app.commands.command import Command


def build_house(rooms: int) -> int:
    """Build a house.

    Not at once.
    """
    return rooms


def undocumented() -> int:
    return 0


def test_name_and_summary_are_the_functions() -> None:
    command = Command(build_house, ("pureml build-house",))
    assert (command.name, command.summary) == ("build_house", "Build a house.")
    assert Command(undocumented, ()).summary == ""
