"""Write the pages of the proofs into html/: every theorem, what rests on what, what is not proved.

They stand on their own: no network, and no script but a few lines that filter a list and mark a picture. The formulas of the
rules come from pureml, so this needs the package; the proofs must be built.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from axioms import closed
from drawing import chart, neighbours
from graph import Source, reduced, rests
from mathematics import claims, plain, readable
from theorems import HERE, Theorem, collect

from pureml.app.proofs.ties import ties
from pureml.rules import Formula, Rule, formulas

HTML = HERE / "html"
ITEM = re.compile(r"^(?:- |\d\. )", re.MULTILINE)
FILTER = """<script>document.getElementById("find").oninput = e => { for (const row of document.querySelectorAll("[data-text]"))
  row.hidden = !row.dataset.text.includes(e.target.value.toLowerCase()); }</script>"""
MARK = """<script>const below = {edges}; const link = n => document.querySelector(`[data-name="${{n}}"]`);
for (const a of document.querySelectorAll("svg [data-name]")) for (const [on, off] of [["mouseenter", "mouseleave"], ["focus", "blur"]]) {{
  const mark = set => () => {{ const n = a.dataset.name; (below[n] || []).forEach(m => link(m)?.classList.toggle("below", set));
    for (const m in below) if (below[m].includes(n)) link(m)?.classList.toggle("above", set); }};
  a.addEventListener(on, mark(true)); a.addEventListener(off, mark(false)); }}</script>"""


@dataclass(frozen=True)
class Book:
    """Everything that the pages say."""

    theorems: list[Theorem]
    axioms: dict[str, list[str]]
    closed: dict[str, str]
    below: dict[str, list[str]]
    rules: dict[str, Formula]
    ties: dict[str, str]

    def above(self, name: str) -> list[str]:
        """The theorems that rest on this one with no other between."""
        return [other.name for other in self.theorems if name in self.below[other.name]]


def page(title: str, body: str, up: str = "", *, wide: bool = False) -> str:
    """A whole page."""
    links = (("index.html", "theorems"), ("map.html", "what rests on what"), ("not-proved.html", "what is not proved"))
    nav = "".join(f'<a href="{up}{target}">{text}</a>' for target, text in links)
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)}</title><link rel="stylesheet" href="{up}pages.css"><nav><b>pureml proofs</b>{nav}</nav>'
        f"<main{' class=wide' if wide else ''}><h1>{escape(title)}</h1>{body}</main></html>\n"
    )


def theorem_page(book: Book, theorem: Theorem) -> str:
    """One theorem: what it says, in words, in mathematics and in Coq; its rules, its axioms, its neighbours."""
    binders, given, claim = readable(plain(book.closed[theorem.name]))
    lines = [f"<div><i>for all</i> {escape(binders)}</div>"] if binders else []
    lines += [f"<div><i>{'if' if k == 0 else 'and'}</i> {escape(line)}</div>" for k, line in enumerate(given)]
    parts = claims(claim)
    lines += [f"<div><i>{name or ('then' if given else '')}</i> {escape(part)}</div>" for name, part in parts]
    stem, name = theorem.name.split(".")
    axioms = ", ".join(f"<code>{escape(a)}</code>" for a in book.axioms[theorem.name]) or "no axiom at all"
    also = ", and on the theorems on the left" if book.below[theorem.name] else ""
    body = [
        f'<p class="claim">{escape(theorem.sentence)}</p>',
        f'<h2>In mathematics</h2><div class="mathematics">{"".join(lines)}</div>',
        f"<h2>In Coq</h2><pre>{coq(theorem)}</pre>",
        "<p>With the variables and the hypotheses of the section that it stands in:</p>",
        f"<pre>{escape(book.closed[theorem.name])}</pre>",
        f'<p class="faint"><a href="../PureML.{stem}.html#{name}">{theorem.file}, line {theorem.line}</a>, shown without proofs.</p>',
        *(rule_lines(book, tag) for tag in theorem.rules),
        f"<h2>Rests on</h2><p>{axioms}, as Coq itself answers{also}.</p>",
        f'<div class="scroll">{neighbours(theorem.name, book.below[theorem.name], book.above(theorem.name), "")}</div>',
    ]
    return page(theorem.name, "".join(body), "../")


def coq(theorem: Theorem) -> str:
    """The statement as it stands in the file, every name of the proofs a link to its definition."""
    source = Source(theorem.name.split(".")[0])
    start = source.text.index(f"Theorem {theorem.name.split('.')[1]}".encode())
    end = source.text.index(b"Proof", start)
    parts, done = [], start
    for mention in source.mentions:
        if start < mention.start and mention.end <= end and mention.start >= done:
            file, name = mention.names
            word = escape(source.text[mention.start : mention.end].decode())
            parts += [escape(source.text[done : mention.start].decode()), f'<a href="../PureML.{file}.html#{name}">{word}</a>']
            done = mention.end
    return "".join(parts) + escape(source.text[done:end].decode().rstrip())


def rule_lines(book: Book, tag: str) -> str:
    """The Python that a theorem is about."""
    package, name = tag.split(".")
    rule = book.rules.get(name)
    path = f"pureml/{package}/{name}.py"
    rows = [("Python", f'<a href="../../../{path}"><code>{path}</code></a>' if rule else f"<code>{escape(tag)}</code>")]
    if rule:
        rows.append(("formula", escape(rule.formula)))
        rows += [("derivative", escape(rule.derivative))] if isinstance(rule, Rule) else []
        rows.append(("named by it", f'<a href="{rule.theorem}.html">{rule.theorem}</a>' if rule.theorem else "nothing"))
        rows.append(("tied by", f"<code>{book.ties[name]}</code>" if name in book.ties else "its name, and fixtures"))
    return f"<h2>The rule {escape(name)}</h2><dl>{''.join(f'<dt>{term}</dt><dd>{what}</dd>' for term, what in rows)}</dl>"


def index(book: Book) -> str:
    """All theorems, file by file, after all rules."""
    rows = "".join(
        f"<tr><td><code>{rule.name}</code></td><td>{escape(rule.formula)}</td>"
        f'<td><a href="theorems/{rule.theorem}.html">{rule.theorem}</a></td>'
        f"<td>{'read by Coq' if rule.name in book.ties else 'name, fixtures' if isinstance(rule, Rule) else 'name'}</td></tr>"
        for rule in book.rules.values()
    )
    free = sum(not axioms for axioms in book.axioms.values())
    about = (
        f"{len(book.theorems)} theorems about {len(book.rules)} rules, each for every size; {free} of them use no axiom at all, the"
        " others those of Coq's classical reals, and a few on floating-point numbers its built-in integers."
    )
    body = [
        f"<p>{about}</p>",
        '<p><input id="find" type="search" placeholder="find: softmax, gradient, unbiased, ..." aria-label="find a theorem"></p>',
        *(section(stem, part) for stem, part in by_file(book.theorems).items()),
        f'<h2>Rules</h2><div class="scroll"><table><tr><th>rule<th>formula<th>its theorem<th>tied by</tr>{rows}</table></div>',
        FILTER,
    ]
    return page("Theorems", "".join(body))


def section(stem: str, theorems: list[Theorem]) -> str:
    """The theorems of one file."""
    items = "".join(
        f'<div data-text="{escape((t.name + " " + t.sentence).lower())}"><dl class="theorems">'
        f'<dt><a href="theorems/{t.name}.html">{t.name.split(".")[1]}</a></dt><dd>{escape(t.sentence)}</dd></dl></div>'
        for t in theorems
    )
    return f'<h2 id="{stem}"><a href="PureML.{stem}.html">{stem}</a></h2>{items}'


def by_file(theorems: list[Theorem]) -> dict[str, list[Theorem]]:
    """The theorems of each file that has some, in order."""
    stems = dict.fromkeys(t.name.split(".")[0] for t in theorems)
    return {stem: [t for t in theorems if t.name.startswith(f"{stem}.")] for stem in stems}


def map_page(book: Book) -> str:
    """The picture of everything."""
    files = by_file(book.theorems)
    edges: dict[str, set[str]] = {stem: set() for stem in files}
    for name, below in book.below.items():
        edges[name.split(".")[0]] |= {other.split(".")[0] for other in below} - {name.split(".")[0]}
    body = (
        "<p>An arrow leads from a file to those that rest on it, where no path through others says so already. Point at a theorem: what it"
        " rests on is coloured, what rests on it is underlined. Every name is a link."
        " Files in the last rows share no theorem with others.</p>"
        f'<div class="scroll">{chart(files, reduced(edges), "theorems/")}</div>{MARK.format(edges=json.dumps(book.below))}'
    )
    return page("What rests on what", body, wide=True)


def not_proved() -> str:
    """The part of docs/proofs.md that says where the proofs end."""
    text = (HERE.parent / "docs" / "proofs.md").read_text(encoding="utf-8")
    parts = re.findall(r"^## (How a theorem is tied.*?|What is not proved)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return page("What is not proved", "".join(f"<h2>{escape(title)}</h2>{''.join(blocks(body))}" for title, body in reversed(parts)))


def blocks(text: str) -> Iterator[str]:
    """Paragraphs, lists and tables of a page as HTML."""
    for block in text.strip().split("\n\n"):
        if block.startswith("|"):
            rows = [row.strip("|").split("|") for row in block.splitlines() if not set(row) <= set("|- ")]
            yield f"<table>{''.join(f'<tr>{cells(row)}</tr>' for row in rows)}</table>"
        elif ITEM.match(block):
            yield f"<ul>{''.join(f'<li>{inline(item)}</li>' for item in ITEM.split(block)[1:])}</ul>"
        else:
            yield f"<p>{inline(block)}</p>"


def cells(row: list[str]) -> str:
    """A row of a table."""
    return "".join(f"<td>{inline(cell)}</td>" for cell in row)


def inline(text: str) -> str:
    """Code and emphasis."""
    return re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(" ".join(text.split()))))


def write(path: Path, text: str) -> None:
    """Write one page."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def main() -> None:
    """Write all pages."""
    theorems = collect()
    axioms = json.loads((HERE / "axioms.json").read_text(encoding="utf-8"))
    book = Book(theorems, axioms, closed([t.name for t in theorems]), rests(theorems), {rule.name: rule for rule in formulas()}, ties(HERE))
    for theorem in theorems:
        write(HTML / "theorems" / f"{theorem.name}.html", theorem_page(book, theorem))
    for name, text in (("index", index(book)), ("map", map_page(book)), ("not-proved", not_proved())):
        write(HTML / f"{name}.html", text)
    for name in ("pages.css", "style.css"):
        write(HTML / name.replace("style", "coqdoc"), (HERE / name).read_text(encoding="utf-8"))
    print(f"{len(theorems)} theorems in {HTML}/index.html")


if __name__ == "__main__":
    main()
