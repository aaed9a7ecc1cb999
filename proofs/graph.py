"""Which theorem rests on which, read from the .glob files that Coq writes beside what it builds.

A theorem rests on another when its statement or its proof mentions it, directly or through definitions and lemmas.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from theorems import HERE, Theorem

DECLARED = re.compile(r"^(?:prf|def|ind|rec|constr|proj|inst|class|thm|abbrev) (\d+):\d+ <> (\S+)$", re.MULTILINE)
REFERENCE = re.compile(r"^R(\d+):(\d+) PureML\.(\w+) <> (\S+) (?:def|thm|ind|rec|constr|proj|inst|prf|abbrev)$", re.MULTILINE)


@dataclass(frozen=True)
class Mention:
    """A name of the proofs in a source: where it stands, in bytes, and what it names, as (file, name)."""

    start: int
    end: int
    names: tuple[str, str]


@dataclass(frozen=True)
class Source:
    """A file of proofs as Coq has read it."""

    stem: str

    @cached_property
    def text(self) -> bytes:
        """The bytes that the places of mentions count."""
        return (HERE / f"{self.stem}.v").read_bytes()

    @cached_property
    def glob(self) -> str:
        """What Coq wrote about it."""
        return (HERE / f"{self.stem}.glob").read_text(encoding="utf-8")

    @cached_property
    def declared(self) -> list[tuple[int, str]]:
        """What is declared, in order."""
        return sorted((int(start), name) for start, name in DECLARED.findall(self.glob))

    @cached_property
    def mentions(self) -> list[Mention]:
        """What of the proofs is mentioned, in order."""
        found = (Mention(int(start), int(end) + 1, (file, name)) for start, end, file, name in REFERENCE.findall(self.glob))
        return sorted(found, key=lambda mention: mention.start)

    def uses(self) -> Iterator[tuple[str, set[str]]]:
        """For each declaration what stands in it, up to the next one, as `File.name`."""
        ends = [start for start, _ in self.declared[1:]] + [len(self.text)]
        for (start, name), end in zip(self.declared, ends, strict=True):
            yield f"{self.stem}.{name}", {".".join(m.names) for m in self.mentions if start < m.start < end}


def rests(theorems: list[Theorem]) -> dict[str, list[str]]:
    """For each theorem those it rests on with no other between, in the order of the list."""
    uses = {name: used for stem in sorted({t.name.split(".")[0] for t in theorems}) for name, used in Source(stem).uses()}
    order = {theorem.name: place for place, theorem in enumerate(theorems)}
    found = {}
    for theorem in theorems:
        seen, todo, reached = {theorem.name}, [theorem.name], set()
        while todo:
            for name in uses.get(todo.pop(), set()) - seen:
                seen.add(name)
                (reached.add if name in order else todo.append)(name)
        found[theorem.name] = sorted(reached, key=order.__getitem__)
    return found


def reduced(edges: dict[str, set[str]]) -> dict[str, set[str]]:
    """The same order without the edges that follow from others."""

    def below(name: str) -> set[str]:
        reach: set[str] = set()
        for next_ in edges.get(name, set()):
            reach |= {next_} | below(next_)
        return reach

    return {name: {n for n in nexts if not any(n in below(other) for other in nexts - {n})} for name, nexts in edges.items()}
