"""Projections onto the permutahedron (Blondel et al. 2020), ascending; l2, and kl as in fast-soft-sort and torchsort.

Of a row without its −∞ entries, in ascending order x_1 ≤ … ≤ x_m, blocks B are pooled (PAV) until the levels of
    rank     y = p x − k           by means             r = mean k + p (x − mean x)
    rank kl  y = p x − ln k        by log-sum-exp       r = Σ k / Σ e^(p (x_j − x))
    sort     y = p k − x           by means             s = mean x + p (k − mean k)
    sort kl  y = −p k + x, from the largest down, by log-sum-exp    s = x + ln Σ e^(p (k − j)) − ln Σ e^(x − x_j)
ascend strictly: what is level is pooled. p = ∞ pools ties (rank) or nothing (sort), with gradients 0 in p and, for ranks, in x.
Each output has its own p here, so that the gradient in p is known element by element.
"""

from mpmath import mp, mpf

from . import independent as by
from .numbers import ANY, INF, NAN, E, fixed

LEVEL = mpf(10) ** -60  # levels nearer than this are equal


def order(vs):
    return sorted((i for i, v in enumerate(vs) if mp.isfinite(v)), key=lambda i: vs[i])


def mean(xs):
    return sum(xs, mpf(0)) / len(xs)


def log_sum(xs, exp=mp.exp):
    top = max(xs)
    return top + mp.log(sum(exp(x - top) for x in xs))


def pooled(level, m):
    """Runs (start, end) of the isotonic fit by pooling adjacent violators."""
    runs = []
    for k in range(m):
        runs.append((k, k + 1))
        while len(runs) > 1 and level(*runs[-2]) >= level(*runs[-1]) - LEVEL:
            (_, end), (start, _) = runs.pop(), runs.pop()
            runs.append((start, end))
    return runs


def min_max(level, m):
    """The same by v_i = max_{a ≤ i} min_{b ≥ i} level[a..b]."""
    fit = [max(min(level(a, b + 1) for b in range(i, m)) for a in range(i + 1)) for i in range(m)]
    starts = [i for i in range(m) if i == 0 or abs(fit[i] - fit[i - 1]) > LEVEL] + [m]
    return list(zip(starts, starts[1:]))


def blocks(kind, vs, p, find):
    """Lists of the indices that are pooled, in ascending order."""
    at = order(vs)
    x, m = [vs[i] for i in at], len(at)
    if p == INF:
        runs, k = [], 0
        while k < m:
            end = k + 1
            while kind.startswith("rank") and end < m and x[end] == x[k]:
                end += 1
            runs, k = runs + [(k, end)], end
    else:
        k = [mpf(i + 1) for i in range(m)]
        pool = log_sum if kind.endswith("kl") else mean
        f = [p * a for a in (x if kind.startswith("rank") else k)]
        g = {"rank": k, "rank kl": [mp.log(a) for a in k], "sort": x, "sort kl": [-a for a in reversed(x)]}[kind]
        runs = find(lambda a, b: pool(f[a:b]) - pool(g[a:b]), m)
        if kind == "sort kl":
            runs = [(m - b, m - a) for a, b in reversed(runs)]
    return [at[a:b] for a, b in runs]


def parts(kind, vs, ps, find=pooled):
    """[(indices, ranks of these)]"""
    out, k = [], 0
    for block in blocks(kind, vs, ps[0], find) if vs else []:
        out.append((block, [mpf(k + 1 + i) for i in range(len(block))]))
        k += len(block)
    return out


def times(p, x):
    return mpf(0) if x == 0 else p * x


def softmax(z):
    e = [mp.exp(x - max(z)) for x in z]
    return [x / sum(e) for x in e]


# ---- values: one element per entry (rank) or place (sort), with what is computed of a block


def has_nan(xs):
    return any(x != x for row in xs for x in row)


