"""α-entmax of scores z and its derivatives, in which the whole family and its losses are written.

With b = α − 1: p_i = (1 + b (z_i − t))₊^(1/b), t so that they add up to 1; e^(z_i − t) at b = 0. On the support (p > 0)
g_i = ∂p_i/∂z_i = p_i^(1 − b) and h_i = −∂p_i/∂α = p_i L_i² ψ(b L_i), both at fixed t, with L = ln p and ψ(y) = (e^−y − 1 + y)/y².
An α for each entry is a distribution as well, that of a sum of entropies: each entry's derivative can be confirmed by itself.
"""

from collections import namedtuple
from functools import lru_cache

from mpmath import mp, mpf

from . import independent as by
from .numbers import WORK
from .softmax import other_softmax, softmax

Choice = namedtuple("Choice", "b p support edge g h logs")


def depths(z):
    top = max(z)
    return [mpf(0) if x == top else x - top for x in z]


def entmax(z, alpha, inside=False):
    """The distribution with all that its derivatives are made of. `edge`: entries exactly at the threshold, which count as
    outside of the support unless `inside`."""
    b, z = mpf(alpha) - 1, depths(z)
    n = len(z)
    if b == 0:
        p, support, edge = softmax(z), [i for i in range(n) if z[i] != -mp.inf], []
    else:
        order = sorted((i for i in range(n) if z[i] != -mp.inf and b * z[i] >= -1), key=lambda i: -z[i])
        above = [sum((b * (z[j] - z[i])) ** (1 / b) for j in order if z[j] > z[i]) for i in order]
        support = [i for i, a in zip(order, above) if a < 1]
        edge = [i for i, a in zip(order, above) if a == 1]
        p = _anchored(z, b, support)
        support = sorted(support + edge) if inside else support
    logs = [mp.log(x) if x > 0 else mpf(0) for x in p]
    on = set(support)
    g = [mpf(0) if i not in on else mpf(1) if b == 1 else p[i] ** (1 - b) for i in range(n)]
    h = [_alpha_slope(x, l, b) if x > 0 else mpf(0) for x, l in zip(p, logs)]
    return Choice(b, p, support, [] if inside else edge, g, h, logs)


def _alpha_slope(p, l, b):
    return p * l * l / 2 if b == 0 else p * (mp.expm1(-b * l) + b * l) / b**2


def _anchored(z, b, support):
    """Newton for the probability of the largest (b ≤ 1) or the smallest entry of the support: in it the sum is convex."""
    anchor = support[0] if b <= 1 else support[-1]
    each = lambda a: {j: (a**b + b * (z[j] - z[anchor])) ** (1 / b) if z[j] != z[anchor] else a for j in support}
    a = mpf(1) if b <= 1 else 1 - sum((b * (z[j] - z[anchor])) ** (1 / b) for j in support if z[j] != z[anchor])
    for _ in range(400):
        p = each(a)
        step = (sum(p.values()) - 1) / sum((x / a) ** (1 - b) for x in p.values())
        a -= step
        if abs(step) < a * mpf(10) ** (-0.7 * mp.dps):  # the next step is far below the last digit
            p = each(a)
            return [p.get(i, mpf(0)) for i in range(len(z))]
    raise AssertionError(f"no convergence: {z} {b}")


@lru_cache(maxsize=64)
def _structure(z, alpha):
    with mp.workdps(WORK):
        return entmax(list(z), alpha)


def other_entmax(z, alphas, base_z, base_alpha):
    """The same on the support of `base` by Newton for t, with the powers, logarithms and exponentials of `independent`. Its start
    is the base's t: it converges to where the sum is 1 from anywhere near."""
    return _other(tuple(z), tuple(alphas), tuple(base_z), base_alpha, mp.prec)


