"""logitGain(v, p) = logistic(p l − (p − 1) t), l = logit v, t = the mean of the row's two largest logits (one entry: t = l).

v = 0 stays 0 and v = 1 stays 1 for p > 0, and p = 1 is the identity, whatever t is. Where t is infinite (a 1 in the row, or all
but one 0) the others go to 0 or 1 as the limit says; gradients there are unspecified except at p = 1.
p = ∞ is the limit: 1 above t, 0 below, v itself at t (gradients 0; unspecified where a logit equals t).
p = 0 at v = 0 is unspecified.
"""

from mpmath import mp, mpf

from . import independent as by
from .cases import normal, sequence
from .gradual import clamp, outside
from .numbers import ANY, INF, NAN, E, Random, fixed
from .operators_softmax import has_nan
from .rows_common import operator_cases
from .rowwise import Rowwise
from .tensors import f32, tensor

U = 2.0**-24
LEAST = 2.0**-149


def logit(v):
    return mp.log(v) - mp.log1p(-v)


def leading(row):
    """Indices of the two largest, first index first among equals; one index for a single entry."""
    return sorted(range(len(row)), key=lambda i: -row[i])[:2]


def sigma(r):
    return 1 / (1 + mp.exp(-r)) if r >= 0 else mp.exp(r) / (1 + mp.exp(r))


def prepare(vs):
    """(clamped row, logits, leading, threshold or None where it is infinite)."""
    row = [clamp(v) for v in vs]
    top = leading(row)
    logits = [logit(v) if 0 < v < 1 else (mp.inf if v == 1 else -mp.inf) for v in row]
    t = sum(logits[i] for i in top) / len(top) if all(mp.isfinite(logits[i]) for i in top) else None
    return row, logits, top, t


def value(xs):
    vs, ps = xs
    if has_nan(xs):
        return [E(NAN, fixed=True) if v != v else ANY for v in vs]
    row, logits, top, t = prepare(vs)
    return [_value(i, p, row, logits, top, t) for i, p in enumerate(ps)]


def _value(i, p, row, logits, top, t):
    v, l = row[i], logits[i]
    if p == 1 or len(row) == 1:
        return fixed(v) if v in (0, 1) else v
    if v in (0, 1):
        return fixed(v) if p > 0 else ANY
    if t is None:
        # the sign of −(p − 1) t with t = ±∞; 1 and 0 together leave t undefined
        ends = {row[j] for j in top if row[j] in (0, 1)}
        if len(ends) == 2:
            return ANY
        up = (ends == {0}) == (p > 1)
        return fixed(1 if up else 0)
    if p == INF:
        return fixed(v if l == t else 1 if l > t else 0)
    r = p * l - (p - 1) * t
    y = sigma(r)
    return E(y, cond=y * (1 - y) * (p * abs(l) + abs((p - 1) * t)))


def other(xs, base):
    """Odds: o^p / (o^p + T^(p − 1)), T the geometric mean of the two largest odds of `base`'s choice."""
    vs, ps = xs
    row = [clamp(v) if outside(v0) else v for v, v0 in zip(vs, base[0])]
    top = leading([clamp(v) for v in base[0]])
    odds = [v / (1 - v) if v != 1 else None for v in row]
    infinite = any(odds[j] in (0, None) for j in top)
    out = []
    for o, p, v in zip(odds, ps, row):
        if o in (0, None) or infinite or p == INF:
            out.append(v)  # a convention, or the identity
            continue
        log_t = sum(by.log(odds[j]) for j in top) / len(top)
        a = by.exp(p * by.log(o) - (p - 1) * log_t)
        out.append(a / (1 + a))
    return out


