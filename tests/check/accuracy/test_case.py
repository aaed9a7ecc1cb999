from __future__ import annotations

from typing import Any

import numpy as np

from pureml.check.accuracy.case import Case, balls, is_masked, moving, reals, still
from pureml.check.numbers import Ball, Jet
from pureml.rules import find

INF = float("inf")


def case(name: str, *arguments: Any, **more: Any) -> Case:
    return Case(find(name), arguments, **more)


def test_every_part_is_run_and_comes_flat() -> None:
    x: Any = np.array([[1.0, 2.0], [3.0, 4.0]])
    g: Any = np.array([[1.0, 0.0], [0.0, 1.0]])
    at = case("softmax", x, tangents=(g,), g=g)
    found = at.run(at.formula, ("forward", "pushforward", "pullback"))
    assert {part: [y.shape for y in ys] for part, ys in found.items()} == {
        "forward": [(4,)],
        "pushforward": [(4,)],
        "pullback": [(4,)],
    }
    y: Any = find("softmax").forward(x)
    assert found["forward"][0].tolist() == y.reshape(-1).tolist()


def test_a_masked_entry_is_taken_out_of_everything_that_has_its_shape() -> None:
    x: Any = np.array([[0.0, 1.0, -INF]])
    at = case("softmax", x, tangents=(np.ones((1, 3)),), g=np.ones((1, 3)), masked=True)
    plain = at.unmasked()
    assert (plain.arguments[0].shape, plain.g.shape, plain.tangents[0].shape, plain.masked) == ((1, 2), (1, 2), (1, 2), False)
    shown = at.shown({"forward": (np.array([0.25, 0.75, 0.0]), np.array([5.0]))})
    assert [y.tolist() for y in shown["forward"]] == [[0.25, 0.75], [5.0]]


def test_rows_are_taken_of_arrays_that_have_them() -> None:
    x: Any = np.arange(6.0).reshape(3, 2)
    labels: Any = np.array([0, 1, 1])
    at = case("softmax_cross_entropy", x, labels, tangents=(x,), g=np.float64(1)).taking([2, 0])
    assert at.arguments[0].tolist() == [[4, 5], [0, 1]]
    assert at.arguments[1].tolist() == [1, 0]
    assert at.tangents[0].tolist() == [[4, 5], [0, 1]]
    assert at.g == 1
    assert at.row_of(3, 4)[1] == 0


def test_rows_are_apart_where_one_array_is_real_and_results_have_rows() -> None:
    x: Any = np.zeros((3, 2))
    assert case("softmax", x, g=x).rowwise
    assert not case("softmax_cross_entropy", x, np.zeros(3, np.intp), g=np.float64(1)).rowwise
    assert not case("affine", x, np.zeros((2, 2)), np.zeros(2), g=x).rowwise
    assert [reals(find(name)) for name in ("softmax", "affine", "batch_norm")] == [1, 3, 3]


def test_floats_become_exact_elements_and_everything_else_stays() -> None:
    x: Any = np.array([0.1, 2.0])
    assert [e.midpoint() for e in balls(x)] == [Ball.exactly(0.1).midpoint(), 2]
    assert isinstance(balls(0.1), Ball)
    for lift, slope in ((still, 0), (moving, 1)):
        element = lift(x)[0]
        assert isinstance(element, Jet)
        assert float(element.slope) == slope
    labels: Any = np.array([1, 2])
    assert balls(labels) is labels
    assert balls((2, 3)) == (2, 3)


def test_rules_say_whether_entries_may_be_masked() -> None:
    masked = {name for name in ("softmax", "log_softmax", "logsumexp", "softmax_cross_entropy", "relu", "affine") if is_masked(find(name))}
    assert masked == {"softmax", "log_softmax", "logsumexp", "softmax_cross_entropy"}
