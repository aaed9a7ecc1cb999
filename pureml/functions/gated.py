"""A number times the sigmoid of something that grows with it: y = x sigma(v), what SiLU and the tanh form of GELU are."""

from __future__ import annotations

from ..arrays import A, either, exp


def gated(x: A, half: A, rate: A, /) -> tuple[A, A]:
    """y = x sigma(v) and its slope sigma(v) (1 + x v' sigma(-v)), without cancellation but where the slope crosses 0.

    v is an odd function of x with the sign of x; `half` is |v| / 2 and `rate` is |x| v'. With e = exp(-|v|) the slope is
    (1 + e (1 + rate)) / (1 + e)^2 on the right and e (1 + e - rate) / (1 + e)^2 on the left. e is the square of
    exp(-half), and x comes between the two factors: e alone underflows, up to |x| times too coarse, before the product.
    """
    h = exp(-half)
    e = h * h
    s = 1 + e
    return either(x, x, x * h * h) / s, either(x, 1 + e * (1 + rate), h * (1 + e - rate) * h) / (s * s)
