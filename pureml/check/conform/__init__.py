"""A judge of other people's code: does an implementation of a rule of ours do what the rule does, and as well?"""

from __future__ import annotations

from .conformity import Conformity as Conformity
from .conformity import Standing as Standing
from .judge import assert_conforms as assert_conforms
from .judge import conform as conform
