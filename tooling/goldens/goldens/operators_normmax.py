"""normmax: u / Σ u with u = (z + w)₊^(1/b), b = α − 1, and w such that ‖(z + w)₊‖_r = 1, r = α/b.

Conventions are those of operators_entmax.py.
"""

from mpmath import mp, mpf

from . import independent as by
from .cases import normal, sequence
from .entmax import depths
from .numbers import ANY, INF, NAN, E, Random, fixed
from .rows_choice import common_cases, has_nan, own, products, rounding, zeros
from .rowwise import Rowwise
from .softmax import uniform_over
from .tensors import f32


def solve(z, alpha):
    """p, and v = (z + w)₊, by Newton's iteration for w from above: the norm is convex in it."""
    b, z = mpf(alpha) - 1, depths(z)
    r, w = 1 + 1 / b, mpf(1)
    for _ in range(200):
        v = [max(x + w, mpf(0)) for x in z]
        norm = sum(x**r for x in v) ** (1 / r)
        step = (norm - 1) * norm ** (r - 1) / sum(x ** (r - 1) for x in v)
        w -= step
        if abs(step) < mpf(10) ** (-0.7 * mp.dps):
            break
    v = [max(x + w, mpf(0)) for x in z]
    u = [x ** (1 / b) for x in v]
    return [x / sum(u) for x in u], v


def other_solve(z, alpha, base_z, base_alpha):
    """The same on the support of `base`, by Newton's iteration for Σ (z + w)^r = 1."""
    _, v0 = solve(base_z, base_alpha)
    support = [i for i, x in enumerate(v0) if x > 0]
    b = mpf(alpha) - 1
    top = max(support, key=lambda i: base_z[i])
    w = v0[top]
    for _ in range(60):
        v = {i: z[i] - z[top] + w for i in support}
        u = {i: by.power(x, 1 / b) for i, x in v.items()}
        step = (sum(u[i] * v[i] for i in support) - 1) / ((1 + 1 / b) * sum(u.values()))
        w -= step
        if abs(step) < mp.eps * 16:
            break
    total = sum(u.values())
    return [u[i] / total if i in u else mpf(0) for i in range(len(z))]


def pulled(z, alpha, ct):
    """Cotangents of z and α."""
    p, v = solve(z, alpha)
    a, b = mpf(alpha), mpf(alpha) - 1
    live = [i for i, x in enumerate(v) if x > 0]
    g = {i: p[i] ** (2 - a) for i in live}
    along_g = sum(ct[i] * g[i] for i in live)
    along_p = sum(ct[i] * p[i] for i in live)
    factor = sum(p[i] ** a for i in live) ** (b / a) / b
    dz = [factor * (ct[i] * g[i] - along_g * p[i] - along_p * (g[i] - p[i] * sum(g.values()))) if i in g else mpf(0) for i in range(len(z))]
    logs = {i: mp.log(v[i]) for i in live}
    r = 1 + 1 / b
    dw = sum(v[i] ** r * logs[i] for i in live) / (b * b * r * sum(v[i] ** (1 / b) for i in live))
    du = {i: dw / (b * v[i]) - logs[i] / b**2 for i in live}
    mean = sum(p[i] * du[i] for i in live)
    return dz, sum(ct[i] * p[i] * (du[i] - mean) for i in live)


def pulled_tangent(z, alpha, ct, tz, ta):
    """Their tangents: a difference of them, with a step whose square is below the digits that count."""
    h = mpf(10) ** -45
    at = lambda s: pulled([x + s * t if x != -INF else x for x, t in zip(z, tz)], mpf(alpha) + s * ta, ct)
    (za, aa), (zb, ab) = at(h), at(-h)
    return [(x - y) / (2 * h) for x, y in zip(za, zb)], (aa - ab) / (2 * h)


def off(z, alpha, around):
    """What is rounded: each score and the threshold, and the power's logarithm in units of the score."""
    _, v = solve(z, alpha)
    top = max(v)
    return [r + top + x * abs(mp.log(x)) if x > 0 else mpf(0) for r, x in zip(around, v)]


def value(xs):
    vs, alphas, ps = xs
    n = len(vs)
    if has_nan(xs):
        return [E(NAN, fixed=True)] * n
    if all(v == -INF for v in vs):
        return zeros(n)
    if ps[0] == INF:
        return [fixed(y) for y in uniform_over(vs)]
    z = products(vs, ps)
    p, _ = solve(z, alphas[0])
    slack = off(z, alphas[0], rounding(vs, ps))
    rows = [pulled(z, alphas[0], [mpf(i == j) for j in range(n)])[0] for i in range(n)]
    return [E(y, cond=sum(abs(g) * s for g, s in zip(row, slack))) for y, row in zip(p, rows)]


