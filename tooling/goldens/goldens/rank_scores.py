"""Scores of a row that are made of soft ranks: Spearman's correlation and NDCG."""

from mpmath import mp, mpf

from . import independent as by
from . import pairwise, permutahedron
from .numbers import ANY, INF, NAN, E, fixed
from .pairwise import has_nan

ones = lambda vs: [1] * len(vs)
zeros = lambda vs: [mpf(0)] * len(vs)


def plus(a, b):
    """The sum of two elements."""
    known = lambda x: x or mpf(0)
    return E(a.value + b.value, mag=known(a.mag) + known(b.mag), cond=known(a.cond) + known(b.cond), fixed=a.fixed and b.fixed)


def sized(elements, sizes):
    """Elements with the magnitudes of others."""
    return [x if x.fixed else E(x.value, mag=s.mag, cond=s.cond) for x, s in zip(elements, sizes)]


# ---- spearman: correlation of the ranks a of x and b of y, whose means are known


def paired(x, y):
    live = [a != -INF and b != -INF for a, b in zip(x, y)]
    return [[v if ok else -INF for v, ok in zip(row, live)] for row in (x, y)]


def deviations(vs, ranks):
    live = [v != -INF for v in vs]
    middle = mpf(sum(live) + 1) / 2
    return [r - middle if ok else mpf(0) for r, ok in zip(ranks, live)]


def dot(a, b):
    return sum((x * y for x, y in zip(a, b)), mpf(0))


class Pair:
    """a, b, their squares, the correlation and its gradients in a and b."""

    def __init__(self, x, y, ps):
        self.rows = paired(x, y)
        self.elements = [permutahedron.value("rank", row, ps) for row in self.rows]
        self.a, self.b = (deviations(row, [mpf(e.value) for e in es]) for row, es in zip(self.rows, self.elements))
        self.aa, self.bb = dot(self.a, self.a), dot(self.b, self.b)
        self.flat = self.aa * self.bb == 0
        if self.flat:
            return
        self.s = mp.sqrt(self.aa * self.bb)
        self.r = dot(self.a, self.b) / self.s
        self.ga = [v / self.s - self.r * u / self.aa for u, v in zip(self.a, self.b)]
        self.gb = [u / self.s - self.r * v / self.bb for u, v in zip(self.a, self.b)]
        self.size_a = [abs(v) / self.s + abs(self.r * u) / self.aa for u, v in zip(self.a, self.b)]
        self.size_b = [abs(u) / self.s + abs(self.r * v) / self.bb for u, v in zip(self.a, self.b)]


def spearman_value(xs):
    x, y, ps = xs
    if has_nan(xs):
        return [E(NAN, fixed=True)]
    pair = Pair(x, y, ps)
    if pair.flat:
        return [fixed(0)]
    known = lambda e: (e.mag or mpf(0)) + (e.cond or mpf(0))
    moved = lambda sizes, es: sum((g * known(e) for g, e in zip(sizes, es)), mpf(0))
    error = moved(pair.size_a, pair.elements[0]) + moved(pair.size_b, pair.elements[1])
    return [E(pair.r, mag=sum(abs(u * v) for u, v in zip(pair.a, pair.b)) / pair.s, cond=error)]


def spearman_other(xs, base):
    """1 − |a/|a| − b/|b||²/2."""
    rows, row0 = paired(xs[0], xs[1]), paired(base[0], base[1])
    units = []
    for row, fixed_row in zip(rows, row0):
        d = deviations(fixed_row, permutahedron.other("rank", row, xs[2], (fixed_row, base[2])))
        size = by.sqrt(dot(d, d))
        units.append([u / size for u in d])
    return [1 - sum((u - v) ** 2 for u, v in zip(*units)) / 2]


def spearman_gradient(xs, ct):
    x, y, ps = xs
    if has_nan(xs):
        return [[ANY] * len(x)] * 3
    pair = Pair(x, y, ps)
    if pair.flat:
        return [[fixed(0)] * len(x)] * 3
    out, dp = [], []
    for row, g, size in ((pair.rows[0], pair.ga, pair.size_a), (pair.rows[1], pair.gb, pair.size_b)):
        dv, own = (
            sized(e, s)
            for e, s in zip(
                permutahedron.gradient("rank", row, ps, [ct[0] * u for u in g]),
                permutahedron.gradient("rank", row, ps, [abs(ct[0]) * u for u in size]),
            )
        )
        out.append(dv)
        dp.append(own)
    return out + [[plus(u, v) for u, v in zip(*dp)]]


