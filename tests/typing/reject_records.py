"""Mistakes with records, noise, statistics and a user's own layers. Below each stands what mypy (m) and pyright (p) say; other lines are right."""

from __future__ import annotations

from typing import Generic, NewType

import attrs
import numpy as np
from typing_extensions import TypeVar

import pureml as pm
from pureml.losses.loss import MatrixLinearize
from pureml.optimizers import sgd
from pureml.training import Plan, Samples, State

Batch = NewType("Batch", int)
Test = NewType("Test", int)
Pixels = NewType("Pixels", int)
Hidden = NewType("Hidden", int)
Classes = NewType("Classes", int)
Gray = NewType("Gray", int)
Side = NewType("Side", int)

N = TypeVar("N", bound=int)
In = TypeVar("In", bound=int)

First = pm.Affine[Pixels, Hidden]
Second = pm.Affine[Hidden, Classes]
Net = pm.Chain[Pixels, Classes, First, Second]


@attrs.frozen(eq=False, repr=False, field_transformer=pm.sealed)
class Tied(pm.Record, Generic[In]):
    a: pm.Affine[In, In]
    b: pm.Affine[In, In]

    def forward(self, x: pm.Matrix[N, In]) -> pm.Matrix[N, In]:
        return self.b.forward(self.a.forward(x))


def frozen(net: Net, norm: pm.BatchNorm[Hidden], tied: Tied[Hidden], state: State[Net], plan: Plan, key: pm.Key, noise: pm.Noise[Net]) -> None:
    right = net.evolve(second=net.second)
    print(right, tied.evolve(a=tied.b))
    net.second = net.second
    # m: Property "second" defined in "Chain" is read-only
    # p: Cannot assign to attribute "second" for class "Net" Attribute "second" is read-only
    net.first.bias = net.first.bias
    # m: Property "bias" defined in "Affine" is read-only
    # p: Cannot assign to attribute "bias" for class "First" Attribute "bias" is read-only
    norm.running = norm.running
    # m: Property "running" defined in "BatchNorm" is read-only
    # p: Cannot assign to attribute "running" for class "BatchNorm[Hidden, float64]" Attribute "running" is read-only
    tied.a = tied.b
    # m: Property "a" defined in "Tied" is read-only
    # p: Cannot assign to attribute "a" for class "Tied[Hidden]" Attribute "a" is read-only
    state.epoch = 3
    # m: Property "epoch" defined in "State" is read-only
    # p: Cannot assign to attribute "epoch" for class "State[Net]" Attribute "epoch" is read-only
    plan.epochs = 5
    # m: Property "epochs" defined in "Plan" is read-only
    # p: Cannot assign to attribute "epochs" for class "Plan" Attribute "epochs" is read-only
    key.seed = 1
    # m: Property "seed" defined in "Key" is read-only
    # p: Cannot assign to attribute "seed" for class "Key" Attribute "seed" is read-only
    noise.masks = ()
    # m: Property "masks" defined in "Noise" is read-only
    # p: Cannot assign to attribute "masks" for class "Noise[Net]" Attribute "masks" is read-only
    net.second.weight[0, 0] = 1.0
    # m: Invalid index type "tuple[int, int]" for "Matrix[Hidden, Classes, float64]"; expected type "Never"
    # p: Argument of type "float" cannot be assigned to parameter "value" of type "Never" in function "__setitem__"
    net.second.weight += 1.0
    # m: Property "weight" defined in "Affine" is read-only
    # p: Cannot assign to attribute "weight" for class "Second" Attribute "weight" is read-only


