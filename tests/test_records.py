from __future__ import annotations

import copy
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from operator import add, mul, neg, sub
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import pureml as pm
from pureml.errors import DomainError, DtypeError, ShapeError, StructureError
from pureml.leaves import total
from pureml.records import one_dtype
from pureml.structure import same_kind
from tests.exactly import exactly
from tests.locks import is_locked, sent, unlocked
from tests.networks import batch, bits, layer, network
from tests.refused import refused

DTYPES = (np.float32, np.float64)
every_dtype = pytest.mark.parametrize("dtype", DTYPES, ids=lambda dtype: dtype.__name__)
entries = st.sampled_from([0.0, -0.0, 1.0, -1.5, float("nan"), float("inf")])
whole = st.integers(-50, 50).map(float)


@st.composite
def pairs(draw: st.DrawFn, numbers: st.SearchStrategy[float] = entries, dtypes: tuple[Any, ...] = DTYPES) -> tuple[Any, Any]:
    """Two affine layers of one shape that often have equal entries, and not always one dtype."""
    shape = draw(hnp.array_shapes(min_dims=2, max_dims=2, max_side=2))
    made: list[Any] = []
    for _ in range(2):
        dtype = draw(st.sampled_from(dtypes))
        made.append(layer(*(draw(hnp.arrays(dtype, axes, elements=numbers)) for axes in (shape, shape[1:]))))
    return made[0], made[1]


def same(x: Any, /) -> Any:
    return x


def plus_one(x: Any, /) -> Any:
    return x + 1


def negative_of_next(x: Any, /) -> Any:
    return -(x + 1)


def view_of_new(x: Any, /) -> Any:
    return (x + 1)[...]


def backwards(x: Any, /) -> Any:
    return x[::-1]


def transposed(x: Any, /) -> Any:
    return x.T


def ratio_to_itself(x: Any, /) -> Any:
    return x / x


def text(a: Any) -> str:
    """A layer as code."""
    return f"Affine(np.{a.weight!r}, np.{a.bias!r})"


# ------------------------------------------------------------ they are values --


@every_dtype
def test_every_array_of_a_network_is_locked_wherever_it_comes_from(dtype: Any) -> None:
    net = network(dtype)
    derived = {
        "constructor": net,
        "evolve": net.evolve(second=layer(np.ones((4, 2), dtype), np.ones(2, dtype))),
        "map": net.map(plus_one),
        "a map that changes nothing": net.map(same),
        "a map to views": net.map(view_of_new),
        "zip": net.zip(add, net),
        "flatten": net.unflatten(net.flatten()),
        "a slice of a vector": net.unflatten(np.ones(100, dtype)[: total(net.leaves)]),
        "sent": sent(net),
    }
    for name, record in derived.items():
        assert not unlocked(record.arrays().values()), name
        assert {x.dtype for x in record.arrays().values()} == {np.dtype(dtype)}, name


@given(hnp.arrays(np.float64, (2, 3)), hnp.arrays(np.float64, 3))
def test_a_constructor_copies_what_it_is_given_and_leaves_it_unlocked(weight: Any, bias: Any) -> None:
    made = layer(weight, bias)
    before = bits(weight, bias)
    assert weight.flags.writeable
    assert bias.flags.writeable
    weight[:] = 7
    bias[:] = 7
    assert bits(*made.leaves) == before


def test_a_field_cannot_be_set() -> None:
    net = network()
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        net.second = net.second
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        del net.second.bias


def test_a_copy_is_the_value_itself() -> None:
    net = network()
    assert copy.copy(net) is net
    assert copy.deepcopy(net) is net
    assert copy.deepcopy([net])[0] is net


@given(pairs())
def test_what_arrives_in_another_process_has_the_same_bits(pair: tuple[Any, Any]) -> None:
    assert sent(pair[0]).same_bits(pair[0]), text(pair[0])


def test_a_whole_network_arrives() -> None:
    net = network()
    arrived = sent(net)
    assert arrived.same_bits(net)
    assert arrived == net
    assert repr(arrived) == repr(net)
    assert arrived is not net


# ---------------------------------------------------------------- equality --