def gradient(xs, ct):
    vs, ps = xs
    n = len(vs)
    if has_nan(xs):
        return [[ANY] * n] * 2
    row, logits, top, t = prepare(vs)
    if all(p == 1 for p in ps) or n == 1:
        dv = [fixed(0) if outside(v) else fixed(c) if w in (0, 1) or t is None else c for v, w, c in zip(vs, row, ct)]
        dp = [ANY if t is None and n > 1 else _slope_p(c, ps[i], row, logits, t, i) for i, c in enumerate(ct)]
        return [dv, dp]
    if ps[0] == INF:
        tied = t is not None and any(l == t for l in logits)
        return [[ANY if tied or t is None else fixed(0)] * n] * 2
    if t is None:
        return [[fixed(0) if outside(v) else ANY for v in vs], [ANY] * n]
    r = [p * l - (p - 1) * t if mp.isfinite(l) else None for p, l in zip(ps, logits)]
    a = [mpf(0) if x is None else c * sigma(x) * sigma(-x) for c, x in zip(ct, r)]
    pull = sum((p - 1) * x for p, x in zip(ps, a)) / len(top)
    pull_size = sum(abs((p - 1) * x) for p, x in zip(ps, a)) / len(top)
    cond = [abs(p * l) + abs((p - 1) * t) if mp.isfinite(l) else mpf(0) for p, l in zip(ps, logits)]
    pull_cond = sum(abs((p - 1) * x) * e for p, x, e in zip(ps, a, cond)) / len(top)
    dv, dp = [], []
    for i, (v, w, p, c) in enumerate(zip(vs, row, ps, ct)):
        if outside(v):
            dv.append(fixed(0))
        elif w == 0:
            # y ~ v^p near 0
            dv.append(ANY if p in (0, 1) else fixed(0) if p > 1 else fixed(INF if c > 0 else -INF))
        elif i in top and any(x == 0 and q == 0 for x, q in zip(row, ps)):
            dv.append(ANY)  # an unspecified value pulls on t
        else:
            k = 1 / (w * (1 - w))
            lead = i in top
            dv.append(
                E(
                    k * (p * a[i] - (pull if lead else 0)),
                    mag=k * (abs(p * a[i]) + (pull_size if lead else 0)),
                    cond=k * (abs(p * a[i]) * cond[i] + (pull_cond if lead else 0)),
                )
            )
        dp.append(_slope_p(c, p, row, logits, t, i))
    return [dv, dp]


def _slope_p(c, p, row, logits, t, i):
    """ct y (1 − y) (l − t); 0 at v = 0 (v^p ln v → 0) for p > 0."""
    if len(row) == 1:
        return fixed(0)
    if row[i] in (0, 1):
        return fixed(0) if p > 0 else ANY
    l = logits[i]
    r = p * l - (p - 1) * t
    s = sigma(r) * sigma(-r)
    return E(
        c * s * (l - t), mag=abs(c) * s * (abs(l) + abs(t)), cond=abs(c * s * (l - t)) * (abs(p * l) + abs((p - 1) * t))
    )


