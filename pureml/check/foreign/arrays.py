"""The border: inputs are handed over in the kind of array that a function takes, and what it gives comes back as NumPy."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from typing import Any, Final, Literal, TypeAlias

import attrs
import numpy as np
from typing_extensions import override

from ..call import tupled
from ..inputs import Given, Numbers
from ..obligation import BREAKS
from .error import ForeignError, line

Kind: TypeAlias = Literal["numpy", "torch", "jax"]
KINDS: Final[tuple[Kind, ...]] = ("numpy", "torch", "jax")


def taking(kind: Kind, function: Callable[..., Any]) -> Callable[..., Any]:
    """The function on NumPy arrays: tensors are copied at the border, NumPy's own arrays go through as they are.

    Numbers stay numbers. What is raised beyond errors of arithmetic, types and values becomes a `ForeignError`.

    >>> taking("numpy", lambda x: x + 1)(np.zeros(2))
    array([1., 1.])
    """
    peer = _peer(kind)

    def called(*arguments: Given) -> Given:
        return _guarded(lambda: back(function(*(peer.hand(x) for x in arguments))), peer)

    return called


def differentiated(kind: Kind, function: Callable[..., Any], places: tuple[int, ...]) -> Callable[..., Any]:
    """The pullback of a function of tensors, by the automatic differentiation of their library: `(*arguments, g) -> d_x`.

    `places` are those of the arguments that have a cotangent. Raises `ForeignError` for NumPy, which has none.
    """
    peer = _peer(kind)

    def pulled(*arguments: Given) -> Given:
        *xs, g = arguments
        return _guarded(lambda: back(peer.pull(function, [peer.hand(x) for x in xs], places, g)), peer)

    return pulled


@attrs.frozen(eq=False)
class Touched:
    """What a function gave, whether it wrote into what it was handed, and whether a result shares memory with that."""

    results: tuple[Any, ...]
    written: bool
    shared: bool


def touched(kind: Kind, function: Callable[..., Any], *arguments: Given) -> Touched:
    """What a call does to the arrays or tensors that the function is handed: these themselves, not copies of them.

    >>> touched("numpy", np.transpose, np.ones((1, 2))).shared
    True
    """
    peer = _peer(kind)

    def called() -> Touched:
        handed = [peer.hand(x) for x in arguments]
        seen = [peer.seen(x) for x in handed]
        before = [x.tobytes() for x in seen]
        given = tupled(function(*handed))
        written = [x.tobytes() for x in seen] != before
        results = [peer.seen(y) for y in given]
        shared = peer.writable and any(np.shares_memory(y, x) for y in results for x in seen)
        return Touched(tuple(y.copy() for y in results), written, shared)

    found: Touched = _guarded(called, peer)
    return found


def back(y: Given) -> Given:
    """NumPy arrays for tensors, copied; numbers for tensors without axes. NumPy's arrays and numbers are not copied."""
    several, plain = isinstance(y, tuple), isinstance(y, _PLAIN)  # tests by name: what they narrow to is of unknown entries
    if several:
        return tuple(map(back, y))
    if plain or y is None:
        return y
    return np.array(y.detach().numpy() if hasattr(y, "detach") else y)[()]


_PLAIN: Final = (np.ndarray, np.generic, int, float, complex)


class _Numpy:
    """NumPy: arrays as they are."""

    writable = True

    def context(self) -> AbstractContextManager[object]:
        return nullcontext()

    def hand(self, x: object) -> object:
        return x

    def seen(self, x: Given) -> np.ndarray[Any, np.dtype[Any]]:
        """The numbers of an array where they are: not a copy if the library can show them."""
        return np.asarray(x)

    def pull(self, function: Callable[..., Any], xs: list[Any], places: tuple[int, ...], g: object) -> Numbers:  # noqa: ARG002  # others do
        raise ForeignError("functions of NumPy arrays are not differentiated: give a pullback")


class _Torch(_Numpy):
    """Torch: copies on the CPU."""

    def __init__(self) -> None:
        self.torch: Any = _module("torch")

    @override
    def seen(self, x: Any) -> np.ndarray[Any, np.dtype[Any]]:
        return np.asarray(x.detach().numpy() if hasattr(x, "detach") else x)

    @override
    def hand(self, x: object) -> object:
        return self.torch.tensor(x) if isinstance(x, np.ndarray) else x

    @override
    def pull(self, function: Callable[..., Any], xs: list[Any], places: tuple[int, ...], g: object) -> Any:
        leaves = [xs[k].requires_grad_() for k in places]
        y = function(*xs)
        weights = self.torch.tensor(np.asarray(g)).to(y.dtype).reshape(y.shape)
        return self.torch.autograd.grad(y, leaves, weights, allow_unused=True, materialize_grads=True)


class _Jax(_Numpy):
    """JAX, with numbers of double precision where those are handed over; its arrays cannot be written."""

    writable = False

    def __init__(self) -> None:
        self.jax: Any = _module("jax")

    @override
    def context(self) -> AbstractContextManager[object]:
        context: AbstractContextManager[object] = self.jax.enable_x64(new_val=True)
        return context

    @override
    def hand(self, x: object) -> object:
        return self.jax.numpy.array(x) if isinstance(x, np.ndarray) else x

    @override
    def pull(self, function: Callable[..., Any], xs: list[Any], places: tuple[int, ...], g: object) -> Any:
        def of_these(*moving: object) -> object:
            replaced = dict(zip(places, moving, strict=True))
            return function(*(replaced.get(k, x) for k, x in enumerate(xs)))

        y, pullback = self.jax.vjp(of_these, *(xs[k] for k in places))
        return pullback(self.jax.numpy.array(np.asarray(g)).astype(y.dtype).reshape(y.shape))


_PEERS: Final[dict[Kind, Callable[[], _Numpy]]] = {"numpy": _Numpy, "torch": _Torch, "jax": _Jax}


def _peer(kind: Kind) -> _Numpy:
    if kind not in KINDS:
        raise ForeignError(f"arrays: expected one of {', '.join(KINDS)}, got {kind}")
    return _PEERS[kind]()


def _module(name: str) -> object:
    try:
        return import_module(name)
    except ImportError as error:
        raise ForeignError(f"arrays: {name} is not installed: pip install {name}") from error


def _guarded(call: Callable[[], Any], peer: _Numpy) -> Given:
    try:
        with peer.context():
            return call()
    except BREAKS:
        raise
    except (Exception, SystemExit) as error:
        raise ForeignError(f"raised {line(error)}") from error
