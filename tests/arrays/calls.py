"""Arguments to run the signatures of pureml/arrays/*.pyi with, and what a function may do with them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any, Final, cast

import numpy as np

from pureml.arrays import Window, window_max, winners
from tests.arrays.signatures import SIZES, WINDOWS, Array, Case, filled, values

Given = tuple[Any, ...]
ROWS, COLUMNS, CHANNELS, HEIGHT, WIDTH = (SIZES[name] for name in ("R", "C", "Ch", "H", "W"))
IMAGES: Final = (ROWS, CHANNELS, HEIGHT, WIDTH)
STOPPED: Final = (ROWS, CHANNELS, SIZES["Down"], SIZES["Across"])


def _update(x: Array, y: Array, c: float, into: list[Array]) -> tuple[Array, Array]:
    """`x + c y`, and `x y`, in their places."""
    return np.add(x, c * y, into[0]), np.multiply(x, y, into[1])


def _in_blocks(dtype: str) -> Iterator[Given]:
    for size in (6, 300 * 301):  # one piece, and several
        x = filled((size,), dtype)
        yield _update, [x, x + 1], [2.0], [np.empty_like(x), np.empty_like(x)]


def _arrays(dtype: str) -> Iterator[Given]:
    for shapes in ([(2, 3)], [(2, 3), (4,), (1, 1)], [(300, 301), (300, 302), (5,)]):
        yield ([filled(sizes, dtype) for sizes in shapes],)


def _flushed(dtype: str) -> Iterator[Given]:
    rows = filled((3, 4), dtype)
    yield (rows,)
    yield (rows * np.finfo(dtype).tiny,)


def _images(dtype: str) -> Iterator[Given]:
    """Images in both orders of memory."""
    yield (filled(IMAGES, dtype),)
    yield (filled((*IMAGES[1:], ROWS), dtype).transpose(3, 0, 1, 2),)


def _patches(window: Window, dtype: str) -> Array:
    return filled((_seen(window), ROWS * SIZES["Down"] * SIZES["Across"]), dtype)


def _seen(window: Window) -> int:
    """How many numbers of an image a window sees."""
    return CHANNELS * window.size[0] * window.size[1]


def _filters(window: Window, dtype: str) -> Array:
    return filled((COLUMNS, _seen(window)), dtype)


def _stops(dtype: str) -> Array:
    """A row for each filter, a column for each stop in each image."""
    return filled((COLUMNS, ROWS * SIZES["Down"] * SIZES["Across"]), dtype)


def _hits(window: Window, dtype: str) -> Any:
    x: Any = filled(IMAGES, dtype)
    return winners(x, window_max(x, window), window)


def _winners(window: Window, dtype: str) -> Given:
    x: Any = filled(IMAGES, dtype)
    return x, window_max(x, window), window


def _system(dtype: str) -> Iterator[Given]:
    """A positive definite matrix, far from singular, and what it is solved for."""
    yield filled((ROWS, ROWS), dtype) + 2 * ROWS * np.eye(ROWS, dtype=dtype), filled((ROWS, SIZES["K"]), dtype)


def _each_window(make: Callable[[Window, str], Given]) -> Callable[[str], Iterator[Given]]:
    return lambda dtype: (make(window, dtype) for window in WINDOWS)


BY_HAND: Final[dict[str, Callable[[str], Iterator[Given]]]] = {
    "in_blocks": _in_blocks,
    "runs": _arrays,
    "as_vector": _arrays,
    "flushed": _flushed,
    "solved": _system,
    "channel_rows": _images,
    "from_channel_rows": lambda dtype: iter([(filled((CHANNELS, HEIGHT * WIDTH * ROWS), dtype), ROWS, HEIGHT, WIDTH)]),
    "from_patches": _each_window(lambda window, dtype: (_patches(window, dtype), window, *IMAGES)),
    "correlated": _each_window(lambda window, dtype: (_filters(window, dtype), filled(IMAGES, dtype), window)),
    "correlated_with": _each_window(lambda window, dtype: (_stops(dtype), filled(IMAGES, dtype), window)),
    "spread": _each_window(lambda window, dtype: (_filters(window, dtype), _stops(dtype), window, *IMAGES)),
    "with_sides": lambda dtype: iter([(filled(IMAGES, dtype), HEIGHT, WIDTH)]),
    "winners": _each_window(_winners),
    "at_winners": _each_window(lambda window, dtype: (_hits(window, dtype), filled(IMAGES, dtype), window)),
    "to_winners": _each_window(lambda window, dtype: (_hits(window, dtype), filled(STOPPED, dtype), window, HEIGHT, WIDTH)),
}
"""Where sizes named `int` have to fit each other, an argument is a function or a sequence, or the order of memory counts, by name."""

WRITING: Final = {"put", "add_row", "scale_row", "exp_over", "divided"}
"""Functions that write a fresh matrix, their first argument, unless they are given a place, `into`."""

ALWAYS: Final = ("divided", "fresh", "freeze", "exp_over", "from_channel_rows", "with_sides")
SHARING: Final[dict[str, Callable[[Given], bool]]] = {
    **dict.fromkeys(ALWAYS, lambda _: True),
    "as_vector": lambda given: len(given[0]) == 1,
    "flushed": lambda given: bool((given[0] >= 1).all()),  # where nothing is small
}
"""Functions whose result is, for such arguments, another name for the same memory: of arguments that can be written, these alone."""


def calls(case: Case, dtype: str) -> Iterator[Given]:
    """The lists of arguments made by hand, or else every choice of alternatives for the arguments."""
    if not case.owner and case.definition.name in BY_HAND:
        return BY_HAND[case.definition.name](dtype)
    return itertools.product(*(list(values(parameter, case, dtype)) for parameter in case.parameters))


def arrays_of(value: object) -> list[Array]:
    """The arrays in an argument or a result."""
    if isinstance(value, np.ndarray):
        return [cast("Array", value)]
    return [x for part in cast("list[object]", value) for x in arrays_of(part)] if isinstance(value, (list, tuple)) else []
