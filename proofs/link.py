"""Write the statements that tie every rule to its theorem: Link*.v, from the functions of pureml as they are now.

It runs those functions on symbols, so it needs pureml with its extra `verify`; building the proofs does not.
"""

from __future__ import annotations

from pathlib import Path

from pureml.check.coq.files import link_files, linked, unlinked

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Write the files and say which rules are not tied this way."""
    for name, text in link_files().items():
        path = HERE / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:  # what has not changed need not be proved again
            path.write_text(text, encoding="utf-8")
    print(f"{len(linked())} rules are read by Coq; not tied this way: {', '.join(rule.name for rule in unlinked())}")


if __name__ == "__main__":
    main()
