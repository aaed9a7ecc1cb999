from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pureml.check.inputs import EXACT, FLOAT32, FLOAT64, JETS, SYMBOLS, System, draw_cotangent, draw_inputs, moving, sizes_of, stepped
from pureml.check.numbers import Exact, Jet, Symbol
from pureml.check.numbers.arrays import STEP
from pureml.keys import Key
from pureml.rules import Kind, Rule, catalogue, find

every_rule = pytest.mark.parametrize("rule", catalogue(), ids=lambda rule: rule.name)
SYSTEMS = pytest.mark.parametrize("system", [EXACT, SYMBOLS, JETS, FLOAT32, FLOAT64], ids=lambda system: system.name)


@every_rule
@SYSTEMS
def test_the_same_key_gives_the_same_inputs_of_the_right_shape(rule: Rule, system: System) -> None:
    for sizes in sizes_of(rule):
        once, again = (draw_inputs(rule, system, sizes, Key.of(1)) for _ in range(2))
        for argument, a, b in zip(rule.domain.arguments, once.arguments, again.arguments, strict=True):
            assert repr(a) == repr(b), argument.name
            if argument.kind not in {Kind.CONSTANT, Kind.SIZE}:
                assert a.shape == tuple(sizes[axis] for axis in argument.axes), argument.name


@every_rule
def test_every_kind_of_argument_is_what_it_says(rule: Rule) -> None:
    for sizes in sizes_of(rule):
        for seed in range(5):
            for argument, x in zip(rule.domain.arguments, draw_inputs(rule, FLOAT64, sizes, Key.of(seed)).arguments, strict=True):
                match argument.kind:
                    case Kind.LABELS:
                        assert x.dtype == np.intp
                        assert 0 <= x.min() <= x.max() < sizes["classes"]
                    case Kind.MASK:
                        assert x.dtype == bool
                    case Kind.POSITIVE | Kind.PROBABILITY | Kind.MASS | Kind.UNIT:
                        assert (x > 0).all()
                    case Kind.CONSTANT:
                        assert x in [float(value) for value in argument.values]
                    case Kind.SIZE:
                        assert x == np.prod([sizes[axis] for axis in argument.axes])
                    case Kind.REAL:
                        assert np.isfinite(x).all()


@every_rule
def test_only_differentiable_arguments_move(rule: Rule) -> None:
    sizes = sizes_of(rule)[0]
    inputs = draw_inputs(rule, FLOAT64, sizes, Key.of(2))
    for k, (a, b) in enumerate(zip(inputs.arguments, stepped(inputs), strict=True)):
        if k in inputs.places:
            np.testing.assert_array_equal(b.real, a)
            np.testing.assert_allclose(b.imag / STEP, inputs.tangents[inputs.places.index(k)], rtol=1e-15)
        else:
            assert a is b
    jets = draw_inputs(rule, JETS, sizes, Key.of(2))
    for k, (a, b) in enumerate(zip(jets.arguments, moving(jets), strict=True)):
        if k in jets.places:
            slopes = [e.value.midpoint() for e in jets.tangents[jets.places.index(k)].flat]
            assert [e.slope.midpoint() for e in b.flat] == slopes
            assert [e.value.midpoint() for e in b.flat] == [e.value.midpoint() for e in a.flat]
        else:
            assert a is b


@pytest.mark.parametrize(
    ("system", "kind"), [(EXACT, Exact), (SYMBOLS, Symbol), (JETS, Jet), (FLOAT64, np.float64)], ids=["exact", "symbols", "jets", "float64"]
)
def test_a_cotangent_has_the_shape_of_the_output(system: System, kind: type) -> None:
    matrix: Any = draw_cotangent(system, np.zeros((2, 3)), Key.of(0))
    number = draw_cotangent(system, 1.0, Key.of(0))
    assert matrix.shape == (2, 3)
    assert isinstance(number, kind)


def test_sizes_name_every_axis_of_a_rule() -> None:
    assert [set(sizes) for sizes in sizes_of(find("affine"))] == [{"rows", "inputs", "outputs"}] * 3
