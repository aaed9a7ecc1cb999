from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pureml as pm
from pureml.app.networks import build, finite, layers, named, parameters, stages
from pureml.app.options import ACTIVATIONS, INITIALIZERS, Options
from tests.app.test_options import OPTIONS

HIDDEN = st.lists(st.integers(1, 5), max_size=3).map(tuple)


def net(*hidden: int) -> pm.Layer[int, int]:
    return build(Options(hidden=hidden), pm.Key.of(0), (2, 2), 3, np.float64)


@given(HIDDEN)
def test_the_stages_are_what_the_network_prints(hidden: tuple[int, ...]) -> None:
    built = net(*hidden)
    assert " >> ".join(stage.name for stage in stages(built)) == repr(built)
    assert sum(stage.parameters for stage in stages(built)) == parameters(built)
    sizes = (4, *hidden, 3)
    assert parameters(built) == sum((before + 1) * after for before, after in pairwise(sizes))


@given(HIDDEN)
def test_names_are_numbered_in_the_order_of_the_leaves(hidden: tuple[int, ...]) -> None:
    built = net(*hidden)
    found = named(built)
    assert list(found) == [f"layer{i}.{name}" for i in range(1, len(hidden) + 2) for name in ("weight", "bias")]
    assert all(array is leaf for array, leaf in zip(found.values(), built.leaves, strict=True))


def test_a_layer_without_arrays_takes_no_number() -> None:
    plain, dropping = (build(Options(hidden=(3, 2), dropout=rate), pm.Key.of(0), (2, 2), 3, np.float64) for rate in (0.0, 0.5))
    assert (len(list(layers(plain))), len(list(layers(dropping)))) == (3, 5)
    assert list(named(plain)) == list(named(dropping))


@given(OPTIONS, st.sampled_from(list(ACTIVATIONS)), st.sampled_from(list(INITIALIZERS)))
def test_a_network_has_what_its_options_ask_for(options: Options, activation: str, init: str) -> None:
    asked = Options(hidden=(3,), activation=activation, init=init, seed=options.seed, dropout=options.dropout)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # drawn from the choices
    built = build(asked, pm.Key.of(asked.seed), (2, 2), 2, np.float32)
    rate = 0.4 if options.dropout is None else options.dropout
    wanted = pm.models.multi_layer(
        pm.Key.of(asked.seed), 4, (3,), 2, np.float32, activation=ACTIVATIONS[activation], init=INITIALIZERS[init], dropout=rate
    )
    dropped = f"Dropout(3, {round(rate * 2**16) / 2**16:.4g}) >> " if rate else ""
    assert repr(built) == f"Affine(4 -> 3) >> {activation} >> {dropped}Affine(3 -> 2)"
    assert built.same_bits(wanted)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_one_number_that_is_not_finite_is_seen(value: float) -> None:
    good = pm.Affine(pm.matrix([[1.0, 2.0]]), pm.vector([0.0, 0.0]))
    weight = np.array([[1.0, value]])
    assert finite(good)
    assert not finite(good.map(lambda x: x * value) if np.isnan(value) else good.evolve(weight=weight))
