"""Training: a run is a fold over immutable states."""

from __future__ import annotations

from .differentiate import Pass as Pass
from .differentiate import differentiate as differentiate
from .metrics import accuracy as accuracy
from .metrics import confusion as confusion
from .metrics import predict as predict
from .run import Epoch as Epoch
from .run import Plan as Plan
from .run import State as State
from .run import batches as batches
from .run import epochs as epochs
from .run import one_epoch as one_epoch
from .step import step as step
