from __future__ import annotations

from hypothesis import given

from pureml.functions import identity
from tests.functions.hard import finite, floats


@given(finite)
def test_the_result_has_the_same_bits_and_no_memory_in_common(v: float) -> None:
    x = floats(v)
    y, kept = identity.linearize(x)
    for z in (identity.forward(x), y, identity.pullback(kept, x), identity.pushforward(kept, x)):
        assert z.tobytes() == x.tobytes()
        assert z is not x
        assert z.base is None
