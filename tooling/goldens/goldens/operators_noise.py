"""softArgmax, and draws of given noise: gumbelSoftmax, gumbelTopK, perturbedArgmax.

Sums of logits and noise are exact here: they are multiples of 1/256.
"""

from mpmath import mpf

from .cases import cases, normal, sequence
from .numbers import INF, NAN, E, Random, fixed
from .operators_choice import hard, live, on_live, pick
from .operators_softmax import exponents, scaled_gradient, scaled_hessian, scaled_value
from .operators_subset import k_hot
from .rowwise import Rowwise
from .softmax import other_softmax
from .subset import Sigmoid
from . import subset
from .tensors import Result, f32, tensor

zero = fixed(mpf(0))

# ---- softArgmax


def place_value(xs):
    at = live(xs)
    if not at:
        return [zero]
    s = scaled_value(pick(xs, at))
    if any(y.value != y.value for y in s):
        return [fixed(NAN)]
    if s[0].fixed:
        return [fixed(sum(i * y.value for i, y in zip(at, s)))]
    total = sum(i * y.value for i, y in zip(at, s))
    return [E(total, mag=total, cond=sum(i * y.cond for i, y in zip(at, s)))]


def place_other(xs, base):
    at = live(base)
    return [sum((i * y for i, y in zip(at, other_softmax(exponents(*pick(xs, at))))), mpf(0))]


def place_gradient(xs, ct):
    at = live(xs)
    return on_live(scaled_gradient(pick(xs, at), [ct[0] * i for i in at]) if at else [[], []], at, len(xs[0]))


def place_hessian(xs, ct, ts):
    at = live(xs)
    return on_live(scaled_hessian(pick(xs, at), [ct[0] * i for i in at], pick(ts, at)), at, len(xs[0]))


place = Rowwise("softArgmax", place_value, place_other, place_gradient, place_hessian, reduces=True)
random = Random("softArgmax")
one = lambda x: f32([], [x])
place.case("row", [f32([4], [0.25, 1, 0.5, -1]), one(2)], ct=one(3))
place.case("n1", [f32([1], [5]), one(2)], ct=one(3), once=True)
place.case("rows", [f32([2, 3], [0, 1, 2, 3, -1, 1]), f32([2, 1], [1, 4])], ct=f32([2], [1, 2]))
place.case("p-sweep", [f32([4], [0.3, 0.8, 0.5, 0.1]), f32([4, 1], [0, 0.5, 19, 1000])], ct=sequence([4]))
place.case("p-infinite", [f32([2, 4], [0.3, 0.8, 0.5, 0.1, 1, 0, 1, 1]), one(INF)], ct=sequence([2]), tags=["edge", "ties"])
place.case("axis0", [f32([3, 2], [1, 5, 3, 5, 2, 4]), one(1)], ct=sequence([2]), axis=0, attrs={"axis": 0}, once=True)
place.case("masked", [f32([2, 4], [-INF, 1, 2, -INF, -INF, -INF, -INF, -INF]), one(1)], ct=sequence([2]), tags=["edge"])
place.case("offset-1e8", [f32([3], [1e8, 1e8 + 8, 1e8 - 16]), one(0.25)], ct=one(2), note="a common offset cancels")
place.case("nan", [f32([2, 3], [0.5, NAN, 0.2, 0.1, 0.6, 0.3]), one(2)], tags=["nan", "edge"], once=True)
place.case("second", [f32([4], [0.3, 0.8, 0.5, -0.25]), one(2.5)], ct=one(1.5), second=True)
place.case("float64", [tensor("float64", [3], [0.1, 0.7, 0.3]), one(3)], ct=tensor("float64", [], [2]), once=True)

# ---- gumbelSoftmax and gumbelTopK


def summed(xs):
    """logits + noise, where −∞ stays."""
    return [[-INF if l == -INF else l + g for l, g in zip(*xs[:2])], *xs[2:]]


def both(gradients):
    """Logits and noise have one gradient, but what is masked has none."""
    return [gradients[0], *gradients]


def draw_value(xs):
    at = live(xs)
    return on_live([scaled_value(pick(summed(xs), at))] if at else [[]], at, len(xs[0]))[0]