def other(xs, base):
    vs, alphas, ps = xs
    return other_solve(products(vs, ps), sum(alphas) / len(alphas), products(base[0], base[2]), base[1][0])


def gradient(xs, ct):
    vs, alphas, ps = xs
    n = len(vs)
    if has_nan(xs):
        return [[ANY] * n] * 3
    if ps[0] == INF or all(v == -INF for v in vs):
        return [zeros(n), [E(mpf(0), mag=1, fixed=True)] * n, zeros(n)]
    z = products(vs, ps)
    dz, da = pulled(z, alphas[0], ct)
    slack = off(z, alphas[0], rounding(vs, ps))
    moves = [pulled_tangent(z, alphas[0], ct, [s if i == j else mpf(0) for j in range(n)], mpf(0)) for i, s in enumerate(slack) if s]
    cond = [sum((abs(m[i]) for m, _ in moves), mpf(0)) for i in range(n)]
    size = [sum(abs(c) for c in ct) * pulled(z, alphas[0], [mpf(i == j) for j in range(n)])[0][i] for i in range(n)]
    live = [v != -INF for v in vs]
    dv = [E(p * x, mag=p * s, cond=p * c) if o else fixed(0) for p, x, s, c, o in zip(ps, dz, size, cond, live)]
    dp = [E(v * x, mag=abs(d) * s, cond=abs(d) * c) if o else fixed(0) for v, d, x, s, c, o in zip(vs, own(vs, ps), dz, size, cond, live)]
    by_alpha = E(da / n, mag=sum(abs(c) for c in ct) / (alphas[0] - 1), cond=sum((abs(a) for _, a in moves), mpf(0)))
    return [dv, [by_alpha] * n, dp]


def hessian(xs, ct, ts):
    (vs, alphas, ps), (tv, ta, tp) = xs, ts
    n = len(vs)
    if ps[0] == INF:
        return [zeros(n), [E(mpf(0), mag=1, fixed=True)] * n, zeros(n)]
    z = products(vs, ps)
    live = [v != -INF for v in vs]
    tz = [p * a + v * b if o else mpf(0) for v, p, a, b, o in zip(vs, ps, tv, tp, live)]
    dz, _ = pulled(z, alphas[0], ct)
    ddz, dda = pulled_tangent(z, alphas[0], ct, tz, sum(ta) / n)
    top = max(map(abs, ddz)) + max(map(abs, dz))
    pv = [E(p * x + b * y, mag=(p + abs(b)) * top) if o else fixed(0) for p, x, y, b, o in zip(ps, ddz, dz, tp, live)]
    pp = [E(v * x + a * y, mag=(abs(d) + abs(a)) * top) if o else fixed(0) for v, d, x, y, a, o in zip(vs, own(vs, ps), ddz, dz, tv, live)]
    return [pv, [E(dda / n, mag=abs(dda) + top)] * n, pp]


normmax = Rowwise("normmax", value, other, gradient, hessian)


def printed(row, alpha, digits):
    p, _ = solve([mpf(x) for x in row], alpha)
    assert all(abs(a - b) < 1e-4 for a, b in zip(p, digits)), [mp.nstr(x, 8) for x in p]


printed([-2, 0, 0.5], 2, [0, 0.3110, 0.6890])
printed([-2, 0, 0.5], 1000, [0, 0.4997, 0.5003])
printed([0, 0.25, 0.5, 0.75, 1], 2, [0, 0.0239, 0.1746, 0.3254, 0.4761])
printed([0, 0.25, 0.5, 0.75, 1], 1000, [0, 0, 0.3330, 0.3334, 0.3336])
common_cases(normmax, 2)
normmax.case("entmax-package", [f32([3], [-2, 0, 0.5]), f32([2, 1], [2, 1000]), f32([], [1])], ct=sequence([2, 3]))
normmax.case("entmax-package-five", [f32([5], [0, 0.25, 0.5, 0.75, 1]), f32([2, 1], [2, 1000]), f32([], [1])], ct=sequence([2, 5]), once=True)
normmax.case("alpha-sweep", [f32([4], [0.5, -0.25, 0.875, 0.75]), f32([6, 1], [1.0625, 1.25, 1.5, 3, 10, 50]), f32([], [1])], ct=normal(Random("alpha"), [6, 4]))
normmax.case("alpha-second", [f32([4], [0.5, -0.25, 0.875, 0.75]), f32([3, 1], [1.25, 2, 4]), f32([], [1])], ct=sequence([3, 4]), second=True)
