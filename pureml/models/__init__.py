"""The book's networks as compositions."""

from __future__ import annotations

from .multi_layer import multi_layer as multi_layer
