from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.pages import Block, Command, blocks, commands, masked, run_python, same_output

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """# A page

```console
$ echo one
one
$ echo two && echo three
two
three
```

text

```python
x = 2
print(x)
```

```text
2
```

```python
>>> x + 1
3
```
"""


def test_blocks_know_their_language_text_and_line() -> None:
    assert [(block.language, block.line) for block in blocks(PAGE)] == [("console", 4), ("python", 14), ("text", 19), ("python", 23)]
    assert blocks(PAGE)[2] == Block("text", "2\n", 19)


def test_commands_carry_the_output_below_them() -> None:
    assert list(commands(PAGE)) == [Command(4, "echo one", "one\n"), Command(6, "echo two && echo three", "two\nthree\n")]


@pytest.mark.parametrize(
    ("printed", "run"),
    [
        ("97.5 % in 3.2 s", "98.25 % in 11 s"),
        ("loss 0.123", "loss 1.5e-03"),
        ("runs/2026-01-02-030405", "runs/2026-11-12-131415"),
        ("eta 0:00:12", "eta 0:01:02"),
        ("first\n...\nlast", "first\nsecond\nthird\nlast"),
    ],
)
def test_times_and_figures_may_differ(printed: str, run: str) -> None:
    assert same_output(printed, run)


@pytest.mark.parametrize(
    ("printed", "run"), [("1437 digits", "1438 digits"), ("97.5 %", "97.5 s"), ("one\ntwo", "one"), ("first\n...\nlast", "first\nsecond")]
)
def test_words_and_whole_numbers_may_not(printed: str, run: str) -> None:
    assert not same_output(printed, run)


def test_masking_twice_changes_nothing() -> None:
    text = "epoch 3  loss 0.25  97.5 %  0.8 s"
    assert masked(masked(text)) == masked(text) == "epoch 3 loss <figure> <figure> <time>"


def test_python_runs_in_one_namespace(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE)
    assert run_python(page) == (2, "")


def test_a_page_without_blocks_has_nothing_to_run(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A page\n\ntext\n")
    assert run_python(page) == (0, "")


@pytest.mark.parametrize(("right", "wrong"), [("3\n", "4\n"), ("```text\n2", "```text\n5"), ("print(x)", "print(x, x)")])
def test_a_page_that_prints_something_else_is_refuted(tmp_path: Path, right: str, wrong: str) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE.replace(right, wrong))
    count, said = run_python(page)
    assert count == 2
    assert "page.md" in said