@given(pairs())
def test_equality_is_that_of_the_numbers_and_same_bits_that_of_the_bits(pair: tuple[Any, Any]) -> None:
    a, b = pair
    one_type = a.weight.dtype == b.weight.dtype
    numbers = all((x == y).all() for x, y in zip(a.leaves, b.leaves, strict=True))
    message = f"{text(a)}, {text(b)}"
    assert (a == b) == (one_type and numbers), message
    assert (a != b) == (not (one_type and numbers)), message
    assert a.same_bits(b) == (one_type and bits(*a.leaves) == bits(*b.leaves)), message
    if a == b:
        assert hash(a) == hash(b), message


def test_zeros_of_both_signs_are_equal_in_other_bits_and_nan_is_equal_to_nothing() -> None:
    zero, negative, nan = (layer(np.full((1, 1), v), np.zeros(1)) for v in (0.0, -0.0, np.nan))
    assert zero == negative
    assert hash(zero) == hash(negative)
    assert not zero.same_bits(negative)
    assert nan != nan  # noqa: PLR0124  # the claim
    assert nan.same_bits(nan)


def test_a_record_of_another_type_shape_or_field_is_another() -> None:
    net = network()
    assert net != network(seed=1)
    assert net != network(np.float32)
    assert net != net.second
    assert net != "network"
    assert not net.same_bits("network")
    assert net.second != layer(np.zeros((4, 3)), np.zeros(3))
    assert pm.Dropout(3, 0.5) != pm.Dropout(3, 0.25)
    assert pm.Dropout(3, 0.5) != pm.Dropout(4, 0.5)
    assert len({net, network(), network(seed=1)}) == 2
    assert hash(pm.Dropout(3, 0.5)) != hash(pm.Dropout(3, 0.25))


def test_buffers_count_in_equality_too() -> None:
    norm = network().first.first.layer.second
    other = norm.evolve(running=norm.running.evolve(rows=1))
    assert norm != other
    moved = norm.evolve(running=pm.Moments(norm.running.mean + 1, norm.running.variance))
    assert norm != moved
    assert not norm.same_bits(moved)


def test_exact_records_are_equal_by_value() -> None:
    half, same = (layer(exactly(np.array([[v]])), exactly(np.zeros(1))) for v in (0.5, 0.5))
    assert half == same
    assert half.same_bits(same)
    assert half != half.map(plus_one)


def test_a_repr_says_sizes_and_not_numbers() -> None:
    ones = pm.vector(np.ones(100), 100, np.float32)
    assert repr(pm.Moments(ones, ones)) == "Moments(mean=<100 float32>, variance=<100 float32>, rows=0)"

    @attrs.frozen(eq=False, repr=False, field_transformer=pm.sealed)
    class Named(pm.Record):
        name: str
        numbers: Any

    assert repr(Named("a", np.ones((2, 3)))) == "Named(name='a', numbers=<2x3 float64>)"
    assert repr(Named("a", np.ones(()))) == "Named(name='a', numbers=<scalar float64>)"


def test_evolve_copies_what_is_new_and_shares_the_rest() -> None:
    net = network()
    before = bits(*net.leaves)
    bias: Any = np.array([1.0, 2.0])
    new = net.second.evolve(bias=bias)
    bias[:] = 9
    assert new.bias.tolist() == [1, 2]
    assert bias.flags.writeable
    assert is_locked(new.bias)
    assert new.weight is net.second.weight
    assert bits(*net.leaves) == before
    assert net.evolve() == net


def test_evolve_checks_and_converts_like_the_constructor() -> None:
    net = network()
    wrong: Any = np.zeros(3)
    with pytest.raises(ShapeError, match="expected a bias for each column of weight"):
        net.second.evolve(bias=wrong)
    assert pm.Dropout(3, 0.5).evolve(rate=0.1) == pm.Dropout(3, 0.1)
    with pytest.raises(pm.DomainError, match="less than 1"):
        pm.Dropout(3, 0.5).evolve(rate=1.0)
    with pytest.raises(StructureError) as error:
        net.second.evolve(bias=net.second.bias, biass=1)
    assert str(error.value) == "Affine.evolve: expected one of the fields weight, bias, got biass"


def test_a_record_without_converters_evolves() -> None:
    @attrs.frozen(eq=False, repr=False)
    class Plain(pm.Record):
        size: int

    assert Plain(3).evolve(size=4) == Plain(4)


# ----------------------------------------------------------- kept and brought back --


