"""Ask Coq what every theorem rests on, and refuse anything but the axioms of its classical real numbers.

Theorems proved by interval arithmetic also rest on the specifications of Coq's built-in 63-bit integers. They are allowed in
the files named below only, and are listed for each theorem in axioms.json.

    axioms.py [PROCESSES]       every theorem: write axioms.json
    axioms.py --of NAME ...     these theorems: print a JSON object
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import textwrap
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from theorems import HERE, collect

CLASSICAL_REALS = frozenset(
    {
        "ClassicalDedekindReals.sig_forall_dec",
        "ClassicalDedekindReals.sig_not_dec",
        "FunctionalExtensionality.functional_extensionality_dep",
        "Classical_Prop.classic",
    }
)
INTEGERS = re.compile(r"(PrimInt63|Uint63)\.\w+")
INTERVAL_FILES = frozenset({"Floats", "SoftmaxError", "Golden"})
NOTHING = "Closed under the global context"


NOTATION = (
    "From mathcomp Require Import all_ssreflect.",
    "From Coq Require Import Reals.",
    "From Coquelicot Require Import Coquelicot.",
    "From PureML Require Import Sums.",
    "Open Scope R_scope.",
    "Set Printing Width 110.",
)
"""What Coq must read to write sums and numbers as the files do."""


def ask(names: list[str], question: str, *first: str) -> str:
    """What Coq answers to a question about each of these names, after it has read the first lines."""
    modules = " ".join(sorted({name.partition(".")[0] for name in names}))
    lines = (*first, f"From PureML Require {modules}.", *(f"{question} {name}." for name in names))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "Question.v"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        command = ["coqc", "-w", "none", "-Q", str(HERE), "PureML", str(file)]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        sys.exit(run.stderr)
    return run.stdout


def closed(names: list[str]) -> dict[str, str]:
    """The statement of each theorem as Coq closes it: with the variables and the hypotheses of the section it stands in."""
    parts = re.split(r"^([\w.]+)\n     : ", ask(names, "Check", *NOTATION), flags=re.MULTILINE)
    found = dict(zip(names, (textwrap.dedent(f"       {part}").strip() for part in parts[2::2]), strict=True))
    if [part.rpartition(".")[2] for part in parts[1::2]] != [name.rpartition(".")[2] for name in names]:
        sys.exit("Coq answers about other theorems")
    return found


def assumptions(names: list[str]) -> list[list[str]]:
    """What Coq prints for each theorem: the names of the axioms it uses."""
    blocks: list[list[str]] = []
    for line in ask(names, "Print Assumptions").splitlines():
        name = re.match(r"([A-Za-z_][\w.']*)( :|$)", line)
        if line in {"Axioms:", NOTHING}:
            blocks.append([])
        elif name:
            blocks[-1].append(name[1])
    if len(blocks) != len(names):
        sys.exit(f"{len(names)} theorems but {len(blocks)} answers from Coq")
    return [sorted(block) for block in blocks]


def foreign(theorem: str, axioms: list[str]) -> list[str]:
    """Name the axioms that this theorem must not use."""
    integers = theorem.split(".", maxsplit=1)[0] in INTERVAL_FILES
    return [axiom for axiom in axioms if axiom not in CLASSICAL_REALS and not (integers and INTEGERS.fullmatch(axiom))]


def answer(names: list[str]) -> None:
    """Print what these theorems rest on, and what of it they must not."""
    found, statements = dict(zip(names, assumptions(names), strict=True)), closed(names)
    said = {name: {"states": statements[name], "axioms": axioms, "foreign": foreign(name, axioms)} for name, axioms in found.items()}
    print(json.dumps(said))


def main() -> None:
    """Write axioms.json and fail if a theorem rests on something else; the argument is the number of processes."""
    names = [theorem.name for theorem in collect()]
    jobs = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    shares = [names[start::jobs] for start in range(jobs)]
    with ThreadPoolExecutor(jobs) as pool:
        answers = dict(
            pair for share, found in zip(shares, pool.map(assumptions, shares), strict=True) for pair in zip(share, found, strict=True)
        )
    table = {name: answers[name] for name in names}
    (HERE / "axioms.json").write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    wrong = {name: foreign(name, axioms) for name, axioms in table.items() if foreign(name, axioms)}
    for name, axioms in wrong.items():
        print(f"{name} rests on {', '.join(axioms)}")
    free = sum(not axioms for axioms in table.values())
    integers = sum(any(INTEGERS.fullmatch(axiom) for axiom in axioms) for axioms in table.values())
    print(f"{len(names)} theorems: {free} use no axiom, {integers} also use built-in integers, {len(wrong)} use something else")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--of"]:
        answer(sys.argv[2:])
    else:
        main()
