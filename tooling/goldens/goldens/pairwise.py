"""r_i = 1/2 + Σ_j w_j σ(x_ij), x_ij = p_i (v_i − v_j), over the entries that are not −∞; those have rank 0.

p = ∞ counts an entry below as 1 and a tied one as 1/2, with gradients 0.
"""

from mpmath import mp, mpf

from . import independent as by
from .numbers import ANY, INF, NAN, E, fixed

HALF = mpf(1) / 2


def live(vs):
    return [i for i, v in enumerate(vs) if v != -INF]


def sigmoid(x):
    """σ, σ′, σ″."""
    up, down = 1 / (1 + mp.exp(-x)), 1 / (1 + mp.exp(x))
    return up, up * down, up * down * (down - up)


def has_nan(rows):
    return any(x != x for row in rows for x in row)


def exponent(p, a, b):
    """p (a − b) with 0 · ∞ = 0: tied entries are tied at p = ∞ and at infinity, and p = 0 ties all."""
    return mpf(0) if p == 0 or a == b else p * (mpf(a) - mpf(b))


def value(vs, ws, ps):
    if has_nan((vs, ws, ps)):
        return [E(NAN, fixed=True) if v != -INF else fixed(0) for v in vs]
    return [_rank(vs, ws, ps[i], i) if v != -INF else fixed(0) for i, v in enumerate(vs)]


def _rank(vs, ws, p, i):
    total, error = HALF, mpf(0)
    for j in live(vs):
        x = exponent(p, vs[i], vs[j])
        up, slope, _ = sigmoid(x)
        total += ws[j] * up
        if slope != 0:
            error += 2 * ws[j] * abs(x) * slope  # the difference and the product are rounded
    return E(total, mag=total, cond=error)


def other(vs, ws, ps, base):
    """(1 + Σ w)/2 + Σ w tanh(x/2)/2."""
    alive = live(base)
    tanh = lambda x: mp.sign(x) if mp.isinf(x) else by.tanh(x)
    return [
        (1 + sum(ws[j] * (1 + tanh(exponent(ps[i], vs[i], vs[j]) / 2)) for j in alive)) / 2 if i in alive else mpf(0)
        for i in range(len(vs))
    ]


class Sum:
    """Elements that are sums of terms, with how far rounding moves the terms."""

    def __init__(self, n):
        self.value, self.mag, self.cond = ([mpf(0)] * n for _ in range(3))

    def add(self, i, term, error=0):
        self.value[i] += term
        self.mag[i] += abs(term)
        self.cond[i] += error

    def elements(self, smooth):
        """The sums where `smooth`; elsewhere 0 by convention."""
        return [E(*x) if ok else fixed(0) for ok, x in zip(smooth, zip(self.value, self.mag, self.cond))]


def gradient(vs, ws, ps, ct):
    n, alive = len(vs), live(vs)
    if has_nan((vs, ws, ps)):
        return [[ANY] * n] * 3
    dv, dw, dp = Sum(n), Sum(n), Sum(n)
    for i in alive:
        for j in alive:
            x = exponent(ps[i], vs[i], vs[j])
            up, slope, bend = sigmoid(x)
            if mp.isinf(x) or ps[i] == INF:
                dw.add(j, ct[i] * up)
                continue
            wobble = 2 * abs(ct[i] * x)  # times a derivative: what rounding x moves
            dw.add(j, ct[i] * up, wobble * slope)
            if i != j:
                d = vs[i] - vs[j]
                dp.add(i, ct[i] * ws[j] * slope * d, wobble * ws[j] * abs(bend * d))
                dv.add(i, ct[i] * ws[j] * slope * ps[i], wobble * ws[j] * abs(bend * ps[i]))
                dv.add(j, -ct[i] * ws[j] * slope * ps[i], wobble * ws[j] * abs(bend * ps[i]))
    finite = [mp.isfinite(v) for v in vs]
    soft = [p != INF for p in ps]
    return [
        dv.elements(finite) if all(soft) else [fixed(x) for x in dv.value],  # a step has no difference quotient
        dw.elements([i in alive for i in range(n)]),
        dp.elements([f and s for f, s in zip(finite, soft)]),
    ]


def hessian(vs, ws, ps, ct, ts):
    """Gradients of D = Σ_ij ct_i (tw_j σ(x) + w_j σ′(x) τ), where τ_ij is the tangent of x_ij."""
    n, (tv, tw, tp) = len(vs), ts
    dv, dw, dp = Sum(n), Sum(n), Sum(n)
    for i in range(n):
        for j in range(n):
            d, td = vs[i] - vs[j], tv[i] - tv[j]
            _, slope, bend = sigmoid(ps[i] * d)
            tau, size = tp[i] * d + ps[i] * td, abs(tp[i] * d) + abs(ps[i] * td)
            by_x = ct[i] * (tw[j] * slope + ws[j] * bend * tau)
            most = abs(ct[i]) * (abs(tw[j] * slope) + ws[j] * abs(bend) * size)
            by_tau = ct[i] * ws[j] * slope
            for k, sign in ((i, 1), (j, -1)):
                if i != j:
                    dv.add(k, sign * (by_x * ps[i] + by_tau * tp[i]), most * ps[i])
            dp.add(i, by_x * d + by_tau * td, most * abs(d))
            dw.add(j, ct[i] * slope * tau, abs(ct[i]) * slope * size)
    return [dv.elements([True] * n), dw.elements([True] * n), dp.elements([True] * n)]
