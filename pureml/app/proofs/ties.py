"""The statements that tie a rule to its theorem: which rules have one, and whether it is of the function as it is now."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from ...loading import MissingExtraError, needing

LEMMA: Final = re.compile(r"^Lemma (\w+)_link ", re.MULTILINE)


def ties(place: Path, /) -> dict[str, str]:
    """For each rule that Coq reads, the name of the statement, as `File.lemma`."""
    return {rule: f"{path.stem}.{rule}_link" for path in sorted(place.glob("Link*.v")) for rule in LEMMA.findall(path.read_text("utf-8"))}


def stale(place: Path, /) -> tuple[str, ...] | None:
    """The files that do not say what the functions give now; None without the extra `verify`, which runs them on symbols."""
    try:
        with needing("pureml prove", "verify"):
            from ...check.coq.files import link_files
    except MissingExtraError:
        return None
    return tuple(name for name, text in link_files().items() if (place / name).read_text("utf-8") != text)
