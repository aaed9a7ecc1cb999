"""Targets made of other targets: a share of the mass everywhere, and classes that weigh differently."""

from __future__ import annotations

from ..arrays import C, Distribution, F, Labels, R, Vector, as_distribution, at_class, heaviside, labels, mean, of_class, row_sums
from ..errors import DomainError, DtypeError, ShapeError


def smoothed(target: Distribution[R, C, F], epsilon: float, /) -> Distribution[R, C, F]:
    """A share epsilon of each row's mass S goes evenly to all K classes, the label's too: (1 - epsilon) t + epsilon S / K.

    target (R, K) -> (R, K), every row with the mass it had; of labels, (1 - epsilon) onehot + epsilon / K. Raises
    `DomainError` for an epsilon outside [0, 1]. Source: Szegedy et al., Rethinking the Inception Architecture for
    Computer Vision (2016), section 7, with the uniform distribution.

    >>> import pureml as pm
    >>> from pureml.arrays import one_hot
    >>> smoothed(one_hot(pm.labels([1], 1, 4), 4), 0.5)
    array([[0.125, 0.625, 0.125, 0.125]])
    """
    if not 0 <= epsilon <= 1:
        raise DomainError(f"smoothed: expected epsilon in [0, 1], got {epsilon}")
    return as_distribution(target * (1 - epsilon) + row_sums(target)[:, None] * epsilon / target.shape[1])


def weighted(target: Labels[R, C], weights: Vector[C, F], /) -> Distribution[R, C, F]:
    """The mean loss against it is the weighted mean of the samples' losses: sum_n w_{t_n} loss_n / sum_n w_{t_n}.

    target (R,), a weight for each class (C,) -> (R, C): row n has the mass S_n = w_{t_n} / mean_m w_{t_m} at its label
    and 0 elsewhere, so softmax cross-entropy of it has the gradient S_n (y - onehot(t_n)) / N, and weights that are all
    the same change nothing. The mean is over the labels given: the distribution of a whole data set, taken in batches of
    one size, has the weighted mean over the data set as the mean of its losses, which one made for each batch anew
    has not. Raises `ShapeError`, `DtypeError`, and `DomainError` for a negative weight, for labels that all weigh 0, and
    for a label that is not one of the classes.

    >>> import pureml as pm
    >>> weighted(pm.labels([0, 1, 1, 1], 4, 2), pm.vector([3.0, 1.0], 2))
    array([[2.        , 0.        ],
           [0.        , 0.66666667],
           [0.        , 0.66666667],
           [0.        , 0.66666667]])
    """
    if weights.ndim != 1:
        raise ShapeError(f"weighted: expected a weight for each class, got weights of shape {weights.shape}")
    if weights.dtype.char not in "fdO":
        raise DtypeError(f"weighted: expected weights of float32 or float64, got {weights.dtype}")
    t = labels(target, target.shape[0], weights.shape[0])
    w = of_class(weights, t)
    if heaviside(-weights).any() or not heaviside(w).any():
        raise DomainError(f"weighted: expected weights of at least 0 and a positive one of some label, got {weights}")
    return at_class(w / mean(w), t, weights.shape[0])
