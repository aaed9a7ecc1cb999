from __future__ import annotations

from typing import Any, get_args, get_type_hints

import pytest

from pureml.app.options import Options
from pureml.app.traits import MODELS, OPTIMIZERS
from pureml.errors import DomainError


@pytest.mark.parametrize(("field", "known"), [("model", set(MODELS)), ("optimizer", set(OPTIMIZERS))])
def test_every_choice_has_its_traits(field: str, known: set[str]) -> None:
    hint: Any = get_type_hints(Options)[field]
    assert set(get_args(hint)) == known


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"model": "two-layer", "hidden": (3, 4)}, "--hidden: expected one size for --model two-layer, got 3,4"),
        ({"model": "simple-conv", "hidden": ()}, "--hidden: expected one size for --model simple-conv, got none"),
        ({"model": "simple-conv", "dropout": 0.5}, "--dropout: expected 0 for --model simple-conv, which drops nothing, got 0.5"),
        ({"model": "deep-conv", "batch_norm": True}, "--batch-norm: expected --model multi-layer, got deep-conv"),
        ({"model": "deep-conv", "activation": "tanh"}, "--activation: expected relu for --model deep-conv, got tanh"),
    ],
)
def test_an_option_that_a_network_has_no_place_for_is_refused(options: dict[str, Any], said: str) -> None:
    with pytest.raises(DomainError) as error:
        Options(**options)
    assert str(error.value) == said


@pytest.mark.parametrize("name", MODELS)
def test_every_network_takes_its_own_defaults(name: Any) -> None:
    filled = Options(model=name).for_samples(100)
    assert filled.hidden == MODELS[name].hidden
    assert filled.dropout == {"multi-layer": 0.4, "deep-conv": 0.5}.get(name, 0.0)
    assert filled.for_samples(60_000) == filled
