"""`python -m pureml.check.accuracy PAGE`: measure every bound, and write the tables into the page."""

from __future__ import annotations

import sys
from pathlib import Path

from .table import page

path: Path = Path(sys.argv[1])
path.write_text(page(path.read_text()))
