from typing_extensions import TypeVar

from .types import Ch, F, H, Images, R, W
from .window import Window

Down = TypeVar("Down", bound=int)  # how often the window stops along the height
Across = TypeVar("Across", bound=int)

def window_max(x: Images[R, Ch, H, W, F], window: Window, /) -> Images[R, Ch, int, int, F]: ...
def at_winners(
    x: Images[R, Ch, H, W, F], y: Images[R, Ch, int, int, F], x_dot: Images[R, Ch, H, W, F], window: Window, /
) -> Images[R, Ch, int, int, F]: ...
def to_winners(
    x: Images[R, Ch, H, W, F], y: Images[R, Ch, int, int, F], g: Images[R, Ch, Down, Across, F], window: Window, /
) -> Images[R, Ch, H, W, F]: ...
def window_sums(x: Images[R, Ch, H, W, F], window: Window, /) -> Images[R, Ch, int, int, F]: ...
def to_windows(g: Images[R, Ch, Down, Across, F], window: Window, height: H, width: W, /) -> Images[R, Ch, H, W, F]: ...
