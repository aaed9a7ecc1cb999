"""What a formula does on many floats, so that two formulas can be told apart without knowing what they are."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from typing import Any, Final

import attrs
import numpy as np

from pureml.check.call import Call, tupled
from pureml.check.inputs import FLOAT32, FLOAT64, Inputs, draw_inputs, sizes_of
from pureml.errors import PuremlError
from pureml.keys import Key
from pureml.rules import Formula, Rule


def _without_the_first(x: Any) -> Any:
    lost = x.copy()
    lost.flat[0] = np.nan
    return lost


SEEDS: Final = 2
MOVES: Final[dict[str, Callable[[Any], Any]]] = {
    "as drawn": lambda x: x * 1,
    "at 0": lambda x: x * 0,
    "near 0": lambda x: x * 1e-9,
    "tiny": lambda x: x * 1e-20,
    "at -21": lambda x: -21 + x / 100,
    "at 21": lambda x: 21 + x / 100,
    "at -40": lambda x: -40 + x / 100,
    "at 40": lambda x: 40 + x / 100,
    "far": lambda x: x * 20,
    "very far": lambda x: x * 300,
    "further than exponentials go": lambda x: x * 1e4,
    "at 100 million": lambda x: x + 1e8,
    "with the greatest at 0": lambda x: 100 * (x - x.max()),
    "with no number": _without_the_first,
}
"""Where formulas that are equal in exact numbers part: in tails, past overflow, at an offset, at 0, at what is no number."""

BREAKS: Final = (PuremlError, ArithmeticError, TypeError, ValueError, LookupError)
PARTS: Final[dict[str, Callable[[Call], Any]]] = {
    "forward": lambda call: call.y,
    "linearize": lambda call: call.linearized[0],
    "pushforward": lambda call: call.y_dot,
    "pullback": lambda call: call.cotangents,
}
RELATIVE: Final = 1e-11
BESIDE: Final = 1e-12
"""Two entries differ if they do by so much of themselves and by so much of the greatest entry beside them."""


@attrs.frozen(eq=False)
class Step:
    """What one part did on one input: the results, or the name of what it raised; and how it behaved."""

    where: str
    results: tuple[Any, ...]
    manners: tuple[object, ...]


def trace(formula: Formula) -> list[Step]:
    """Each part on floats of both kinds, moved everywhere: results, dtypes, warnings, what is written or shared, same bits twice."""
    found: list[Step] = []
    for k, sizes in enumerate(sizes_of(formula)):
        for seed in range(SEEDS):
            key, rest = Key.of(seed).split(2)
            for name, move in MOVES.items():
                system = FLOAT64 if name != "at 0" else FLOAT32
                with np.errstate(all="ignore"):
                    inputs = _moved(draw_inputs(formula, system, sizes, key), move)
                found.extend(_steps(Call(formula, system, inputs, rest), f"{name}, size {k}, seed {seed}"))
    return found


def difference(a: list[Step], b: list[Step]) -> str:
    """Where two formulas part first; nothing if they do not."""
    return next((step.where for step, other in zip(a, b, strict=True) if _apart(step, other)), "")


def _moved(inputs: Inputs, move: Callable[[Any], Any]) -> Inputs:
    return attrs.evolve(inputs, arguments=inputs.with_differentiable(tuple(_like(x, move(x)) for x in inputs.differentiable)))


def _like(x: Any, moved: Any) -> Any:
    return np.asarray(moved).astype(x.dtype)


def _steps(call: Call, where: str) -> Iterator[Step]:
    for name, part in PARTS.items():
        if name == "forward" or isinstance(call.formula, Rule):
            yield _step(part, call, f"{name}, {where}")


def _step(part: Callable[[Call], Any], call: Call, where: str) -> Step:
    mine = attrs.evolve(call, inputs=attrs.evolve(call.inputs, arguments=tuple(map(_copy, call.arguments))))
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            g = mine.g if isinstance(call.formula, Rule) else None
            given: list[Any] = [x for x in (*mine.arguments, g) if hasattr(x, "tobytes")]
            before = [x.tobytes() for x in given]
            results = tuple(map(np.asarray, tupled(part(mine))))
            again = tuple(map(np.asarray, tupled(part(attrs.evolve(mine)))))
        except BREAKS as error:
            return Step(where, (), (type(error).__name__,))
    written = [x.tobytes() for x in given] != before
    shared = any(np.shares_memory(x, y) for x in given for y in results)
    same = [x.tobytes() for x in results] == [x.tobytes() for x in again]
    dtypes = tuple(x.dtype.name for x in results)
    return Step(where, results, (bool(warned), written, shared, same, dtypes, tuple(x.shape for x in results)))


def _copy(x: Any) -> Any:
    return x.copy() if hasattr(x, "tobytes") else x


def _apart(a: Step, b: Step) -> bool:
    return a.manners != b.manners or any(_far(x, y) for x, y in zip(a.results, b.results, strict=True))


def _far(x: Any, y: Any) -> bool:
    with np.errstate(all="ignore"):
        greatest = max((float(np.abs(z[np.isfinite(z)]).max(initial=0.0)) for z in (x, y)), default=0.0)
        near = np.abs(x - y) <= np.maximum(RELATIVE * np.maximum(np.abs(x), np.abs(y)), BESIDE * greatest)
    alike = (near & np.isfinite(x) & np.isfinite(y)) | (x == y) | (np.isnan(x) & np.isnan(y))
    return not bool(alike.all())
