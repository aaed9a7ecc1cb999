"""A pair of functions that are not ours, as the subject of our checks."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, TypeAlias

from ...errors import StructureError
from ...rules import Domain, Formula, Rule
from ..subject import Spelling, Subject
from .arrays import Kind, differentiated, taking
from .error import ForeignError
from .loading import is_file, load

Function: TypeAlias = str | Callable[..., Any]
"""A function, or `module:function`, or `path/file.py:function`."""


def foreign(
    forward: Function, pullback: Function | None = None, *, domain: Domain, arrays: Kind = "numpy", seed: int = 0, rounds: int = 1
) -> Subject:
    """Functions from elsewhere as a subject: `forward(*arguments) -> y`, `pullback(*arguments, g) -> d_x` or a tuple of them.

    Without a pullback a function of torch tensors or JAX arrays is differentiated by its own library, and one of NumPy
    arrays is a formula without derivatives. Nothing is known of a pushforward. Raises `ForeignError` for what cannot be
    loaded, and for functions that do not take the arguments of the domain.

    >>> from pureml.rules import ELEMENTWISE
    >>> subject = foreign(lambda x: 3 * x, lambda x, g: 3 * g, domain=ELEMENTWISE)
    >>> subject.opaque, subject.has_pushforward, subject.formula.forward(2)
    (True, False, 6)
    """
    names = tuple(a.name for a in domain.arguments)
    forth = _checked(forward, names)
    called = taking(arrays, forth)
    name, source = shown(forward), f"{shown(forward)}{f' and {shown(pullback)}' if pullback is not None else ''}"
    spelling = spelling_of(forward, pullback, domain, arrays)
    if pullback is None and arrays == "numpy":
        formula = Formula(name=name, formula="", forward=called, domain=domain, source=source)
        return Subject(
            formula=formula,
            seed=seed,
            rounds=rounds,
            opaque=True,
            has_pushforward=False,
            functions={"forward": forth},
            spelling=spelling,
        )
    places = places_of(domain)
    back = None if pullback is None else _checked(pullback, (*names, "g"))
    pulled = differentiated(arrays, forth, places) if back is None else taking(arrays, back)

    def pull(kept: tuple[Any, ...], g: object) -> object:
        return pulled(*kept, g)

    rule = Rule(
        name=name,
        formula="",
        derivative="",
        forward=called,
        linearize=lambda *arguments: (called(*arguments), arguments),
        pushforward=_no_pushforward,
        pullback=pull,
        domain=domain,
        source=source,
    )
    return Subject(
        formula=rule,
        seed=seed,
        rounds=rounds,
        opaque=True,
        has_pushforward=False,
        functions={"forward": forth} if back is None else {"forward": forth, "pullback": back},
        spelling=spelling,
    )


def places_of(domain: Domain) -> tuple[int, ...]:
    """The places of the arguments that have a cotangent."""
    return tuple(k for k, a in enumerate(domain.arguments) if a.differentiable)


def shown(function: Function) -> str:
    """A function's name for a reader.

    >>> shown("softmax.py:forward"), shown(places_of)
    ('softmax.py:forward', 'pureml.check.foreign.subject:places_of')
    """
    if isinstance(function, str):
        return function
    name = getattr(function, "__qualname__", type(function).__qualname__)
    return f"{getattr(function, '__module__', '') or '?'}:{name}"


def loaded(function: Function) -> Callable[..., Any]:
    """The function itself, or the one of this name."""
    return load(function) if isinstance(function, str) else function


def _checked(function: Function, names: tuple[str, ...]) -> Callable[..., Any]:
    """The function, if it can be called with these arguments as far as its signature tells."""
    found = loaded(function)
    try:
        signature = inspect.signature(found)
    except (TypeError, ValueError):  # some built-in functions have none
        return found
    try:
        signature.bind(*names)
    except TypeError as error:
        raise ForeignError(f"{shown(function)}: expected a function of ({', '.join(names)}), got one of {signature}") from error
    return found


def _no_pushforward(*_: object) -> object:
    raise StructureError("a function from elsewhere has no pushforward")


def spelling_of(forward: Function, pullback: Function | None, domain: Domain, arrays: Kind) -> Spelling:
    """How the two functions are called: lines that import them under these names, made functions of NumPy arrays."""
    lines = [_import(forward, "forward")]
    if pullback is not None:
        lines.append(_import(pullback, "pullback"))
    if arrays != "numpy":
        names = "taking" if pullback is not None else "differentiated, taking"
        lines.append(f"from pureml.check.foreign import {names}")
        if pullback is None:
            lines.append(f"pullback = differentiated({arrays!r}, forward, {places_of(domain)!r})")
        else:
            lines.append(f"pullback = taking({arrays!r}, pullback)")
        lines.append(f"forward = taking({arrays!r}, forward)")
    return Spelling("\n".join(dict.fromkeys("\n".join(lines).split("\n"))), "forward({x})", "pullback({x}, {g})")


def _import(function: Function, name: str) -> str:
    """The line that makes a function known under this name."""
    where, _, what = shown(function).rpartition(":")
    if isinstance(function, str) and is_file(where):
        first, dot, rest = what.partition(".")
        return f"from runpy import run_path\n{name} = run_path({where!r})[{first!r}]{dot}{rest}"
    if "<" in what or "__main__" in where or not where.replace(".", "").replace("_", "").isalnum():
        return f"# {name} is the function that was judged: {shown(function)}"
    first, dot, rest = what.partition(".")
    imported = f"from {where} import {first}" if first == name and not dot else f"from {where} import {first} as {name}"
    return imported if not dot else f"from {where} import {first}\n{name} = {first}.{rest}"
