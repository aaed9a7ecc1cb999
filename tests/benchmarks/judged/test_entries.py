from __future__ import annotations

import ast
from pathlib import Path

import pytest

from benchmarks.judged.entries import ENTRIES, FORMS, Entry
from pureml.rules import find

FOLDER = Path(__file__).resolve().parents[3] / "benchmarks" / "judged"


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"{entry.module}:{entry.rule}:{entry.forward}")
def test_its_functions_are_there_and_take_the_arguments_of_the_rule(entry: Entry) -> None:
    tree = ast.parse((FOLDER / f"{entry.module}.py").read_text(encoding="utf-8"))
    functions = {node.name: [a.arg for a in node.args.args] for node in tree.body if isinstance(node, ast.FunctionDef)}
    arguments = [a.name for a in find(entry.rule).domain.arguments]
    assert len(functions[entry.forward]) == len(arguments)
    if entry.pullback:
        assert len(functions[entry.pullback]) == len(arguments) + 1
    assert entry.functions[0] == f"{FORMS}.{entry.module}:{entry.forward}"


def test_every_function_is_judged() -> None:
    used = {(entry.module, name) for entry in ENTRIES for name in (entry.forward, entry.pullback)}
    for path in sorted(FOLDER.glob("*_functions.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                assert (path.stem, node.name) in used


def test_what_is_written_anew_says_where_it_stands() -> None:
    assert all(bool(entry.source) != bool(entry.library) for entry in ENTRIES)