def hessian(xs, ct, ts):
    (vs, ps), (tv, tp) = xs, ts
    row, logits, top, t = prepare(vs)
    assert t is not None and all(0 < v < 1 for v in row), "second order at smooth points"
    n = len(row)
    k = [1 / (v * (1 - v)) for v in row]
    tl = [x * d for x, d in zip(k, tv)]
    tt = sum(tl[i] for i in top) / len(top)
    tt_size = sum(abs(tl[i]) for i in top) / len(top)
    a, da, da_size = [], [], []
    for i in range(n):
        r = ps[i] * logits[i] - (ps[i] - 1) * t
        y = sigma(r)
        s = y * sigma(-r)
        parts = [tp[i] * logits[i], ps[i] * tl[i], -tp[i] * t, -(ps[i] - 1) * tt]
        a.append(ct[i] * s)
        da.append(ct[i] * s * (sigma(-r) - y) * sum(parts))
        da_size.append(abs(ct[i] * s) * (abs(parts[0]) + abs(parts[1]) + abs(parts[2]) + abs(ps[i] - 1) * tt_size))
    lead = lambda i: mpf(1) / len(top) if i in top else mpf(0)
    pull = sum((p - 1) * x for p, x in zip(ps, a))
    dpull = sum(b * x + (p - 1) * d for p, b, x, d in zip(ps, tp, a, da))
    pull_size = sum(abs((p - 1) * x) for p, x in zip(ps, a))
    dpull_size = sum(abs(b * x) + abs(p - 1) * d for p, b, x, d in zip(ps, tp, a, da_size))
    out_v, out_p = [], []
    for i in range(n):
        bend = (2 * row[i] - 1) * k[i] ** 2 * tv[i]
        d = ps[i] * a[i] - lead(i) * pull
        dd = tp[i] * a[i] + ps[i] * da[i] - lead(i) * dpull
        d_size = abs(ps[i] * a[i]) + lead(i) * pull_size
        dd_size = abs(tp[i] * a[i]) + ps[i] * da_size[i] + lead(i) * dpull_size
        single = n == 1  # the identity: no curvature
        out_v.append(E(dd * k[i] + d * bend, mag=dd_size * k[i] + d_size * abs(bend)) if not single else fixed(0))
        out_p.append(
            E(
                da[i] * (logits[i] - t) + a[i] * (tl[i] - tt),
                mag=da_size[i] * (abs(logits[i]) + abs(t)) + abs(a[i]) * (abs(tl[i]) + tt_size),
            )
            if not single
            else fixed(0)
        )
    return [out_v, out_p]


gain = Rowwise("logitGain", value, other, gradient, hessian)

operator_cases(gain, [0, 0.5, 1, 2, 3, 19, 64, 1000, 1e4, INF])
gain.case("sweep", [f32([4], [0.2, 0.4, 0.6, 0.8]), f32([19, 1], range(1, 20))], ct=normal(Random("logit sweep"), [19, 4]), once=True)
for p in (0, 0.5, 1, 2, 19, 1000, INF):
    for slug, row, tags in (("tied", [0.5, 0.5, 0.2], ["ties"]), ("middle", [0.2, 0.7, 0.4], []), ("zero", [0, 0.7, 0.4], [])):
        gain.case(f"{slug}-p{p:g}", [f32([3], row), f32([], [p])], ct=sequence([3]), tags=["edge"] + tags)
for p in (0.5, 1, 2, 1000, INF):
    for slug, row, tags in (("zero-one", [0, 1], []), ("all-zero", [0, 0], ["ties"]), ("all-one", [1, 1, 1], ["ties"]), ("one", [1, 0.4, 0.3], []),
                            ("lone", [0, 0.4, 0], ["ties"])):
        n = len(row)
        gain.case(f"{slug}-p{p:g}", [f32([n], row), f32([], [p])], ct=sequence([n]), tags=["edge"] + tags)
gain.case("near-ends", [f32([4], [1 - U, U, 1e-30, 0.5]), f32([3, 1], [1, 2, 19])], ct=sequence([3, 4]))
gain.case("least", [f32([3], [LEAST, 0.7, 0.3]), f32([2, 1], [1, 2])], ct=sequence([2, 3]), tags=["subnormal"])
for slug, row, p in (("far", [1 - 2.0**-20, 1 - 13 * 2.0**-24], 900), ("farther", [1 - 2.0**-51, 1 - 2.0**-52], 2100)):
    dtype = "float32" if slug == "far" else "float64"
    gain.case(slug, [tensor(dtype, [2], row), tensor(dtype, [], [p])], ct=sequence([2], dtype), once=slug == "farther",
              note="the odds change by more than the largest number, the result does not get as small as the least")
gain.case("clamped", [f32([4], [-U, 0.5, 0.25, -3]), f32([], [2])], ct=sequence([4]), tags=["edge"])
gain.case("close", [f32([3], [0.5, 0.5 + U, 0.25]), f32([2, 1], [2, 1000])], ct=sequence([2, 3]), note="smooth where gradual jumps")
gain.case("nan", [f32([2, 3], [0.5, NAN, 0.2, 0.1, 0.6, 0.3]), f32([], [2])], tags=["nan", "edge"])