@every_dtype
def test_all_that_a_network_holds_brings_it_back_bit_for_bit(dtype: Any) -> None:
    net, other = network(dtype), network(dtype, seed=1)
    net = net.absorb(pm.training.differentiate(net, *batch(dtype), pm.draw_noise(net, pm.Key.of(0), 5)).statistics)
    stored = net.stored()
    assert stored.keys() - net.arrays().keys() == {"first.first.layer.second.running.rows"}
    assert all(stored[name] is array for name, array in net.arrays().items())
    found = other.restored({name: np.array(x) for name, x in stored.items()})
    assert found.same_bits(net)
    assert repr(found.first.first.layer.second.running.rows) == "5"
    assert not unlocked(found.arrays().values())
    turned = net.second.map(np.asfortranarray)
    assert net.second.restored(turned.stored()).weight.strides == turned.weight.strides != net.second.weight.strides


def test_other_arrays_are_not_taken() -> None:
    norm = network().first.first.layer.second
    stored = norm.stored()
    assert refused(StructureError, norm.restored, {}).startswith("BatchNorm.restored: expected gamma, beta, running.mean, running.var")
    assert refused(StructureError, norm.restored, stored | {"delta": norm.beta}).endswith(", got others or not all: delta")
    longer = refused(ShapeError, norm.restored, stored | {"running.mean": np.zeros(5)})
    assert longer == "BatchNorm.restored: running.mean: expected shape (4,), got (5,)"
    single = refused(DtypeError, norm.restored, stored | {"gamma": np.zeros(4, np.float32)})
    assert single == "BatchNorm.restored: gamma: expected float64, got float32"
    assert refused(DomainError, norm.restored, stored | {"running.variance": -np.ones(4)}).startswith("Moments: expected variances ")


# ------------------------------------------------------------ the vector it is --


def test_parameters_come_in_order_and_buffers_are_none() -> None:
    net = network()
    norm = net.first.first.layer.second
    want = (net.first.first.layer.first.weight, net.first.first.layer.first.bias, norm.gamma, norm.beta, net.second.weight, net.second.bias)
    assert len(net.leaves) == len(want)
    assert all(x is y for x, y in zip(net.leaves, want, strict=True))
    body = "first.first.layer."
    assert list(net.arrays()) == [
        f"{body}first.weight",
        f"{body}first.bias",
        f"{body}second.gamma",
        f"{body}second.beta",
        f"{body}second.running.mean",
        f"{body}second.running.variance",
        "second.weight",
        "second.bias",
    ]
    assert net.arrays()["first.first.layer.second.running.mean"] is norm.running.mean
    assert pm.Dropout(3, 0.5).leaves == ()
    assert total(net.leaves) == 3 * 4 + 4 + 4 + 4 + 4 * 2 + 2


@every_dtype
def test_flatten_gives_one_vector_and_unflatten_views_of_it(dtype: Any) -> None:
    net = network(dtype)
    flat: Any = net.flatten()
    assert flat.dtype == dtype
    assert is_locked(flat)
    assert flat.tolist() == [v for x in net.leaves for v in x.reshape(-1).tolist()]
    views = net.unflatten(flat)
    assert views.same_bits(net)
    assert all(np.shares_memory(x, flat) for x in views.leaves)
    again = views.flatten()
    assert np.shares_memory(again, flat), "the second flatten copied"
    assert is_locked(again)
    assert (again == flat).all()
    vector: Any = net.flatten() + 1
    moved = net.unflatten(vector)
    assert moved == net.map(plus_one)
    assert all(np.shares_memory(x, vector) for x in moved.leaves), "a vector that was just made is adopted"
    assert not vector.flags.writeable
    assert moved.first.first.layer.second.running is net.first.first.layer.second.running


def test_a_record_made_of_parts_of_another_flattens_in_its_own_order() -> None:
    a, b = (pm.Affine(pm.matrix([[v, v + 1], [v + 2, v + 3]]), pm.vector([v + 4, v + 5])) for v in (0.0, 10.0))
    net: Any = (a >> b).unflatten((a >> b).flatten())
    first, second = [0, 1, 2, 3, 4, 5], [10, 11, 12, 13, 14, 15]
    assert net.flatten().tolist() == first + second
    assert (net.second >> net.first).flatten().tolist() == second + first
    assert net.evolve(second=net.first).flatten().tolist() == first + first
    assert net.evolve(first=net.second).flatten().tolist() == second + second
    assert net.first.flatten().tolist() == first
    assert net.map(backwards).first.flatten().tolist() == [2, 3, 0, 1, 5, 4]
    assert net.map(transposed).flatten().tolist() == [0, 2, 1, 3, 4, 5, 10, 12, 11, 13, 14, 15]


