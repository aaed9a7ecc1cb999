"""Time one step of training against other implementations.

python benchmarks/step.py [--only W1,W4] [--rounds 15] [--dtypes float64,float32] [--peers book,torch] [--book DIR] [--json FILE]
"""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

if __name__ == "__main__":
    # Run as a script, Python looks for modules in this folder; the package and pureml stand one above.
    sys.path[0] = str(Path(__file__).resolve().parent.parent)
    runpy.run_module("benchmarks.driver", run_name="__main__", alter_sys=True)
