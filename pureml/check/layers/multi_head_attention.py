"""Multi-head attention: its definition, its laws, and what is often taken for it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ...layers import attention, multi_head_attention
from ..call import Call, inner
from ..evidence import Equal, Evidence, Kept, Mutant
from ..inputs import Numbers
from ..laws import affine_in, permutes, permutes_back
from ..mistakes import promoted, without_g
from . import attention as one_head

Y = ("rows", "columns")


def definition(q: Numbers, k: Numbers, v: Numbers, look: Numbers, heads: int) -> Numbers:
    """The attention of each block of columns, one after the other, side by side."""
    return _side_by_side(q, k, v, look, _blocks(q.shape[1], heads))


def _blocks(columns: int, heads: int) -> list[list[int]]:
    width = columns // heads
    return [list(range(h * width, (h + 1) * width)) for h in range(heads)]


def _side_by_side(q: Numbers, k: Numbers, v: Numbers, look: Numbers, blocks: list[list[int]]) -> Numbers:
    y = v * 0
    for block in blocks:
        y[:, block] = one_head.definition(q[None, :, block], k[None, :, block], v[None, :, block], look)[0]
    return y


def _one(call: Call) -> tuple[object, object]:
    q, k, v, look, _ = call.arguments
    return call.at(q, k, v, look, 1).y, attention.forward(q[None], k[None], v[None], look)[0]


def _of_ones(call: Call) -> tuple[object, object]:
    q, k, v, look, heads = call.arguments
    ones = call.at(q, k, v * 0 + 1, look, heads).y
    return ones, ones * 0 + 1


def _moved_keys(call: Call) -> tuple[object, object]:
    q, k, v, look, heads = call.arguments
    return call.at(q, k + 3, v, look, heads).y, call.y


def _apart(call: Call) -> tuple[object, object]:
    """The first head is not changed by queries of the last one, where there are two."""
    q, k, v, look, heads = call.arguments
    loud = q.copy()
    loud[:, -1] = loud[:, -1] + (1 if heads > 1 else 0)
    first = q.shape[1] // heads
    return call.at(loud, k, v, look, heads).y[:, :first], call.y[:, :first]


def _two_sequences(call: Call) -> tuple[object, object]:
    """Two sequences, one after the other, give what each gives alone."""
    q, k, v, look, heads = call.arguments
    both = call.at(*(np.concatenate([x, x[::-1]]) for x in (q, k, v)), look, heads).y
    return both, np.concatenate([call.y, call.at(q[::-1], k[::-1], v[::-1], look, heads).y])


def _values_alone(call: Call) -> tuple[object, object]:
    return inner((call.cotangents[2],), (call.arguments[2],)), inner((call.g,), (call.y,))


def _queries_and_keys(call: Call) -> tuple[object, object]:
    """<d_q, q> = <d_k, k>, since only the products of q and k count."""
    return inner(call.cotangents[:1], call.arguments[:1]), inner(call.cotangents[1:2], call.arguments[1:2])


def _interleaved(q: Numbers, k: Numbers, v: Numbers, look: Numbers, heads: int) -> Numbers:
    """Every heads-th column to one head: the sizes of a reshape in the wrong order."""
    return _side_by_side(q, k, v, look, [list(range(h, q.shape[1], heads)) for h in range(heads)])


def _by_the_whole_width(q: Numbers, k: Numbers, v: Numbers, look: Numbers, heads: int) -> Numbers:
    return definition(q / np.sqrt(q * 0 + heads), k, v, look, heads)


def _tokens_for_heads(x: Numbers, heads: int) -> Numbers:
    """Joined without turning heads and tokens round: the numbers stand elsewhere."""
    rows, columns = x.shape
    return x.reshape(rows, heads, columns // heads).swapaxes(0, 1).reshape(rows, columns)


def _swapped(order: tuple[int, int, int]) -> Callable[[Kept, Numbers], Numbers]:
    """The three cotangents in another order."""

    def wrong(kept: Kept, g: Numbers) -> Numbers:
        found = multi_head_attention.pullback(kept, g)
        return tuple(found[k] for k in order)

    return wrong


EVIDENCE = Evidence(
    definition=definition,
    laws=(
        affine_in("v"),
        Equal("one head is attention", _one),
        Equal("values of 1 give 1", _of_ones),
        Equal("a number added to all keys changes nothing", _moved_keys),
        Equal("a head does not see the queries of another", _apart),
        Equal("two sequences give what each gives alone", _two_sequences),
        Equal("<d_q, q> = <d_k, k>", _queries_and_keys),
        Equal("<d_v, v> = <g, y>", _values_alone),
        permutes("columns", Y),
        permutes_back("columns", Y),
    ),
    mutants=(
        Mutant("one head of all columns", forward=lambda q, k, v, look, _: definition(q, k, v, look, 1)),
        Mutant("a head for each column", forward=lambda q, k, v, look, _: definition(q, k, v, look, q.shape[1])),
        Mutant("scaled by the whole width", forward=_by_the_whole_width),
        Mutant("every other column to one head", forward=_interleaved),
        Mutant(
            "heads and tokens not turned round when joined",
            forward=lambda q, k, v, look, heads: _tokens_for_heads(definition(q, k, v, look, heads), heads),
        ),
        Mutant("the mask ignored", forward=lambda q, k, v, look, heads: definition(q, k, v, look | True, heads)),
        Mutant("queries for keys", forward=lambda q, _, v, look, heads: definition(q, q, v, look, heads)),
        Mutant("keys and queries changed over", forward=lambda q, k, v, look, heads: definition(k, q, v, look, heads)),
        Mutant("d_q and d_k changed over", pullback=_swapped((1, 0, 2))),
        Mutant("d_k and d_v changed over", pullback=_swapped((0, 2, 1))),
        Mutant("the cotangent left out", pullback=without_g(multi_head_attention.pullback)),
        Mutant("float64 out of float32", forward=promoted(multi_head_attention.forward)),
    ),
)
