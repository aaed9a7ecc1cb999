"""The obligations that every rule is held to, each in a module of its own."""

from __future__ import annotations

from .catalogue import OBLIGATIONS as OBLIGATIONS
