"""What ties a rule to its theorem: the expressions of the shipped function, as statements that Coq accepts."""

from __future__ import annotations