def of_another(
    net: Net,
    norm: pm.BatchNorm[Hidden],
    other: pm.BatchNorm[Classes],
    drop: pm.Dropout[Hidden],
    tied: Tied[Hidden],
    wide: Tied[Pixels],
    grad: pm.Grad[Tied[Hidden]],
    seen: pm.Statistics[pm.BatchNorm[Classes]],
    x: pm.Matrix[Batch, Hidden],
    t: pm.Labels[Batch, Hidden],
) -> None:
    noise = pm.draw_noise(drop, pm.Key.of(0), 5)
    print(pm.training.differentiate(drop, x, t, noise), other.absorb(seen), sgd.step(0.1, tied, grad))
    pm.training.differentiate(norm, x, t, noise)
    # m: Cannot infer value of type parameter "P" of "differentiate"
    # p: Type parameter "P@Noise" is invariant, but "Dropout[Hidden, float64]" is not the same as "BatchNorm[Hidden, float64]"
    pm.training.step(drop >> norm, x, t, 0.1, noise)
    # m: Cannot infer value of type parameter "N" of "step"
    # p: Type parameter "P@Noise" is invariant, but "Dropout[Hidden, float64]" is not the same as "Chain[Hidden, Hidden, Dropout[Hidden, float64], BatchNorm[Hidden, float64], float64]"
    norm.absorb(seen)
    # m: Argument 1 to "absorb" of "Network" has incompatible type "Statistics[BatchNorm[Classes, float64]]"; expected "Statistics[BatchNorm[Hidden, float64]]"
    # p: Type parameter "P@Statistics" is invariant, but "BatchNorm[Classes, float64]" is not the same as "BatchNorm[Hidden, float64]"
    net.absorb(seen)
    # m: Argument 1 to "absorb" of "Network" has incompatible type "Statistics[BatchNorm[Classes, float64]]"; expected "Statistics[Chain[Pixels, Classes, Affine[Pixels, Hidden, float64], Affine[Hidden, Classes, float64], float64]]"
    # p: Type parameter "P@Statistics" is invariant, but "BatchNorm[Classes, float64]" is not the same as "Net"
    sgd.step(0.1, wide, grad)
    # m: Cannot infer value of type parameter "P" of "step"
    # p: Type parameter "P@Grad" is invariant, but "Tied[Hidden]" is not the same as "Tied[Pixels]"
    sgd.step(0.1, tied.a, grad)
    # m: Cannot infer value of type parameter "P" of "step"
    # p: Type parameter "P@Grad" is invariant, but "Tied[Hidden]" is not the same as "Affine[Hidden, Hidden, float64]"
    tied.dot(wide)
    # m: Argument 1 to "dot" of "Record" has incompatible type "Tied[Pixels]"; expected "Tied[Hidden]"
    # p: Type parameter "In@Tied" is invariant, but "Pixels" is not the same as "Hidden"
    tied.dot(grad)
    # m: Argument 1 to "dot" of "Record" has incompatible type "Grad[Tied[Hidden]]"; expected "Tied[Hidden]"
    # p: Argument of type "Grad[Tied[Hidden]]" cannot be assigned to parameter "other" of type "Tied[Hidden]" in function "dot"
    tied.forward(wide.a.weight)
    # m: Argument 1 to "forward" of "Tied" has incompatible type "Matrix[Pixels, Pixels, float64]"; expected "Matrix[Pixels, Hidden, float64]"
    # p: Type parameter "C@Matrix" is invariant, but "Pixels" is not the same as "Hidden"
    Tied(tied.a, wide.b)
    # m: Cannot infer value of type parameter "In" of "Tied"
    # p: Type parameter "In@Affine" is invariant, but "Pixels" is not the same as "Hidden"
    tied >> tied.a
    # m: Unsupported left operand type for >> ("Tied[Hidden]")
    # p: Operator ">>" not supported for types "Tied[Hidden]" and "Affine[Hidden, Hidden, float64]"
    _1: Tied[Pixels] = tied
    # m: Incompatible types in assignment (expression has type "Tied[Hidden]", variable has type "Tied[Pixels]")
    # p: Type parameter "In@Tied" is invariant, but "Hidden" is not the same as "Pixels"
    _2: pm.Noise[pm.BatchNorm[Hidden]] = noise
    # m: Incompatible types in assignment (expression has type "Noise[Dropout[Hidden, float64]]", variable has type "Noise[BatchNorm[Hidden, float64]]")
    # p: Type parameter "P@Noise" is invariant, but "Dropout[Hidden, float64]" is not the same as "BatchNorm[Hidden, float64]"
    _3: pm.Statistics[pm.Layer[Hidden, Hidden]] = pm.training.differentiate(drop, x, t, noise).statistics
    # m: Incompatible types in assignment (expression has type "Statistics[Dropout[Hidden, float64]]", variable has type "Statistics[Layer[Hidden, Hidden, float64]]")
    # p: Type parameter "P@Statistics" is invariant, but "Dropout[Hidden, float64]" is not the same as "Layer[Hidden, Hidden, float64]"


