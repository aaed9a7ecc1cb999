"""Read every theorem of the proofs from the sources and write the table theorems.json.

Each theorem has one sentence in the comment directly above it, and names there the rules it is about:
``(** [rule: functions.relu] sentence *)``. A theorem without a sentence, a postulate or an unfinished proof is an error.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
TABLE = HERE / "theorems.json"
POSTULATE = re.compile(r"\b(Admitted|Axioms?|Parameters?|Conjectures?|admit|give_up)\b")
COMMENT = re.compile(r"\(\*.*?\*\)", re.DOTALL)
THEOREM = re.compile(r"(?:\(\*\*((?:(?!\*\)).)*)\*\)\n)?^Theorem (\w+)(.*?)\.\s+Proof\b", re.DOTALL | re.MULTILINE)
MARKER = re.compile(r"\[rule: ([\w., ]+)\]\s*")


@dataclass(frozen=True)
class Theorem:
    """One theorem: qualified name, where it stands, the rules it is about, its sentence and its statement."""

    name: str
    file: str
    line: int
    rules: list[str]
    sentence: str
    statement: str


def sources() -> list[Path]:
    """List the files with proofs, without the one that only extracts programs."""
    return sorted(path for path in HERE.glob("*.v") if path.name != "Extract.v")


def read(path: Path) -> list[Theorem]:
    """Read the theorems of one file, in order."""
    text = path.read_text(encoding="utf-8")
    postulate = POSTULATE.search(COMMENT.sub("", text))
    if postulate:
        sys.exit(f"{path.name}: {postulate[0]} is not allowed in a proof")
    found = []
    for match in THEOREM.finditer(text):
        comment, name, statement = match[1] or "", match[2], " ".join(match[3].split())
        marker = MARKER.search(comment)
        sentence = " ".join(MARKER.sub("", comment).split())
        if not sentence.endswith("."):
            sys.exit(f"{path.name}: Theorem {name} has no sentence in a comment directly above it")
        rules = [rule.strip() for rule in marker[1].split(",")] if marker else []
        line = text.count("\n", 0, match.start(2)) + 1
        found.append(Theorem(f"{path.stem}.{name}", path.name, line, rules, sentence, statement))
    if len(found) != len(re.findall(r"^Theorem ", text, re.MULTILINE)):
        sys.exit(f"{path.name}: not every theorem could be read")
    return found


def collect() -> list[Theorem]:
    """Read the theorems of all files."""
    return [theorem for path in sources() for theorem in read(path)]


def main() -> None:
    """Write the table, or with --check compare it with the one that is kept."""
    theorems = collect()
    table = json.dumps([asdict(theorem) for theorem in theorems], indent=1, ensure_ascii=False) + "\n"
    if "--check" in sys.argv:
        if not TABLE.exists() or TABLE.read_text(encoding="utf-8") != table:
            sys.exit("theorems.json does not match the sources: run `make -C proofs table`")
    else:
        TABLE.write_text(table, encoding="utf-8")
    rules = {rule for theorem in theorems for rule in theorem.rules}
    print(f"{len(theorems)} theorems about {len(rules)} rules in {len(sources())} files")


if __name__ == "__main__":
    main()
