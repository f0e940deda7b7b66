"""scaledSoftmax, powerNormalize and softmaxBlend: formulas, conventions, cases.

p = ∞ is uniform over the tied maxima with gradients 0. powerNormalize of a row of zeros is uniform with gradients 0.
"""

from mpmath import mp, mpf

from . import independent as by
from .cases import normal, sequence
from .gradual import clamp, outside
from .numbers import ANY, INF, NAN, E, Random, fixed
from .rows_common import operator_cases
from .rowwise import Rowwise
from .softmax import exponent_error, jvp, other_softmax, softmax, uniform_over, vjp, vjp_error, vjp_tangent
from .tensors import f32

U = 2.0**-24
LEAST = 2.0**-149
zeros = lambda n: [fixed(0)] * n


def has_nan(xs):
    return any(x != x for row in xs for x in row)


# ---- softmax(p v)


def exponents(vs, ps):
    return [p * v for v, p in zip(vs, ps)]


def exponent_rounding(vs, ps):
    """|p (v − max)| where p is one number per row (the values can be shifted before they are scaled), else |p v|."""
    top = max(vs)
    same = all(p == ps[0] for p in ps)
    return [mpf(0) if mp.isinf(v) else abs(p * (v - top)) if same else abs(p * v) for v, p in zip(vs, ps)]


def scaled_value(xs):
    vs, ps = xs
    if has_nan(xs):
        return [E(NAN, fixed=True)] * len(vs)
    if ps[0] == INF:
        return [fixed(y) for y in uniform_over(vs)]
    s = softmax(exponents(vs, ps))
    return [E(y, cond=c) for y, c in zip(s, exponent_error(s, exponent_rounding(vs, ps)))]


def scaled_gradient(xs, ct):
    vs, ps = xs
    if has_nan(xs):
        return [[ANY] * len(vs)] * 2
    if ps[0] == INF:
        return [zeros(len(vs))] * 2
    s = softmax(exponents(vs, ps))
    e = vjp_error(s, ct, exponent_rounding(vs, ps))
    return [[E(k * g, mag=abs(k) * m, cond=abs(k) * c) for k, g, m, c in zip(ks, *vjp(s, ct), e)] for ks in (ps, vs)]


def scaled_hessian(xs, ct, ts):
    (vs, ps), (tv, tp) = xs, ts
    if ps[0] == INF:
        return [zeros(len(vs))] * 2
    s = softmax(exponents(vs, ps))
    tau = [p * a + v * b for v, p, a, b in zip(vs, ps, tv, tp)]
    g, m = vjp(s, ct)
    dg, dm = vjp_tangent(s, ct, tau, [mpf(0)] * len(ct))
    pick = lambda t, k: [E(b * x + a * dx, mag=abs(b) * y + abs(a) * dy) for a, b, x, dx, y, dy in zip(k, t, g, dg, m, dm)]
    return [pick(tp, ps), pick(tv, vs)]


scaled = Rowwise("scaledSoftmax", scaled_value, lambda xs, base: other_softmax(exponents(*xs)), scaled_gradient, scaled_hessian)

# ---- v^p / Σ v^p


def _power(v, p):
    return mpf(1) if p == 0 else mpf(0) if v == 0 else v**p


def power_value(xs):
    vs, ps = xs
    if has_nan(xs):
        return [E(NAN, fixed=True)] * len(vs)
    row = [clamp(v) for v in vs]
    if ps[0] == INF:
        return [fixed(y) for y in uniform_over(row)]
    if not any(row):
        return [fixed(mpf(1) / len(row))] * len(row)
    u = [_power(v, p) for v, p in zip(row, ps)]
    s = [x / sum(u) for x in u]
    return [E(y, cond=c) for y, c in zip(s, exponent_error(s, power_rounding(row, ps)))]


def power_rounding(row, ps):
    """p (1 + |ln(v/max)|) where p is one number per row: the quotient v/max or its logarithm is rounded before it is scaled by p,
    the maximum is exact. Else 2 |p ln v|: the logarithm and the product are rounded."""
    top = max(row)
    if any(p != ps[0] for p in ps):
        return [mpf(0) if v == 0 else 2 * abs(p * mp.log(v)) for v, p in zip(row, ps)]
    return [mpf(0) if v in (0, top) else p * (1 + abs(mp.log(v / top))) for v, p in zip(row, ps)]


def power_other(xs, base):
    """softmax(p ln v) over the entries that are not 0."""
    vs, ps = xs
    row = [clamp(v) if outside(v0) else v for v, v0 in zip(vs, base[0])]
    live = [i for i, v in enumerate(row) if v != 0 or base[1][i] == 0]
    s = dict(zip(live, other_softmax([ps[i] * by.log(row[i]) if row[i] != 0 else mpf(0) for i in live])))
    return [s.get(i, mpf(0)) for i in range(len(row))]


