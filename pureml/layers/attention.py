"""Scaled dot-product attention: Y = softmax(Q K^T / sqrt(d)) V, where each row looks only at the places its mask allows.

A stack holds independent attentions of one size, the heads and sequences of a batch; one attention is a stack of one.
"""

from __future__ import annotations

from typing import Generic

import attrs

from ..arrays import C, F, Float, K, Mask, N, R, Stack, W, covered, exp, root_of, seen, seen_shift, stacked_sums
from ..rules import Argument, Domain, Kind, Rule, bounds
from ..scales import SCORES


@attrs.define(eq=False)
class Attended(Generic[N, R, K, C, W, Float]):
    """Q / sqrt(d), K, V, the weights P, which are 0 where a row does not look, and sqrt(d)."""

    scaled: Stack[N, R, C, Float]
    k: Stack[N, K, C, Float]
    v: Stack[N, K, W, Float]
    weights: Stack[N, R, K, Float]
    root: Float


def forward(q: Stack[N, R, C, F], k: Stack[N, K, C, F], v: Stack[N, K, W, F], look: Mask[tuple[R, K]], /) -> Stack[N, R, W, F]:
    """Each row of Y is a mean of the rows of V it looks at, with positive weights that sum to 1: Y = P V.

    q (N, R, C), k (N, K, C), v (N, K, W), look (R, K) -> (N, R, W), with P = softmax(Q K^T / sqrt(C)) over the places
    where `look` is true and 0 elsewhere. A row that looks nowhere has no mean: raises `DomainError`; `ShapeError` for a
    mask of another size. Source: Vaswani et al., Attention Is All You Need (2017), eq. 1 and section 3.2.3.

    >>> import numpy as np
    >>> import pureml as pm
    >>> one = pm.stack(np.ones((1, 2, 1)), 1, 2, 1)
    >>> v = pm.stack([[[1.0], [3.0]]], 1, 2, 1)
    >>> forward(one, one, v, pm.causal(2))
    array([[[1.],
            [2.]]])
    """
    return linearize(q, k, v, look)[0]


def linearize(
    q: Stack[N, R, C, F], k: Stack[N, K, C, F], v: Stack[N, K, W, F], look: Mask[tuple[R, K]], /
) -> tuple[Stack[N, R, W, F], Attended[N, R, K, C, W, F]]:
    """Y, and what its derivatives need."""
    covered("attention", look, q.shape[1], k.shape[1])
    root = root_of(q.shape[2], q)
    scaled = q / root
    scores = scaled @ k.mT
    # What is not seen is 0 before exp, so that it cannot overflow, and 0 after it.
    e = seen(look, exp(seen(look, scores - seen_shift(look, scores))))
    weights = e / stacked_sums(e)
    return weights @ v, Attended(scaled, k, v, weights, root)


def pushforward(
    kept: Attended[N, R, K, C, W, F], q_dot: Stack[N, R, C, F], k_dot: Stack[N, K, C, F], v_dot: Stack[N, K, W, F], /
) -> Stack[N, R, W, F]:
    """The product rule twice, through the scores and through softmax: Y_dot = P_dot V + P V_dot."""
    scores_dot = q_dot / kept.root @ kept.k.mT + kept.scaled @ k_dot.mT
    return _projected(kept.weights, scores_dot) @ kept.v + kept.weights @ v_dot


def pullback(kept: Attended[N, R, K, C, W, F], g: Stack[N, R, W, F], /) -> tuple[Stack[N, R, C, F], Stack[N, K, C, F], Stack[N, K, W, F]]:
    """The factor 1 / sqrt(d) enters once into d_q and once into d_k: with d_S = P (d_P - <P, d_P>), d_P = G V^T,

    d_q = d_S K / sqrt(d), d_k = d_S^T Q / sqrt(d), d_v = P^T G. No slope passes where a row does not look.

    >>> import numpy as np
    >>> import pureml as pm
    >>> one = pm.stack(np.ones((1, 2, 1)), 1, 2, 1)
    >>> y, kept = linearize(one, one, pm.stack([[[1.0], [3.0]]], 1, 2, 1), pm.causal(2))
    >>> pullback(kept, one)[1:]
    (array([[[-0.5],
            [ 0.5]]]), array([[[1.5],
            [0.5]]]))
    """
    d_scores = _projected(kept.weights, g @ kept.v.mT)
    return d_scores @ kept.k / kept.root, d_scores.mT @ kept.scaled, kept.weights.mT @ g


def _projected(weights: Stack[N, R, K, F], d: Stack[N, R, K, F], /) -> Stack[N, R, K, F]:
    """P (d - <P, d>): the Jacobian of softmax, symmetric, so it serves both ways."""
    return weights * (d - stacked_sums(weights * d))


RULE = Rule(
    name="attention",
    formula="Y = P V, P = softmax(Q K^T / sqrt(d)) over the places each row looks at",
    derivative="d_q = d_S K / sqrt(d), d_k = d_S^T Q / sqrt(d), d_v = P^T G, d_S = P (d_P - <P, d_P>), d_P = G V^T",
    forward=forward,
    linearize=linearize,
    pushforward=pushforward,
    pullback=pullback,
    domain=Domain(
        (
            Argument("q", ("heads", "rows", "inputs")),
            Argument("k", ("heads", "places", "inputs")),
            Argument("v", ("heads", "places", "outputs")),
            Argument("look", ("rows", "places"), Kind.COVER),
        ),
        sizes=((1, 2, 2, 3, 1), (2, 1, 2, 1, 2), (1, 3, 1, 2, 2)),
    ),
    source="Vaswani et al., Attention Is All You Need (2017), eq. 1",
    # Sums of up to four terms; two units for the exponential.
    bounds=(
        *bounds("forward", 6, 6, SCORES),
        *bounds("pushforward", 6, 6, SCORES),
        *bounds("pullback", 6, 6, SCORES),
    ),
    theorem="Attention.attention_backward",
)