def runs(
    net: Net,
    key: pm.Key,
    x: pm.Matrix[Batch, Pixels],
    x32: pm.Matrix[Batch, Pixels, np.float32],
    t: pm.Labels[Batch, Classes],
    test_x: pm.Matrix[Test, Pixels],
    test_t: pm.Labels[Test, Classes],
    test_h: pm.Labels[Test, Hidden],
    p: pm.Distribution[Batch, Classes],
    y: pm.Matrix[Batch, Classes],
    loss: pm.Loss[MatrixLinearize],
) -> None:
    plan = Plan(epochs=1, batch=32, optimizer=pm.optimizers.Sgd(0.1))
    train, test, start = Samples(x, t), Samples(test_x, test_t), pm.training.start(net, key, plan)
    task = pm.training.task(train, test=test)
    print(pm.training.epochs(start, task, plan), pm.training.differentiate(net, x, y, loss=loss))
    pm.training.epochs(start, pm.training.task(Samples(x, test_t)), plan)
    # m: Cannot infer value of type parameter "R" of "task"
    # p: "Labels[Test, Classes]" is not assignable to "Distribution[R@task, C@task, F@task]"
    pm.training.task(train, test=Samples(test_x, test_h))
    # m: Cannot infer value of type parameter "C" of "task"
    # p: Type parameter "C@Labels" is invariant, but "Hidden" is not the same as "Classes"
    pm.training.task(train, validation=Samples(test_x, t))
    # m: Cannot infer value of type parameter "V" of "task"
    # p: Type parameter "R@Labels" is invariant, but "Batch" is not the same as "V@task"
    pm.training.task(train, loss=loss)
    # m: Argument "loss" to "task" has incompatible type "Loss[MatrixLinearize]"; expected "Loss[LabelLinearize]"
    # p: No overloads for "task" match the provided arguments
    pm.training.task(Samples(x, y))
    # m: Argument 1 to "task" has incompatible type "Samples[Matrix[Batch, Pixels, float64], Matrix[Batch, Classes, float64]]"
    # p: "Matrix[Batch, Classes, float64]" is not assignable to "Distribution[R@task, C@task, F@task]"
    pm.training.epochs(start, pm.training.task(Samples(x32, t)), plan)
    # m: Cannot infer value of type parameter "F" of "epochs"
    # p: Type parameter "Float@Matrix" is invariant, but "float32" is not the same as "float64"
    pm.training.epochs(net, task, plan)
    # m: No overload variant of "epochs" matches argument types "Chain[Pixels, Classes,
    # p: is incompatible with protocol "Running[Follows[Pixels, Classes, N@epochs, float64]]"
    pm.training.advance(start, Samples(x, test_t), task, plan)
    # m: Cannot infer value of type parameter "C" of "advance"
    # p: Type parameter "R@Labels" is invariant, but "Test" is not the same as "Batch"
    pm.training.concluded(pm.training.start(net.second, key, plan), task)
    # m: Cannot infer value of type parameter "In" of "concluded"
    # p: Type parameter "C@Matrix" is invariant, but "Pixels" is not the same as "Hidden"
    pm.training.split_off(key, Samples(x, test_t), 0.1)
    # m: Cannot infer value of type parameter "R" of "split_off"
    # p: "Labels[Test, Classes]" is not assignable to "Distribution[R@split_off, C@split_off, F@split_off]"
    pm.training.accuracy(net, test_x, t)
    # m: Cannot infer value of type parameter "R" of "accuracy"
    # p: Type parameter "R@Labels" is invariant, but "Batch" is not the same as "Test"
    pm.training.predict(net, y)
    # m: Cannot infer value of type parameter "In" of "predict"
    # p: Type parameter "C@Matrix" is invariant, but "Classes" is not the same as "Pixels"
    pm.training.differentiate(net, x32, t)
    # m: Cannot infer value of type parameter "F" of "differentiate"
    # p: Type parameter "Float@Matrix" is invariant, but "float32" is not the same as "float64"
    pm.training.differentiate(net, x, t, loss=loss)
    # m: Argument "loss" to "differentiate" has incompatible type "Loss[MatrixLinearize]"; expected "Loss[LabelLinearize]"
    # p: Argument of type "Loss[MatrixLinearize]" cannot be assigned to parameter "loss" of type "Loss[LabelLinearize]" in function "differentiate"
    pm.training.differentiate(net, x, y)
    # m: No overload variant of "differentiate" matches argument types "Chain[Pixels, Classes, Affine[Pixels, Hidden, float64], Affine[Hidden, Classes, float64], float64]", "Matrix[Batch, Pixels, float64]", "Matrix[Batch, Classes, float64]"
    # p: Argument of type "Matrix[Batch, Classes, float64]" cannot be assigned to parameter "target" of type "Distribution[R@differentiate, Out@differentiate, F@differentiate]" in function "differentiate"
    pm.training.differentiate(net, x, [0, 1, 1])
    # m: No overload variant of "differentiate" matches argument types "Chain[Pixels, Classes, Affine[Pixels, Hidden, float64], Affine[Hidden, Classes, float64], float64]", "Matrix[Batch, Pixels, float64]", "list[int]"
    # p: Argument of type "list[int]" cannot be assigned to parameter "target" of type "Distribution[R@differentiate, Out@differentiate, F@differentiate]" in function "differentiate"
    pm.Loss("affine", net.forward)
    # m: Value of type variable "L_co" of "Loss" cannot be "Callable[[Matrix[R, Pixels, float64]], Matrix[R, Classes, float64]]"
    # p: Argument of type "(x: Matrix[R@forward, Pixels, float64], /) -> Matrix[R@forward, Classes, float64]" cannot be assigned to parameter "linearize" of type "L_co@Loss" in function "__init__"


