"""The fenced blocks of a page, and what is run from them: commands with their output, and Python."""

from __future__ import annotations

import doctest
import io
import re
from contextlib import redirect_stdout
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FENCE: Final = re.compile(r"^```(?P<language>[\w-]*)[^\n]*\n(?P<text>.*?)^```\s*$", re.MULTILINE | re.DOTALL)
_MASKS: Final = (
    (r"\d{4}-\d\d-\d\d(?:[T_ -]?\d\d[:-]?\d\d(?:[:-]?\d\d)?)?", "<date>"),
    (r"\b\d+:\d\d(?::\d\d)?\b", "<time>"),
    (r"\b\d+(?:\.\d+)?\s*(?:ns|us|µs|ms|s|seconds?|min|minutes?)\b", "<time>"),
    (r"[-+]?\d+(?:\.\d+)?\s?%", "<figure>"),
    (r"[-+]?\d+\.\d+(?:e[-+]?\d+)?", "<figure>"),
)


@attrs.frozen
class Block:
    """A fenced block: its language, its text, the line its text starts on."""

    language: str
    text: str
    line: int


@attrs.frozen
class Command:
    """A line after `$ ` of a console block, and the output printed below it."""

    line: int
    text: str
    output: str


def blocks(page: str) -> tuple[Block, ...]:
    """The fenced blocks of a Markdown page in order."""
    return tuple(Block(match["language"], match["text"], page.count("\n", 0, match.start("text")) + 1) for match in _FENCE.finditer(page))


def commands(page: str) -> Iterator[Command]:
    """The commands of the console blocks of a page in order."""
    for block in blocks(page):
        if block.language != "console":
            continue
        head, *parts = re.split(r"^\$ ", block.text, flags=re.MULTILINE)
        line = block.line + head.count("\n")
        for part in parts:
            text, _, output = part.partition("\n")
            yield Command(line, text, output)
            line += part.count("\n")


def masked(text: str) -> str:
    """The text without what differs from run to run: dates, times, percentages, decimal figures; whole numbers stay."""
    for pattern, name in _MASKS:
        text = re.sub(pattern, name, text)
    return "\n".join(" ".join(line.split()) for line in text.strip().splitlines())


def same_output(printed: str, run: str) -> bool:
    """Whether a run says what a page prints, up to the masks; `...` on the page stands for any text."""
    parts = masked(printed).split("...")
    return re.fullmatch(".*?".join(map(re.escape, parts)), masked(run), re.DOTALL) is not None


def run_python(page: Path) -> tuple[int, str]:
    """How many Python blocks of a page ran, one after the other in one namespace, and what went wrong."""
    names: dict[str, object] = {}
    found = blocks(page.read_text())
    wrong: list[str] = []
    count = 0
    for block, after in pairwise((*found, Block("", "", 0))):
        if block.language != "python":
            continue
        count += 1
        if ">>> " in block.text:
            wrong.append(_run_doctest(page, block, names))
            continue
        said = io.StringIO()
        with redirect_stdout(said):
            exec(compile("\n" * (block.line - 1) + block.text, page, "exec"), names)  # noqa: S102  # the page is the project's own
        if not same_output(after.text if after.language == "text" else "", said.getvalue()):
            wrong.append(f"{page.name}:{block.line}: printed on the page:\n{after.text}\nprinted by the block:\n{said.getvalue()}")
    return count, "\n".join(filter(None, wrong))


def _run_doctest(page: Path, block: Block, names: dict[str, object]) -> str:
    said = io.StringIO()
    examples = doctest.DocTestParser().get_doctest(block.text, names, page.name, str(page), block.line - 1)
    doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(examples, out=said.write, clear_globs=False)
    names.update(examples.globs)
    return said.getvalue()
