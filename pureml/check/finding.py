"""What came of holding an obligation against a formula."""

from __future__ import annotations

from enum import Enum

import attrs


class Verdict(Enum):
    """The four ways an obligation can end."""

    VERIFIED = "verified"
    REFUTED = "refuted"
    UNDECIDED = "undecided"
    NOT_APPLICABLE = "not applicable"


@attrs.frozen
class Counterexample:
    """Inputs on which a formula is wrong, as code that can be pasted, with what was expected there and what came."""

    code: str
    expected: str
    got: str

    def text(self) -> str:
        """The code with both values as comments."""
        return f"{self.code}\n# expected {self.expected}\n# got      {self.got}"


@attrs.frozen
class Finding:
    """An obligation and its verdict: why, on how many inputs, the greatest error and where, a counter-example.

    `notes` are lines that a reader of the details wants, such as each bound with what was measured.
    `why` is the reason of a verdict that is not `VERIFIED`, and says otherwise what was shown beyond the claim, if anything.
    """

    obligation: str
    verdict: Verdict
    why: str = ""
    tried: int = 0
    worst: float | None = None
    where: str = ""
    counterexample: Counterexample | None = None
    notes: tuple[str, ...] = ()
