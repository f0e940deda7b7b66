"""Elements: what one entry of an expected tensor is, and how it becomes a JSON number."""

import struct
from fractions import Fraction

from mpmath import mp, mpf

DIGITS = 60  # what the provenance promises; agreement is required to AGREE digits
WORK = 130  # decimal digits of the primary formulas
AGREE = 40  # digits to which two formulas must agree

INF = float("inf")
NAN = float("nan")

mp.dps = WORK


class E:
    """One expected element.

    value   mpf, float (inf, nan, -0.0), int or bool
    mag     sum of absolute values of the terms that were added, or None where nothing was added
    cond    sum of |x * dy/dx| over what is rounded on the way (exponents), or None
    also    other acceptable values (sets at kinks)
    any     the value is unspecified
    fixed   the value is a convention: no difference quotient can confirm it
    """

    __slots__ = ("value", "mag", "cond", "also", "any", "fixed")

    def __init__(self, value, mag=None, cond=None, also=(), any=False, fixed=False):
        self.value, self.mag, self.cond = value, mag, cond
        self.also, self.any, self.fixed = tuple(also), any, fixed or any or bool(also)


def fixed(value, *also):
    """A value by convention, with further acceptable ones."""
    return E(value, also=also, fixed=True)


ANY = E(NAN, any=True)


def lift(x):
    return x if isinstance(x, E) else E(x)


def total(terms):
    """The sum of plain numbers or elements, with its magnitude."""
    parts = [lift(term) for term in terms]
    value = sum((mpf(part.value) for part in parts), mpf(0))
    if not mp.isinf(value) and abs(value) < sum(abs(mpf(part.value)) for part in parts) * mpf(10) ** (10 - WORK):
        value = mpf(0)  # terms that cancel but for their last digits
    return E(
        value,
        mag=sum((part.mag if part.mag is not None else abs(mpf(part.value)) for part in parts), mpf(0)),
        cond=None if all(part.cond is None for part in parts) else sum((part.cond or mpf(0) for part in parts), mpf(0)),
        also=[] if len(parts) != 1 else parts[0].also,
        any=any(part.any for part in parts),
        fixed=any(part.fixed for part in parts),
    )


def scaled(factor, element):
    """factor * element for a finite factor."""
    e, k = lift(element), mpf(factor)
    times = lambda x: None if x is None else abs(k) * x
    value = k * mpf(e.value) if k != 0 else mpf(0)
    return E(value, times(e.mag), times(e.cond), [k * mpf(one) for one in e.also], e.any, e.fixed)


def is_special(x):
    return isinstance(x, float) and (x != x or x in (INF, -INF))


def float32(x):
    """The float32 nearest to x, as a Python float."""
    return struct.unpack("<f", struct.pack("<f", x))[0]


def float64(x):
    """The float64 nearest to x (correctly rounded, also among the subnormals)."""
    if isinstance(x, float):
        return x
    if isinstance(x, int):
        return float(x)
    if mp.isnan(x):
        return NAN
    if mp.isinf(x):
        return INF if x > 0 else -INF
    if x == 0:
        return 0.0
    sign, man, exp, bc = x._mpf_
    if exp + bc > 1025:
        return -INF if sign else INF
    if exp + bc < -1080:
        return -0.0 if sign else 0.0
    fraction = Fraction(int(man)) * Fraction(2) ** exp
    try:
        value = float(fraction)
    except OverflowError:
        value = INF
    return -value if sign else value


def residue(x, nearest):
    """truth - data: what float64 cannot hold."""
    if isinstance(x, (float, int)) or nearest != nearest or nearest in (INF, -INF):
        return 0.0
    return float64(x - mpf(nearest))


def number(x):
    """JSON text of a float64."""
    if x != x:
        return '"NaN"'
    if x in (INF, -INF):
        return '"Infinity"' if x > 0 else '"-Infinity"'
    if x == 0:
        return '"-0"' if str(x)[0] == "-" else "0"
    return str(int(x)) if x == int(x) and abs(x) < 1e15 else repr(x)


class Random:
    """A 64-bit linear congruential generator: the same numbers on every Python."""

    def __init__(self, name):
        self.state = 0x9E3779B97F4A7C15
        for byte in name.encode():
            self.state = ((self.state ^ byte) * 0x100000001B3) % 2**64
        for _ in range(4):
            self.below(2)

    def below(self, n):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % n

    def uniform(self, low=-1.0, high=1.0):
        """In [low, high), on a grid of float32."""
        return float32(low + (high - low) * self.below(2**20) / 2**20)

    def normal(self):
        """Roughly normal, exact in float32, never 0."""
        k = sum(self.below(129) for _ in range(12)) - 768
        return (k or 1) / 128.0
