"""A page of sections that loads nothing from elsewhere: styles, curves and pictures stand in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Final

import attrs

_STYLE: Final = Path(__file__).with_name("page.css")


@attrs.frozen
class Section:
    """A part of a page: the name of its place, its heading, and HTML that is already safe."""

    name: str
    title: str
    html: str


def page(title: str, lead: str, sections: Sequence[Section]) -> str:
    """The whole document; `lead` is HTML, the title text.

    >>> page("A & B", "", [Section("one", "One", "<p>1</p>")]).count("A &amp; B")
    2
    """
    links = "".join(f'<a href="#{section.name}">{escape(section.title)}</a>' for section in sections)
    body = "\n".join(f'<section id="{section.name}">\n<h2>{escape(section.title)}</h2>\n{section.html}\n</section>' for section in sections)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escape(title)}</title>
<style>
{_STYLE.read_text(encoding="utf-8")}</style>
</head>
<body>
<main>
<header>
<h1>{escape(title)}</h1>
{lead}
<nav>{links}</nav>
</header>
{body}
</main>
</body>
</html>
"""


def tiles(figures: Iterable[tuple[str, str, str]]) -> str:
    """Figures to be seen first: what each is, the figure, a remark.

    >>> tiles([("loss", "0.1", "")])
    '<dl class="tiles"><div><dt>loss</dt><dd>0.1</dd><dd class="remark"></dd></div></dl>'
    """
    cells = "".join(
        f'<div><dt>{escape(name)}</dt><dd>{escape(figure)}</dd><dd class="remark">{escape(remark)}</dd></div>'
        for name, figure, remark in figures
    )
    return f'<dl class="tiles">{cells}</dl>'


def facts(values: Mapping[str, str]) -> str:
    """Names with their values.

    >>> facts({"seed": "0"})
    '<dl class="facts"><dt>seed</dt><dd>0</dd></dl>'
    """
    return '<dl class="facts">' + "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in values.items()) + "</dl>"


def wide(html: str) -> str:
    """Something that may be wider than a phone, which then scrolls by itself."""
    return f'<div class="wide" tabindex="0">{html}</div>'


def command_line(parts: Iterable[str]) -> str:
    """A command that is broken between its parts only.

    >>> command_line(["pureml train", "--lr 0.1"])
    '<pre><span class="keep">pureml train</span> <span class="keep">--lr 0.1</span></pre>'
    """
    return "<pre>" + " ".join(f'<span class="keep">{escape(part)}</span>' for part in parts) + "</pre>"
