"""Fenchel–Young losses of class labels: cross-entropy, and those of sparsemax, entmax15 and entmax.

L = H(p) + <p, x> − x_y with p the distribution that maximizes the first two. Negative labels and rows of masked classes lose 0.
"""

from mpmath import mp, mpf

from . import independent as by
from .cases import cases, normal, sequence
from .entmax import depths, entmax, moved, other_entmax, tangent
from .numbers import ANY, INF, NAN, E, Random, fixed, total
from .rowwise import Rowwise
from .tensors import Result, broadcast_map, broadcast_shape, f32, i32, promote, rows, size, tensor

zeros = lambda n: [fixed(0)] * n


def entropy(c):
    """Σ (p − p^α)/(α(α − 1)), and its derivative by α."""
    b, a = c.b, c.b + 1
    live = [(p, l) for p, l in zip(c.p, c.logs) if p > 0]
    if b == 0:
        h = -sum(p * l for p, l in live)
        return h, -h - sum(p * l * l for p, l in live) / 2
    powers = [(p**a, l) for p, l in live]
    f = sum(q for q, _ in powers)
    return (1 - f) / (a * b), -sum(q * l for q, l in powers) / (a * b) - (1 - f) * (2 * a - 1) / (a * b) ** 2


def slope_tangent(c, dp, ta):
    """Tangent of the entropy's derivative by α."""
    b, a = c.b, c.b + 1
    live = [(p, l, d) for p, l, d in zip(c.p, c.logs, dp) if p > 0]
    if b == 0:
        h, s = entropy(c)
        own = -sum((l + 1) * d for _, l, d in live) + s * ta
        rest = sum((l * l / 2 + l) * d for _, l, d in live) + ta * sum(p * l**3 for p, l, _ in live) / 3
        return -s * ta - own - rest
    u, du = a * b, (2 * a - 1) * ta
    f, fl, fll = (sum(p**a * l**k for p, l, _ in live) for k in (0, 1, 2))
    df = sum(a * p**b * d for p, _, d in live) + fl * ta
    dfl = sum((a * l + 1) * p**b * d for p, l, d in live) + fll * ta
    return -dfl / u + fl * du / u**2 + df * (2 * a - 1) / u**2 - (1 - f) * 2 * ta / u**2 + 2 * (1 - f) * (2 * a - 1) * du / u**3