def draw_other(xs, base):
    at, n = live(base), len(base[0])
    return [getattr(y, "value", y) for y in on_live([other_softmax(exponents(*pick(summed(xs), at)))] if at else [[]], at, n)[0]]


def draw_gradient(xs, ct):
    at = live(xs)
    return both(on_live(scaled_gradient(pick(summed(xs), at), [ct[i] for i in at]) if at else [[], []], at, len(xs[0])))


def draw_hessian(xs, ct, ts):
    at = live(xs)
    moved = [[a + b for a, b in zip(*ts[:2])], ts[2]]
    return both(on_live(scaled_hessian(pick(summed(xs), at), [ct[i] for i in at], pick(moved, at)), at, len(xs[0])))


draw = Rowwise("gumbelSoftmax", draw_value, draw_other, draw_gradient, draw_hessian)
hard_draw = Rowwise("gumbelSoftmax", lambda xs: hard(summed(xs)[0], "first"), draw_other, draw_gradient, draw_hessian)

sigmoid = Sigmoid()
draw_k = Rowwise("gumbelTopK", lambda xs: subset.value(sigmoid, summed(xs)), lambda xs, base: subset.other(sigmoid, summed(xs), summed(base)),
                 lambda xs, ct: both(subset.gradient(sigmoid, summed(xs), ct)),
                 lambda xs, ct, ts: both(subset.hessian(sigmoid, summed(xs), ct, [[a + b for a, b in zip(*ts[:2])], *ts[2:]])))
hard_draw_k = Rowwise("gumbelTopK", lambda xs: k_hot(summed(xs)[:2], "first"), draw_k.other, draw_k.gradient, draw_k.hessian)

for op, hard_op, rest in ((draw, hard_draw, []), (draw_k, hard_draw_k, [one(2)])):
    random = Random(op.name)
    grid = lambda shape, n: f32(shape, [round(random.uniform(-3, 5) * 256) / 256 for _ in range(n)])
    op.case("row", [grid([4], 4), grid([4], 4), *rest, one(2)], ct=normal(random, [4]))
    op.case("draws", [grid([3], 3), grid([4, 3], 12), *rest, f32([4, 1], [0.5, 1, 2, 5])], ct=normal(random, [4, 3]))
    op.case("axis0", [grid([3, 2], 6), grid([3, 2], 6), *rest, one(1)], ct=sequence([3, 2]), axis=0, attrs={"axis": 0}, once=True)
    op.case("axis0-draws", [grid([3], 3), grid([2, 3], 6), *rest, one(1)], ct=sequence([2, 3]), attrs={"axis": 0}, once=True,
            note="the axis is one of the logits, whatever axes the noise adds")
    op.case("masked", [f32([5], [-INF, 1, -INF, 0.5, 2]), f32([5], [90, -1, 3, 2, -3]), *rest, one(1)], ct=sequence([5]), tags=["edge"],
            note="−∞ is never drawn, whatever the noise")
    op.case("masked-all", [f32([3], [-INF] * 3), f32([3], [1, 2, 3]), *rest, one(1)], ct=sequence([3]), tags=["edge"], once=True)
    op.case("p-infinite", [f32([4], [1, 0.5, 0.25, 2]), f32([4], [0.5, 0.25, 2, 0]), *rest, one(INF)], ct=sequence([4]), tags=["edge"])
    op.case("second", [grid([4], 4), grid([4], 4), *rest, one(1.5)], ct=sequence([4]), second=True)
    hard_op.case("hard", [grid([4], 4), grid([4], 4), *rest, one(2)], ct=normal(random, [4]), attrs={"hard": True})
    hard_op.case("hard-draws", [grid([3], 3), grid([4, 3], 12), *rest, one(1)], ct=sequence([4, 3]), attrs={"hard": True}, once=True)
    hard_op.case("hard-masked", [f32([5], [-INF, 1, -INF, 0.5, 2]), f32([5], [90, -1, 3, 2, -3]), *rest, one(1)], ct=sequence([5]), attrs={"hard": True}, tags=["edge"])

hard_draw.case("hard-near", [f32([3], [1, 1, 0]), f32([3], [2.0**-24, 2.0**-22, 0]), one(1)], attrs={"hard": True}, once=True)

# ---- perturbedArgmax