def value(kind, vs, ps):
    is_sort = kind.startswith("sort")
    if has_nan((vs, ps)):
        return [E(NAN, fixed=True)] * len(vs)
    out = [fixed(v) for v in sorted(vs)] if is_sort else [fixed(0)] * len(vs)
    below = sum(1 for v in vs if v == -INF)
    for block, k in parts(kind, vs, ps):
        for i, own in zip(block, k):
            at = below + int(own) - 1 if is_sort else i
            out[at] = ONE[kind]([vs[j] for j in block], k, vs[i], own, ps[at])
    return out


def _rank(x, k, own, _, p):
    up = mean([times(p, abs(own - a)) for a in x])
    return E(mean(k) + mean([times(p, own - a) for a in x]), mag=mean(k) + up, cond=2 * up)


def _rank_kl(x, k, own, _, p):
    weights = [mp.exp(times(p, a - own)) for a in x]
    r = sum(k) / sum(weights)
    return E(r, mag=r, cond=r * sum(w * abs(times(p, a - own)) for w, a in zip(weights, x)) / sum(weights) * 2)


def _sort(x, k, _, own, p):
    return E(mean(x) + mean([times(p, own - a) for a in k]), mag=mean([abs(a) for a in x]) + mean([times(p, abs(own - a)) for a in k]))


def _sort_kl(x, k, value, own, p):
    up = [times(p, own - a) for a in k]
    down = [value - a for a in x]
    a, b = log_sum(up), log_sum(down)
    error = lambda z: sum(s * abs(t) for s, t in zip(softmax(z), z))
    return E(value + a - b, mag=abs(value) + abs(a) + abs(b), cond=2 * (error(up) + error(down)))


ONE = {"rank": _rank, "rank kl": _rank_kl, "sort": _sort, "sort kl": _sort_kl}


def other(kind, vs, ps, base):
    """s − v by the definition, with blocks of `base` found by the min-max formula."""
    vs0, ps0 = base
    is_sort = kind.startswith("sort")
    out = [mpf(0)] * len(vs)  # what is infinite is a convention
    below = sum(1 for v in vs0 if v == -INF)
    for block, k in parts(kind, vs0, ps0, min_max):
        x = [vs[i] for i in block]
        for i, own in zip(block, k):
            at = below + int(own) - 1 if is_sort else i
            p = ps[at]
            if len(block) == 1 or (p == INF and all(vs0[j] == vs0[block[0]] for j in block)):
                out[at] = vs[i] if is_sort else mean(k)
            elif kind == "rank":
                out[at] = p * vs[i] - mean([p * a - b for a, b in zip(x, k)])
            elif kind == "rank kl":
                out[at] = by.exp(p * vs[i]) * sum(k) / sum(by.exp(p * a) for a in x)
            elif kind == "sort":
                out[at] = p * own - mean([p * b - a for a, b in zip(x, k)])
            else:
                out[at] = p * own + by.log(sum(by.exp(-p * b) for b in k)) - by.log(sum(by.exp(-a) for a in x))
    return out


# ---- derivatives: sums over blocks


class Sums:
    def __init__(self, n):
        self.value, self.mag = [mpf(0)] * n, [mpf(0)] * n

    def add(self, i, *terms):
        self.value[i] += sum(terms)
        self.mag[i] += sum(abs(term) for term in terms)

    def elements(self, smooth):
        return [E(x, mag=m) if ok else fixed(x) for x, m, ok in zip(self.value, self.mag, smooth)]


