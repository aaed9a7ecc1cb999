"""Optimizers: pure steps from parameters and their gradient to new parameters, one a module."""

from __future__ import annotations

from . import sgd as sgd
