"""Numbers that carry their derivatives: a formula written in them gives its value, gradient and second-order product.

A Term is a number with the sum of the magnitudes of what was added, and how far it moves when exponents on the way move by a rounding.
A Jet is a Term with its partial derivatives, its derivative along a tangent, and the partial derivatives of that.
"""

from mpmath import mp, mpf

from .numbers import E


class Term:
    __slots__ = ("value", "mag", "cond")

    def __init__(self, value, mag=None, cond=0):
        self.value = mpf(value)
        self.mag = abs(self.value) if mag is None else mag
        self.cond = mpf(cond)

    def __add__(self, other):
        return Term(self.value + other.value, self.mag + other.mag, self.cond + other.cond)

    def __neg__(self):
        return Term(-self.value, self.mag, self.cond)

    def __mul__(self, other):
        a, b = self, other
        return Term(a.value * b.value, a.mag * b.mag, abs(a.value) * b.cond + abs(b.value) * a.cond)

    def element(self, fixed=False):
        return E(self.value, mag=self.mag, cond=self.cond, fixed=fixed)


ZERO = Term(0)


class Jet:
    """value, partials (one per variable), along (the tangent), partials of along."""

    __slots__ = ("value", "partials", "along", "mixed")

    def __init__(self, value, partials, along=ZERO, mixed=None):
        self.value, self.partials, self.along = value, partials, along
        self.mixed = mixed or [ZERO] * len(partials)

    def _of(self, other):
        return other if isinstance(other, Jet) else constant(other, len(self.partials))

    def __add__(self, other):
        a, b = self, self._of(other)
        plus = lambda xs, ys: [x + y for x, y in zip(xs, ys)]
        return Jet(a.value + b.value, plus(a.partials, b.partials), a.along + b.along, plus(a.mixed, b.mixed))

    __radd__ = __add__

    def __neg__(self):
        return Jet(-self.value, [-x for x in self.partials], -self.along, [-x for x in self.mixed])

    def __sub__(self, other):
        return self + -self._of(other)

    def __rsub__(self, other):
        return -self + other

    def __mul__(self, other):
        a, b = self, self._of(other)
        return Jet(
            a.value * b.value,
            [a.value * y + b.value * x for x, y in zip(a.partials, b.partials)],
            a.value * b.along + b.value * a.along,
            [
                a.value * ym + b.value * xm + x * b.along + y * a.along
                for x, y, xm, ym in zip(a.partials, b.partials, a.mixed, b.mixed)
            ],
        )

    __rmul__ = __mul__

    def then(self, value, slope, bend):
        """f of this jet, by the terms f, f′ and f″."""
        return Jet(
            value,
            [slope * x for x in self.partials],
            slope * self.along,
            [slope * xm + bend * self.along * x for x, xm in zip(self.partials, self.mixed)],
        )


def constant(x, n):
    return Jet(x if isinstance(x, Term) else Term(x), [ZERO] * n)


def variables(xs, tangent=None):
    """Each number as a variable."""
    one = lambda i: [Term(1) if i == j else ZERO for j in range(len(xs))]
    return [Jet(Term(x), one(i), ZERO if tangent is None else Term(tangent[i])) for i, x in enumerate(xs)]


def gap(a, b):
    """a − b as one exact operation: its magnitude is that of the difference."""
    d = a - b
    return Jet(Term(d.value.value), d.partials, d.along, d.mixed)


def exp(z):
    """An exponent is rounded: it moves by its magnitude."""
    e = mp.exp(z.value.value)
    term = Term(e, e, e * (z.value.mag + z.value.cond))
    return z.then(term, term, term)


def reciprocal(x):
    r = 1 / x.value.value
    term = Term(r, x.value.mag * r * r, x.value.cond * r * r)
    return x.then(term, -(term * term), Term(2) * term * term * term)


def arctangent(x):
    v = x.value.value
    slope = 1 / (1 + v * v)
    term = lambda y: Term(y, abs(y), x.value.cond * abs(slope))
    return x.then(term(mp.atan(v)), Term(slope), Term(-2 * v * slope * slope))


def power(x, e):
    v = x.value.value
    term = lambda y: Term(y, abs(y), abs(y) * x.value.cond)
    return x.then(term(v**e), term(e * v ** (e - 1)), term(e * (e - 1) * v ** (e - 2)))


def logistic(z):
    """An exponent is rounded, as in exp."""
    s = 1 / (1 + mp.exp(-z.value.value))
    moved = z.value.mag + z.value.cond
    term = lambda y: Term(y, abs(y), s * (1 - s) * moved)
    return z.then(term(s), term(s * (1 - s)), term(s * (1 - s) * (1 - 2 * s)))


def softmax(z):
    weights = [exp(x) for x in z]
    r = reciprocal(sum(weights[1:], weights[0]))
    return [w * r for w in weights]


def dot(xs, ys):
    products = [x * y for x, y in zip(xs, ys)]
    return sum(products[1:], products[0])
