from typing import Final

from .types import C, F, FreshMatrix, Matrix, Places, R, Vector

LEAST: Final[float]
MOST: Final[dict[int, float]]
FAR: Final[dict[int, float]]
LONG: Final[int]

def exp_rows(x: Matrix[R, C, F], /) -> tuple[FreshMatrix[R, C, F], Vector[R, F]]: ...
def exp_apart(
    x: Matrix[R, C, F], at: Places[R, C], into: FreshMatrix[R, C, F] | None = None, /
) -> tuple[FreshMatrix[R, C, F], Vector[R, F], Vector[R, F], Vector[R, F]]: ...
def log_over(rest: Vector[R, F], z: Vector[R, F], /) -> Vector[R, F]: ...
