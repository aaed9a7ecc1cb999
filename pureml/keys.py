"""Splittable random keys: randomness is a value that is passed in, never a state that is hidden."""

from __future__ import annotations

import attrs
import numpy as np

from .arrays import C, F, Matrix, R, freeze, matrix
from .errors import DomainError

SEEDS = 1 << 128
STEPS = 1 << 32


@attrs.frozen
class Key:
    """The same key gives the same numbers, and keys split from it give independent ones.

    A key is a seed and a path of splits; a path names one stream of NumPy's `SeedSequence`, whose `spawn_key` is made
    for this. A key is used once: split it first if two draws need it. Raises `DomainError` for a seed that has more
    than 128 bits or a step of the path that has more than 32: beyond, other keys would have the same stream.

    >>> key = Key.of(0)
    >>> first, second = key.split(2)
    >>> first == key.split(2)[0], first == second
    (True, False)
    >>> bool((normal(first, 1, 2, np.float64) == normal(second, 1, 2, np.float64)).any())
    False
    """

    seed: int
    path: tuple[int, ...] = ()

    def __attrs_post_init__(self) -> None:
        """`SeedSequence` writes seed and path one after the other, in words of 32 bits: each must fill its own."""
        if not 0 <= self.seed < SEEDS:
            raise DomainError(f"Key: expected a seed of at least 0 and less than 2^128, got {self.seed}")
        for step in self.path:
            if not 0 <= step < STEPS:
                raise DomainError(f"Key: expected a step of at least 0 and less than 2^32, got {step}")

    @classmethod
    def of(cls, seed: int, /) -> Key:
        """The first key of a seed."""
        return cls(seed)

    def split(self, n: int, /) -> tuple[Key, ...]:
        """`n` keys, independent of each other and of this one."""
        return tuple(self.fold(i) for i in range(n))

    def fold(self, i: int, /) -> Key:
        """The `i`-th key of `split`, for a count that is not known beforehand: epochs, steps."""
        return Key(self.seed, (*self.path, i))

    def bits(self) -> np.random.BitGenerator:
        """A new bit generator at the start of this key's stream."""
        return np.random.SFC64(np.random.SeedSequence(self.seed, spawn_key=self.path))


def normal(key: Key, rows: R, cols: C, dtype: type[F]) -> Matrix[R, C, F]:
    """Standard normal numbers: in float32 the float64 ones, rounded.

    >>> normal(Key.of(0), 1, 2, np.float32).dtype
    dtype('float32')
    """
    return matrix(np.random.Generator(key.bits()).standard_normal((rows, cols)), rows, cols, dtype)


def uniform(key: Key, rows: R, cols: C, dtype: type[F]) -> Matrix[R, C, F]:
    """Numbers spread evenly over [-1, 1)."""
    return matrix(np.random.Generator(key.bits()).uniform(-1.0, 1.0, (rows, cols)), rows, cols, dtype)


def permutation(key: Key, n: int) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """The numbers from 0 to n - 1, each once, in random order.

    >>> sorted(permutation(Key.of(0), 3).tolist())
    [0, 1, 2]
    """
    return freeze(np.random.Generator(key.bits()).permutation(n))
