"""Values as Python code to paste, and the code that calls a formula on them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import numpy as np

from ..rules import Argument, Kind
from .inputs import Array, Given

WHOLE: Final = frozenset({Kind.LABELS, Kind.MASK, Kind.COVER, Kind.SIZE, Kind.WHOLE, Kind.PAIR})
"""The kinds of arguments that hold no real numbers, and keep the dtype they have."""


def literal(x: object, *, whole: bool = False) -> str:
    """An array or a number as code that makes it again, bit for bit: single precision in its own digits, also what is not finite.

    Elements of other number systems become the floats nearest to them; `whole` numbers stay whole.

    >>> literal(np.array([[1.5, -np.inf]])), literal(np.array([0.1], np.float32)), literal(np.array([True]), whole=True)
    ('np.array([[1.5, -np.inf]])', 'np.array([0.1], np.float32)', 'np.array([True])')
    """
    some: Any = x
    if isinstance(x, tuple):
        return repr(some)
    if type(some) is np.float32:
        return f"np.float32({_finite(str(some))})"
    if not hasattr(x, "shape") or not some.shape:
        return repr(int(some)) if whole else _finite(repr(float(some)))
    array = np.asarray(some)
    if whole:
        return f"np.array({array.tolist()!r})"
    dtype = ", np.float32" if array.dtype == np.float32 else ""
    return f"np.array({_finite(str(digits(array)))}{dtype})"


def digits(x: Array) -> Given:
    """Nested lists of the shortest floats that give the same entries in their own precision.

    >>> digits(np.array([[0.1, 2.0]], np.float32))
    [[0.1, 2.0]]
    """
    if x.ndim:
        return [digits(np.asarray(row)) for row in x]
    return float(str(x[()])) if x.dtype.kind == "f" else float(x[()])


def assigned(arguments: Iterable[Argument], values: Iterable[object]) -> list[str]:
    """A line of code for each argument, which gives its name to its value."""
    return [f"{a.name} = {literal(x, whole=a.kind in WHOLE)}" for a, x in zip(arguments, values, strict=True)]


def script(imports: str, template: str, arguments: tuple[Argument, ...], values: Iterable[object], g: object = None) -> str:
    """Code that makes the arguments and prints what the template gives for `{x}`, the arguments, and `{g}`, the cotangent.

    >>> print(script("import math", "math.exp({x})", (Argument("x", ()),), (0.5,)))
    import numpy as np
    import math
    x = 0.5
    print(math.exp(x))
    """
    lines = ["import numpy as np", imports, *assigned(arguments, values)]
    if "{g}" in template:
        lines.append(f"g = {literal(g)}")
    lines.append(f"print({template.format(x=', '.join(a.name for a in arguments), g='g')})")
    return "\n".join(lines)


def _finite(code: str) -> str:
    return code.replace("inf", "np.inf").replace("nan", "np.nan")
