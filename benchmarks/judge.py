"""Judge the implementations of benchmarks/judged/entries.py and write the table of docs/conform.md.

python benchmarks/judge.py
"""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

if __name__ == "__main__":
    # Run as a script, Python looks for modules in this folder; the package and pureml stand one above.
    sys.path[0] = str(Path(__file__).resolve().parent.parent)
    runpy.run_module("benchmarks.judged.table", run_name="__main__", alter_sys=True)
