"""One step of training by gradient descent: a network in, a network out."""

from __future__ import annotations

from typing import Any, overload

from ..arrays import Ch, Distribution, F, H, Images, Labels, Matrix, R, W
from ..layers.images import FollowsFlat
from ..layers.layer import Follows, In, Out
from ..layers.network import N, Noise
from ..layers.tokens import FollowsTokens
from ..losses.loss import DistributionLinearize, LabelLinearize, Loss, MatrixLinearize
from ..losses.penalty import Penalty
from ..optimizers import sgd
from .differentiate import differentiate


@overload
def step(
    net: Follows[In, Out, N, F],
    x: Matrix[R, In, F],
    target: Labels[R, Out] | Distribution[R, Out, F],
    lr: float,
    noise: Noise[N] | None = None,
    *,
    penalty: Penalty | None = None,
) -> tuple[N, F]: ...
@overload
def step(
    net: FollowsFlat[Ch, H, W, Out, N, F],
    x: Images[R, Ch, H, W, F],
    target: Labels[R, Out] | Distribution[R, Out, F],
    lr: float,
    noise: Noise[N] | None = None,
    *,
    penalty: Penalty | None = None,
) -> tuple[N, F]: ...
@overload
def step(
    net: FollowsTokens[In, Out, N, F],
    x: Labels[R, In],
    target: Labels[R, Out] | Distribution[R, Out, F],
    lr: float,
    noise: Noise[N] | None = None,
    *,
    penalty: Penalty | None = None,
) -> tuple[N, F]: ...
@overload
def step(
    net: Follows[In, Out, N, F],
    x: Matrix[R, In, F],
    target: Labels[R, Out],
    lr: float,
    noise: Noise[N] | None = None,
    *,
    loss: Loss[LabelLinearize],
    penalty: Penalty | None = None,
) -> tuple[N, F]: ...
@overload
def step(  # type: ignore[overload-overlap]  # a distribution is a matrix, and both answer the same
    net: Follows[In, Out, N, F],
    x: Matrix[R, In, F],
    target: Distribution[R, Out, F],
    lr: float,
    noise: Noise[N] | None = None,
    *,
    loss: Loss[DistributionLinearize],
    penalty: Penalty | None = None,
) -> tuple[N, F]: ...
@overload
def step(
    net: Follows[In, Out, N, F],
    x: Matrix[R, In, F],
    target: Matrix[R, Out, F],
    lr: float,
    noise: Noise[N] | None = None,
    *,
    loss: Loss[MatrixLinearize],
    penalty: Penalty | None = None,
) -> tuple[N, F]: ...
@overload
def step(
    net: FollowsFlat[Ch, H, W, Out, N, F],
    x: Images[R, Ch, H, W, F],
    target: Labels[R, Out],
    lr: float,
    noise: Noise[N] | None = None,
    *,
    loss: Loss[LabelLinearize],
    penalty: Penalty | None = None,
) -> tuple[N, F]: ...
@overload
def step(
    net: FollowsFlat[Ch, H, W, Out, N, F],
    x: Images[R, Ch, H, W, F],
    target: Distribution[R, Out, F],
    lr: float,
    noise: Noise[N] | None = None,
    *,
    loss: Loss[DistributionLinearize],
    penalty: Penalty | None = None,
) -> tuple[N, F]: ...
def step(
    net: Any, x: Any, target: Any, lr: float, noise: Noise[Any] | None = None, *, loss: Any = None, penalty: Penalty | None = None
) -> tuple[Any, Any]:
    """The network after one step p - lr d_p on a batch, with its statistics absorbed, and the loss before the step.

    The loss is softmax cross-entropy unless another is given; a penalty of the weights is part of it. Raises `ShapeError`,
    `DtypeError`, `StructureError`.

    >>> import pureml as pm
    >>> net = pm.Affine(pm.matrix([[0.0, 0.0]]), pm.vector([0.0, 0.0]))
    >>> new, loss = step(net, pm.matrix([[1.0]]), pm.labels([0], 1, 2), 0.1)
    >>> new.bias, round(float(loss), 4)
    (array([ 0.05, -0.05]), 0.6931)
    """
    at = differentiate(net, x, target, noise, loss=loss, penalty=penalty)
    new = sgd.step(lr, net, at.grad)
    return new.absorb(at.statistics) if at.statistics.measured else new, at.loss
