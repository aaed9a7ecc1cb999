"""Schedules: the learning rate of each step, counted from 0, one a module; frozen, and callable with the count."""

from __future__ import annotations

from .constant import Constant as Constant
from .cosine import Cosine as Cosine
from .exponential import Exponential as Exponential
from .joined import Joined as Joined
from .schedule import Schedule as Schedule
from .steps import Steps as Steps
from .warm_up import WarmUp as WarmUp
