"""im2col: the patches that a window sees, as the columns of a matrix; its adjoint is col2im."""

from __future__ import annotations

from fractions import Fraction

from ..arrays import Ch, F, H, Images, Matrix, Pair, R, W, Window, from_patches, patches
from ..rules import Argument, Domain, Kind, Rule, bounds
from ..scales import MAGNITUDES


def forward(x: Images[R, Ch, H, W, F], window: Pair, stride: Pair, padding: Pair, /) -> Matrix[int, int, F]:
    """Every entry is one of x or a 0 of the frame: C[(c, a, b), (i, j, n)] = x[n, c, i s + a - p, j s + b - p].

    x (R, Ch, H, W) -> (Ch KH KW, OH OW R). The rows are in the order of a filter's weights, so a convolution is one matrix
    product. Raises `ShapeError` for a window that does not fit. Source: Deep Learning from Scratch, section 7.4.3, where
    the matrix is transposed and the image counts slowest.

    >>> import pureml as pm
    >>> forward(pm.images([[[[1, 2, 3], [4, 5, 6]]]], 1, 1, 2, 3), (2, 2), (1, 1), (0, 0))
    array([[1., 2.],
           [2., 3.],
           [4., 5.],
           [5., 6.]])
    """
    return patches(x, Window(window, stride, padding))


def col2im(columns: Matrix[int, int, F], window: Pair, stride: Pair, padding: Pair, sizes: tuple[R, Ch, H, W], /) -> Images[R, Ch, H, W, F]:
    """The adjoint of im2col, not its inverse: a pixel that k windows saw becomes the sum of k entries, one not seen 0.

    >>> import pureml as pm
    >>> x = pm.images([[[[1, 2, 3], [4, 5, 6]]]], 1, 1, 2, 3)
    >>> col2im(forward(x, (2, 2), (1, 1), (0, 0)), (2, 2), (1, 1), (0, 0), (1, 1, 2, 3))
    array([[[[ 1.,  4.,  3.],
             [ 4., 10.,  6.]]]])
    """
    return from_patches(columns, Window(window, stride, padding), *sizes)


def linearize(
    x: Images[R, Ch, H, W, F], window: Pair, stride: Pair, padding: Pair, /
) -> tuple[Matrix[int, int, F], tuple[Pair, Pair, Pair, tuple[R, Ch, H, W]]]:
    """The columns, the window and the sizes of the images."""
    rows, channels, height, width = x.shape
    return forward(x, window, stride, padding), (window, stride, padding, (rows, channels, height, width))


def pushforward(kept: tuple[Pair, Pair, Pair, tuple[R, Ch, H, W]], x_dot: Images[R, Ch, H, W, F], /) -> Matrix[int, int, F]:
    """C_dot = im2col(x_dot): the map is linear."""
    window, stride, padding, _ = kept
    return forward(x_dot, window, stride, padding)


def pullback(kept: tuple[Pair, Pair, Pair, tuple[R, Ch, H, W]], g: Matrix[int, int, F], /) -> Images[R, Ch, H, W, F]:
    """d_x = col2im(G)."""
    window, stride, padding, sizes = kept
    return col2im(g, window, stride, padding, sizes)


WINDOWS = (Fraction(1), Fraction(2))
STRIDES = (Fraction(1), Fraction(2))
PADDINGS = (Fraction(0), Fraction(1))

RULE = Rule(
    name="im2col",
    formula="C[(c, a, b), (i, j, n)] = X[n, c, i s + a - p, j s + b - p], 0 outside",
    derivative="d_x = col2im(G): each entry is added to the pixel that it was read from",
    forward=forward,
    linearize=linearize,
    pushforward=pushforward,
    pullback=pullback,
    domain=Domain(
        (
            Argument("x", ("rows", "channels", "height", "width")),
            Argument("window", (), Kind.PAIR, WINDOWS),
            Argument("stride", (), Kind.PAIR, STRIDES),
            Argument("padding", (), Kind.PAIR, PADDINGS),
        ),
        sizes=((2, 1, 3, 4), (1, 2, 4, 3), (3, 2, 2, 2), (1, 1, 5, 2)),
    ),
    source="Chellapilla, Puri, Simard, High Performance Convolutional Neural Networks for Document Processing (2006), section 3",
    # Up to four cotangents are added at a pixel.
    bounds=(
        *bounds("forward", 0, 0),
        *bounds("pushforward", 0, 0),
        *bounds("pullback", 2, 2, MAGNITUDES),
    ),
    theorem="Rules.im2col_rule",
)
