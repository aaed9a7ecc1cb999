"""Layers of the proofs that are several rules here, or one rule and more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias

import numpy as np

import pureml as pm
from pureml.check.call import tupled
from pureml.rules import find

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]
Back: TypeAlias = Callable[[Any], tuple[Any, ...]]
Special: TypeAlias = Callable[[Array, Any, dict[str, Array]], tuple[Array, Back]]


def of_rule(name: str, *inputs: Any) -> tuple[Array, Back]:
    """The value of a rule, and its way back."""
    rule = find(name)
    y, kept = rule.linearize(*inputs)

    def back(g: Any) -> tuple[Any, ...]:
        return tupled(rule.pullback(kept, g))

    return np.asarray(y), back


def shifted_rms_norm(x: Array, options: Any, given: dict[str, Array]) -> tuple[Array, Back]:
    """RMS norm, and a shift of every column, which the rule does not have."""
    y, back = of_rule("rms_norm", x, given["gamma"], options["eps"])

    def both(g: Any) -> tuple[Any, ...]:
        return *back(g), np.sum(g, axis=0)

    return y + given["beta"], both


def embedding(_x: Array, options: Any, given: dict[str, Array]) -> tuple[Array, Back]:
    """Rows of the table; the input of the network is the tokens, so nothing goes further back."""
    table = given["table"]
    indices = options["indices"]
    y, back = of_rule("embedding", table, pm.labels(indices, len(indices), len(table)))

    def to_table(g: Any) -> tuple[Any, ...]:
        return np.zeros(0), *back(g)

    return y, to_table


def transformer_block(x: Array, options: Any, given: dict[str, Array]) -> tuple[Array, Back]:
    """x + attention(norm x), then h + network(norm h); one projection gives queries, keys and values side by side."""
    eps, heads = options["eps"], options["heads"]
    assert (options["mask"], options["activation"]) == ("causal", "gelu")
    assert abs(options["scale"] - (heads / x.shape[1]) ** 0.5) < 1e-15
    normed, norm_back = of_rule("layer_norm", x, given["gamma_attention"], given["beta_attention"], eps)
    qkv, qkv_back = of_rule("affine", normed, given["weight_qkv"], given["bias_qkv"])
    look = np.tri(len(x), dtype=bool)
    mixed, attention_back = of_rule("multi_head_attention", *np.split(qkv, 3, axis=1), look, heads)
    out, out_back = of_rule("affine", mixed, given["weight_out"], given["bias_out"])
    h = x + out
    normed_h, norm_h_back = of_rule("layer_norm", h, given["gamma_mlp"], given["beta_mlp"], eps)
    up, up_back = of_rule("affine", normed_h, given["weight_up"], given["bias_up"])
    active, active_back = of_rule("gelu", up)
    down, down_back = of_rule("affine", active, given["weight_down"], given["bias_down"])

    def back(g: Any) -> tuple[Any, ...]:
        d_active, *d_down = down_back(g)
        d_normed_h, *d_up = up_back(active_back(d_active)[0])
        d_h_through, *d_norm_h = norm_h_back(d_normed_h)
        d_h = g + d_h_through
        d_mixed, *d_out = out_back(d_h)
        d_normed, *d_qkv = qkv_back(np.concatenate(attention_back(d_mixed), axis=1))
        d_through, *d_norm = norm_back(d_normed)
        return d_h + d_through, *d_norm, *d_qkv, *d_out, *d_norm_h, *d_up, *d_down

    return h + down, back


SPECIAL: Final[dict[str, Special]] = {
    "embedding": embedding,
    "rms_norm": shifted_rms_norm,
    "transformer_block": transformer_block,
}
"""By the kind of the layer in the proofs."""
