"""What a network answers, and how often it is right: on all samples, the last batch too."""

from __future__ import annotations

import numpy as np

from ..arrays import C, F, Labels, Matrix, R, labels
from ..errors import ShapeError
from ..layers.layer import Follows, In, Out
from ..records import P

Counts = np.ndarray[tuple[int, int], np.dtype[np.intp]]


def predict(net: Follows[In, Out, P, F], x: Matrix[R, In, F], /) -> Labels[R, Out]:
    """The class with the greatest output of each row; the first of equals.

    >>> import pureml as pm
    >>> predict(pm.Affine(pm.matrix([[1.0, -1.0]]), pm.vector([0.0, 0.0])), pm.matrix([[2.0], [-2.0]]))
    array([0, 1])
    """
    return net.forward(x).argmax(axis=1)


def accuracy(net: Follows[In, Out, P, F], x: Matrix[R, In, F], target: Labels[R, Out], /) -> float:
    """The share of rows whose answer is the label; raises `ShapeError` unless there are rows, and a label for each.

    >>> import pureml as pm
    >>> net = pm.Affine(pm.matrix([[1.0, -1.0]]), pm.vector([0.0, 0.0]))
    >>> accuracy(net, pm.matrix([[2.0], [-2.0]]), pm.labels([0, 0], 2, 2))
    0.5
    """
    labelled("accuracy", x, target)
    return float(np.count_nonzero(predict(net, x) == target)) / len(target)


def labelled(where: str, x: Matrix[R, C, F], target: Labels[R, Out], /) -> None:
    """Raise `ShapeError` unless there are rows, and a label for each: NumPy would compare one label with all."""
    if not len(x):
        raise ShapeError(f"{where}: expected at least one row, got x of shape {x.shape}")
    if len(x) != len(target):
        raise ShapeError(f"{where}: expected a label for each of {len(x)} rows, got {len(target)}")


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
