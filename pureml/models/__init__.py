"""The book's networks as compositions, and what the notes' first chapter says about them, made and measured."""

from __future__ import annotations

from . import bumps as bumps
from . import two_units as two_units
from .deep_conv_net import deep_conv_net as deep_conv_net
from .gates import AND as AND
from .gates import NAND as NAND
from .gates import OR as OR
from .gates import XOR as XOR
from .least_squares import descent as descent
from .least_squares import least_squares as least_squares
from .linear_collapse import linear_collapse as linear_collapse
from .multi_layer import multi_layer as multi_layer
from .multi_layer_extended import multi_layer_extended as multi_layer_extended
from .simple_conv_net import simple_conv_net as simple_conv_net
from .three_layer_net import three_layer_net as three_layer_net
from .transformer_block import TransformerBlock as TransformerBlock
from .transformer_block import transformer_block as transformer_block
from .two_layer_net import two_layer_net as two_layer_net
