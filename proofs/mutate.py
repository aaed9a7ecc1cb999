"""Change one formula at a time, keep every proof, and expect Coq to refuse the result.

A wrong formula counts as refused only if it is well formed and the error is in a proof. The control, a file that is not
changed, must be accepted.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from mutants import CONTROL, MUTANTS, Mutant

HERE = Path(__file__).resolve().parent


def in_a_proof(text: str, line: int) -> bool:
    """Whether the line lies in a proof script."""
    upto = "\n".join(text.splitlines()[:line])
    start = max((match.start() for match in re.finditer(r"\bProof\.", upto)), default=-1)
    end = max((match.start() for match in re.finditer(r"\b(Qed|Defined)\.", upto)), default=-1)
    return start > end or bool(re.search(r"\bProof\b", upto.splitlines()[-1]))


def verdict(mutant: Mutant, folder: Path) -> str:
    """Say 'accepted', 'refused', or what is wrong with the mutant itself."""
    original = (HERE / f"{mutant.file}.v").read_text(encoding="utf-8")
    if original.count(mutant.formula) < 1:
        return "formula not found in the source"
    text = original.replace(mutant.formula, mutant.wrong, 1)
    (folder / f"{mutant.file}.v").write_text(text, encoding="utf-8")
    run = subprocess.run(
        ["coqc", "-w", "none", "-Q", ".", "PureML", f"{mutant.file}.v"], cwd=folder, capture_output=True, text=True, check=False
    )
    shutil.copy(HERE / f"{mutant.file}.v", folder)
    shutil.copy(HERE / f"{mutant.file}.vo", folder)
    if run.returncode == 0:
        return "accepted"
    place = re.search(r'File "[^"]*", line (\d+)', run.stderr)
    if place is None or not in_a_proof(text, int(place[1])):
        return f"not well formed: {' '.join(run.stderr.split())[:300]}"
    return "refused"


def main() -> None:
    """Judge the control and all mutants; fail unless every one is refused and the control is accepted."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path in [*HERE.glob("*.v"), *HERE.glob("*.vo")]:
            shutil.copy(path, folder)
        control = verdict(CONTROL, folder)
        print(f"{control:9} {CONTROL.what}")
        refused = 0
        for mutant in MUTANTS:
            result = verdict(mutant, folder)
            refused += result == "refused"
            print(f"{result:9} {mutant.file:13} {mutant.what}", flush=True)
    print(f"{refused} of {len(MUTANTS)} wrong formulas refused")
    sys.exit(0 if control == "accepted" and refused == len(MUTANTS) else 1)


if __name__ == "__main__":
    main()
