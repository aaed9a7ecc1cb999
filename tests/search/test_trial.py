from __future__ import annotations

import math

from pureml.search.trial import Trial, best_of


def test_the_best_has_the_least_value_and_a_failed_run_is_never_it() -> None:
    trials = (Trial(0, {}, math.inf), Trial(1, {}, 3.0), Trial(2, {}, 1.0))
    assert best_of(trials) == trials[2]
    assert best_of(()) is None
