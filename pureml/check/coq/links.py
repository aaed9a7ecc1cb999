"""How each rule's theorem is read at one size: with which arguments, which definitions it speaks of, where its arguments stand."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import attrs


@attrs.frozen
class Link:
    """A theorem at one size.

    `arguments` are those of the theorem that the rule names, with the sizes of the axes and the names of what is not
    differentiated in braces; `definitions` are unfolded. `point` says how the theorem's one point is made of the rule's
    arguments, `places` in which part of it each of them stands. `given` are hypotheses about constants, by name.
    """

    arguments: str
    definitions: str
    sizes: tuple[int, ...]
    point: str = "{x}"
    places: Mapping[str, str] = MappingProxyType({})
    given: Mapping[str, str] = MappingProxyType({})
    tactic: str = "finish"


def _elementwise(definitions: str, tactic: str = "finish", constant: str = "") -> Link:
    return Link(f"{ENTRIES} {constant}".rstrip(), f"slope_rule {definitions}".rstrip(), (1, 2), tactic=tactic)


ENTRIES: Final = "[finType of 'I_{rows} * 'I_{columns}]"
MATRIX: Final = "[finType of 'I_{rows}] [finType of 'I_{columns}]"
SCORES: Final = "[finType of 'I_{rows}] [finType of 'I_{classes}]"
WITH_PARAMETERS: Final = {"x": "inr {}", "weight": "inl (inl {})", "bias": "inl (inr {})"}
SCALED: Final = {"x": "inr {}", "gamma": "inl (inl {})", "beta": "inl (inr {})"}
PREDICTION: Final = {"y": "inl {}", "target": "inr {}"}
SCALE: Final = "both inls inrs scaled_rule scale_shift_push scale_shift scale_shift_pull_par scale_shift_pull_in"
MOMENTS: Final = "normalise_pullback normalise sd variance mean"
SMOOTH_LOSS: Final = "softmax logsumexp row onehot count"

LINKS: Final[Mapping[str, Link]] = MappingProxyType(
    {
        "elu": _elementwise("elu elu_slope", constant="{alpha}"),
        "gelu": _elementwise("gelu", "finish_gelu"),
        "gelu_tanh": _elementwise("gelu_tanh", "finish_gelu_tanh"),
        "heaviside": _elementwise("heaviside"),
        "identity": _elementwise(""),
        "leaky_relu": _elementwise("leaky_relu leaky_relu_slope", constant="{slope}"),
        "log_sigmoid": _elementwise("sigmoid", "finish_logs"),
        "relu": _elementwise("relu heaviside"),
        "sigmoid": _elementwise("sigmoid"),
        "silu": _elementwise("silu sigmoid"),
        "softplus": _elementwise("softplus sigmoid", "finish_logs"),
        "tanh": _elementwise("tanh sinh cosh"),
        "softmax": Link(MATRIX, "softmax_pullback softmax row", (2, 2)),
        "log_softmax": Link(MATRIX, "log_softmax softmax logsumexp row", (2, 2), tactic="finish_logs"),
        "logsumexp": Link(f"{MATRIX} [0 of {{columns}}]", "logsumexp softmax row dot", (2, 2), tactic="finish_logs"),
        "softmax_cross_entropy": Link(f"{SCORES} {{target}}", f"softmax_cross_entropy {SMOOTH_LOSS}", (2, 2), tactic="finish_logs"),
        "softmax_cross_entropy_distribution": Link(
            f"{SCORES} {{target}}",
            "softmax_cross_entropy_distribution count",
            (2, 2),
            tactic="finish_masses",
        ),
        "cross_entropy": Link(f"{SCORES} {{target}}", "mean_cross_entropy cross_entropy row count", (2, 2), "{y}"),
        "binary_cross_entropy": Link(
            MATRIX,
            "binary_cross_entropy softplus sigmoid inls inrs both count",
            (1, 2),
            "both {x} {target}",
            {"x": "inl {}", "target": "inr {}"},
            tactic="finish_logs",
        ),
        "half_squared_error": Link(MATRIX, "half_squared_error inls inrs both count", (2, 2), "both {y} {target}", PREDICTION),
        "mean_squared_error": Link(MATRIX, "mean_squared_error inls inrs both count", (2, 2), "both {y} {target}", PREDICTION),
        "affine": Link(
            "[finType of 'I_{rows}] [finType of 'I_{inputs}] [finType of 'I_{outputs}]",
            "both inls inrs affine_push affine W_of b_of grad_W grad_b grad_X",
            (2, 3, 2),
            "both (both {weight} {bias}) {x}",
            WITH_PARAMETERS,
        ),
        "column_affine": Link(
            "[finType of 'I_{columns}] [finType of 'I_{inputs}] [finType of 'I_{outputs}]",
            "both inls inrs column_affine_push column_affine column_grad_W column_grad_b column_grad_X",
            (3, 2, 2),
            "both (both {weight} {bias}) {x}",
            WITH_PARAMETERS,
        ),
        "dropout": Link(
            f"{ENTRIES} (1 - {{rate}}) {{keep}}",
            "dropout keeps",
            (2, 2),
            given={"rate": "1 - rate <> 0"},
        ),
        "batch_norm": Link(
            f"{MATRIX} {{eps}} {{eps}}_given",
            f"{SCALE} batch_normalise_pull batch_normalise {MOMENTS} column count",
            (2, 2),
            "both (both {gamma} {beta}) {x}",
            SCALED,
            {"eps": "0 < eps"},
            "finish_norm",
        ),
        "layer_norm": Link(
            f"{MATRIX} {{eps}} {{eps}}_given",
            f"{SCALE} row_normalise row_normalise_pull {MOMENTS} row count",
            (2, 2),
            "both (both {gamma} {beta}) {x}",
            SCALED,
            {"eps": "0 < eps"},
            "finish_norm",
        ),
        "rms_norm": Link(
            f"{MATRIX} {{eps}} {{eps}}_given",
            "rms_scale rms_scale_push rms_scale_pull row_rms row_rms_pull rms_pullback rms_normalise rms mean row count both inls inrs",
            (2, 2),
            "both {gamma} {x}",
            {"x": "inr {}", "gamma": "inl {}"},
            {"eps": "0 < eps"},
            "finish_norm",
        ),
        "batch_norm_evaluation": Link(
            f"{MATRIX} {{eps}}",
            "evaluation_push evaluation_pull evaluation evaluation_rate evaluation_fall evaluation_hat both inls inrs",
            (2, 2),
            "both (both (both {gamma} {beta}) (both {mean} {variance})) {x}",
            {
                "x": "inr {}",
                "gamma": "inl (inl (inl {}))",
                "beta": "inl (inl (inr {}))",
                "mean": "inl (inr (inl {}))",
                "variance": "inl (inr (inr {}))",
            },
            {"eps": "0 < eps"},
            "finish_evaluation",
        ),
        "classic_dropout": Link(f"{ENTRIES} {{keep}}", "classic_dropout keeps", (2, 2)),
        "embedding": Link(
            "[finType of 'I_{rows}] [finType of 'I_{classes}] [finType of 'I_{columns}] {target}",
            "embedding",
            (2, 3, 2),
            "{table}",
            tactic="finish_gather",
        ),
        "expected_improvement": Link(
            "[finType of 'I_{points}]",
            "expected_improvement_push expected_improvement_pull expected_improvement improvement best_gap both inls inrs",
            (2,),
            "both {mean} (both {deviation} {best})",
            {"mean": "inl {}", "deviation": "inr (inl {})", "best": "inr (inr {})"},
            tactic="finish_normal",
        ),
        "l1_penalty": Link("[finType of 'I_{inputs} * 'I_{outputs}] {strength}", "", (2, 2), "{weight}", tactic="finish_absolute"),
        "l2_penalty": Link("[finType of 'I_{inputs} * 'I_{outputs}] {strength}", "", (2, 2), "{weight}"),
    }
)
"""By the name of the rule."""