def rank_tangent(vs, ps, tv, tp):
    out = zeros(vs)
    for block, _ in permutahedron.parts("rank", vs, ps):
        centre, drift = (permutahedron.mean([row[i] for i in block]) for row in (vs, tv))
        for i in block:
            out[i] = ps[i] * (tv[i] - drift) + tp[i] * (vs[i] - centre)
    return out


def spearman_hessian(xs, ct, ts):
    (x, y, ps), (tx, ty, tp) = xs, ts
    pair = Pair(x, y, ps)
    a, b, s, r = pair.a, pair.b, pair.s, pair.r
    da, db = rank_tangent(x, ps, tx, tp), rank_tangent(y, ps, ty, tp)
    daa, dbb = 2 * dot(a, da), 2 * dot(b, db)
    ds = s / 2 * (daa / pair.aa + dbb / pair.bb)
    dr = (dot(da, b) + dot(a, db)) / s - r * ds / s

    def turn(u, v, du, dv, uu, duu):
        """Tangent of v/s − r u/uu."""
        return [q / s - w * ds / s**2 - dr * z / uu - r * o / uu + r * z * duu / uu**2 for z, w, o, q in zip(u, v, du, dv)]

    out, dp = [], []
    for row, g, tv, dg in (
        (x, pair.ga, tx, turn(a, b, da, db, pair.aa, daa)),
        (y, pair.gb, ty, turn(b, a, db, da, pair.bb, dbb)),
    ):
        first = permutahedron.hessian("rank", row, ps, [ct[0] * u for u in g], [tv, tp])
        second = permutahedron.gradient("rank", row, ps, [ct[0] * u for u in dg])
        dv, own = ([plus(u, v) for u, v in zip(e, f)] for e, f in zip(first, second))
        out.append(dv)
        dp.append(own)
    return out + [[plus(u, v) for u, v in zip(*dp)]]


# ---- ndcg: Σ g_i D(π_i) / Σ g_(k) D(k), g = 2^rel − 1, D(π) = 1/log2(1 + π), π the rank from the top


def down(scores):
    return [-v if v != -INF else -INF for v in scores]


def discount(at):
    return mp.log(2) / mp.log(1 + at)


def slope(at):
    return -mp.log(2) / (mp.log(1 + at) ** 2 * (1 + at))


def bend(at):
    return mp.log(2) / (1 + at) ** 2 * (2 / mp.log(1 + at) ** 3 + 1 / mp.log(1 + at) ** 2)


class Gain:
    def __init__(self, scores, relevance, ps):
        self.rows = down(scores)
        self.live = [v != -INF for v in scores]
        self.elements = pairwise.value(self.rows, ones(scores), ps)
        self.at = [mpf(e.value) if ok else mpf(1) for e, ok in zip(self.elements, self.live)]
        self.gains = [mpf(2) ** rel - 1 if ok else mpf(0) for rel, ok in zip(relevance, self.live)]
        best = sorted(range(len(scores)), key=lambda i: -self.gains[i])
        alone = {i: discount(mpf(k + 1)) for k, i in enumerate(best)}
        ties = lambda i: [alone[j] for j in range(len(scores)) if self.gains[j] == self.gains[i]]
        self.ideal_at = [sum(ties(i)) / len(ties(i)) for i in range(len(scores))]  # equal gains share their places
        self.tied = [len(ties(i)) > 1 for i in range(len(scores))]
        self.ideal = dot(self.gains, self.ideal_at)
        if self.ideal != 0:
            self.value = sum(g * discount(a) for g, a in zip(self.gains, self.at)) / self.ideal
            self.shares = [g / self.ideal for g in self.gains]


