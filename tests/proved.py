"""The networks in proofs/fixtures: run by the program extracted from the proofs, and run again by the rules."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias

import attrs
import numpy as np

import pureml as pm
from pureml.check.call import tupled
from pureml.layers.batch_norm_evaluation import forward as evaluate
from pureml.rules import find
from tests.sources import ROOT

FIXTURES: Final = tuple(sorted((ROOT / "proofs" / "fixtures").glob("*.json")))
Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]
Gradients: TypeAlias = Mapping[str, Array]

CONSTANTS: Final[dict[str, tuple[str, ...]]] = {
    "batch_norm": ("eps",),
    "batch_norm_evaluation": ("mean", "variance", "eps"),
    "elu": ("alpha",),
    "layer_norm": ("eps",),
    "leaky_relu": ("slope",),
}
"""The options of a layer that its rule takes after the parameters, in order."""

PAIRS: Final[dict[str, tuple[str, ...]]] = {
    "convolution": ("stride", "padding"),
    "max_pool": ("window", "stride", "padding"),
    "average_pool": ("window", "stride", "padding"),
}
"""The options of a layer of images that its rule takes last, down and across; here both are the same."""

COMPOSED: Final[dict[str, tuple[str, ...]]] = {"relu_max_pool": ("relu", "max_pool")}
"""Layers of the proofs that are several rules here."""

VALUES_ONLY: Final = frozenset({"batch_norm_evaluation"})
"""Layers that evaluate and have no way back: what stands before them is compared by its value alone."""


@attrs.frozen(eq=False)
class Answer:
    """What a network gives: its output, its loss, and the gradients of each layer's parameters, in one vector, by its place."""

    output: Array
    loss: float
    gradients: Gradients


def kinds(network: Any) -> set[str]:
    """The rules that a network is made of."""
    return {kind for layer in network["layers"] for kind in COMPOSED.get(layer["kind"], (layer["kind"],))} | {network["loss"]["kind"]}


def read(path: Path) -> Any:
    """A network with its parameters, its input and its answer."""
    return json.loads(path.read_text(encoding="utf-8"))


def proved(network: Any) -> Answer:
    """The answer of the extracted program."""
    given = {f"layer {k}": joined(map(tensor, layer.values())) for k, layer in enumerate(network["gradients"]) if layer}
    return Answer(np.array(network["output"]), float(network["loss_value"]), given | {"input": np.array(network["input_gradient"])})


def shipped(network: Any) -> Answer:
    """The answer of the rules: forward through the layers and the loss, and back to the first layer that only evaluates."""
    x, tape = tensor(network["input"]), list[tuple[int, Any, Any]]()
    for k, layer in enumerate(network["layers"]):
        for kind in rules_of(layer["kind"], x):
            x, (pullback, saved) = stage(kind, layer, x)
            tape.append((k, pullback, saved))
    rule = find(network["loss"]["kind"])
    loss, kept = rule.linearize(x, target(network["loss"]["target"], x))
    g: Any = tupled(rule.pullback(kept, np.float64(1)))[0]
    found: dict[str, Array] = {}
    for k, pullback, saved in reversed(tape):
        if pullback is None:
            break
        g, *parameters = tupled(pullback(saved, g))
        if parameters:
            found[f"layer {k}"] = joined(parameters)
    else:
        found["input"] = np.asarray(g).reshape(-1)
    return Answer(x.reshape(-1), float(np.asarray(loss)), found)


def rules_of(kind: str, x: Array) -> tuple[str, ...]:
    """The rules that a layer is, one after the other: one for images that takes rows makes rows of them first."""
    return ("flatten", kind) if kind == "affine" and x.ndim == 4 else COMPOSED.get(kind, (kind,))


def stage(kind: str, layer: Any, x: Array) -> tuple[Array, tuple[Any, Any]]:
    """The output of a rule, and its way back: the pullback with what it keeps, or nothing for a layer that only evaluates."""
    inputs: list[Any] = [x, *inputs_of(kind, layer["options"], layer["parameters"], x)]
    if kind in VALUES_ONLY:
        value: Any = evaluate(*inputs)
        return np.asarray(value), (None, None)
    rule = find(kind)
    y, kept = rule.linearize(*inputs)
    return np.asarray(y), (rule.pullback, kept)


def inputs_of(kind: str, options: Any, parameters: Any, x: Array) -> list[Any]:
    """What a rule takes after x."""
    if kind == "flatten":
        return [x[0].size]
    if kind == "dropout":
        return [tensor(options["mask"]).astype(bool), 1 - options["keep"]]
    constants = (constant(options[name]) for name in CONSTANTS.get(kind, ()))
    return [*map(tensor, parameters.values()), *constants, *((options[name], options[name]) for name in PAIRS.get(kind, ()))]


def constant(option: Any) -> Any:
    """A number, or a vector of numbers."""
    return np.array(option, float) if isinstance(option, list) else option


def target(given: Any, x: Array) -> Any:
    """Class labels, or an array as it is."""
    return tensor(given) if isinstance(given, dict) else pm.labels(given, *x.shape)


def tensor(given: Any) -> Array:
    """An array from its shape and its numbers in row-major order."""
    return np.array(given["data"], float).reshape(given["shape"])


def joined(parts: Iterable[Array]) -> Array:
    """The numbers of several arrays in one vector."""
    return np.concatenate([part.reshape(-1) for part in parts])


def ulps(got: Array, want: Array) -> float:
    """How far two arrays are apart, in units in the last place of the greatest entry that is wanted."""
    assert got.size == want.size, f"expected {want.size} numbers, got {got.size}"
    return float(np.max(np.abs(got.reshape(-1) - want.reshape(-1))) / np.spacing(np.max(np.abs(want))))
