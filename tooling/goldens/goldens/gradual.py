"""gradual(v, p) = where(v == max, 1 − (1 − v)^p, v^p) on [0, 1].

The mask is frozen: the derivative is that of the branch taken; every tied maximum takes the max branch. With
w = 1 − v there and w = v elsewhere, both branches are ± w^p:
    dv = p w^(p−1)            0 for p = 0;   at w = 0: +∞ for p < 1, 1 for p = 1, 0 for p > 1
    dp = ∓ w^p ln w           0 at w = 0 (0 ln 0 = 0)
p = ∞ is the limit for values (the max branch at v = 0 stays 0), with gradients 0 by convention.
"""

from mpmath import mp, mpf

from . import independent as by
from .numbers import ANY, INF, NAN, E, fixed
from .rowwise import Rowwise


def clamp(v):
    return v if v != v else min(max(v, mpf(0)), mpf(1))


def outside(v):
    return v < 0 or v > 1


def branches(vs):
    """[(w, is_max)]: the mask, and the base of the power."""
    row = [clamp(v) for v in vs]
    top = max(row)
    return [(1 - v, True) if v == top else (v, False) for v in row]


def value(xs):
    vs, ps = xs
    if any(v != v for v in vs):
        return [E(NAN, fixed=True) if v != v else ANY for v in vs]
    return [_value(w, is_max, p) for (w, is_max), p in zip(branches(vs), ps)]


def _value(w, is_max, p):
    if p == INF:
        return fixed(1 if is_max and w < 1 else 0)
    if not is_max:
        return mpf(1) if p == 0 else w**p if w != 0 else mpf(0)
    if w == 0:
        return mpf(0) if p == 0 else mpf(1)
    return -mp.expm1(p * mp.log1p(w - 1))


def other(xs, base):
    """Plain powers, by multiplication or e^(p ln w), with the mask of `base`."""
    vs, ps = xs
    mask = [is_max for _, is_max in branches(base[0])]
    out = []
    for v, p, is_max, v0 in zip(vs, ps, mask, base[0]):
        v = clamp(v) if outside(v0) else v
        w = by.power(1 - v if is_max else v, p)
        out.append(1 - w if is_max else w)
    return out


def gradient(xs, ct):
    vs, ps = xs
    if any(v != v for v in vs):
        return [[ANY] * len(vs)] * 2
    dv, dp = [], []
    for v, p, c, (w, is_max) in zip(vs, ps, ct, branches(vs)):
        dv.append(fixed(0) if outside(v) else _times(c, slope_v(w, p)))
        dp.append(_times(c, slope_p(w, p, is_max)))
    return [dv, dp]


def slope_v(w, p):
    if p == INF or p == 0:
        return fixed(0)
    if w == 0:
        return fixed(INF if p < 1 else 1 if p == 1 else 0)
    return p * w ** (p - 1)


def slope_p(w, p, is_max):
    if p == INF or w == 0:
        return fixed(0)
    d = w**p * mp.log(w)
    return -d if is_max else d


def _times(c, e):
    return fixed(c * e.value) if isinstance(e, E) else c * e


def hessian(xs, ct, ts):
    """Second derivatives of the same frozen branch: ± of w^p, chain rule through w = 1 − v where the branch is max."""
    (vs, ps), (tv, tp) = xs, ts
    out_v, out_p = [], []
    for v, p, c, a, b, (w, is_max) in zip(vs, ps, ct, tv, tp, branches(vs)):
        if outside(v):
            a = mpf(0)
        sign = -1 if is_max else 1
        if p == INF:
            out_v.append(fixed(0)), out_p.append(fixed(0))
        elif w == 0:
            vv = 0 if p in (0, 1) or p > 2 else 2 if p == 2 else None
            vp = 0 if p > 1 else None
            finite = lambda terms: ANY if any(d is None and t != 0 for d, t in terms) else fixed(sum(c * d * t for d, t in terms if t != 0))
            out_v.append(fixed(0) if outside(v) else finite([(vv if vv is None else sign * vv, a), (vp, b)]))
            out_p.append(finite([(vp, a), (0, b)]))
        else:
            log = mp.log(w)
            vv = sign * p * (p - 1) * w ** (p - 2)
            vp = w ** (p - 1) * (1 + p * log)
            pp = sign * w**p * log**2
            mag_vp = abs(w ** (p - 1)) * (1 + abs(p * log))
            first = E(c * (vv * a + vp * b), mag=abs(c) * (abs(vv * a) + mag_vp * abs(b)))
            out_v.append(fixed(0) if outside(v) else first)
            out_p.append(E(c * (vp * a + pp * b), mag=abs(c) * (mag_vp * abs(a) + abs(pp * b))))
    return [out_v, out_p]


gradual = Rowwise("gradual", value, other, gradient, hessian)
