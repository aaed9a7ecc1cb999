from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pureml.check.finding import Verdict
from pureml.check.foreign import ForeignError, domain_of, foreign
from pureml.check.obligations import OBLIGATIONS
from pureml.check.subject import Subject
from pureml.rules import ELEMENTWISE, Rule


def cube(x: Any) -> Any:
    return x * x * x


def cube_back(x: Any, g: Any) -> Any:
    return 3 * x * x * g


def square_back(x: Any, g: Any) -> Any:
    return 2 * x * g


def two(x: Any, w: Any) -> Any:
    return x + w


def unnameable() -> Callable[[Any], Any]:
    def inner(x: Any) -> Any:
        return x

    return inner


def refuted(subject: Subject) -> list[str]:
    return [o.name for o in OBLIGATIONS if o.settle(subject).verdict is Verdict.REFUTED]


def test_a_right_pair_is_refuted_by_no_obligation() -> None:
    subject = foreign(cube, cube_back, domain=ELEMENTWISE)
    assert isinstance(subject.formula, Rule)
    assert refuted(subject) == []


def test_a_wrong_pair_is_refuted_with_code_that_shows_it(capsys: pytest.CaptureFixture[str]) -> None:
    subject = foreign(f"{__file__}:cube", f"{__file__}:square_back", domain=ELEMENTWISE)
    assert "cotangents" in refuted(subject)
    found = next(o for o in OBLIGATIONS if o.name == "cotangents").settle(subject).counterexample
    assert found is not None
    exec(found.code, {})  # noqa: S102  # the code that a user would paste
    assert capsys.readouterr().out.strip() != ""
    assert f"run_path({__file__!r})" in found.code


def test_a_function_alone_is_a_formula() -> None:
    assert not isinstance(foreign(cube, domain=ELEMENTWISE).formula, Rule)


def test_functions_of_other_arguments_are_refused() -> None:
    with pytest.raises(ForeignError, match=r"test_subject:two: expected a function of \(x\), got one of \(x: 'Any', w: 'Any'\)"):
        foreign(two, domain=ELEMENTWISE)
    with pytest.raises(ForeignError, match=r"expected a function of \(x, g\)"):
        foreign(cube, cube, domain=ELEMENTWISE)


def test_a_function_without_a_signature_is_taken_as_it_is() -> None:
    assert foreign(np.maximum, domain=domain_of("x: rows; y: rows")).formula.forward(1, 2) == 2


def test_code_imports_what_has_a_name_and_says_what_has_none() -> None:
    assert foreign("math:exp", domain=ELEMENTWISE).spelling.imports == "from math import exp as forward"
    assert foreign("pathlib:Path.joinpath", domain=domain_of("x: a; y: a")).spelling.imports == (
        "from pathlib import Path\nforward = Path.joinpath"
    )
    unnamed = foreign(unnameable(), domain=ELEMENTWISE).spelling.imports
    assert unnamed.startswith("# forward is the function that was judged: ")


def test_a_pair_of_a_file_is_spelled_as_that_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "hw.py").write_text("class A:\n    def f(x):\n        return x\ndef back(x, g):\n    return g\n")
    spelling = foreign("hw.py:A.f", "hw.py:back", domain=ELEMENTWISE).spelling
    scope: dict[str, Any] = {}
    exec(spelling.imports, scope)  # noqa: S102  # the code that a user would paste
    assert (scope["forward"](3), scope["pullback"](3, 4)) == (3, 4)
