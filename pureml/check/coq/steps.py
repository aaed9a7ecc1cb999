"""The steps of optimizers beside their definitions in the proofs: one parameter, after two gradients that are past."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import attrs
import sympy as sp

from ...rules import Argument, Formula, Kind
from ..call import flat, tupled
from ..inputs import Numbers
from ..numbers import Symbol
from ..numbers.arrays import filled
from .terms import term

TIME: Final = 3
"""The number of the step: the gradients before it are numbers 0 and 1 of the history, its own is number 2."""


@attrs.frozen
class Step:
    """What the proofs define, and what of it each result is: in Coq, in the names of the arguments.

    `about` is the definition that the optimizer's theorem speaks of, `below` one that it is made of; `given` says what the
    arguments are of its state.
    """

    about: str
    variables: str
    given: tuple[str, ...]
    results: tuple[str, ...]
    below: str = ""


GRADIENT: Final = "(grad : (unit -> R) -> unit -> R)"
HISTORY: Final = "(history : nat -> R)"
MOMENTS: Final = ("Adam.first beta1 history 2 = first", "Adam.second beta2 history 2 = second", "history 2%nat = d_p", "beta1 ^ 3 <> 1")
AVERAGES: Final = ("Adam.first beta1 history 3", "Adam.second beta2 history 3")


def _moving(about: str, point: str, gradient: str, ahead: str) -> Step:
    step = f"Momentum.{about} grad lr mu (fun _ : unit => {point}, fun _ => velocity)"
    return Step(about, GRADIENT, (f"grad (fun _ => {ahead}) tt = {gradient}",), (f"({step}).1 tt", f"({step}).2 tt"))


STEPS: Final[Mapping[str, Step]] = MappingProxyType(
    {
        "sgd": Step("sgd", GRADIENT, ("grad (fun _ => p) tt = d_p",), ("Momentum.sgd grad lr (fun _ : unit => p) 1 tt",)),
        "momentum": _moving("momentum_step", "p", "d_p", "p"),
        "nesterov": _moving("nesterov_step", "p", "d_p", "p + mu * velocity"),
        "nesterov_shifted": _moving("nesterov_ahead_step", "q", "d_q", "q"),
        "adagrad": Step(
            "adagrad_step",
            HISTORY,
            ("Adaptive.squares history 2 = squares", "history 2%nat = d_p"),
            ("p - Adaptive.adagrad_step lr eps history 2", "Adaptive.squares history 3"),
        ),
        "rmsprop": Step(
            "rmsprop_step",
            HISTORY,
            ("Adaptive.mean_square rho history 2 = squares", "history 2%nat = d_p"),
            ("p - Adaptive.rmsprop_step lr eps rho history 2", "Adaptive.mean_square rho history 3"),
        ),
        "adam": Step("adam_step", HISTORY, (*MOMENTS, "beta2 ^ 3 < 1"), ("p - Adam.adam_step lr beta1 beta2 history eps 3", *AVERAGES)),
        "adam_epsilon_hat": Step(
            "adam_epsilon_hat_step", HISTORY, MOMENTS, ("p - Adam.adam_epsilon_hat_step lr beta1 beta2 history eps_hat 3", *AVERAGES)
        ),
        "adamw": Step(
            "adamw",
            HISTORY,
            (*MOMENTS, "beta2 ^ 3 < 1"),
            ("Adaptive.adamw lr decay p (Adam.adam_step lr beta1 beta2 history eps 3)", *AVERAGES),
            " /Adam.adam_step",
        ),
    }
)
"""By the name of the optimizer's rule."""


def step_lemma(formula: Formula, /) -> str:
    """The statement with its proof, as Coq text: each result of the shipped step is what the proofs define."""
    step, arguments = STEPS[formula.name], [_argument(a) for a in formula.domain.arguments]
    names = " ".join(a.name for a in formula.domain.arguments if a.kind is not Kind.WHOLE)
    results = [flat(y)[0].expression for y in tupled(formula.forward(*arguments))]
    positive = [f"0 < {name}" for name in names.split() if name.startswith("eps")]
    lines = [
        f"Lemma {formula.name}_link ({names} : R) {step.variables} :",
        *(f"  {given} ->" for given in (*positive, *step.given)),
        " /\\\n".join(f"  {left} = {term(right)}" for left, right in zip(step.results, results, strict=True)) + ".",
        f"Proof. rewrite /{formula.theorem.partition('.')[0]}.{step.about}{step.below}; finish_step. Qed.",
    ]
    return "\n".join(lines) + "\n"


def _argument(argument: Argument) -> Numbers:
    if argument.kind is Kind.WHOLE:
        return TIME
    symbol = Symbol.of(sp.Symbol(argument.name, positive=True if argument.kind is Kind.POSITIVE else None, real=True), 0.5)
    return symbol if argument.kind is Kind.CONSTANT else filled((1,), lambda _: symbol)
