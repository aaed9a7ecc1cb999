"""Functions that are not ours: loaded by name, handed the kind of arrays they take, and made the subject of our checks."""

from __future__ import annotations

from .arrays import KINDS as KINDS
from .arrays import Kind as Kind
from .arrays import differentiated as differentiated
from .arrays import taking as taking
from .arrays import touched as touched
from .domain import domain_of as domain_of
from .error import ForeignError as ForeignError
from .loading import load as load
from .subject import foreign as foreign
