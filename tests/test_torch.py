"""Every rule against torch's automatic differentiation in float64, over drawn shapes; skipped where torch is not installed."""

# pyright: reportUnknownLambdaType=false, reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# torch is not installed where this is checked, so all of it is unknown.

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from pureml.check.call import tupled
from pureml.check.inputs import FLOAT64, draw_cotangent, draw_inputs
from pureml.errors import ShapeError
from pureml.keys import Key
from pureml.rules import Rule, catalogue

torch: Any = import_module("torch") if find_spec("torch") else None  # a peer, not a dependency
needs_torch = pytest.mark.skipif(torch is None, reason="peer not installed: torch")
NAMES: Final = {
    "points": 4,
    "rows": 5,
    "columns": 4,
    "classes": 4,
    "inputs": 4,
    "outputs": 4,
    "channels": 3,
    "height": 4,
    "width": 4,
    "heads": 2,
    "places": 4,
    "filters": 2,
    "kernel_height": 2,
    "kernel_width": 2,
}
TIMES: Final = {"multi_head_attention": {"columns": 2}}  # what a size must be a multiple of


def onehot_loss(x: Any, t: Any) -> Any:
    return torch.nn.functional.cross_entropy(x, torch.as_tensor(t))


def batch_norm(x: Any, gamma: Any, beta: Any, eps: float) -> Any:
    if len(x) == 1:  # which torch refuses to train on
        return norm_by(x, gamma, beta, x.mean(0), x.var(0, unbiased=False), eps)
    return torch.nn.functional.batch_norm(x, None, None, gamma, beta, training=True, eps=eps)


def norm_by(x: Any, gamma: Any, beta: Any, mean: Any, variance: Any, eps: float) -> Any:
    """By given moments, of which torch's own function takes no derivative."""
    return (x - mean) / torch.sqrt(variance + eps) * gamma + beta


def layer_norm(x: Any, gamma: Any, beta: Any, eps: float) -> Any:
    if x.shape[1] == 1:  # where torch's own leaves a rounding error of the mean instead of 0
        return norm_by(x, gamma, beta, x.mean(1, keepdim=True), x.var(1, unbiased=False, keepdim=True), eps)
    return torch.nn.functional.layer_norm(x, gamma.shape, gamma, beta, eps)


def multi_head_attention(q: Any, k: Any, v: Any, look: Any, heads: int) -> Any:
    apart = [x.reshape(len(x), heads, -1).transpose(0, 1) for x in (q, k, v)]
    y = torch.nn.functional.scaled_dot_product_attention(*apart, attn_mask=look)
    return y.transpose(0, 1).reshape(q.shape)


def im2col(x: Any, window: Any, stride: Any, padding: Any) -> Any:
    columns = torch.nn.functional.unfold(x, window, padding=padding, stride=stride)
    return columns.permute(1, 2, 0).reshape(columns.shape[1], -1)


def expected_improvement(mean: Any, deviation: Any, best: Any) -> Any:
    """By the scaled complementary error function: as it stands the sum cancels where the mean is far above."""
    gain = best - mean
    a = torch.abs(gain / deviation)
    below = torch.exp(-a * a / 2) * (1 / (2 * torch.pi) ** 0.5 - a * torch.special.erfcx(a / 2**0.5) / 2)
    return torch.relu(gain) + deviation * below


