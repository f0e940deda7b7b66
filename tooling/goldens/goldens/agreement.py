"""Two independent computations must agree, or generation fails."""

from mpmath import mp, mpf

from .numbers import AGREE, lift

# Precisions (decimal digits) of the second computation: more only where the first is not enough.
CHECKS = (220, 420, 900)
FLOOR = mpf(10) ** -335  # below the least float64; a second difference cannot resolve less


class Disagreement(Exception):
    pass


def close(a, b, mag=None):
    a, b = mpf(a), mpf(b)
    if mp.isnan(a) or mp.isnan(b):
        return mp.isnan(a) and mp.isnan(b)
    if a == b:
        return True
    if mp.isinf(a) or mp.isinf(b):
        return False
    scale = max(abs(a), abs(b), mpf(mag or 0))
    return abs(a - b) <= scale * mpf(10) ** -AGREE or abs(a - b) <= FLOOR


def agree(what, element, other):
    """`element` was computed by the primary formula; `other(step)` computes it again at the working precision then set."""
    e = lift(element)
    if e.fixed:
        return
    last = None
    for digits in CHECKS:
        with mp.workdps(digits):
            last = other(mpf(10) ** -(digits * 3 // 10))
            if close(e.value, last, e.mag):
                return
    raise Disagreement(f"{what}: {mp.nstr(mpf(e.value), 45)} and {mp.nstr(mpf(last), 45)} (mag {e.mag and mp.nstr(mpf(e.mag), 5)})")


def slope(f, x, step):
    """Central difference of f at x with a relative step: error step² relative."""
    h = step * (abs(x) if x != 0 else mpf(1))
    return (f(x + h) - f(x - h)) / (2 * h)


def second_slope(f, x, y, step_x, step_y):
    """Mixed second difference of f(x, y)."""
    h = step_x * (abs(x) if x != 0 else mpf(1))
    k = step_y * (abs(y) if y != 0 else mpf(1))
    return (f(x + h, y + k) - f(x + h, y - k) - f(x - h, y + k) + f(x - h, y - k)) / (4 * h * k)


def curvature(f, x, step):
    h = step * (abs(x) if x != 0 else mpf(1))
    return (f(x + h) - 2 * f(x) + f(x - h)) / (h * h)
