"""The networks in proofs/fixtures: run by the program extracted from the proofs, and run again by the rules."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias

import attrs
import numpy as np

import pureml as pm
from tests.proved_layers import SPECIAL, Array, Back, of_rule
from tests.sources import ROOT

FIXTURES: Final = tuple(sorted((ROOT / "proofs" / "fixtures").glob("*.json")))
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


@attrs.frozen(eq=False)
class Answer:
    """What a network gives: its output, its loss, and the gradients of each layer's parameters, in one vector, by its place."""

    output: Array
    loss: float
    gradients: Gradients


def read(path: Path) -> Any:
    """A network with its parameters, its input and its answer."""
    return json.loads(path.read_text(encoding="utf-8"))


def proved(network: Any) -> Answer:
    """The answer of the extracted program."""
    given = {f"layer {k}": joined(map(tensor, layer.values())) for k, layer in enumerate(network["gradients"]) if layer}
    if network["input_gradient"]:
        given["input"] = np.array(network["input_gradient"])
    return Answer(np.array(network["output"]), float(network["loss_value"]), given)


def shipped(network: Any) -> Answer:
    """The answer of the rules: forward through the layers and the loss, and back to the input."""
    x, tape = tensor(network["input"]), list[tuple[int, Back]]()
    for k, layer in enumerate(network["layers"]):
        for kind in rules_of(layer["kind"], x):
            x, back = stage(kind, layer, x)
            tape.append((k, back))
    loss, loss_back = of_rule(network["loss"]["kind"], x, target(network["loss"]["target"], x))
    g: Any = loss_back(np.float64(1))[0]
    found: dict[str, Array] = {}
    for k, back in reversed(tape):
        g, *others = back(g)
        parameters = others[: len(network["layers"][k]["parameters"])]
        if parameters:
            found[f"layer {k}"] = joined(parameters)
    if g.size:
        found["input"] = np.asarray(g).reshape(-1)
    return Answer(x.reshape(-1), float(loss), found)


def rules_of(kind: str, x: Array) -> tuple[str, ...]:
    """The rules that a layer is, one after the other: one for images that takes rows makes rows of them first."""
    return ("flatten", kind) if kind == "affine" and x.ndim == 4 else COMPOSED.get(kind, (kind,))


def stage(kind: str, layer: Any, x: Array) -> tuple[Array, Back]:
    """The output of a layer, and its way back: the cotangents of its input, its parameters, and what else it takes."""
    if kind in SPECIAL:
        return SPECIAL[kind](x, layer["options"], {name: tensor(p) for name, p in layer["parameters"].items()})
    return of_rule(kind, x, *inputs_of(kind, layer["options"], layer["parameters"], x))


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