def peers() -> Mapping[str, Callable[..., Any]]:
    """What torch calls each rule."""
    f = torch.nn.functional
    return {
        "expected_improvement": expected_improvement,
        "affine": lambda x, weight, bias: x @ weight + bias,
        "attention": lambda q, k, v, look: f.scaled_dot_product_attention(q, k, v, attn_mask=look),
        "average_pool": f.avg_pool2d,
        "batch_norm": batch_norm,
        "batch_norm_evaluation": norm_by,
        "binary_cross_entropy": f.binary_cross_entropy_with_logits,
        "classic_dropout": lambda x, keep: x * keep,
        "column_affine": lambda x, weight, bias: weight @ x + bias[:, None],
        "convolution": f.conv2d,
        "cross_entropy": lambda y, t: -(t * torch.log(y)).sum(1).mean(),
        "dropout": lambda x, keep, rate: x * keep / (1 - rate),
        "elu": f.elu,
        "embedding": lambda table, target: f.embedding(target, table),
        "flatten": lambda x, _columns: x.flatten(1),
        "gelu": f.gelu,
        "gelu_tanh": lambda x: f.gelu(x, approximate="tanh"),
        "half_squared_error": lambda y, t: ((y - t) ** 2).sum(1).mean() / 2,
        "heaviside": lambda x: (x > 0).double() + 0 * x,
        "identity": lambda x: x + 0,
        "im2col": im2col,
        "l1_penalty": lambda weight, strength: strength * weight.abs().sum(),
        "l2_penalty": lambda weight, strength: strength / 2 * (weight**2).sum(),
        "layer_norm": layer_norm,
        "leaky_relu": f.leaky_relu,
        "log_sigmoid": f.logsigmoid,
        "log_softmax": lambda x: f.log_softmax(x, 1),
        "logsumexp": lambda x: torch.logsumexp(x, 1),
        "max_pool": f.max_pool2d,
        "mean_squared_error": f.mse_loss,
        "multi_head_attention": multi_head_attention,
        "pixelwise": lambda x: x.permute(2, 3, 0, 1).reshape(-1, x.shape[1]),
        "relu": f.relu,
        "rms_norm": lambda x, gamma, eps: f.rms_norm(x, gamma.shape, gamma, eps),
        "sigmoid": torch.sigmoid,
        "silu": f.silu,
        "softmax": lambda x: f.softmax(x, 1),
        "softmax_cross_entropy": onehot_loss,
        "softmax_cross_entropy_distribution": lambda x, t: -(t * f.log_softmax(x, 1)).sum(1).mean(),
        "softplus": f.softplus,
        "tanh": torch.tanh,
    }


@needs_torch
def test_every_rule_has_its_peer() -> None:
    assert set(peers()) == {rule.name for rule in catalogue()}


def tensors(inputs: Any) -> list[Any]:
    """The arguments for torch: the differentiable ones as leaves of its graph, other arrays as tensors."""
    made: list[Any] = []
    for k, x in enumerate(inputs.arguments):
        if isinstance(x, np.ndarray):
            tensor = torch.tensor(x)
            made.append(tensor.requires_grad_() if k in inputs.places else tensor)
        else:
            made.append(x)
    return made


@needs_torch
@pytest.mark.parametrize("rule", catalogue(), ids=lambda rule: rule.name)
@settings(max_examples=25)
@given(data=st.data())
def test_value_and_gradient_agree_to_1e_12(rule: Rule, data: st.DataObject) -> None:
    times = TIMES.get(rule.name, {})
    sizes = {axis: times.get(axis, 1) * data.draw(st.integers(1, 2 * NAMES[axis]), axis) for axis in rule.domain.axes}
    key, rest = Key.of(data.draw(st.integers(0, 10**6), "seed")).split(2)
    inputs = draw_inputs(rule, FLOAT64, sizes, key)
    try:
        y, kept = rule.linearize(*inputs.arguments)
    except ShapeError:
        reject()  # a window that does not fit into the images
    g: Any = draw_cotangent(FLOAT64, y, rest)
    given_tensors = tensors(inputs)
    value = peers()[rule.name](*given_tensors)
    close(rule, "value", y, value.detach().numpy())
    leaves = [given_tensors[k] for k in inputs.places]
    gradients = torch.autograd.grad(value, leaves, torch.tensor(np.asarray(g)))
    for k, (ours, theirs) in enumerate(zip(tupled(rule.pullback(kept, g)), gradients, strict=True)):
        close(rule, f"cotangent {k}", ours, theirs.numpy())


def close(rule: Rule, what: str, ours: Any, theirs: Any) -> None:
    """Relative to the largest entry: where torch cancels, its single entries are not a reference."""
    a, b = np.asarray(ours), np.asarray(theirs)
    scale = max(1e-300, float(np.abs(b).max(initial=0.0)), float(np.abs(a).max(initial=0.0)))
    worst = float(np.abs(a - b).max(initial=0.0)) / scale
    assert worst <= 1e-12, f"{rule.name}: {what} differs by {worst}: ours {a!r}, torch {b!r}"
