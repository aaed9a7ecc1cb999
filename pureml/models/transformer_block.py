"""A transformer block, pre-norm: X + attention(norm X), then X + network(norm X)."""

from __future__ import annotations

from typing import TypeAlias

from ..arrays import F, Mask
from ..functions.activation import Activation
from ..functions.gelu import gelu
from ..initializers import Initializer, affine, glorot, layer_norm, multi_head_attention
from ..keys import Key
from ..layers.affine import Affine
from ..layers.heads import Heads, Size, Tokens, Width
from ..layers.layer import Activated, Chain, In, Out
from ..layers.layer_norm import LayerNorm
from ..layers.multi_head_attention import MultiHeadAttention
from ..layers.residual import Residual, residual

Attends: TypeAlias = Residual[In, Chain[In, In, LayerNorm[In, F], MultiHeadAttention[In, Width, Size, Tokens, F], F], F]
"""X + attention(norm X), as `Attends[In, F, Width, Size, Tokens]`."""

Thinks: TypeAlias = Residual[
    In, Chain[In, In, Activated[In, Out, Chain[In, Out, LayerNorm[In, F], Affine[In, Out, F], F], F], Affine[Out, In, F], F], F
]
"""X + network(norm X), the network two affine layers with an activation between, as `Thinks[In, Out, F]`."""

TransformerBlock: TypeAlias = Chain[In, In, Attends[In, F, Width, Size, Tokens], Thinks[In, Out, F], F]
"""One after the other, as `TransformerBlock[In, F, Width, Size, Tokens, Out]`."""


def transformer_block(
    key: Key,
    columns: In,
    heads: Heads[Width, Size],
    hidden: Out,
    look: Mask[tuple[Tokens, Tokens]],
    dtype: type[F],
    *,
    activation: Activation = gelu,
    init: Initializer = glorot,
) -> TransformerBlock[In, F, Width, Size, Tokens, Out]:
    """Tokens exchange what they know along `look`, then each thinks for itself; both add to what is there.

    Rows are tokens, those of one or more sequences as long as the mask, one after the other. Source: Vaswani et al.,
    Attention Is All You Need (2017), section 3.1, with the norm first: Xiong et al., On Layer Normalization in the
    Transformer Architecture (2020), table 1.

    >>> import numpy as np
    >>> import pureml as pm
    >>> block = transformer_block(pm.Key.of(0), 8, pm.Heads(8, 2, 4), 32, pm.causal(5), np.float64)
    >>> block.first
    residual(LayerNorm(8) >> MultiHeadAttention(8, 2 heads of 4))
    >>> block.second
    residual(LayerNorm(8) >> Affine(8 -> 32) >> gelu >> Affine(32 -> 8))
    """
    attention_key, first, second = key.split(3)
    attention = multi_head_attention(attention_key, columns, heads, look, dtype, init=init)
    network = layer_norm(columns, dtype) >> affine(first, columns, hidden, dtype, init=init) >> activation
    return residual(layer_norm(columns, dtype) >> attention) >> residual(network >> affine(second, hidden, columns, dtype, init=init))
