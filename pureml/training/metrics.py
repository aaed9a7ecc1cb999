"""What a network answers, and how often it is right: on all samples, the last few too, in pieces that fit into memory."""

from __future__ import annotations

from collections.abc import Sized
from math import fsum
from typing import Any, Final, overload

import numpy as np

from ..arrays import C, Ch, Distribution, F, H, Images, Labels, Matrix, R, Tensor, W, freeze, labels
from ..errors import ShapeError
from ..layers.images import FollowsFlat
from ..layers.layer import Follows, In, Out
from ..losses.loss import DistributionLinearize, LabelLinearize, Loss, MatrixLinearize
from ..records import P
from .differentiate import usual_loss

Counts = np.ndarray[tuple[int, int], np.dtype[np.intp]]
PIECE: Final = 256
"""Rows evaluated at a time: a convolution unfolds each image into many times its size."""


@overload
def outputs(net: Follows[In, Out, P, F], x: Matrix[R, In, F], /) -> Matrix[R, Out, F]: ...
@overload
def outputs(net: FollowsFlat[Ch, H, W, Out, P, F], x: Images[R, Ch, H, W, F], /) -> Matrix[R, Out, F]: ...
def outputs(net: Any, x: Any, /) -> object:
    """`net.forward(x)` up to rounding, with never more than 256 rows in the network at once.

    Another number of rows in a product may give other last bits, so these are the bits of the pieces.

    >>> import pureml as pm
    >>> outputs(pm.Affine(pm.matrix([[1.0, -1.0]]), pm.vector([0.0, 0.0])), pm.matrix([[2.0], [-2.0]]))
    array([[ 2., -2.],
           [-2.,  2.]])
    """
    if len(x) <= PIECE:
        whole: object = net.forward(x)
        return whole
    return freeze(np.concatenate([net.forward(x[i : i + PIECE]) for i in range(0, len(x), PIECE)]))


@overload
def predict(net: Follows[In, Out, P, F], x: Matrix[R, In, F], /) -> Labels[R, Out]: ...
@overload
def predict(net: FollowsFlat[Ch, H, W, Out, P, F], x: Images[R, Ch, H, W, F], /) -> Labels[R, Out]: ...
def predict(net: Any, x: Any, /) -> object:
    """The class with the greatest output of each row; the first of equals.

    >>> import pureml as pm
    >>> predict(pm.Affine(pm.matrix([[1.0, -1.0]]), pm.vector([0.0, 0.0])), pm.matrix([[2.0], [-2.0]]))
    array([0, 1])
    """
    return outputs(net, x).argmax(axis=1)


@overload
def accuracy(net: Follows[In, Out, P, F], x: Matrix[R, In, F], target: Labels[R, Out], /) -> float: ...
@overload
def accuracy(net: FollowsFlat[Ch, H, W, Out, P, F], x: Images[R, Ch, H, W, F], target: Labels[R, Out], /) -> float: ...
def accuracy(net: Any, x: Any, target: Any, /) -> float:
    """The share of rows whose answer is the label; raises `ShapeError` unless there are rows, and a label for each.

    >>> import pureml as pm
    >>> net = pm.Affine(pm.matrix([[1.0, -1.0]]), pm.vector([0.0, 0.0]))
    >>> accuracy(net, pm.matrix([[2.0], [-2.0]]), pm.labels([0, 0], 2, 2))
    0.5
    """
    targeted("accuracy", x, target)
    answers: Any = outputs(net, x)
    return right(answers, target)


def right(answers: Matrix[R, C, F], target: Labels[R, C], /) -> float:
    """The share of rows whose greatest output, the first of equals, is that of the label."""
    return float(np.count_nonzero(answers.argmax(axis=1) == target)) / len(target)


@overload
def mean_loss(answers: Matrix[R, C, F], target: Labels[R, C], loss: Loss[LabelLinearize] | None = None, /) -> float: ...
@overload
def mean_loss(answers: Matrix[R, C, F], target: Distribution[R, C, F], loss: Loss[DistributionLinearize] | None = None, /) -> float: ...
@overload
def mean_loss(answers: Matrix[R, C, F], target: Matrix[R, C, F], loss: Loss[MatrixLinearize], /) -> float: ...
def mean_loss(answers: Any, target: Any, loss: Loss[Any] | None = None, /) -> float:
    """The mean loss of answers, a few rows at a time: each piece's mean counts by its rows, and their sum is rounded once.

    The loss is softmax cross-entropy unless another is given.

    >>> import pureml as pm
    >>> round(mean_loss(pm.matrix([[0.0, 0.0]]), pm.labels([1], 1, 2)), 4)
    0.6931
    """
    judge: Any = (loss or usual_loss(target)).linearize
    rows = len(answers)
    pieces = [(answers[i : i + PIECE], target[i : i + PIECE]) for i in range(0, rows, PIECE)]
    return fsum(float(judge(y, t)[0]) * len(y) for y, t in pieces) / rows


def targeted(where: str, x: Tensor[Any, Any], target: Sized, /) -> None:
    """Raise `ShapeError` unless there are rows, and a target for each: NumPy would compare one label with all."""
    if not len(x):
        raise ShapeError(f"{where}: expected at least one row, got x of shape {x.shape}")
    if len(x) != len(target):
        raise ShapeError(f"{where}: expected a target for each of {len(x)} rows, got {len(target)}")


def confusion(answers: Labels[R, Out], target: Labels[R, Out], classes: int, /) -> Counts:
    """Row i, column j: how many samples of class i were called j; its trace over its sum is the accuracy.

    Raises `ShapeError` unless there are as many answers as labels, `DomainError` for one that is not of so many classes.

    >>> import pureml as pm
    >>> confusion(pm.labels([0, 1, 1], 3, 2), pm.labels([0, 0, 1], 3, 2), 2)
    array([[1, 1],
           [0, 1]])
    """
    rows = len(target)
    counts = np.zeros((classes, classes), np.intp)
    np.add.at(counts, (labels(target, rows, classes), labels(answers, rows, classes)), 1)
    return counts
