"""Training: a run is a fold over immutable states."""

from __future__ import annotations

from .differentiate import Pass as Pass
from .differentiate import differentiate as differentiate
from .metrics import accuracy as accuracy
from .metrics import confusion as confusion
from .metrics import mean_loss as mean_loss
from .metrics import outputs as outputs
from .metrics import predict as predict
from .overfitting import CURES as CURES
from .overfitting import Course as Course
from .overfitting import Cure as Cure
from .overfitting import overfitting as overfitting
from .plan import Plan as Plan
from .run import advance as advance
from .run import batches as batches
from .run import concluded as concluded
from .run import epochs as epochs
from .run import finished as finished
from .run import states as states
from .samples import Samples as Samples
from .samples import split_off as split_off
from .state import Epoch as Epoch
from .state import Kept as Kept
from .state import State as State
from .state import start as start
from .step import step as step
from .task import Task as Task
from .task import task as task
from .trajectory import Trajectory as Trajectory
from .trajectory import trajectory as trajectory
