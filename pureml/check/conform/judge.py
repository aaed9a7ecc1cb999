"""The judge: every look at an implementation, and the verdict on it."""

from __future__ import annotations

from ...errors import DomainError
from ...rules import Formula, named
from ..accuracy.case import Case
from ..finding import Finding, Verdict
from ..foreign import Kind, foreign
from ..foreign.subject import Function, loaded, spelling_of
from ..inputs import FLOAT32, FLOAT64
from . import conventions, dtype, hard, likeness, ordinary, purity
from .conformity import Conformity, Standing
from .fault import Fault
from .pair import Pair


def conform(
    rule: str | Formula, forward: Function, pullback: Function | None = None, *, arrays: Kind = "numpy", seed: int = 0, examples: int = 1
) -> Conformity:
    """Whether an implementation does what a rule of ours does, and as well: wrong, or right but worse somewhere, or it conforms.

    `forward(*arguments) -> y` and `pullback(*arguments, g) -> d_x`, or a tuple for several arguments, take what the rule
    takes; each is a function, `module:function` or `path/file.py:function`. Without a pullback, a function of torch tensors
    or JAX arrays is differentiated by its library; of NumPy arrays, only its values are judged. On ordinary inputs it is
    wrong where it is off by more than the square root of eps; on hard ones it loses accuracy beyond the bound of the rule,
    whose exact values are enclosed. Raises `ForeignError` for what cannot be loaded, `DomainError` for a rule that is not known.

    >>> import numpy as np
    >>> conform("relu", lambda x: np.maximum(x, 0), lambda x, g: g * (x > 0)).standing.value
    'conforms'
    >>> conform("relu", lambda x: np.maximum(x, 0), lambda x, g: -g * (x > 0)).standing.value
    'wrong'
    """
    if seed < 0 or examples < 1:
        raise DomainError(f"expected a seed of at least 0 and at least 1 example, got {seed} and {examples}")
    ours = named(rule) if isinstance(rule, str) else rule
    subject = foreign(forward, pullback, domain=ours.domain, arrays=arrays, seed=seed)
    functions = {"forward": loaded(forward)} | ({} if pullback is None else {"pullback": loaded(pullback)})
    itself = purity.Itself(functions, arrays, spelling_of(forward, pullback, ours.domain, "numpy"))
    return _judged(Pair(ours, subject), itself, seed, examples)


def assert_conforms(
    rule: str | Formula, forward: Function, pullback: Function | None = None, *, arrays: Kind = "numpy", seed: int = 0, examples: int = 1
) -> None:
    """For tests: raises `AssertionError` with the verdict, every finding and the counter-examples, unless all of it conforms."""
    found = conform(rule, forward, pullback, arrays=arrays, seed=seed, examples=examples)
    if found.standing is not Standing.CONFORMS:
        raise AssertionError(found.text())


def _judged(pair: Pair, itself: purity.Itself, seed: int, examples: int) -> Conformity:
    findings, bad = ordinary.look(pair, seed=seed, examples=examples)
    wrong = [case for case, _ in bad]
    sound = tuple(part for part in pair.parts if all(case.parts[0] != part or off.obligation == "domain" for case, off in bad))
    findings.append(conventions.look(pair, sound=sound, seed=seed))
    findings.append(dtype.look(pair, seed=seed))
    hardly, faults = hard.look(pair, seed=seed, examples=examples, parts=sound, refuses=bool(bad))
    findings.extend(hardly)
    findings.append(purity.look(pair, itself, seed=seed))
    return Conformity(
        pair.rule.name, pair.subject.formula.source, tuple(findings), _like(pair, wrong, findings, faults, seed), seed, examples
    )


def _like(pair: Pair, wrong: list[Case], findings: list[Finding], faults: list[Fault], seed: int) -> str:
    """The mistakes it behaves like: where it is wrong, or else where it is worse."""
    some = list(ordinary.cases(pair, FLOAT64, seed=seed, examples=1))
    if wrong and (found := likeness.of_wrong(pair, wrong, some)):
        return found
    if faults and (found := likeness.of_faults(pair, faults, some, seed=seed)):
        return found
    if any(f.obligation == "dtype" and f.verdict is Verdict.REFUTED for f in findings):
        return likeness.of_dtype(pair, list(ordinary.cases(pair, FLOAT32, seed=seed, examples=1)))
    return ""
