"""Optimizers: pure steps from parameters and their gradient to new parameters, one a module."""

from __future__ import annotations

from . import sgd as sgd
from .adagrad import AdaGrad as AdaGrad
from .adam import Adam as Adam
from .adam_epsilon_hat import AdamEpsilonHat as AdamEpsilonHat
from .adamw import AdamW as AdamW
from .clipping import clipped as clipped
from .momentum import Momentum as Momentum
from .nesterov import Nesterov as Nesterov
from .nesterov_shifted import NesterovShifted as NesterovShifted
from .optimizer import Optimizer as Optimizer
from .rmsprop import RmsProp as RmsProp
from .sgd import Sgd as Sgd
from .state import State as State
