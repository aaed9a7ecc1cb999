"""Typed arrays: the types, the boundary, and the few operations that must know the number system.

The only place with casts around NumPy.
"""

from __future__ import annotations

from .boundary import distribution as distribution
from .boundary import images as images
from .boundary import labels as labels
from .boundary import matrix as matrix
from .boundary import over as over
from .boundary import vector as vector
from .branches import absolute as absolute
from .branches import capped as capped
from .branches import either as either
from .branches import greatest as greatest
from .branches import heaviside as heaviside
from .branches import lift as lift
from .branches import one_like as one_like
from .branches import positive_part as positive_part
from .branches import row_shift as row_shift
from .branches import step as step
from .branches import where_positive as where_positive
from .branches import zeros_like as zeros_like
from .classes import as_distribution as as_distribution
from .classes import at_class as at_class
from .classes import of_class as of_class
from .masses import mass_log as mass_log
from .masses import mass_over as mass_over
from .masses import mass_times as mass_times
from .normal import normal_peak as normal_peak
from .normal import normal_tail as normal_tail
from .normal import root_gauss as root_gauss
from .one_hot import one_hot as one_hot
from .places import entries as entries
from .places import places as places
from .places import put as put
from .reshapes import as_images as as_images
from .reshapes import as_rows as as_rows
from .squares import diagonal as diagonal
from .squares import outer as outer
from .squares import with_diagonal as with_diagonal
from .sums import column_sums as column_sums
from .sums import mean as mean
from .sums import row_sums as row_sums
from .sums import step_from as step_from
from .types import A as A
from .types import C as C
from .types import Ch as Ch
from .types import Distribution as Distribution
from .types import F as F
from .types import Float as Float
from .types import FreshMatrix as FreshMatrix
from .types import H as H
from .types import Images as Images
from .types import InPlaceWriteToAValue as InPlaceWriteToAValue
from .types import K as K
from .types import Labels as Labels
from .types import Leaf as Leaf
from .types import Mask as Mask
from .types import Matrix as Matrix
from .types import Places as Places
from .types import R as R
from .types import Shape as Shape
from .types import Tensor as Tensor
from .types import Vector as Vector
from .types import W as W
from .values import exp as exp
from .values import expm1 as expm1
from .values import freeze as freeze
from .values import fresh as fresh
from .values import log as log
from .values import log1p as log1p
from .values import sqrt as sqrt
from .values import tanh as tanh
