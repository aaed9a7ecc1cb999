from typing import Literal

from .types import C, F, Matrix, R

def lost(x: Matrix[R, C, F], y: Matrix[R, Literal[1], F], z: Matrix[R, C, F], /) -> Matrix[R, C, F]: ...