@lru_cache(maxsize=64)
def _other(z, alphas, base_z, base_alpha, _precision):
    alike = _structure(base_z, base_alpha)
    support = alike.support
    top = max(range(len(base_z)), key=lambda i: base_z[i])
    bs = [mpf(a) - 1 for a in alphas]
    x = {i: z[i] - z[top] for i in support}
    if all(b == 0 for b in bs):
        return [dict(zip(support, other_softmax([x[i] for i in support]))).get(i, mpf(0)) for i in range(len(z))]
    q, b0 = alike.p[top], alike.b
    t = -mp.log(q) if b0 == 0 else -mp.expm1(b0 * mp.log(q)) / b0

    def one(i, t):
        b, y = bs[i], x[i] - t
        if b == 0:
            return by.exp(y)
        root = 1 + b * y
        whole = 1 / b == int(1 / b) and 1 / b < 64
        return mpf(0) if root <= 0 else by.power(root, 1 / b) if whole else by.exp(by.log1p(b * y) / b)

    for _ in range(100):
        p = {i: one(i, t) for i in support}
        slopes = [p[i] if bs[i] == 0 else mpf(1) if bs[i] == 1 else p[i] / (1 + bs[i] * (x[i] - t)) for i in support if p[i] > 0]
        step = (sum(p.values()) - 1) / sum(slopes)
        t += step
        if abs(step) < mp.eps * 16 * max(abs(t), mpf(1) / 64):
            break
    return [p.get(i, mpf(0)) for i in range(len(z))]


def centred(c, ct):
    """ct less its mean over the support by g, and the magnitude of its terms."""
    total = sum(c.g) or mpf(1)
    mean = sum(g * x for g, x in zip(c.g, ct)) / total
    size = sum(g * abs(x) for g, x in zip(c.g, ct)) / total
    on = set(c.support)
    return [x - mean if i in on else mpf(0) for i, x in enumerate(ct)], [abs(x) + size if i in on else mpf(0) for i, x in enumerate(ct)]


def tangent(c, tz, ta):
    """Tangent of p for tangents of z and of each entry's α."""
    tz = [x if g else mpf(0) for x, g in zip(tz, c.g)]
    total = sum(c.g) or mpf(1)
    dt = (sum(g * x for g, x in zip(c.g, tz)) - sum(h * a for h, a in zip(c.h, ta))) / total
    return [g * (x - dt) - h * a for g, x, h, a in zip(c.g, tz, c.h, ta)]


def pulled(c, ct):
    """Cotangents of z and of each entry's α."""
    d, _ = centred(c, ct)
    return [g * x for g, x in zip(c.g, d)], [-h * x for h, x in zip(c.h, d)]


def pulled_tangent(c, ct, tz, ta):
    """Their tangents."""
    b, total = c.b, sum(c.g) or mpf(1)
    dp = tangent(c, tz, ta)
    dg, dh = [], []
    for p, l, g, h, t, a in zip(c.p, c.logs, c.g, c.h, dp, ta):
        if p <= 0:
            dg.append(mpf(0))
            dh.append(mpf(0))
            continue
        slope = g * ((1 - b) * t / p - l * a)
        dg.append(slope)
        if b == 0:
            dh.append((l * l + 2 * l) * t / 2 - p * l**3 * a / 6)
        else:
            dh.append((slope - t + b * (l + 1) * t + p * l * a) / b**2 - 2 * h * a / b)
    d, _ = centred(c, ct)
    mean = sum(g * x for g, x in zip(c.g, ct)) / total
    change = (sum(t * x for t, x in zip(dg, ct)) - mean * sum(dg)) / total
    on = set(c.support)
    dd = [-change if i in on else mpf(0) for i in range(len(ct))]
    return [s * x + g * y for s, x, g, y in zip(dg, d, c.g, dd)], [-s * x - h * y for s, x, h, y in zip(dh, d, c.h, dd)]


def moved(c, rounding):
    """How far each p moves when every score is off by its rounding."""
    total = sum(c.g) or mpf(1)
    spread = sum(g * r for g, r in zip(c.g, rounding)) / total
    return [g * (r + spread) for g, r in zip(c.g, rounding)]


def pulled_moved(c, ct, rounding):
    """The same for the cotangents of z and α."""
    n = len(ct)
    zeros = [mpf(0)] * n
    dz, da = list(zeros), list(zeros)
    for k in c.support:
        if rounding[k] == 0:
            continue
        one = list(zeros)
        one[k] = rounding[k]
        a, b = pulled_tangent(c, ct, one, zeros)
        dz = [x + abs(y) for x, y in zip(dz, a)]
        da = [x + abs(y) for x, y in zip(da, b)]
    return dz, da
