"""Derivatives of a rule in each number system, compared with what its closed forms say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import sympy as sp

from pureml.check.inputs import SYMBOLS, Array, Inputs, draw_cotangent, draw_inputs, sizes_of
from pureml.check.numbers import Symbol, is_zero
from pureml.keys import Key
from pureml.rules import Rule


def tupled(x: Any) -> tuple[Any, ...]:
    """What a pullback gives: a tuple also where there is one cotangent."""
    some: Any = x
    return tuple(some) if isinstance(x, tuple) else (some,)


def flat(x: Any) -> list[Any]:
    """The entries of an array by rows; a number as one."""
    array: Array = np.asarray(x)
    return list(array.flat)


def inner(xs: tuple[Any, ...], ys: tuple[Any, ...]) -> Any:
    """The inner product of two lists of arrays, in their number system."""
    terms = [a * b for x, y in zip(xs, ys, strict=True) for a, b in zip(flat(x), flat(y), strict=True)]
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    return total


def drawn(rule: Rule, system: Any, seeds: int) -> Iterator[tuple[str, Inputs, Key]]:
    """Inputs at every size of the rule, for so many seeds; the text makes the same ones again."""
    for k, sizes in enumerate(sizes_of(rule)):
        for seed in range(seeds):
            key, rest = Key.of(seed).split(2)
            text = f"draw_inputs(rule := find({rule.name!r}), {system.name.upper()}, sizes_of(rule)[{k}], Key.of({seed}).split(2)[0])"
            yield text, draw_inputs(rule, system, sizes, key), rest


def expressions(x: Any) -> list[sp.Expr]:
    """The expressions of an array of symbols, or of one."""
    found: list[sp.Expr] = []
    for e in flat(x):
        assert isinstance(e, Symbol), f"expected a symbol, got {e!r}"
        found.append(e.expression)
    return found


def free(x: Any) -> list[sp.Symbol]:
    """The symbols of an array whose entries are all free symbols."""
    found: list[sp.Symbol] = []
    for e in expressions(x):
        assert isinstance(e, sp.Symbol), f"expected a free symbol, got {e}"
        found.append(e)
    return found


def differences(rule: Rule, inputs: Inputs, key: Key) -> Iterator[tuple[str, sp.Expr]]:
    """What must vanish identically: pullback - J^T g, pushforward - J x_dot, forward - y, and dy/dshift."""
    y, kept = rule.linearize(*inputs.arguments)
    values = expressions(y)
    variables = [free(x) for x in inputs.differentiable]
    for k, (a, b) in enumerate(zip(expressions(rule.forward(*inputs.arguments)), values, strict=True)):
        if not any(isinstance(s, sp.Dummy) for s in (a - b).free_symbols):  # each pass has shifts of its own
            yield f"forward[{k}] - y", a - b
    for k, v in enumerate(values):
        for shift in sorted((s for s in v.free_symbols if isinstance(s, sp.Dummy)), key=str):
            yield f"dy[{k}] / dshift", sp.diff(v, shift)
    g = draw_cotangent(SYMBOLS, y, key)
    total = sp.Add(*(a * b for a, b in zip(expressions(g), values, strict=True)))
    cotangents = tupled(rule.pullback(kept, g))
    assert len(cotangents) == len(variables), f"pullback: expected {len(variables)} cotangents, got {len(cotangents)}"
    for n, (d_x, xs, x) in enumerate(zip(cotangents, variables, inputs.differentiable, strict=True)):
        assert d_x.shape == x.shape, f"pullback: expected cotangent {n} of shape {x.shape}, got {d_x.shape}"
        for k, (d, v) in enumerate(zip(expressions(d_x), xs, strict=True)):
            yield f"pullback {n}[{k}] - J^T g", d - sp.diff(total, v)
    y_dot = rule.pushforward(kept, *inputs.tangents)
    tangents = [expressions(x_dot) for x_dot in inputs.tangents]
    for k, (d, v) in enumerate(zip(expressions(y_dot), values, strict=True)):
        slope = sp.Add(*(sp.diff(v, s) * t for xs, ts in zip(variables, tangents, strict=True) for s, t in zip(xs, ts, strict=True)))
        yield f"pushforward[{k}] - J x_dot", d - slope


def vanish(rule: Rule, inputs: Inputs, key: Key) -> list[str]:
    """The differences that do not vanish, by name."""
    return [f"{name} = {e}" for name, e in differences(rule, inputs, key) if not is_zero(e)]


def snapshot(inputs: Inputs) -> list[bytes]:
    """The bytes of every array among the arguments."""
    return [x.tobytes() for x in inputs.arguments if isinstance(x, np.ndarray)]


def locked(inputs: Inputs) -> Inputs:
    """The same inputs, read-only."""

    def lock(x: Any) -> Any:
        array: Any = x
        if isinstance(x, np.ndarray):
            array.setflags(write=False)
        return array

    return Inputs(tuple(lock(x) for x in inputs.arguments), tuple(lock(x) for x in inputs.tangents), inputs.places)