class Loss:
    """The loss of one row is a Rowwise for each label. α is one number for the row, so its derivative is shared out evenly."""

    def __init__(self, name, alpha=None):
        self.name, self.alpha = name, alpha

    def of(self, label):
        fixed_alpha = self.alpha
        alphas = lambda xs: mpf(fixed_alpha) if fixed_alpha else sum(xs[1]) / len(xs[1])
        with_alpha = lambda dz, da: [dz] if fixed_alpha else [dz, [E(x.value / len(dz), x.mag, x.cond, fixed=x.fixed) for x in [da] * len(dz)]]
        is_label = lambda n: [mpf(i == label) for i in range(n)]

        def settled(xs):
            return label < 0 or all(x == -INF for x in xs[0])

        def value(xs):
            if settled(xs):
                return zeros(1)
            if any(x != x for x in xs[0]):
                return [E(NAN, fixed=True)]
            z = depths(xs[0])
            if z[label] == -INF:
                return [fixed(INF)]
            c = entmax(z, alphas(xs))
            gained = [p * x for p, x in zip(c.p, z) if p > 0]
            h, _ = entropy(c)
            off = sum(abs(p - e) * abs(x) for p, e, x in zip(c.p, is_label(len(z)), z) if x != -INF)
            spread = sum(p * abs(l) for p, l in zip(c.p, c.logs))
            b = c.b
            steep = sum(p * abs((-l - 1 if b == 0 else 1 / ((b + 1) * b) - p**b / b) + x) for p, l, x in zip(c.p, c.logs, z) if p > 0)
            return [E(h + sum(gained) - z[label], mag=h + sum(map(abs, gained)) + abs(z[label]), cond=off + spread + steep)]

        def other(xs, base):
            z, alpha = xs[0], alphas(xs)
            b = alpha - 1
            if b == 0:
                return [by.log(sum(by.exp(x - z[label]) for x in z if x != -INF))]
            p = [(q, x) for q, x in zip(other_entmax(z, [alpha] * len(z), base[0], alphas(base)), z) if q > 0]
            h = sum(q - by.power(q, alpha) for q, _ in p) / (alpha * b)
            return [h + sum(q * (x - z[label]) for q, x in p)]

        def gradient(xs, ct):
            n = len(xs[0])
            if settled(xs):
                return with_alpha(zeros(n), fixed(0))
            if any(x != x for x in xs[0]) or xs[0][label] == -INF:
                return with_alpha([ANY] * n, ANY)
            z = depths(xs[0])
            c = entmax(z, alphas(xs))
            w = abs(ct[0])
            rounding = [mpf(0) if x == -INF else abs(x) for x in z]
            off = moved(c, rounding)
            share = sum(c.g)
            spread = [p * abs(l) for p, l in zip(c.p, c.logs)]
            dz = [
                fixed(0) if x == -INF else E(ct[0] * (p - e), mag=w * (p + e + g / share), cond=w * (o + s))
                for x, p, e, g, o, s in zip(z, c.p, is_label(n), c.g, off, spread)
            ]
            h, s = entropy(c)
            by_alpha = tangent(c, [mpf(0)] * n, [mpf(1)] * n)
            cond = sum(abs(t) * r for t, r in zip(by_alpha, rounding)) + sum(spread)
            return with_alpha(dz, E(ct[0] * s, mag=w * (abs(s) + h), cond=w * cond))

        def hessian(xs, ct, ts):
            n = len(xs[0])
            if settled(xs):
                return with_alpha(zeros(n), fixed(0))
            z = depths(xs[0])
            c = entmax(z, alphas(xs))
            ta = mpf(0) if fixed_alpha else sum(ts[1]) / n
            dp = tangent(c, ts[0], [ta] * n)
            ds = slope_tangent(c, dp, ta)
            dz = [fixed(0) if x == -INF else E(ct[0] * d, mag=abs(ct[0]) * (abs(d) + g * max(map(abs, ts[0])))) for x, d, g in zip(z, dp, c.g)]
            return with_alpha(dz, E(ct[0] * ds, mag=abs(ct[0]) * (abs(ds) + sum(abs(l) for l in c.logs))))

        return Rowwise(self.name, value, other, gradient, hessian, reduces=True)

    def case(self, slug, scores, labels, alpha=None, axis=-1, ct=None, second=False, once=False, attrs=None, **rest):
        floats = [scores] if alpha is None else [scores, alpha]
        shape = broadcast_shape(*[t.shape for t in floats])
        at = axis % len(shape)
        out = [n for i, n in enumerate(shape) if i != at]
        dtype = promote(*[t.dtype for t in floats])
        maps = [broadcast_map(t.shape, shape) for t in floats]
        label_map = broadcast_map(labels.shape, out)
        spread = lambda tensors: [[t.data[i] for i in m] for t, m in zip(tensors, maps)]
        inputs, tangents = spread(floats), None
        if second:
            random = Random(f"{self.name}/{slug}")
            tangents = [normal(random, t.shape, t.dtype) for t in floats]
        outputs = []
        grads, prods = ([[None] * size(shape) for _ in floats] for _ in range(2))
        for r, group in enumerate(rows(shape, [at])):
            pick = lambda lists: [[x[i] for i in group] for x in lists]
            row = self.of(labels.data[label_map[r]])
            ys, gs, ps = row.row(pick(inputs), None if ct is None else [ct.data[r]], pick(spread(tangents)) if second else None)
            outputs += ys
            for found, into in ((gs, grads), (ps, prods)):
                for one, target in zip(found or [], into):
                    for i, g in zip(group, one):
                        target[i] = g

        def back(found):
            made = []
            for t, m, elements in zip(floats, maps, found):
                groups = [[] for _ in range(size(t.shape))]
                for i, e in zip(m, elements):
                    groups[i].append(e)
                made.append(Result(t.dtype, t.shape, [g[0] if len(g) == 1 else total(g) for g in groups]))
            return [made[0], None, *made[1:]]

        fields = {"outputs": [Result(dtype, out, outputs)], "attrs": attrs, **rest}
        if ct is not None:
            fields.update(cotangents=[ct], gradients=back(grads))
            if second:
                fields["second"] = ([tangents[0], None, *tangents[1:]], back(prods))
        (cases.add if once else cases.twice)(self.name, slug, [scores, labels, *([alpha] if alpha else [])], **fields)


