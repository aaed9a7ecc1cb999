"""Mistakes with optimizers. Below each stands what mypy (m) and pyright (p) say, as far as it matters; other lines are right."""

from __future__ import annotations

from typing import NewType

import pureml as pm
from pureml.optimizers import Adam, AdamW, Momentum, Nesterov, NesterovShifted, Optimizer, Sgd, State

Pixels = NewType("Pixels", int)
Hidden = NewType("Hidden", int)
Classes = NewType("Classes", int)

First = pm.Affine[Pixels, Hidden]
Second = pm.Affine[Hidden, Classes]


def states(a: First, b: Second, g: pm.Grad[First], h: pm.Grad[Second], s: State[Adam, First], other: State[Adam, Second]) -> None:
    adam, adamw = Adam(1e-3), AdamW(1e-3)
    print(adam.step(s, a, g), adam.step(other, b, h))
    adam.step(s, b, h)
    # m: Cannot infer value of type parameter "P" of "step" of "Optimizer"
    # p: Type parameter "P@State" is invariant, but "First" is not the same as "First | Second"
    adam.step(other, a, g)
    # m: Cannot infer value of type parameter "P" of "step" of "Optimizer"
    # p: Type parameter "P@State" is invariant, but "Second" is not the same as "Second | First"
    adam.step(s, a, h)
    # m: Cannot infer value of type parameter "P" of "step" of "Optimizer"
    # p: Type parameter "P@Grad" is invariant, but "Second" is not the same as "First"
    adamw.step(s, a, g)
    # m: Argument 1 to "step" of "Optimizer" has incompatible type "State[Adam, Affine[Pixels, Hidden, float64]]"; expected "State[AdamW, Affine[Pixels, Hidden, float64]]"
    # p: Type parameter "Kind@State" is invariant, but "Adam" is not the same as "AdamW"
    Sgd(0.1).step(s, a, g)
    # m: Argument 1 to "step" of "Optimizer" has incompatible type "State[Adam, Affine[Pixels, Hidden, float64]]"; expected "State[Sgd, Affine[Pixels, Hidden, float64]]"
    # p: Type parameter "Kind@State" is invariant, but "Adam" is not the same as "Sgd"
    NesterovShifted(0.1).step(Nesterov(0.1).init(a), a, g)
    # m: Argument 1 to "step" of "Optimizer" has incompatible type "State[Nesterov, Affine[Pixels, Hidden, float64]]"; expected "State[NesterovShifted, Affine[Pixels, Hidden, float64]]"
    # p: Type parameter "Kind@State" is invariant, but "Nesterov" is not the same as "NesterovShifted"
    Momentum(0.1).point(s, a)
    # m: Argument 1 to "point" of "Optimizer" has incompatible type "State[Adam, Affine[Pixels, Hidden, float64]]"; expected "State[Momentum, Affine[Pixels, Hidden, float64]]"
    # p: Type parameter "Kind@State" is invariant, but "Adam" is not the same as "Momentum"
    adam.step(s, a, a)
    # m: Argument 3 to "step" of "Optimizer" has incompatible type "Affine[Pixels, Hidden, float64]"; expected "Grad[Affine[Pixels, Hidden, float64]]"
    # p: Argument of type "First" cannot be assigned to parameter "grad" of type "Grad[P@step]" in function "step"
    adam.step(a, a, g)
    # m: Argument 1 to "step" of "Optimizer" has incompatible type "Affine[Pixels, Hidden, float64]"; expected "State[Adam, Affine[Pixels, Hidden, float64]]"
    # p: Argument of type "First" cannot be assigned to parameter "state" of type "State[Adam, P@step]" in function "step"
    _1: State[Optimizer, First] = s
    # m: Incompatible types in assignment (expression has type "State[Adam, Affine[Pixels, Hidden, float64]]", variable has type "State[Optimizer, Affine[Pixels, Hidden, float64]]")
    # p: Type parameter "Kind@State" is invariant, but "Adam" is not the same as "Optimizer"
    _2: State[Adam, pm.Layer[Pixels, Hidden]] = s
    # m: Incompatible types in assignment (expression has type "State[Adam, Affine[Pixels, Hidden, float64]]", variable has type "State[Adam, Layer[Pixels, Hidden, float64]]")
    # p: Type parameter "P@State" is invariant, but "First" is not the same as "Layer[Pixels, Hidden, float64]"


def constants(s: State[Adam, First]) -> None:
    Adam("fast")
    # m: Argument 1 to "Adam" has incompatible type "str"; expected "float | Schedule"
    # p: Argument of type "Literal['fast']" cannot be assigned to parameter "lr" of type "float | Schedule" in function "__init__"
    Optimizer(0.1)
    # m: Cannot instantiate abstract class "Optimizer" with abstract attribute "update"
    # p: Cannot instantiate abstract class "Optimizer"
    s.count = 3
    # m: Property "count" defined in "State" is read-only
    # p: Cannot assign to attribute "count" for class "State[Adam, First]" Attribute "count" is read-only
    Adam(1e-3).beta1 = 0.5
    # m: Property "beta1" defined in "Adam" is read-only
    # p: Cannot assign to attribute "beta1" for class "Adam" "Adam" is frozen
