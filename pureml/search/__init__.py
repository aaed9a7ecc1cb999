"""Hyperparameter search: ranges, proposals by chance and by what is known, and a run that can be resumed."""

from __future__ import annotations

from .run import Plan as Plan
from .run import search as search
from .space import Point as Point
from .space import Range as Range
from .space import Space as Space
from .strategies import STRATEGIES as STRATEGIES
from .strategies import Strategy as Strategy
from .strategies import bayesian_search as bayesian_search
from .strategies import random_search as random_search
from .trial import Trial as Trial
from .trial import best_of as best_of