def test_a_record_without_parameters_is_a_vector_of_no_numbers() -> None:
    layer = pm.Dropout(3, 0.5)
    assert layer.flatten().shape == (0,)
    assert layer.unflatten(layer.flatten()) == layer
    assert layer.norm() == 0


def test_unflatten_refuses_another_size_and_another_dtype() -> None:
    layer = network().second
    assert refused(ShapeError, layer.unflatten, np.zeros(9)) == "Affine.unflatten: expected a vector of 10 numbers, got shape (9,)"
    assert refused(ShapeError, layer.unflatten, np.zeros((10, 1))) == "Affine.unflatten: expected a vector of 10 numbers, got shape (10, 1)"
    assert refused(DtypeError, layer.unflatten, np.zeros(10, np.float32)) == "Affine.unflatten: expected float64, got float32"


@given(pairs(whole), st.integers(-3, 3))
def test_it_is_a_vector_space_with_an_inner_product(pair: tuple[Any, Any], c: int) -> None:
    a, b = pair
    numbers = [[Fraction(v) for x in record.leaves for v in x.reshape(-1).tolist()] for record in pair]
    want = sum((x * y for x, y in zip(*numbers, strict=True)), Fraction(0))
    message = f"{text(a)}, {text(b)}"
    assert a.dot(b) == want == b.dot(a), message
    assert isinstance(a.dot(b), float), message
    assert a.map(partial(mul, c)).dot(b) == c * want, message
    assert a.zip(add, b).dot(a) == want + a.dot(a), message
    assert a.norm() ** 2 == pytest.approx(a.dot(a), rel=1e-15), message
    assert a.zip(sub, a).norm() == 0, message


@given(pairs(whole))
def test_map_keeps_composition_and_zip_the_order_of_its_arguments(pair: tuple[Any, Any]) -> None:
    a, b = pair
    assert a.map(same) == a
    assert a.map(plus_one).map(neg) == a.map(negative_of_next)
    assert a.zip(sub, b) == b.map(neg).zip(add, a)
    assert a.zip(add, a.map(neg)).norm() == 0


def test_records_of_other_kinds_or_sizes_do_not_combine_and_the_place_is_named() -> None:
    a, small = network().second, pm.Affine(pm.matrix([[1.0]]), pm.vector([1.0]))
    calls: dict[str, Callable[[Any], Any]] = {"zip": partial(a.zip, add), "dot": a.dot}
    for what, call in calls.items():
        assert refused(StructureError, call, small) == f"{what}: expected arrays of shapes [(4, 2), (2,)], got [(1, 1), (1,)]"
        assert refused(StructureError, call, pm.Dropout(2, 0.5)) == f"{what}: expected a Affine, got a Dropout"
    net, other = small >> pm.relu >> small, small >> pm.relu >> pm.Dropout(1, 0.5)
    assert refused(StructureError, same_kind, "gradient", net, other) == "gradient.second: expected a Affine, got a Dropout"
    deep = (small >> small) >> small, (small >> pm.Dropout(1, 0.5)) >> small
    assert refused(StructureError, same_kind, "noise", *deep) == "noise.first.second: expected a Affine, got a Dropout"
    same_kind("gradient", net, net)


def test_arrays_of_two_dtypes_or_of_another_one_are_no_record() -> None:
    x: dict[str, Any] = {dtype: np.zeros(1, dtype) for dtype in ("float16", "float32", "float64", "int64", "complex128", "object")}
    one_dtype("L", a=x["float32"], b=x["float32"])
    one_dtype("L", a=x["complex128"], b=x["complex128"])
    one_dtype("L", a=x["object"])
    with pytest.raises(DtypeError) as error:
        one_dtype("L", a=x["float32"], b=x["float64"])
    assert str(error.value) == "L: expected one dtype, got a float32, b float64"
    for dtype in ("float16", "int64"):
        with pytest.raises(DtypeError) as error:
            one_dtype("L", a=x[dtype])
        assert str(error.value) == f"L: expected float32 or float64, got {dtype}"