def ndcg_value(xs):
    if has_nan(xs):
        return [E(NAN, fixed=True)]
    gain = Gain(*xs)
    if gain.ideal == 0:
        return [fixed(0)]
    error = sum(
        (abs(w * slope(a)) * ((e.mag or mpf(0)) + (e.cond or mpf(0))) for w, a, e in zip(gain.shares, gain.at, gain.elements)), mpf(0)
    )
    return [E(gain.value, mag=2 * gain.value, cond=error)]


def ndcg_other(xs, base):
    """Gains by powers, discounts by ln 2 / ln, the order of the ideal as it is at the base."""
    scores, relevance, ps = xs
    n, live = len(scores), [v != -INF for v in base[0]]
    at = pairwise.other(down(scores), ones(scores), ps, down(base[0]))
    two = lambda rel: by.exp(rel * by.log(mpf(2))) - 1
    gains = [two(rel) if ok else mpf(0) for rel, ok in zip(relevance, live)]
    log2 = lambda x: by.log(1 + x) / by.log(mpf(2))
    best = sorted((i for i in range(n) if live[i]), key=lambda i: -base[1][i])
    ideal = sum((gains[i] / log2(mpf(k + 1)) for k, i in enumerate(best)), mpf(0))
    return [sum((gains[i] / log2(at[i]) for i in range(n) if live[i]), mpf(0)) / ideal]


def ndcg_gradient(xs, ct):
    scores, relevance, ps = xs
    n = len(scores)
    if has_nan(xs):
        return [[ANY] * n] * 3
    gain = Gain(*xs)
    if gain.ideal == 0:
        return [[fixed(0)] * n] * 3
    g = [ct[0] * w * slope(a) for w, a in zip(gain.shares, gain.at)]
    ds, _, dp = pairwise.gradient(gain.rows, ones(scores), ps, g)
    drel = []
    for rel, a, b, ok, tied in zip(relevance, gain.at, gain.ideal_at, gain.live, gain.tied):
        k = ct[0] * mp.log(2) * mpf(2) ** rel / gain.ideal
        terms = (k * discount(a), -k * gain.value * b)
        drel.append(E(sum(terms), mag=sum(map(abs, terms)), fixed=tied) if ok else fixed(0))
    return [[e if e.fixed else E(-e.value, mag=e.mag, cond=e.cond) for e in ds], drel, dp]


def ndcg_hessian(xs, ct, ts):
    (scores, relevance, ps), (tv, trel, tp) = xs, ts
    gain, one = Gain(*xs), ones(scores)
    minus = [-t for t in tv]
    turn = zeros(scores)
    for i in range(len(scores)):
        for j in range(len(scores)):
            d, td = gain.rows[i] - gain.rows[j], minus[i] - minus[j]
            turn[i] += pairwise.sigmoid(ps[i] * d)[1] * (tp[i] * d + ps[i] * td)
    log2 = mp.log(2)
    dgain = [log2 * mpf(2) ** rel * t for rel, t in zip(relevance, trel)]
    dideal = dot(dgain, gain.ideal_at)
    dshare = [dg / gain.ideal - g * dideal / gain.ideal**2 for dg, g in zip(dgain, gain.gains)]
    g = [ct[0] * w * slope(a) for w, a in zip(gain.shares, gain.at)]
    dg = [ct[0] * (dw * slope(a) + w * bend(a) * t) for w, dw, a, t in zip(gain.shares, dshare, gain.at, turn)]
    first = pairwise.hessian(gain.rows, one, ps, g, [minus, zeros(scores), tp])
    second = pairwise.gradient(gain.rows, one, ps, dg)
    ds, _, dp = ([plus(u, v) for u, v in zip(e, f)] for e, f in zip(first, second))
    dvalue = sum(dw * discount(a) + w * slope(a) * t for w, dw, a, t in zip(gain.shares, dshare, gain.at, turn))
    drel = []
    for rel, t, a, b, da in zip(relevance, trel, gain.at, gain.ideal_at, turn):
        k = ct[0] * log2 * mpf(2) ** rel / gain.ideal
        apart = discount(a) - gain.value * b
        terms = (k * log2 * t * apart, k * slope(a) * da, -k * dvalue * b, -k * apart * dideal / gain.ideal)
        drel.append(E(sum(terms), mag=sum(map(abs, terms))))
    return [[E(-e.value, mag=e.mag, cond=e.cond) for e in ds], drel, dp]