def power_gradient(xs, ct):
    vs, ps = xs
    n = len(vs)
    if has_nan(xs):
        return [[ANY] * n] * 2
    row = [clamp(v) for v in vs]
    if ps[0] == INF or not any(row):
        return [zeros(n)] * 2
    u = [_power(v, p) for v, p in zip(row, ps)]
    total = sum(u)
    s = [x / total for x in u]
    g, m = vjp(s, ct)
    e = vjp_error(s, ct, power_rounding(row, ps))
    mean = sum(c * x for c, x in zip(ct, s))
    size = sum(abs(c) * x for c, x in zip(ct, s))
    dv, dp = [], []
    for v, v0, p, c, gi, mi, ei in zip(row, vs, ps, ct, g, m, e):
        if outside(v0) or p == 0:
            dv.append(fixed(0))
        elif v != 0:
            dv.append(E(p * gi / v, mag=p * mi / v, cond=p * ei / v))
        elif p > 1:
            dv.append(fixed(0))
        elif p == 1:
            dv.append(E((c - mean) / total, mag=(abs(c) + size) / total, fixed=True))
        else:
            dv.append(fixed(0 if c == mean else INF if c > mean else -INF))
        log = mp.log(v) if v != 0 else mpf(0)
        dp.append(E(log * gi, mag=abs(log) * mi, cond=abs(log) * ei, fixed=v == 0))
    return [dv, dp]


def power_hessian(xs, ct, ts):
    (vs, ps), (tv, tp) = xs, ts
    assert all(0 < v < 1 for v in vs), "second order at smooth points"
    logs = [mp.log(v) for v in vs]
    u = [v**p for v, p in zip(vs, ps)]
    s = [x / sum(u) for x in u]
    tau = [p * a / v + b * l for v, p, a, b, l in zip(vs, ps, tv, tp, logs)]
    g, m = vjp(s, ct)
    dg, dm = vjp_tangent(s, ct, tau, [mpf(0)] * len(ct))
    pv, pp = [], []
    for v, p, a, b, l, gi, mi, dgi, dmi in zip(vs, ps, tv, tp, logs, g, m, dg, dm):
        pv.append(E((b / v - p * a / v**2) * gi + p / v * dgi, mag=(abs(b / v) + abs(p * a / v**2)) * mi + p / v * dmi))
        pp.append(E(a / v * gi + l * dgi, mag=abs(a / v) * mi + abs(l) * dmi))
    return [pv, pp]


power = Rowwise("powerNormalize", power_value, power_other, power_gradient, power_hessian)

# ---- v/p + (1 − 1/p) softmax(p v)


def blend_value(xs):
    vs, ps = xs
    if has_nan(xs):
        return [E(NAN, fixed=True)] * len(vs)
    if ps[0] == INF:
        return [fixed(y) for y in uniform_over(vs)]
    s = softmax(exponents(vs, ps))
    e = exponent_error(s, exponent_rounding(vs, ps))
    return [
        E(v / p + (1 - 1 / p) * y, mag=abs(v / p) + (1 - 1 / p) * y, cond=(1 - 1 / p) * c) for v, p, y, c in zip(vs, ps, s, e)
    ]


def blend_other(xs, base):
    return [(v + (p - 1) * y) / p for v, p, y in zip(*xs, other_softmax(exponents(*xs)))]


def blend_gradient(xs, ct):
    vs, ps = xs
    n = len(vs)
    if has_nan(xs):
        return [[ANY] * n] * 2
    if ps[0] == INF:
        return [zeros(n)] * 2
    s = softmax(exponents(vs, ps))
    a = [c * (1 - 1 / p) for c, p in zip(ct, ps)]
    g, m = vjp(s, a)
    e = vjp_error(s, a, exponent_rounding(vs, ps))
    own = exponent_error(s, exponent_rounding(vs, ps))
    dv = [E(c / p + p * x, mag=abs(c / p) + p * y, cond=p * z) for c, p, x, y, z in zip(ct, ps, g, m, e)]
    dp = [
        E(c * (y - v) / p**2 + v * x, mag=abs(c) * (y + abs(v)) / p**2 + abs(v) * w, cond=abs(c) * o / p**2 + abs(v) * z)
        for c, p, v, y, x, w, z, o in zip(ct, ps, vs, s, g, m, e, own)
    ]
    return [dv, dp]


def blend_hessian(xs, ct, ts):
    (vs, ps), (tv, tp) = xs, ts
    s = softmax(exponents(vs, ps))
    tau = [p * x + v * y for v, p, x, y in zip(vs, ps, tv, tp)]
    ds = jvp(s, tau)
    a = [c * (1 - 1 / p) for c, p in zip(ct, ps)]
    da = [c * t / p**2 for c, t, p in zip(ct, tp, ps)]
    g, m = vjp(s, a)
    dg, dm = vjp_tangent(s, a, tau, da)
    out_v, out_p = [], []
    for v, p, x, t, c, y, dy, gi, mi, dgi, dmi in zip(vs, ps, tv, tp, ct, s, ds, g, m, dg, dm):
        out_v.append(E(-c * t / p**2 + t * gi + p * dgi, mag=abs(c * t) / p**2 + abs(t) * mi + p * dmi))
        first = c * ((dy - x) / p**2 - 2 * (y - v) * t / p**3)
        out_p.append(
            E(
                first + x * gi + v * dgi,
                mag=abs(c) * ((abs(dy) + abs(x)) / p**2 + 2 * (y + abs(v)) * abs(t) / p**3) + abs(x) * mi + abs(v) * dmi,
            )
        )
    return [out_v, out_p]


