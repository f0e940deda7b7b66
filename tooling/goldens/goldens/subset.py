"""Soft subsets of k: y = a(z − t), z = p v, with the threshold t at which the row adds up to k. How a is solved for, twice, and what
follows for every such a from the slopes w = a'(z − t) and their change.

Inputs are values, k and p. k counts for a whole row: here it is the mean of the row's k, so that each has its part of the
derivative. −∞ is not in the row: 0, with gradient 0; k is at most what is left. p = ∞ is 1 above the threshold, where equal
entries share what is left; gradients 0 but in k, with which their share grows.
"""

from mpmath import mp, mpf

from . import independent as by
from .numbers import ANY, INF, NAN, E, fixed
from .rowwise import Rowwise


class Capped:
    """a(x) = x between 0 and 1: a broken line, solved from one break to the next; again by bisection and a last secant."""

    @staticmethod
    def at(x):
        return min(max(x, mpf(0)), mpf(1))

    def slopes(self, z, t):
        return [mpf(1) if 0 < x - t < 1 else mpf(0) for x in z]

    def bends(self, z, t):
        return [mpf(0)] * len(z)

    def threshold(self, z, k):
        total = lambda t: sum(self.at(x - t) for x in z)
        breaks = sorted(set(z) | {x - 1 for x in z}, reverse=True)
        for high, low in zip(breaks, breaks[1:]):
            if total(low) >= k:
                f, g = total(high), total(low)
                return high - (k - f) / (g - f) * (high - low) if g != f else high
        raise AssertionError((z, k))

    def other(self, z, k):
        total = lambda t: sum(self.at(x - t) for x in z)
        low, high = min(z) - 1, max(z)
        for _ in range(200):
            middle = (low + high) / 2
            low, high = (middle, high) if total(middle) >= k else (low, middle)
        f, g = total(high), total(low)
        t = high - (k - f) / (g - f) * (high - low) if g != f else high
        return [self.at(x - t) for x in z]


class Sigmoid:
    """a(x) = 1 / (1 + e^−x): Newton on the sum, between bounds; again as a root of Σ e^z u / (1 + e^z u) = k in u = e^−t."""

    @staticmethod
    def at(x):
        return 1 / (1 + mp.exp(-x))

    def slopes(self, z, t):
        return [self.at(x - t) * self.at(t - x) for x in z]

    def bends(self, z, t):
        return [w * (1 - 2 * self.at(x - t)) for w, x in zip(self.slopes(z, t), z)]

    def threshold(self, z, k):
        n = len(z)
        odds = mp.log(k / (n - k))
        low, high = min(z) - odds, max(z) - odds
        t, left = (low + high) / 2, 3
        for _ in range(2000):
            f = sum(self.at(x - t) for x in z) - k
            low, high = (t, high) if f >= 0 else (low, t)
            step = f / sum(self.slopes(z, t))
            nearer = t + step if low <= t + step <= high else (low + high) / 2
            left -= abs(nearer - t) <= nearly() * max(1, abs(t))
            t = nearer
            if left == 0:
                return t
        raise AssertionError((z, k))

    def other(self, z, k):
        top = max(z)
        a = [by.exp(x - top) for x in z]
        u, left = k / sum(a), 3  # concave and rising: from the left Newton stays there
        for _ in range(5000):
            f = sum(x * u / (1 + x * u) for x in a) - k
            step = -f / sum(x / (1 + x * u) ** 2 for x in a)
            u += step
            left -= abs(step) <= abs(u) * nearly()
            if left == 0:
                return [x * u / (1 + x * u) for x in a]
        raise AssertionError((z, k))


def nearly():
    """So near to a root that another step of Newton's is the last."""
    return mpf(10) ** (60 - mp.dps)


def hard(vs, k):
    """1 on the k largest; equal ones at the threshold share what is left."""
    return [max(mpf(0), min(mpf(1), (k - sum(1 for x in vs if x > v)) / sum(1 for x in vs if x == v))) for v in vs]


class Row:
    """One row without what is masked, solved."""

    def __init__(self, family, xs):
        self.n = len(xs[0])
        self.at = [i for i, v in enumerate(xs[0]) if v != -INF]
        self.vs, ps = ([row[i] for i in self.at] for row in (xs[0], xs[2]))
        self.ps, self.live = ps, len(self.at)
        k = sum(xs[1]) / self.n
        self.k = min(max(k, mpf(0)), mpf(self.live))
        self.is_edge = k <= 0 or k >= self.live
        self.family = family
        self.hard = bool(ps) and ps[0] == INF
        if self.is_edge or self.hard:
            return
        self.z = [p * v for p, v in zip(ps, self.vs)]
        self.t = family.threshold(self.z, self.k)
        self.w, self.bend = family.slopes(self.z, self.t), family.bends(self.z, self.t)
        # what is rounded: with one p for the row the product p (v − c), c the entry of which the k largest end
        self.c = sorted(self.vs, reverse=True)[max(int(mp.ceil(self.k)), 1) - 1]
        self.same = all(p == ps[0] for p in ps)
        self.height = [abs(v - self.c) if self.same else abs(v) for v in self.vs]
        shift = abs(self.t - ps[0] * self.c) if self.same else abs(self.t)
        far = mpf(1) if isinstance(family, Capped) else INF  # what is further away is held there
        e = [min(p * h, far + abs(self.t) if not self.same else far) for p, h in zip(ps, self.height)]
        total = sum(self.w)
        mean = sum(w * x for w, x in zip(self.w, e)) / total if total else mpf(0)
        self.rounding = [x + mean + 2 * shift + 2 + (self.k / total if isinstance(family, Capped) and total else 0) for x in e]

    def spread(self, elements, rest):
        out = [rest] * self.n
        for i, e in zip(self.at, elements):
            out[i] = e
        return out

    def values(self):
        if self.hard:
            return [fixed(y) for y in hard(self.vs, self.k)]
        if self.is_edge:
            return [fixed(mpf(int(self.k > 0)))] * self.live
        return [E(self.family.at(z - self.t), cond=w * r) for z, w, r in zip(self.z, self.w, self.rounding)]

    def mean(self, ct):
        total = sum(self.w)
        if total == 0:
            return mpf(0), mpf(0)
        return sum(w * c for w, c in zip(self.w, ct)) / total, sum(w * abs(c) for w, c in zip(self.w, ct)) / total


