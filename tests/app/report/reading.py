"""Reading a page as a browser does: its elements, its texts, what it would load."""

from __future__ import annotations

from html.parser import HTMLParser

from typing_extensions import override

VOID = {"meta", "img", "br", "link", "input", "hr"}


class Page(HTMLParser):
    """The elements of a page in order, after checking that they are nested rightly."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert not self._open, self._open

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    @override
    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    @override
    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    @override
    def handle_data(self, data: str) -> None:
        if self._open[-1:] != ["style"]:
            self.words.append(data)

    @property
    def text(self) -> str:
        """All that is read."""
        return " ".join(" ".join(self.words).split())

    def all(self, tag: str, css: str = "") -> list[dict[str, str]]:
        """The attributes of every element of a kind, with a class if one is given."""
        return [found for name, found in self.elements if name == tag and (not css or css in found.get("class", "").split())]

    def loaded(self) -> list[str]:
        """Everything that a browser would fetch for the page, other than what stands in it."""
        names = ("src", "href", "xlink:href", "srcset", "data", "action", "poster")
        found = [value for _, attrs in self.elements for name, value in attrs.items() if name in names]
        return [value for value in found if not value.startswith(("#", "data:"))]
