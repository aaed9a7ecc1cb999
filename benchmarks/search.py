"""Bayesian search against random search: the best validation accuracy of a fixed number of trials, over seeds.

python -m benchmarks.search [--trials 40] [--seeds 10] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import attrs
import numpy as np

import pureml as pm
from pureml.app import datasets, machine, sessions
from pureml.app.options import Options
from pureml.app.ranges import at
from pureml.app.searches import key
from pureml.app.trials import Objective, Result, trained
from pureml.search.run import Plan, search
from pureml.search.space import Point, Range, Space
from pureml.search.strategies import STRATEGIES
from pureml.search.trial import Trial, best_of

RANGES: Final = Space({"lr": Range(1e-4, 10.0), "weight-decay": Range(1e-8, 1e-1), "dropout": Range(0.0, 0.7, log=False)})
OPTIONS: Final = Options(hidden=(64,), epochs=8, dtype="float32", validation=0.2)
TOGETHER: Final = 4


@attrs.frozen
class Found:
    """What a search came to: the best validation accuracy, the test accuracy of its network, how many trials were as good as any."""

    validation: float
    test: float
    trial: int


def found(strategy: str, seed: int, trials: int) -> Found:
    """One search; weights, order, validation part and points all follow from the seed."""
    data = datasets.find("digits")
    options = attrs.evolve(OPTIONS, seed=seed).for_samples(len(data.train_labels))
    objective = Objective(datasets.facts("digits", data), options)
    asked = Plan(space=RANGES, strategy=STRATEGIES[strategy], key=key(seed), trials=trials, batch=TOGETHER)
    done: tuple[Trial[Result], ...] = tuple(search(asked, objective))
    best = best_of(done)
    if best is None or best.result.accuracy is None:
        raise ValueError(f"expected a trial that does not diverge, got none of {trials}")
    return Found(best.result.accuracy, tested(options, best.point), best.number + 1)


def tested(options: Options, point: Point) -> float:
    """The test accuracy at a point, of the epoch that the validation part chose: for information, nothing is chosen by it."""
    data = datasets.find("digits")
    state, _ = trained(data, at(options, point), np.float32)
    test = sessions.testing_part(data, np.float32)
    return pm.training.accuracy(state.kept.net, test.x, test.target)


def lines(results: Mapping[str, list[Found]]) -> Iterator[str]:
    """The table, in Markdown: percent, mean, least, greatest and standard deviation over the seeds."""
    yield "| strategy | best validation: mean | min | max | spread | its test accuracy: mean | min | max | spread | best trial: median |"
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for strategy, of in results.items():
        columns = [f"{value:.2f}" for name in ("validation", "test") for value in _summary([100 * getattr(one, name) for one in of])]
        yield f"| {strategy} | {' | '.join(columns)} | {np.median([one.trial for one in of]):g} |"
    if len(results) == 2:
        first, second = results.values()
        apart = np.array([100 * (b.validation - a.validation) for a, b in zip(first, second, strict=True)])
        error = apart.std(ddof=1) / np.sqrt(len(apart))
        wins, losses = int((apart > 0).sum()), int((apart < 0).sum())
        yield f"\n{' less '.join(reversed(list(results)))}, seed by seed: {apart.mean():+.2f} ± {error:.2f}; better {wins}, worse {losses}"


def _summary(values: list[float]) -> tuple[float, float, float, float]:
    return float(np.mean(values)), min(values), max(values), float(np.std(values, ddof=1))


def main() -> None:
    """Run all of it and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=int, default=40)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    machine.use_threads(1)
    results: dict[str, list[Found]] = {strategy: [] for strategy in ("random", "bayesian")}
    for seed in range(given.first_seed, given.first_seed + given.seeds):
        for strategy, of in results.items():
            of.append(found(strategy, seed, given.trials))
            print(f"seed {seed}  {strategy:8}  {of[-1]}", file=sys.stderr, flush=True)
    if given.json:
        given.json.write_text(json.dumps({name: [attrs.asdict(one) for one in of] for name, of in results.items()}))
    print("\n".join(lines(results)))


if __name__ == "__main__":
    main()
