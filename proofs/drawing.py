"""Pictures of which theorem rests on which: SVG with links, in the colours of the page."""

from __future__ import annotations

from html import escape
from statistics import fmean

from theorems import Theorem

# Sizes in units of the drawing, which are pixels on a page as wide as it.
LINE, HEAD, WIDTH, GAP_X, GAP_Y = 17, 26, 232, 26, 54
ARROW = (
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    '<path d="M0 0L8 4L0 8z"/></marker></defs>'
)


def short(name: str, most: int = 34) -> str:
    """A name that fits its box."""
    return name if len(name) <= most else f"{name[: most - 1]}…"


def layers(edges: dict[str, set[str]]) -> dict[str, int]:
    """A row for each node: below all that it rests on, and where it rests on nothing just above what rests on it."""
    known: dict[str, int] = {}

    def depth(name: str) -> int:
        if name not in known:
            known[name] = 1 + max((depth(next_) for next_ in edges[name]), default=-1)
        return known[name]

    deep = {name: depth(name) for name in edges}
    first = {name: min((deep[other] for other in edges if name in edges[other]), default=1) - 1 for name in edges if not edges[name]}
    return deep | first


def rows(edges: dict[str, set[str]], at_most: int) -> list[list[str]]:
    """The nodes in rows of at most so many; each stands near the middle of what it rests on, and what stands alone comes last."""
    alone = [name for name in sorted(edges) if not edges[name] and not any(name in nexts for nexts in edges.values())]
    level = layers(edges)
    placed: dict[str, float] = {}
    found: list[list[str]] = []
    for depth in range(1 + max(level.values())):
        here = [name for name in sorted(edges) if level[name] == depth and name not in alone]
        here.sort(key=lambda n: (fmean(placed.get(d, 0.5) for d in edges[n]) if edges[n] else 0.5, n))
        for start in range(0, len(here), at_most):
            row = here[start : start + at_most]
            placed |= {name: (place + 0.5) / len(row) for place, name in enumerate(row)}
            found.append(row)
    return [*found, *(alone[start : start + at_most] for start in range(0, len(alone), at_most))]


def chart(files: dict[str, list[Theorem]], edges: dict[str, set[str]], prefix: str, at_most: int = 6) -> str:
    """Every file as a box with its theorems, above those that rest on it."""
    placed: dict[str, tuple[float, float, float]] = {}
    top, full = 8.0, at_most * (WIDTH + GAP_X) + GAP_X
    for row in rows(edges, at_most):
        left = (full - len(row) * (WIDTH + GAP_X) + GAP_X) / 2
        for place, stem in enumerate(row):
            placed[stem] = (left + place * (WIDTH + GAP_X), top, HEAD + LINE * len(files[stem]) + 8)
        top += max(placed[stem][2] for stem in row) + GAP_Y
    arrows = [
        _curve(placed[below][0] + WIDTH / 2, placed[below][1] + placed[below][2], placed[stem][0] + WIDTH / 2, placed[stem][1] - 2)
        for stem, belows in sorted(edges.items())
        for below in sorted(belows)
    ]
    boxes = [_box(stem, files[stem], *placed[stem], prefix) for stem in sorted(placed)]
    return _svg("chart", "Which file rests on which", full, top, arrows + boxes)


def neighbours(name: str, below: list[str], above: list[str], prefix: str) -> str:
    """One theorem between those it rests on, on the left, and those that rest on it, on the right."""
    height = LINE * 1.5 * max(len(below), len(above), 1) + 20
    middle = height / 2
    parts = [_label(name, 300, middle, prefix, strong=True)]
    for side, names in ((0, below), (600, above)):
        start = middle - LINE * 1.5 * (len(names) - 1) / 2
        for place, other in enumerate(names):
            y = start + place * LINE * 1.5
            parts.append(_label(other, side, y, prefix))
            x1, y1, x2, y2 = (258.0, y, 298.0, middle) if side == 0 else (560.0, middle, 598.0, y)
            parts.append(_path((x1, y1), (x1 + 20, y1), (x2 - 20, y2), (x2, y2)))
    return _svg("near", "What it rests on and what rests on it", 860, height, parts)


def _svg(kind: str, label: str, width: float, height: float, parts: list[str]) -> str:
    size = f'viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}"'
    return f'<svg class="{kind}" {size} role="img" aria-label="{label}">{ARROW}{"".join(parts)}</svg>'


def _path(*points: tuple[float, float]) -> str:
    """An arrow: where it starts, two points that it bends to, where it ends."""
    start, *others = (f"{x:.1f} {y:.1f}" for x, y in points)
    return f'<path class="edge" marker-end="url(#arrow)" d="M{start}C{" ".join(others)}"/>'


def _curve(x1: float, y1: float, x2: float, y2: float) -> str:
    bend = min(60.0, abs(y2 - y1) / 2)
    return _path((x1, y1), (x1, y1 + bend), (x2, y2 - bend), (x2, y2))


def _box(stem: str, theorems: list[Theorem], x: float, y: float, height: float, prefix: str) -> str:
    lines = "".join(
        f'<a href="{prefix}{t.name}.html" data-name="{t.name}"><title>{escape(t.sentence)}</title>'
        f'<text x="{x + 9:.1f}" y="{y + HEAD + LINE * (k + 1) - 5:.1f}">{escape(short(t.name.split(".")[1]))}</text></a>'
        for k, t in enumerate(theorems)
    )
    frame = f'<rect x="{x:.1f}" y="{y:.1f}" width="{WIDTH}" height="{height:.1f}" rx="6"/>'
    return f'<g>{frame}<text class="head" x="{x + 9:.1f}" y="{y + 18:.1f}">{stem}</text>{lines}</g>'


def _label(name: str, x: float, y: float, prefix: str, *, strong: bool = False) -> str:
    text = (
        f'<rect x="{x}" y="{y - 10:.1f}" width="258" height="20" rx="4"/><text x="{x + 6}" y="{y + 4:.1f}">{escape(short(name, 38))}</text>'
    )
    return f'<g class="this">{text}</g>' if strong else f'<a href="{prefix}{name}.html"><title>{name}</title>{text}</a>'
