"""Attention: its definition, its laws, and what is often taken for it."""

from __future__ import annotations

import attrs
import numpy as np

from ...layers import attention
from ..call import Call, inner
from ..evidence import Equal, Evidence, Kept, Mutant
from ..inputs import Numbers
from ..laws import affine_in, permutes, permutes_back
from ..mistakes import promoted, without_g

Y = ("heads", "rows", "outputs")


def definition(q: Numbers, k: Numbers, v: Numbers, look: Numbers) -> Numbers:
    """exp(<q_i, k_j> / sqrt d) over its sum over the places that row i looks at, with nothing subtracted."""
    return _weighted(np.exp(_scores(q / _root(q), k)) * look, v)


def _root(q: Numbers) -> Numbers:
    """sqrt(d), in the number system, for each entry."""
    return np.sqrt(q * 0 + q.shape[2])


def _scores(q: Numbers, k: Numbers) -> Numbers:
    return q @ np.swapaxes(k, 1, 2)


def _weighted(e: Numbers, v: Numbers) -> Numbers:
    return (e / e.sum(axis=2)[:, :, None]) @ v


def _of_ones(call: Call) -> tuple[object, object]:
    q, k, v, look = call.arguments
    ones = call.at(q, k, v * 0 + 1, look).y
    return ones, ones * 0 + 1


def _moved_keys(call: Call) -> tuple[object, object]:
    q, k, v, look = call.arguments
    return call.at(q, k + k[:, :1] * 0 + 3, v, look).y, call.y


def _scaled_apart(call: Call) -> tuple[object, object]:
    q, k, v, look = call.arguments
    return call.at(q * 2, k / 2, v, look).y, call.y


def _key_sums(call: Call) -> tuple[object, object]:
    sums = call.cotangents[1].sum(axis=1)
    return sums, sums * 0


def _unseen(call: Call) -> tuple[object, object]:
    """Other numbers at a place that no row looks at: neither the value nor a slope."""
    q, k, v, look = call.arguments
    places: int = look.shape[1]
    seen: Numbers = np.arange(places) < max(places - 1, 1)  # with one place there is nothing to hide
    hidden: Numbers = look & seen
    hidden[:, 0] = True
    loud: Numbers = (q * 0 + 1)[:, :1, :1] * ~seen[:, None]
    return call.at(q, k, v, hidden).y, call.at(q, k + loud, v - loud, hidden).y


def _scale_of_queries(call: Call) -> tuple[object, object]:
    """<d_q, q> = <d_k, k>, since only the products of q and k count."""
    d_q, d_k, _ = call.cotangents
    return inner((d_q,), call.arguments[:1]), inner((d_k,), call.arguments[1:2])


def _values_alone(call: Call) -> tuple[object, object]:
    return inner((call.cotangents[2],), (call.arguments[2],)), inner((call.g,), (call.y,))


def _backwards(kept: Kept, g: Numbers, d_scores: Numbers) -> Numbers:
    """What the pullback makes of another cotangent of the scores."""
    return d_scores @ kept.k / kept.root, np.swapaxes(d_scores, 1, 2) @ kept.scaled, np.swapaxes(kept.weights, 1, 2) @ g


def _of_weights(kept: Kept, g: Numbers) -> Numbers:
    return g @ np.swapaxes(kept.v, 1, 2)


def _diagonal(kept: Kept, g: Numbers) -> Numbers:
    return _backwards(kept, g, _of_weights(kept, g) * kept.weights * (1 - kept.weights))


def _softmax_forgotten(kept: Kept, g: Numbers) -> Numbers:
    return _backwards(kept, g, _of_weights(kept, g) * kept.weights)


def _mask_ignored_back(kept: Kept, g: Numbers) -> Numbers:
    e = np.exp(_scores(kept.scaled, kept.k))
    return attention.pullback(attrs.evolve(kept, weights=e / e.sum(axis=2)[:, :, None]), g)


def _unscaled_back(kept: Kept, g: Numbers) -> Numbers:
    d_q, d_k, d_v = attention.pullback(kept, g)
    return d_q * kept.root, d_k * kept.root, d_v


def _scaled_twice_back(kept: Kept, g: Numbers) -> Numbers:
    d_q, d_k, d_v = attention.pullback(kept, g)
    return d_q / kept.root, d_k / kept.root, d_v