def one_hot(vs):
    return [mpf(y.value) for y in hard(vs, "first")]


def perturbed_row(vs, noise, p, ct):
    """Value, gradient in the scores, gradient in p of one row; the gradients again through the Jacobian."""
    n, count = len(vs), len(noise)
    open_ = [i for i, v in enumerate(vs) if v != -INF]
    base = one_hot(vs)
    chosen = [one_hot([-INF if v == -INF else v + z / p for v, z in zip(vs, zs)]) for zs in noise]
    values = [sum(y[i] for y in chosen) / count for i in range(n)]
    gains = [sum(c * (a - b) for c, a, b in zip(ct, y, base)) for y in chosen]
    dv = [sum(u * zs[j] for u, zs in zip(gains, noise)) * p / count if j in open_ else mpf(0) for j in range(n)]
    sizes = [sum(zs[j] ** 2 - 1 for j in open_) for zs in noise]
    dp = -sum(u * s for u, s in zip(gains, sizes)) / count / p
    jacobian = [[sum((y[i] - base[i]) * zs[j] for y, zs in zip(chosen, noise)) * p / count for j in range(n)] for i in range(n)]
    for j in open_:
        again = sum(ct[i] * jacobian[i][j] for i in range(n))
        assert abs(again - dv[j]) <= mpf(10) ** -100 * (1 + abs(again)), (vs, j)
    mags = [sum(abs(u * zs[j]) for u, zs in zip(gains, noise)) * p / count for j in range(n)]
    mag_p = sum(abs(u) * sum(zs[j] ** 2 + 1 for j in open_) for u, zs in zip(gains, noise)) / count / p
    return values, [E(x, mag=m) for x, m in zip(dv, mags)], E(dp, mag=mag_p)


def perturbed_case(slug, rows, noise, ps, samples, once=False, **rest):
    """`rows` of scores; `noise` by sample, row and entry; one p for all or for each row."""
    r, n = len(rows), len(rows[0])
    scores, z = f32([r, n], sum(rows, [])), f32([samples, r, n], noise)
    p = f32([], ps) if len(ps) == 1 else f32([r, 1], ps)
    ct = sequence([r, n])
    exact = [mpf(x) if abs(x) != INF else x for x in scores.data]
    values, dvs, dps = [], [], []
    for i in range(r):
        zs = [[mpf(z.data[(s * r + i) * n + j]) for j in range(n)] for s in range(samples)]
        y, dv, dp = perturbed_row(exact[i * n : i * n + n], zs, mpf(p.data[i if len(ps) > 1 else 0]), [mpf(c) for c in ct.data[i * n : i * n + n]])
        values, dvs, dps = values + y, dvs + dv, dps + [dp]
    if len(ps) == 1:
        dps = [E(sum(e.value for e in dps), mag=sum(e.mag for e in dps))]
    noisy = Result("float32", z.shape, [zero] * len(z.data))
    fields = {"outputs": [Result("float32", [r, n], values)], "cotangents": [ct],
              "gradients": [Result("float32", [r, n], dvs), noisy, Result("float32", p.shape, dps)], **rest}
    (cases.add if once else cases.twice)("perturbedArgmax", slug, [scores, z, p], **fields)


random = Random("perturbedArgmax")
perturbed_case("row", [[0.5, 0.25, 0.75]], [random.normal() for _ in range(8 * 3)], [1], 8)
perturbed_case("three-samples", [[0.5, 0.25, 0.75]], [random.normal() for _ in range(3 * 3)], [0.5], 3, note="thirds are rounded once")
perturbed_case("rows", [[0, 1, 2], [1, 0.5, -1]], [random.normal() for _ in range(8 * 6)], [2], 8, once=True)
perturbed_case("p-per-row", [[0, 1, 2], [1, 0.5, -1]], [random.normal() for _ in range(8 * 6)], [0.5, 4], 8)
perturbed_case("masked", [[-INF, 1, 0.5, -INF]], [random.normal() for _ in range(8 * 4)], [1], 8, tags=["edge"])
perturbed_case("steep", [[0.5, 0.25, 0.75]], [random.normal() for _ in range(8 * 3)], [1024], 8,
               note="no sample leaves the maximum: without the control variate the gradient would be noise times p")
