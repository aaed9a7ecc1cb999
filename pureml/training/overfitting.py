"""A network that learns few samples by heart, and what helps: weight decay, dropout, stopping early."""

from __future__ import annotations

import attrs

from ..arrays import F, Labels, Matrix, R
from ..functions.relu import relu
from ..keys import Key
from ..layers.layer import In, Out
from ..losses.l2_penalty import l2_penalty
from ..models.multi_layer import multi_layer
from ..optimizers.sgd import Sgd
from .plan import Plan
from .run import epochs
from .samples import Samples, split_off
from .state import Epoch, start
from .task import Task, task


@attrs.frozen
class Cure:
    """What is done against overfitting; nothing by default."""

    decay: float = 0.0
    dropout: float = 0.0
    patience: int | None = None


CURES = {"nothing": Cure(), "weight decay": Cure(decay=0.01), "dropout": Cure(dropout=0.2), "early stopping": Cure(patience=10)}


@attrs.frozen
class Course:
    """How one run went: every epoch, and which one is kept."""

    history: tuple[Epoch, ...]
    kept: int


def overfitting(
    key: Key,
    train: Samples[Matrix[int, In, F], Labels[int, Out]],
    test: Samples[Matrix[R, In, F], Labels[R, Out]],
    cure: Cure,
    classes: Out,
    /,
    *,
    hidden: tuple[int, ...] = (100, 100, 100, 100, 100, 100),
    count: int = 200,
    lr: float = 0.05,
) -> Course:
    """A deep network trained on few samples by gradient descent, with a cure or none; the same key gives the same bits.

    All cures begin with the same weights and see the same samples in the same order; with patience a fifth of the samples
    to train on is set aside to choose by. Source: Deep Learning from Scratch, section 6.4, where 300 images of MNIST and
    six hidden layers do it.

    >>> import numpy as np
    >>> import pureml as pm
    >>> x, t = pm.matrix(np.eye(4), 4, 4), pm.labels([0, 1, 0, 1], 4, 2)
    >>> few = pm.training.Samples(x, t)
    >>> course = overfitting(pm.Key.of(0), few, few, CURES["nothing"], 2, hidden=(3,), count=2)
    >>> [epoch.epoch for epoch in course.history], course.kept
    ([1, 2], 2)
    """
    weights, order, aside = key.split(3)
    inputs, dtype = train.x.shape[1], train.x.dtype.type
    net = multi_layer(weights, inputs, hidden, classes, dtype, activation=relu, dropout=cure.dropout)
    penalty = l2_penalty(cure.decay) if cure.decay else None
    plan = Plan(count, min(100, len(train)), Sgd(lr), penalty=penalty, patience=cure.patience)
    given: Task[Matrix[int, In, F], Labels[int, Out]]
    if cure.patience is None:
        given = task(train, test=test)
    else:
        rest, validation = split_off(aside, train, 0.2)
        given = task(rest, validation=validation, test=test)
    *_, last = epochs(start(net, order, plan), given, plan)
    return Course(last.history, last.kept.epoch)
