"""The masks of dropout: which numbers of a batch are kept, drawn from one key for all layers of a network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs
import numpy as np

from .arrays import Mask, freeze
from .keys import Key

WORD = 1 << 16
BITS, SHORTS = 64, 4  # a word of a stream has so many bits, or numbers of 16 bits
HALF = 0.5


@attrs.frozen
class Dropped:
    """A mask that a pass needs: of so many columns, each dropped at this rate, with so many rows for each sample."""

    columns: int
    rate: float
    rows: int = 1


def keep_masks(key: Key, samples: int, wanted: Sequence[Dropped], /) -> tuple[Mask[Any], ...]:
    """The masks wanted for a batch: True with probability 1 - rate, all entries of all masks independent.

    At the rate 1/2 each entry is a bit of the key's stream; at any other it takes 16 bits, and is kept from rate * 65536
    on, which is exact for a multiple of 1/65536; see `whole_words`. The masks take whole words of the stream, one after
    the other, so a mask is what it is whatever is wanted after it: it takes longer to start a stream than to draw a mask.

    >>> [mask.shape for mask in keep_masks(Key.of(0), 2, [Dropped(3, 0.5), Dropped(4, 0.1)])]
    [(2, 3), (2, 4)]
    """
    if not wanted:
        return ()
    shapes = [(samples * mask.rows, mask.columns) for mask in wanted]
    shares = [-(-r * c // (BITS if mask.rate == HALF else SHORTS)) for mask, (r, c) in zip(wanted, shapes, strict=True)]
    stream: Any = key.bits().random_raw(sum(shares))
    masks: list[Any] = []
    end = 0
    for mask, shape, share in zip(wanted, shapes, shares, strict=True):
        words, end = stream[end : end + share], end + share
        if mask.rate == HALF:
            keep = freeze(np.unpackbits(words.view(np.uint8), bitorder="little")).view(np.bool_)
        else:
            keep = freeze(words.view(np.uint16) >= round(mask.rate * WORD))
        masks.append(keep[: shape[0] * shape[1]].reshape(shape))
    return tuple(masks)


def whole_words(rate: float) -> float:
    """The multiple of 1/65536 nearest to `rate`, which `keep_masks` draws exactly.

    >>> whole_words(0.5), whole_words(0.1)
    (0.5, 0.100006103515625)
    """
    return round(rate * WORD) / WORD