blend = Rowwise("softmaxBlend", blend_value, blend_other, blend_gradient, blend_hessian)

# ---- cases

POWERS = [0, 0.5, 1, 2, 3, 19, 64, 1000, 1e4, INF]
for op in (scaled, power, blend):
    least = 1 if op is blend else 0
    operator_cases(op, POWERS, least)
    powers = [p for p in (0, 0.5, 1, 2, 19, 1000, INF) if p >= least]
    name = op.name
    for slug, row, tags in (
        ("zero-one", [0, 1], []),
        ("tied", [0.5, 0.5, 0.2], ["ties"]),
        ("one-zero", [1, 0, 0.3], []),
        ("all-zero", [0, 0], ["ties"]),
        ("below-one", [1 - U, 1], []),
        ("least", [LEAST, 0.7], ["subnormal"]),
    ):
        n = len(row)
        for p in powers if slug in ("zero-one", "tied", "all-zero") or op is power else (p for p in powers if p in (1, 2, 1000)):
            op.case(f"{slug}-p{p:g}", [f32([n], row), f32([], [p])], ct=sequence([n]), tags=["edge"] + tags)
    op.case("sweep", [f32([4], [0.2, 0.4, 0.6, 0.8]), f32([19, 1], range(1, 20))], ct=normal(Random(name + "sweep"), [19, 4]), once=True)
    op.case("small", [f32([4], [1e-30, 1e-10, 1e-8, 1e-3]), f32([4, 1], [1, 2, 19, 1000])], ct=sequence([4, 4]))
    op.case("nan", [f32([2, 3], [0.5, NAN, 0.2, 0.1, 0.6, 0.3]), f32([], [2])], tags=["nan", "edge"])
    op.case("infinite-per-element", [f32([2, 3], [0.2, 0.4, 0.4, 0.1, 0.9, 0.3]), f32([3], [INF] * 3)], ct=sequence([2, 3]), tags=["edge", "ties"])
    op.case("infinite-powers", [f32([4], [0.3, 0.8, 0.8, 0.1]), f32([3, 1], [INF, 2, 1])], ct=sequence([3, 4]), tags=["edge", "ties"])

# scaledSoftmax and softmaxBlend take all reals
reals = [-3, 2, 0.5, 100]
for op in (scaled, blend):
    op.case("reals", [f32([4], reals), f32([3, 1], [1, 2, 1000])], ct=sequence([3, 4]))
    op.case("offset", [f32([3], [10000, 9999, -10000]), f32([], [1.5])], ct=sequence([3]), note="a common offset must cancel before exp")
    op.case("infinite-negative", [f32([3], [-1, -2, -1]), f32([3], [INF] * 3)], ct=sequence([3]), tags=["edge", "ties"])
    op.case("overflow", [f32([3], [3e38, 3e38, 1]), f32([], [1])], tags=["edge", "ties"], note="exp of the values is out of range")
scaled.case("negative-infinity", [f32([3], [-INF, 0, 1]), f32([], [2])], tags=["edge"])

# near p = 1 what the blend has of the softmax is small, and all that an entry of 0 gets
blend.case("near-one", [f32([3], [0, 0.5, 1]), f32([4, 1], [1 + 2.0**-23, 1 + 2.0**-16, 1.001, 1e30])], ct=sequence([4, 3]))

# powerNormalize clamps, and must not underflow
power.case("clamped", [f32([4], [-U, 1.5, 0.5, 1]), f32([], [2])], ct=sequence([4]), tags=["edge"])
power.case("underflow", [f32([3], [1e-30, 2e-30, 3e-30]), f32([3, 1], [2, 19, 1000])], ct=sequence([3, 3]),
          note="every v^p is 0 in float32; their quotients are not")
power.case("underflow-per-element", [f32([4], [1e-12, 0.01, 1e-3, 0]), f32([4], [64, 500, 1000, 1])], ct=sequence([4]),
           note="every v^p is 0, even in float64")
power.case("underflow-one", [f32([2], [1e-30, 0.5]), f32([2], [19, 1000])], ct=sequence([2]), note="and one of them outweighs the rest")
power.case("zero-tie-gradient", [f32([3], [0, 0.5, 0.5]), f32([], [0.5])], ct=f32([3], [2, 2, 2]), tags=["edge", "ties"],
           note="the infinite slope at 0 meets a difference of exactly 0: gradient 0")
