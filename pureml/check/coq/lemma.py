"""What a rule's theorem is about, at one size, as a statement made of the expressions of the shipped function."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from math import prod
from typing import Any

import attrs
import numpy as np
import sympy as sp

from ...rules import Argument, Kind, Rule
from ..call import flat, tupled
from ..inputs import Array, Given, Index, Numbers
from ..numbers import Symbol
from ..numbers.arrays import filled
from ..numbers.path import recording
from .links import LINKS, Link
from .terms import term

POSITIVE = {Kind.POSITIVE, Kind.UNIT, Kind.PROBABILITY, Kind.MASS}
OUTCOME = {"y": "value_of theorem x", "y'": "pushforward_of theorem x v", "d": "pullback_of theorem x g"}
NUMBER = {"y": "loss_of theorem x", "y'": "dot (gradient_of theorem x) v", "d": "(fun p => g * gradient_of theorem x p)"}


@attrs.frozen(eq=False)
class Run:
    """One run of a rule on symbols: what went in, what came out, and what its comparisons answered."""

    rule: Rule
    link: Link
    arguments: dict[str, Any]
    tangents: dict[str, Array]
    y: Any
    y_dot: Any
    g: Any
    cotangents: dict[str, Array]
    conditions: tuple[str, ...]


def lemma(rule: Rule, /) -> str:
    """The statement with its proof, as Coq text; every number in it is a variable."""
    run = run_on_symbols(rule, LINKS[rule.name])
    claims = list(_named_shifts(_claims(run)))
    variables = " ".join(dict.fromkeys(s.name for _, e in claims for s in _symbols(e)) | dict.fromkeys(_all_names(run)))
    shape = np.shape(run.y)
    outcome = OUTCOME if shape else NUMBER
    lines = [
        f"Lemma {rule.name}_link ({variables} : R){''.join(f' ({n}_given : {h})' for n, h in run.link.given.items())} :",
        *(f"  {condition} ->" for condition in run.conditions),
        f"  let theorem := {_theorem(run)} in",
        f"  let x := {_point(run, run.arguments)} in",
        f"  let v := {_point(run, run.tangents)} in",
        f"  let g := {tensor(run.g) if shape else 'g'} in" if shape else "",
        *(f"  let {name} := {term_} in" for name, term_ in outcome.items()),
        " /\\\n".join(f"  {left} = {term(right)}" for left, right in claims) + ".",
        f"Proof. read_theorem; claims; {''.join(f'rewrite /{name}; ' for name in run.link.definitions.split())}{run.link.tactic}. Qed.",
    ]
    return "\n".join(line for line in lines if line) + "\n"


def run_on_symbols(rule: Rule, link: Link, /) -> Run:
    """The shipped function, its pushforward and its pullback on free symbols, for every argument that is a number."""
    sizes = dict(zip(rule.domain.axes, link.sizes, strict=True))
    arguments = {a.name: _argument(a, sizes) for a in rule.domain.arguments}
    moving = [a for a in rule.domain.arguments if a.differentiable and a.name in _parts(link)]
    tangents = {a.name: _free(f"{a.name}_dot", tuple(sizes[axis] for axis in a.axes)) for a in moving}
    with recording() as path:
        y: Any = rule.forward(*arguments.values())
        _, kept = rule.linearize(*arguments.values())
        g = _free("g", np.shape(y)) if np.shape(y) else _free("g", ())[()]
        y_dot, cotangents = rule.pushforward(kept, *tangents.values()), tupled(rule.pullback(kept, g))
    conditions = dict.fromkeys(
        f"{'' if c.holds else '~ '}({term(c.left)} {'=' if c.relation == '==' else c.relation} {term(c.right)})"
        for c in path
        if c.left.free_symbols | c.right.free_symbols
    )
    positive = (f"(0 < {s})" for a in rule.domain.arguments if a.kind in POSITIVE for s in _names(arguments[a.name]))
    return Run(
        rule, link, arguments, tangents, y, y_dot, g,
        dict(zip(tangents, cotangents, strict=True)), (*positive, *conditions),
    )  # fmt: skip


def tensor(x: Numbers, /) -> str:
    """An array of symbols, masks or labels as a Coq function of its places."""
    shape: tuple[int, ...] = np.shape(x)
    if not shape:
        return _entry(x)
    sides = " ".join(map(str, shape))
    entries = "; ".join(map(_entry, x)) if len(shape) == 1 else "; ".join(f"[:: {'; '.join(map(_entry, row))}]" for row in x)
    if x.dtype == np.bool_:
        return f"(keeps {sides} [:: {entries}])"
    return f"(@{'vector' if len(shape) == 1 else 'matrix'} {sides} [:: {entries}])"


def place(index: Index, shape: Index, /) -> str:
    """An index as Coq writes it.

    >>> place((0, 1), (1, 2)), place((2,), (3,))
    ('([0 of 1], [1 of 2])', '[2 of 3]')
    """
    parts = [f"[{i} of {n}]" for i, n in zip(index, shape, strict=True)]
    return parts[0] if len(parts) == 1 else f"({', '.join(parts)})"


def _claims(run: Run) -> Iterator[tuple[str, sp.Expr]]:
    shape = np.shape(run.y)
    for name, values in (("y", run.y), ("y'", run.y_dot)):
        for index, e in zip(np.ndindex(*shape), flat(values), strict=True):
            yield f"{name} {place(index, shape)}" if shape else name, e.expression
    for name, d in run.cotangents.items():
        for index, e in zip(np.ndindex(*d.shape), flat(d), strict=True):
            at = run.link.places.get(name, "{}").format(place(index, d.shape))
            yield f"d {at if at.startswith(('(', '[')) else f'({at})'}", e.expression


def _named_shifts(claims: Iterator[tuple[str, sp.Expr]]) -> Iterator[tuple[str, sp.Expr]]:
    """The same with the constants that a row was shifted by named in order of appearance: a claim holds for every shift."""
    numbers, known = count(), dict[sp.Symbol, sp.Expr]()
    for left, right in claims:
        for shift in sorted(right.atoms(sp.Dummy), key=lambda s: s.dummy_index):
            if shift not in known:
                known[shift] = sp.Symbol(f"shift_{next(numbers)}", real=True)
        yield left, right.xreplace(known)


def _argument(argument: Argument, sizes: dict[str, int]) -> Given:
    shape = tuple(sizes[axis] for axis in argument.axes)
    match argument.kind:
        case Kind.LABELS:
            return np.arange(1, 1 + shape[0], dtype=np.intp) % sizes["classes"]
        case Kind.MASK:
            return np.arange(prod(shape)).reshape(shape) % 3 != 1
        case Kind.CONSTANT:
            return Symbol.of(sp.Symbol(argument.name, real=True), float(argument.values[-1]))
        case _:
            return _free(argument.name, shape, positive=argument.kind in POSITIVE)


def _free(name: str, shape: Index, *, positive: bool = False) -> Array:
    """Free symbols; their samples alternate in sign, so that both sides of a kink are seen."""

    def make(index: Index) -> Symbol:
        k = int(np.ravel_multi_index(index, shape)) if shape else 0
        symbol = sp.Symbol("_".join((name, *map(str, index))), real=None if positive else True, positive=positive or None)
        return Symbol.of(symbol, (k + 1) / 4 if positive else (-1) ** k * (k + 1) / 4)

    return filled(shape, make)


def _symbols(expression: sp.Expr) -> list[sp.Symbol]:
    return sorted(expression.free_symbols, key=lambda s: s.name)


def _names(x: Numbers) -> list[str]:
    return [s.name for e in flat(x) if isinstance(e, Symbol) for s in _symbols(e.expression)]


def _all_names(run: Run) -> Iterator[str]:
    for x in (*run.arguments.values(), *run.tangents.values(), run.g):
        yield from _names(x)


def _parts(link: Link) -> set[str]:
    return set(link.places) or {link.point.strip("{}")}


def _theorem(run: Run) -> str:
    sizes = dict(zip(run.rule.domain.axes, run.link.sizes, strict=True))
    given = {a.name: _given(a, run.arguments[a.name], sizes) for a in run.rule.domain.arguments if a.name not in run.tangents}
    return f"@{run.rule.theorem} {run.link.arguments}".format(**sizes, **given)


def _given(argument: Argument, value: Given, sizes: dict[str, int]) -> str:
    if argument.kind is not Kind.LABELS:
        return tensor(value)
    n, classes = sizes[argument.axes[0]], sizes["classes"]
    return f"(fun i : 'I_{n} => nth [0 of {classes}] [:: {'; '.join(f'[{k} of {classes}]' for k in value)}] i)"


def _point(run: Run, arrays: dict[str, Any]) -> str:
    return run.link.point.format(**{name: tensor(arrays[name]) for name in run.tangents})


def _entry(x: Given) -> str:
    return term(x.expression) if isinstance(x, Symbol) else str(bool(x)).lower()
