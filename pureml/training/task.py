"""What a network is to learn: samples, the loss that judges it, and samples that it is measured on."""

from __future__ import annotations

from typing import Any, Generic, overload

import attrs
from typing_extensions import TypeVar

from ..arrays import C, Ch, Distribution, F, H, Images, Labels, Matrix, R, W
from ..layers.layer import In
from ..losses.loss import DistributionLinearize, LabelLinearize, Loss, MatrixLinearize
from .differentiate import usual_loss
from .samples import Samples, T_co, X_co

V = TypeVar("V", bound=int)  # the axis of the samples set aside
U = TypeVar("U", bound=int)  # the axis of the samples to test on


@attrs.frozen(eq=False)
class Task(Generic[X_co, T_co]):
    """What `task` gives, whose signature says which parts and losses belong together."""

    train: Samples[X_co, T_co]
    validation: Samples[Any, Any] | None
    test: Samples[Any, Any] | None
    loss: Loss[Any]


@overload
def task(
    train: Samples[Matrix[R, In, F], Labels[R, C]],
    *,
    validation: Samples[Matrix[V, In, F], Labels[V, C]] | None = None,
    test: Samples[Matrix[U, In, F], Labels[U, C]] | None = None,
    loss: Loss[LabelLinearize] = ...,
) -> Task[Matrix[R, In, F], Labels[R, C]]: ...
@overload
def task(  # type: ignore[overload-overlap]  # a distribution is a matrix, and a task of it is one of distributions
    train: Samples[Matrix[R, In, F], Distribution[R, C, F]],
    *,
    validation: Samples[Matrix[V, In, F], Distribution[V, C, F]] | None = None,
    test: Samples[Matrix[U, In, F], Labels[U, C]] | None = None,
    loss: Loss[DistributionLinearize] = ...,
) -> Task[Matrix[R, In, F], Distribution[R, C, F]]: ...
@overload
def task(
    train: Samples[Matrix[R, In, F], Matrix[R, C, F]],
    *,
    validation: Samples[Matrix[V, In, F], Matrix[V, C, F]] | None = None,
    loss: Loss[MatrixLinearize],
) -> Task[Matrix[R, In, F], Matrix[R, C, F]]: ...
@overload
def task(
    train: Samples[Images[R, Ch, H, W, F], Labels[R, C]],
    *,
    validation: Samples[Images[V, Ch, H, W, F], Labels[V, C]] | None = None,
    test: Samples[Images[U, Ch, H, W, F], Labels[U, C]] | None = None,
    loss: Loss[LabelLinearize] = ...,
) -> Task[Images[R, Ch, H, W, F], Labels[R, C]]: ...
@overload
def task(
    train: Samples[Images[R, Ch, H, W, F], Distribution[R, C, F]],
    *,
    validation: Samples[Images[V, Ch, H, W, F], Distribution[V, C, F]] | None = None,
    test: Samples[Images[U, Ch, H, W, F], Labels[U, C]] | None = None,
    loss: Loss[DistributionLinearize] = ...,
) -> Task[Images[R, Ch, H, W, F], Distribution[R, C, F]]: ...
def task(
    train: Samples[Any, Any],
    *,
    validation: Samples[Any, Any] | None = None,
    test: Samples[Any, Any] | None = None,
    loss: Loss[Any] | None = None,
) -> Task[Any, Any]:
    """To learn `train`; what is kept is chosen on `validation`, and `test` is only ever looked at.

    The loss is softmax cross-entropy unless another is given, against labels or distributions as `train` has them.

    >>> import pureml as pm
    >>> x, t = pm.matrix([[0.0], [1.0]]), pm.labels([0, 1], 2, 2)
    >>> len(task(Samples(x, t)).train)
    2
    """
    return Task(train, validation, test, loss or usual_loss(train.target))
