"""One pass forward and back: the loss of a network on a batch, and its gradient."""

from __future__ import annotations

from typing import Any, Generic, overload

import attrs
import numpy as np

from ..arrays import Ch, Distribution, F, Float, H, Images, Labels, Matrix, R, W
from ..gradients import Grad
from ..layers.images import FollowsFlat
from ..layers.layer import Follows, In, Out
from ..layers.network import Noise, Statistics, masks_of
from ..layers.tokens import FollowsTokens
from ..losses.loss import DistributionLinearize, LabelLinearize, Loss, MatrixLinearize
from ..losses.penalty import Penalty
from ..losses.softmax_cross_entropy import softmax_cross_entropy
from ..losses.softmax_cross_entropy_distribution import softmax_cross_entropy_distribution
from ..records import P


@attrs.define(eq=False)
class Pass(Generic[P, Float]):
    """The loss, its gradient at exactly a `P`, and what the layers measured on the batch."""

    loss: Float
    grad: Grad[P]
    statistics: Statistics[P]


@overload
def differentiate(  # type: ignore[overload-overlap]  # a distribution is a matrix, and both answer a Pass[P, F]
    net: Follows[In, Out, P, F],
    x: Matrix[R, In, F],
    target: Matrix[R, Out, F],
    noise: Noise[P] | None = None,
    *,
    loss: Loss[MatrixLinearize],
    penalty: Penalty | None = None,
) -> Pass[P, F]: ...
@overload
def differentiate(
    net: Follows[In, Out, P, F],
    x: Matrix[R, In, F],
    target: Labels[R, Out],
    noise: Noise[P] | None = None,
    *,
    loss: Loss[LabelLinearize] = ...,
    penalty: Penalty | None = None,
) -> Pass[P, F]: ...
@overload
def differentiate(
    net: Follows[In, Out, P, F],
    x: Matrix[R, In, F],
    target: Distribution[R, Out, F],
    noise: Noise[P] | None = None,
    *,
    loss: Loss[DistributionLinearize] = ...,
    penalty: Penalty | None = None,
) -> Pass[P, F]: ...
@overload
def differentiate(
    net: FollowsFlat[Ch, H, W, Out, P, F],
    x: Images[R, Ch, H, W, F],
    target: Labels[R, Out],
    noise: Noise[P] | None = None,
    *,
    loss: Loss[LabelLinearize] = ...,
    penalty: Penalty | None = None,
) -> Pass[P, F]: ...
@overload
def differentiate(
    net: FollowsFlat[Ch, H, W, Out, P, F],
    x: Images[R, Ch, H, W, F],
    target: Distribution[R, Out, F],
    noise: Noise[P] | None = None,
    *,
    loss: Loss[DistributionLinearize] = ...,
    penalty: Penalty | None = None,
) -> Pass[P, F]: ...
@overload
def differentiate(
    net: FollowsTokens[In, Out, P, F],
    x: Labels[R, In],
    target: Labels[R, Out],
    noise: Noise[P] | None = None,
    *,
    loss: Loss[LabelLinearize] = ...,
    penalty: Penalty | None = None,
) -> Pass[P, F]: ...
@overload
def differentiate(
    net: FollowsTokens[In, Out, P, F],
    x: Labels[R, In],
    target: Distribution[R, Out, F],
    noise: Noise[P] | None = None,
    *,
    loss: Loss[DistributionLinearize] = ...,
    penalty: Penalty | None = None,
) -> Pass[P, F]: ...
def differentiate(
    net: Any, x: Any, target: Any, noise: Noise[Any] | None = None, *, loss: Any = None, penalty: Penalty | None = None
) -> Pass[Any, Any]:
    """The gradient is that of the mean loss over the batch, and no cotangent of `x` is computed.

    `noise` is what `draw_noise` gave for this network and batch; a network without dropout needs none. The loss is
    softmax cross-entropy unless another is given; a penalty of the weights is added to it, and its gradient to the
    gradient. Raises `ShapeError`, `DtypeError`, `StructureError`.

    >>> import pureml as pm
    >>> net = pm.Affine(pm.matrix([[0.0, 0.0]]), pm.vector([0.0, 0.0]))
    >>> differentiate(net, pm.matrix([[1.0]]), pm.labels([0], 1, 2)).grad.tree.weight
    array([[-0.5,  0.5]])
    """
    logits, back = net.linearize(x, masks_of(net, noise))
    value, kept = (loss or usual_loss(target)).linearize(logits, target)
    at = back.gradient(kept.gradient())
    grad = Grad(net, at.leaves)
    if penalty is not None:
        value, grad = penalty.added(value, grad)
    return Pass(value, grad, Statistics(net, back.measured()))


def usual_loss(target: np.ndarray[Any, np.dtype[Any]], /) -> Loss[Any]:
    """Softmax cross-entropy: labels are integers, distributions are not, so their dtype tells the two forms apart at run time."""
    return softmax_cross_entropy if target.dtype.kind == "i" else softmax_cross_entropy_distribution