def common_cases(op, *alpha):
    random = Random(op.name)
    values = lambda shape: f32(shape, [random.uniform(-1.5, 1.5) for _ in range(size(shape))])
    case = lambda slug, x, y, **rest: op.case(slug, x, y, *[f32([], [a]) for a in alpha], **rest)
    printed_row = f32([5], [0.31, -0.52, 1.23, 0.08, 0.77])
    case("printed", printed_row, i32([], [3]), ct=f32([], [1]))
    case("rows", values([4, 3]), i32([4], [0, 2, 1, 1]), ct=sequence([4]))
    case("axis0", values([3, 2]), i32([2], [2, 0]), axis=0, attrs={"axis": 0}, ct=sequence([2]), once=True)
    case("rank-3", values([2, 3, 2]), i32([2, 2], [0, 1, 2, 2]), axis=1, attrs={"axis": 1}, ct=sequence([2, 2]), once=True)
    case("one-class", values([2, 1]), i32([2], [0, 0]), ct=sequence([2]), once=True)
    case("led", f32([2, 3], [4, 0.5, -1, 3, 2.75, 0]), i32([2], [0, 0]), ct=sequence([2]), note="a label that leads by enough loses 0")
    case("ties", f32([2, 3], [0.5, 0.5, 0.25, 0.5, 0.5, 0.5]), i32([2], [0, 2]), ct=sequence([2]), tags=["ties"])
    case("masked", f32([2, 4], [0.5, -INF, 0.25, 1, -INF, 0.75, 0.5, -INF]), i32([2], [0, 1]), ct=sequence([2]), tags=["edge"],
         note="entmax#9: 0 · −∞ must not be added up")
    case("masked-label", f32([3], [0.5, -INF, 0.25]), i32([], [1]), tags=["edge"], once=True)
    case("all-masked", f32([2, 2], [-INF, -INF, 0.5, 0.25]), i32([2], [0, 0]), ct=sequence([2]), tags=["edge"], once=True)
    case("ignored", f32([3, 2], [0.5, 0.25, 1, 2, -1, 0]), i32([3], [-100, 1, -1]), ct=sequence([3]), tags=["edge"])
    case("nan", f32([2, 2], [NAN, 0.5, 0.5, 0.25]), i32([2], [1, 0]), tags=["edge", "nan"], once=True)
    case("offset-1e8", tensor("float64", [3], [1e8, 1e8 - 0.25, 1e8 - 1.5]), i32([], [1]), ct=tensor("float64", [], [2]), once=True)
    case("second", values([3]), i32([], [1]), ct=f32([], [2]), second=True)
    case("second-masked", f32([2, 3], [0.5, -INF, 0.25, 0.5, 0.75, 0.25]), i32([2], [2, -1]), ct=sequence([2]), second=True, once=True)


def printed(alpha, digits):
    """The number printed for one row agrees."""
    row = [mpf(x) for x in ("0.31", "-0.52", "1.23", "0.08", "0.77")]
    c = entmax(row, alpha)
    loss = entropy(c)[0] + sum(p * x for p, x in zip(c.p, row)) - row[3]
    assert abs(loss - mpf(digits)) < mpf(10) ** (1 - len(digits.split(".")[1])), (alpha, mp.nstr(loss, 20))


printed(1.5, "1.3773726578929397")
printed(2, "1.2229")
printed(1.25, "1.601657321092309")
common_cases(Loss("crossEntropyLoss", 1))
common_cases(Loss("sparsemaxLoss", 2))
common_cases(Loss("entmax15Loss", 1.5))
general = Loss("entmaxLoss")
common_cases(general, 1.25)
ALPHAS = [1, 1 + 2.0**-23, 1.0625, 1.5, 2, 2.5, 10, 50]
three = f32([3], [0.5, -0.25, 0.375])
general.case("alpha-sweep", three, i32([], [1]), f32([len(ALPHAS), 1], ALPHAS), ct=sequence([len(ALPHAS)]))
general.case("alpha-second", three, i32([], [0]), f32([4, 1], [1, 1.25, 2, 3]), ct=sequence([4]), second=True)
general.case("alpha-per-row", f32([2, 3], [0.5, -0.25, 0.375, 1, 0.5, 0.25]), i32([2], [1, 0]), f32([2, 1], [1.75, 3]), ct=sequence([2]), once=True)
general.case("alpha-near-1", three, i32([], [1]), tensor("float64", [2, 1], [1 + 1e-12, 1 + 2.0**-52]), ct=sequence([2], "float64"), once=True)