def value(family, xs):
    if any(x != x for row in xs for x in row):
        return [E(NAN, fixed=True)] * len(xs[0])
    row = Row(family, xs)
    return row.spread(row.values(), fixed(mpf(0)))


def other(family, xs, base):
    places = [i for i, v in enumerate(base[0]) if v != -INF]
    n = len(base[0])
    z = [xs[0][i] * xs[2][i] for i in places]
    ys = family.other(z, sum(xs[1]) / n) if places else []
    out = [mpf(0)] * n
    for i, y in zip(places, ys):
        out[i] = y
    return out


def gradient(family, xs, ct):
    n = len(xs[0])
    if any(x != x for row in xs for x in row):
        return [[ANY] * n] * 3
    row = Row(family, xs)
    if row.is_edge:
        return [[fixed(mpf(0))] * n] * 3
    if row.hard:
        free = [i for i, y in zip(row.at, hard(row.vs, row.k)) if 0 < y < 1]
        dk = fixed(sum(ct[i] for i in free) / len(free) / n if free else mpf(0))
        return [[fixed(mpf(0))] * n, [dk] * n, [fixed(mpf(0))] * n]
    ct = [ct[i] for i in row.at]
    m, size = row.mean(ct)
    dv, dp = [], []
    for v, p, w, c, h, r, b in zip(row.vs, row.ps, row.w, ct, row.height, row.rounding, row.bend):
        g, mag, cond = w * (c - m), w * (abs(c) + size), (abs(b) * abs(c - m) + w * size) * r
        dv.append(E(p * g, mag=p * mag, cond=p * cond))
        dp.append(E(v * g, mag=h * mag, cond=h * cond))
    flat = not any(row.w)
    worst = max((r for r, w in zip(row.rounding, row.w) if w), default=mpf(0)) if any(row.bend) else mpf(0)
    dk = E(m / n, mag=size / n, cond=size * worst / n, fixed=flat)
    return [row.spread(dv, fixed(mpf(0))), [dk] * n, row.spread(dp, fixed(mpf(0)))]


def hessian(family, xs, ct, ts):
    row = Row(family, xs)
    n = row.n
    tv, tp = ([t[i] for i in row.at] for t in (ts[0], ts[2]))
    ct = [ct[i] for i in row.at]
    tk = sum(ts[1]) / n
    total = sum(row.w)
    m, size = row.mean(ct)
    tau = [p * a + v * b for p, v, a, b in zip(row.ps, row.vs, tv, tp)]
    reach = [p * abs(a) + h * abs(b) for p, h, a, b in zip(row.ps, row.height, tv, tp)]
    dt = (sum(w * x for w, x in zip(row.w, tau)) - tk) / total
    far = (sum(w * x for w, x in zip(row.w, reach)) + abs(tk)) / total
    dw = [b * (x - dt) for b, x in zip(row.bend, tau)]
    dw_size = [abs(b) * (x + far) for b, x in zip(row.bend, reach)]
    dm = sum(d * (c - m) for d, c in zip(dw, ct)) / total
    dm_size = sum(d * (abs(c) + size) for d, c in zip(dw_size, ct)) / total
    dv, dp = [], []
    for v, p, h, a, b, w, c, d, s in zip(row.vs, row.ps, row.height, tv, tp, row.w, ct, dw, dw_size):
        g, g_size = w * (c - m), w * (abs(c) + size)
        dg, dg_size = d * (c - m) - w * dm, s * (abs(c) + size) + w * dm_size
        dv.append(E(b * g + p * dg, mag=abs(b) * g_size + p * dg_size))
        dp.append(E(a * g + v * dg, mag=abs(a) * g_size + h * dg_size))
    return [row.spread(dv, fixed(mpf(0))), [E(dm / n, mag=dm_size / n)] * n, row.spread(dp, fixed(mpf(0)))]


def subset(name, family):
    return Rowwise(name, lambda xs: value(family, xs), lambda xs, base: other(family, xs, base),
                   lambda xs, ct: gradient(family, xs, ct), lambda xs, ct, ts: hessian(family, xs, ct, ts))