def kinds(
    image: pm.ImageLayer[Gray, Side, Side, Gray, Side, Side],
    flat: pm.Flatten[Gray, Side, Side, Pixels],
    flat32: pm.Flatten[Gray, Side, Side, Pixels, np.float32],
    net: Net,
    y: pm.Images[Batch, Gray, Side, Side],
    t: pm.Labels[Batch, Classes],
    u: pm.Labels[Test, Classes],
) -> None:
    whole = image >> pm.relu >> flat >> net
    print(whole, pm.training.step(whole, y, t, 0.1), flat >> pm.softmax)
    image >> pm.relu >> pm.softmax
    # m: No overload variant of "__rshift__" of "ImageLayer" matches argument type "Rowwise"
    # p: Operator ">>" not supported for types "ActivatedImages[Gray, Side, Side, Gray, Side, Side, ImageLayer[Gray, Side, Side, Gray, Side, Side, float64], float64]" and "Rowwise"
    image >> flat32
    # m: Unsupported operand types for >> ("ImageLayer[Gray, Side, Side, Gray, Side, Side, float64]" and "Flatten[Gray, Side, Side, Pixels, ...]")
    # p: Operator ">>" not supported for types "ImageLayer[Gray, Side, Side, Gray, Side, Side, float64]" and "Flatten[Gray, Side, Side, Pixels, float32]"
    flat32 >> net
    # m: Unsupported operand types for >> ("Flatten[Gray, Side, Side, Pixels, ...]" and "Chain[Pixels, Classes, Affine[Pixels, Hidden, float64], Affine[Hidden, Classes, float64], float64]")
    # p: Operator ">>" not supported for types "Flatten[Gray, Side, Side, Pixels, float32]" and "Net"
    pm.training.step(whole, y, u, 0.1)
    # m: Cannot infer value of type parameter "R" of "step"
    # p: Type parameter "R@Labels" is invariant, but "Test" is not the same as "Batch"
    pm.training.step(net, y, t, 0.1)
    # m: No overload variant of "step" matches argument types "Chain[Pixels, Classes, Affine[Pixels, Hidden, float64], Affine[Hidden, Classes, float64], float64]", "Images[Batch, Gray, Side, Side, float64]", "Labels[Batch, Classes]", "float"
    # p: Argument of type "Images[Batch, Gray, Side, Side, float64]" cannot be assigned to parameter "x" of type "Matrix[R@step, In@step, F@step]" in function "step"
    pm.training.step(image, y, t, 0.1)
    # m: No overload variant of "step" matches argument types "ImageLayer[Gray, Side, Side, Gray, Side, Side, float64]", "Images[Batch, Gray, Side, Side, float64]", "Labels[Batch, Classes]", "float"
    # p: Argument of type "ImageLayer[Gray, Side, Side, Gray, Side, Side, float64]" cannot be assigned to parameter "net" of type "FollowsFlat[Ch@step, H@step, W@step, Out@step, N@step, F@step]" in function "step"
    pm.Elementwise("softmax", pm.softmax.forward, pm.softmax.linearize, pm.softmax.pullback)
    # m: Argument 2 to "Elementwise" has incompatible type "RowForward"; expected "Forward"
    # p: Argument of type "RowBack" cannot be assigned to parameter "pullback" of type "Back" in function "__init__"