def gradient(kind, vs, ps, ct):
    n = len(vs)
    if has_nan((vs, ps)):
        return [[ANY] * n] * 2
    dv, dp = Sums(n), Sums(n)
    is_sort = kind.startswith("sort")
    below = sum(1 for v in vs if v == -INF)
    hard = INF in ps
    for block, k in parts(kind, vs, ps):
        x = [vs[i] for i in block]
        at = [below + int(own) - 1 if is_sort else i for i, own in zip(block, k)]
        c, p = [ct[a] for a in at], ps[at[0]]
        if hard:
            if is_sort:
                dv.add(block[0], c[0])
        elif kind == "rank":
            for i, a, own, ci in zip(block, at, x, c):
                if len(block) > 1:
                    dv.add(i, p * ci, *[-p * o / len(block) for o in c])
                dp.add(a, *[ci * (own - o) / len(block) for o in x])
        elif kind == "rank kl":
            q = softmax([p * o for o in x])
            r = [sum(k) * s for s in q]
            for i, a, own, ci, qi, ri in zip(block, at, x, c, q, r):
                if len(block) > 1:
                    dv.add(i, p * ci * ri, *[-p * qi * co * ro for co, ro in zip(c, r)])
                dp.add(a, *[ci * ri * s * (own - o) for s, o in zip(q, x)])
        else:
            m = softmax([-o for o in x]) if kind == "sort kl" else [mpf(1) / len(x)] * len(x)
            j = softmax([-p * o for o in k]) if kind == "sort kl" else m
            for i, a, own, ci, mi in zip(block, at, k, c, m):
                dv.add(i, *[mi * o for o in c])
                dp.add(a, *[ci * s * (own - o) for s, o in zip(j, k)])
    finite = [mp.isfinite(v) for v in vs]
    alone = [not is_sort or vs.count(v) == 1 for v in vs]
    if is_sort:  # equal values may stand in any order: they share what flows back
        equal = [[j for j in range(n) if vs[j] == v] for v in vs]
        dv.value, dv.mag = ([mean([row[j] for j in group]) for group in equal] for row in (dv.value, dv.mag))
    sorted_finite = [mp.isfinite(v) for v in sorted(vs)] if is_sort else finite
    return [dv.elements([f and a and not (hard and not is_sort) for f, a in zip(finite, alone)]), dp.elements([f and not hard for f in sorted_finite])]


def hessian(kind, vs, ps, ct, ts):
    n, (tv, tp) = len(vs), ts
    dv, dp = Sums(n), Sums(n)
    for block, k in parts(kind, vs, ps):
        x, t, size = [vs[i] for i in block], [tv[i] for i in block], len(block)
        at = [int(own) - 1 if kind.startswith("sort") else i for i, own in zip(block, k)]
        c, u = [ct[a] for a in at], [tp[a] for a in at]
        p = ps[at[0]]
        if kind == "rank":
            for i, a, own, ci, ui, ti in zip(block, at, x, c, u, t):
                dv.add(i, *([ci * ui] + [-co * uo / size for co, uo in zip(c, u)] if size > 1 else []))
                dp.add(a, *[ci * (ti - o) / size for o in t])
        elif kind == "rank kl":
            q = softmax([p * o for o in x])
            r = [sum(k) * s for s in q]
            centre = sum(s * o for s, o in zip(q, x))
            drift = sum(s * o for s, o in zip(q, t))
            spread = sum(s * o * (o - centre) for s, o in zip(q, x))
            shared = sum(s * w * (o - centre) for s, o, w in zip(q, x, t))
            e = [ui * (o - centre) + p * (w - drift) for ui, o, w in zip(u, x, t)]
            for place, i in enumerate(block):
                qi, terms = q[place], []
                for other_place in range(size):
                    cr, same = c[other_place] * r[other_place], other_place == place
                    terms.append(cr * p * (same - qi) * e[other_place])
                    terms.append(cr * u[other_place] * (same - qi * (1 + p * (x[place] - centre))))
                    terms.append(-cr * p * p * qi * (t[place] - drift))
                dv.add(i, *terms)
                cr, ui = c[place] * r[place], u[place]
                dp.add(at[place], cr * (x[place] - centre) * e[place], cr * (t[place] - drift), -cr * ui * spread, -cr * p * shared)
        elif kind == "sort kl":
            m, j = softmax([-o for o in x]), softmax([-p * o for o in k])
            drift = sum(s * o for s, o in zip(m, t))
            centre = sum(s * o for s, o in zip(j, k))
            spread = sum(s * (o - centre) ** 2 for s, o in zip(j, k))
            for i, a, mi, ti, ci, ui in zip(block, at, m, t, c, u):
                dv.add(i, *[-mi * (ti - drift) * o for o in c])
                dp.add(a, ci * ui * spread)
    return [dv.elements([True] * n), dp.elements([True] * n)]