def _queries_unscaled_back(kept: Kept, g: Numbers) -> Numbers:
    d_q, d_k, d_v = attention.pullback(kept, g)
    return d_q * kept.root, d_k, d_v


def _values_by_g(kept: Kept, g: Numbers) -> Numbers:
    """The weights left out of d_v: every place gets the sum of g."""
    d_q, d_k, d_v = attention.pullback(kept, g)
    return d_q, d_k, d_v * 0 + g.sum(axis=1)[:, None]


def _stale(q: Numbers, k: Numbers, v: Numbers, look: Numbers) -> Numbers:
    """What is kept is of another mask."""
    return attention.forward(q, k, v, look), attention.linearize(q, k, v, look | True)[1]


def _over_rows(q: Numbers, k: Numbers, v: Numbers, look: Numbers) -> Numbers:
    e = np.exp(_scores(q / _root(q), k)) * look
    return (e / (e.sum(axis=1)[:, None] + (e * 0).sum(axis=1)[:, None] + ~look.any(axis=0))) @ v


def _mask_on_scores(q: Numbers, k: Numbers, v: Numbers, look: Numbers) -> Numbers:
    """A score of 0 is not a weight of 0."""
    return _weighted(np.exp(_scores(q / _root(q), k) * look), v)


def _mask_on_weights(q: Numbers, k: Numbers, v: Numbers, look: Numbers) -> Numbers:
    """Masked after softmax: the weights no longer sum to 1."""
    e = np.exp(_scores(q / _root(q), k))
    return (e / e.sum(axis=2)[:, :, None] * look) @ v


EVIDENCE = Evidence(
    definition=definition,
    laws=(
        affine_in("v"),
        Equal("values of 1 give 1: the weights sum to 1", _of_ones),
        Equal("a vector added to all keys changes nothing", _moved_keys),
        Equal("2 q and k / 2 change nothing", _scaled_apart),
        Equal("d_k sums to 0 over the places", _key_sums),
        Equal("what no row looks at does not count", _unseen),
        Equal("<d_q, q> = <d_k, k>", _scale_of_queries),
        Equal("<d_v, v> = <g, y>", _values_alone),
        permutes("heads", Y),
        permutes("rows", Y),
        permutes("places", Y),
        permutes("inputs", Y),
        permutes("outputs", Y),
        permutes_back("rows", Y),
        permutes_back("places", Y),
    ),
    mutants=(
        Mutant("no scale", forward=lambda q, k, v, look: _weighted(np.exp(_scores(q, k)) * look, v)),
        Mutant("the scale twice", forward=lambda q, k, v, look: _weighted(np.exp(_scores(q / q.shape[2], k)) * look, v)),
        Mutant(
            "scaled by sqrt d instead of 1 / sqrt d", forward=lambda q, k, v, look: _weighted(np.exp(_scores(q * _root(q), k)) * look, v)
        ),
        Mutant("softmax over the rows", forward=_over_rows),
        Mutant("the mask ignored", forward=lambda q, k, v, look: definition(q, k, v, look | True)),
        Mutant("the mask multiplied to the scores", forward=_mask_on_scores),
        Mutant("the mask after softmax", forward=_mask_on_weights),
        Mutant("no softmax: exp alone", forward=lambda q, k, v, look: (np.exp(_scores(q / _root(q), k)) * look) @ v),
        Mutant("the mask ignored on the way back", pullback=_mask_ignored_back),
        Mutant("what was kept of another mask", linearize=_stale),
        Mutant("the diagonal of softmax alone on the way back", "the notes, S21", pullback=_diagonal),
        Mutant("the inner product of softmax forgotten", pullback=_softmax_forgotten),
        Mutant("no scale on the way back", pullback=_unscaled_back),
        Mutant("the scale twice on the way back", pullback=_scaled_twice_back),
        Mutant("no scale in d_q", pullback=_queries_unscaled_back),
        Mutant("d_v without the weights", pullback=_values_by_g),
        Mutant("the cotangent left out", pullback=without_g(attention.pullback)),
        Mutant("float64 out of float32", forward=promoted(attention.forward)),
    ),
)
