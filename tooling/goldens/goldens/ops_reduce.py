"""Reductions, scans, and the softmax family of composites."""

from mpmath import mp, mpf

from . import independent as by
from .cases import cases, normal, sequence
from .numbers import ANY, INF, NAN, E, Random, fixed, total
from .pointwise import integer_case
from .rowwise import Rowwise
from .softmax import exponent_error, jvp, other_softmax, softmax, vjp, vjp_error, vjp_tangent
from .tensors import Result, boolean, f32, i32, size

MIN, MAX = -(2**31), 2**31 - 1
wrap = lambda n: (n + 2**31) % 2**32 - 2**31
finite = lambda xs: all(mp.isfinite(x) for x in xs)


def product(xs):
    y = mpf(1)
    for x in xs:
        y *= mpf(x)
    return y


# ---- what one row gives


def sum_value(xs):
    y = total(xs[0])
    return [y if finite(xs[0]) else fixed(y.value)]


total_sum = Rowwise("sum", sum_value, lambda xs, base: [mp.fsum(xs[0])], lambda xs, ct: [[fixed(ct[0])] * len(xs[0])], reduces=True)


def mean_value(xs):
    n = len(xs[0])
    if n == 0:
        return [E(NAN, fixed=True)]
    y = total(xs[0])
    return [E(y.value / n, mag=y.mag / n, fixed=not finite(xs[0]))]


mean = Rowwise("mean", mean_value, lambda xs, base: [mp.fsum(x / len(xs[0]) for x in xs[0])],
               lambda xs, ct: [[E(ct[0] / len(xs[0]), fixed=not finite(xs[0])) for _ in xs[0]]], reduces=True)


def prod_gradient(xs, ct):
    row = xs[0]
    out = [ct[0] * product(row[:i] + row[i + 1 :]) for i in range(len(row))]
    return [[fixed(g) if not finite(row) else g for g in out]]


def prod_hessian(xs, ct, ts):
    row, n = xs[0], len(xs[0])
    return [[total([ct[0] * ts[0][j] * product(row[k] for k in range(n) if k not in (i, j)) for j in range(n) if j != i]) if n > 1 else E(mpf(0)) for i in range(n)]]


def signed_exp_log(row):
    """± e^(Σ ln|x|)."""
    if any(x == 0 for x in row):
        return mpf(0)
    sign = -1 if sum(x < 0 for x in row) % 2 else 1
    return sign * by.exp(sum((by.log(abs(x)) for x in row), mpf(0)))


prod = Rowwise("prod", lambda xs: [E(product(xs[0]), fixed=not finite(xs[0]))], lambda xs, base: [signed_exp_log(xs[0])], prod_gradient, prod_hessian, reduces=True)


def extreme(name, pick):
    def value(xs):
        row = xs[0]
        return [E(NAN, fixed=True)] if any(x != x for x in row) else [fixed(pick(row))]

    def gradient(xs, ct):
        row = xs[0]
        if any(x != x for x in row):
            return [[ANY] * len(row)]
        best = pick(row)
        ties = sum(1 for x in row if x == best)
        return [[fixed(0) if x != best else fixed(ct[0] / ties) for x in row]]

    return Rowwise(name, value, None, gradient, reduces=True)


largest, smallest = extreme("max", max), extreme("min", min)


def lse_value(xs):
    z = xs[0]
    if any(x != x for x in z):
        return [E(NAN, fixed=True)]
    if not z or max(z) in (INF, -INF):
        return [fixed(max(z) if z else -INF)]
    top = max(z)
    rest = mp.log(sum(mp.exp(x - top) for x in z))
    return [E(top + rest, mag=abs(top) + abs(rest), fixed=not finite(z))]


def lse_gradient(xs, ct):
    z = xs[0]
    if not z or any(x != x for x in z) or max(z) == -INF:
        return [[ANY] * len(z)]
    if max(z) == INF:
        return [[fixed(ct[0], NAN) if x == INF else fixed(0) for x in z]]
    s = softmax(z)
    error = exponent_error(s, [abs(x - max(z)) if mp.isfinite(x) else mpf(0) for x in z])
    return [[E(ct[0] * x, cond=abs(ct[0]) * e, fixed=not finite(z)) for x, e in zip(s, error)]]


log_sum_exp = Rowwise("logSumExp", lse_value, lambda xs, base: [by.log(sum(by.exp(x) for x in xs[0]))], lse_gradient,
                      lambda xs, ct, ts: [_with_mag(ct[0], softmax(xs[0]), ts[0])], reduces=True)


def _with_mag(c, s, t):
    """c · tangent of softmax for the tangent t."""
    spread = sum(x * abs(y) for x, y in zip(s, t))
    return [E(c * d, mag=abs(c) * x * (abs(y) + spread)) for d, x, y in zip(jvp(s, t), s, t)]


def soft_value(xs):
    z = xs[0]
    if any(x != x for x in z):
        return [E(NAN, fixed=True)] * len(z)
    if not z or max(z) in (INF, -INF):
        return [ANY] * len(z)
    s = softmax(z)
    return [E(y, cond=e, fixed=not finite(z)) for y, e in zip(s, exponent_error(s, _exponents(z)))]


def _exponents(z):
    top = max(z)
    return [abs(x - top) if mp.isfinite(x) else mpf(0) for x in z]


def soft_gradient(xs, ct):
    z = xs[0]
    if not z or any(x != x for x in z) or max(z) in (INF, -INF):
        return [[ANY] * len(z)]
    s = softmax(z)
    return [[E(g, mag=m, cond=e, fixed=not finite(z)) for g, m, e in zip(*vjp(s, ct), vjp_error(s, ct, _exponents(z)))]]


def soft_hessian(xs, ct, ts):
    s = softmax(xs[0])
    return [[E(g, mag=m) for g, m in zip(*vjp_tangent(s, ct, ts[0], [mpf(0)] * len(ct)))]]


soft = Rowwise("softmax", soft_value, lambda xs, base: other_softmax(xs[0]), soft_gradient, soft_hessian)


def log_soft_value(xs):
    z = xs[0]
    if any(x != x for x in z):
        return [E(NAN, fixed=True)] * len(z)
    if not z or max(z) in (INF, -INF):
        return [ANY] * len(z)
    top = max(z)
    rest = mp.log1p(sum((mp.exp(x - top) for i, x in enumerate(z) if i != z.index(top)), mpf(0)))
    return [E(x - top - rest, mag=abs(x - top) + rest) if mp.isfinite(x) else fixed(-INF) for x in z]


def log_soft_gradient(xs, ct):
    z = xs[0]
    if not z or any(x != x for x in z) or max(z) in (INF, -INF):
        return [[ANY] * len(z)]
    s, c, size_ = softmax(z), sum(ct), sum(abs(x) for x in ct)
    errors = exponent_error(s, _exponents(z))
    return [[E(x - y * c, mag=abs(x) + y * size_, cond=abs(c) * e, fixed=not finite(z)) for x, y, e in zip(ct, s, errors)]]


log_soft = Rowwise("logSoftmax", log_soft_value, lambda xs, base: [by.log(y) if y != 0 else -mp.inf for y in other_softmax(xs[0])], log_soft_gradient,
                   lambda xs, ct, ts: [_with_mag(-sum(ct), softmax(xs[0]), ts[0])])

# ---- cases of the reductions


def reduction_cases(op, low, high, second=False, empty=True, axes=True):
    """Axes, keepDims, ranks, sizes."""
    random = Random(op.name)
    values = lambda shape: f32(shape, [random.uniform(low, high) for _ in range(size(shape))])
    if axes:  # axis may be a list, default all
        op.case("all", [values([2, 3])], axis=None, ct=f32([], [2]), second=second)
        op.case("axes-list", [values([2, 3, 2])], axis=[0, -1], ct=sequence([3]), attrs={"axis": [0, -1]}, once=True)
        op.case("axes-list-keep", [values([2, 3, 2])], axis=[2, 0], keep=True, ct=sequence([1, 3, 1]), attrs={"axis": [2, 0], "keepDims": True}, once=True)
        op.case("rank-0", [values([])], axis=None, ct=f32([], [3]))
    op.case("axis0", [values([2, 3])], axis=0, ct=sequence([3]), attrs={"axis": 0}, second=second)
    op.case("last-keep", [values([2, 3])], axis=-1, keep=True, ct=normal(random, [2, 1]), attrs={"axis": -1, "keepDims": True})
    op.case("middle", [values([2, 3, 2])], axis=1, ct=sequence([2, 2]), attrs={"axis": 1}, once=True)
    op.case("rank-4", [values([2, 1, 2, 2])], axis=-2, ct=normal(random, [2, 1, 2]), attrs={"axis": -2}, once=True)
    op.case("size-1", [values([3, 1])], axis=1, ct=sequence([3]), attrs={"axis": 1}, once=True)
    op.case("n17", [values([17])], axis=-1, ct=f32([], [1.5]), attrs={"axis": -1})
    op.case("no-rows", [f32([0, 3], [])], axis=1, ct=f32([0], []), attrs={"axis": 1}, tags=["empty"], once=True)
    if empty:
        op.case("empty", [f32([0], [])], axis=0, ct=f32([], [1]), attrs={"axis": 0}, tags=["empty"])
        op.case("empty-rows", [f32([2, 0, 3], [])], axis=1, ct=sequence([2, 3]), attrs={"axis": 1}, tags=["empty"])


reduction_cases(total_sum, -4, 4)
reduction_cases(mean, -4, 4)
reduction_cases(prod, 0.5, 2, second=True)
reduction_cases(largest, -4, 4, empty=False)
reduction_cases(smallest, -4, 4, empty=False)
reduction_cases(log_sum_exp, -4, 4, second=True, axes=False)

flat = lambda op, slug, row, ct=1, **rest: op.case(slug, [f32([len(row)], row)], axis=-1, ct=f32([], [ct]), attrs={"axis": -1}, **rest)
total_sum.case("rank-7", [f32([2] * 7, [k % 5 - 2 for k in range(128)])], axis=[0, 2, 4, 6], ct=sequence([2] * 3), attrs={"axis": [0, 2, 4, 6]}, once=True)
flat(total_sum, "cancels", [1e8, 1, -1e8], tags=["edge"])
flat(total_sum, "nan", [1, NAN, 2], tags=["edge", "nan"])
flat(total_sum, "inf", [1, INF, 2], tags=["edge"])
flat(total_sum, "inf-inf", [INF, -INF], tags=["edge", "nan"])
big = mpf(f32([1], [3e38]).data[0])
cases.add("sum", "intermediate-overflow", [f32([3], [3e38, 3e38, -3e38])], [Result("float32", [], [E(big, mag=3 * big, also=[INF])])], attrs={"axis": -1},
          cotangents=[f32([], [1])], gradients=[Result("float32", [3], [1, 1, 1])], tags=["edge"])
cases.add("sum", "many", [f32([128], [0.1] * 128)], [Result("float32", [], [total([mpf(f32([1], [0.1]).data[0])] * 128)])])
flat(mean, "nan", [1, NAN, 2], tags=["edge", "nan"])
flat(mean, "cancels", [1e8, 1, -1e8], tags=["edge"])
flat(prod, "zero", [0, 2, 3], tags=["edge"])
flat(prod, "two-zeros", [0, 0, 3], tags=["edge"])
flat(prod, "inf", [1, INF, 2], tags=["edge"])
prod.case("nan", [f32([3], [1, NAN, 2])], axis=-1, attrs={"axis": -1}, tags=["edge", "nan"])
flat(prod, "negative", [-2, 3, -0.5, -1], ct=2, second=True)
flat(prod, "zero-second", [0, 2, 3], tags=["edge"], second=True)
prod.case("zeros-axes", [f32([2, 2, 2], [0, 2, 3, 1, 5, 0, 0, 4])], axis=[0, 2], ct=sequence([2]), attrs={"axis": [0, 2]}, tags=["edge"], once=True)
for op, rows_ in ((largest, {"tie": [1, 1, 0], "all-tied": [2, 2, 2], "inf-tie": [-INF, -INF], "inf": [1, INF]}),
                  (smallest, {"tie": [0, 0, 3], "all-tied": [2, 2, 2], "inf-tie": [INF, INF], "inf": [-INF, 1]})):
    for slug, row in rows_.items():
        flat(op, slug, row, tags=["edge"] + (["ties"] if "tie" in slug else []), note="tied elements share equally" if "tie" in slug else None)
    flat(op, "nan", [1, NAN, 2], tags=["edge", "nan"])
    flat(op, "zeros", [0.0, 0.0], ct=2, tags=["edge", "ties"])
    op.case("ties-axes", [f32([2, 2, 2], [1, 3, 0, 2, 3, 3, 2, 2])], axis=[0, 2], ct=sequence([2]), attrs={"axis": [0, 2]}, tags=["ties"], once=True)
flat(log_sum_exp, "minus-inf", [-INF, -INF], tags=["edge"])
flat(log_sum_exp, "inf", [1, INF, 2], tags=["edge"])
flat(log_sum_exp, "one-minus-inf", [-INF, 0, 1], ct=2, tags=["edge"])
flat(log_sum_exp, "offset", [1e4, 9999, -1e4], tags=["edge"], note="exp(x − y) loses the gradient to the rounding of y")
flat(log_sum_exp, "overflow", [3e38, 3e38, -3e38], tags=["edge", "ties"])
flat(log_sum_exp, "nan", [1, NAN], tags=["edge", "nan"])
flat(log_sum_exp, "default", [0.3, -1.2, 2], ct=1.5)

# integers
integer_case("sum", "int32", [i32([2, 2], [MAX, 1, -5, 3])], [2], [MIN, -2], attrs={"axis": 1}, tags=["edge"], note="int32 wraps")
integer_case("sum", "int32-exact", [i32([3], [16777216, 1, 1])], [], [16777218], note="not exact in float32")
integer_case("sum", "bool", [boolean([3], [1, 0, 1])], [], [2], note="bool counts as int32")
integer_case("prod", "int32", [i32([3], [65536, 65536, 3])], [], [0], tags=["edge"], note="int32 wraps")
integer_case("prod", "int32-exact", [i32([3], [46341, 46341, -7])], [], [wrap(46341 * 46341 * -7)], tags=["edge"])
integer_case("prod", "int32-long", [i32([4], [MAX, MAX, MAX, 5])], [], [wrap(MAX**3 * 5)], tags=["edge"], note="float64 cannot hold the product")
integer_case("max", "int32", [i32([2, 2], [MIN, -3, 16777216, 16777217])], [2], [-3, 16777217], attrs={"axis": -1})
largest.case("rank-7", [f32([2] * 7, [37 * k % 128 for k in range(128)])], axis=[0, 2, 4, 6], ct=sequence([2] * 3), attrs={"axis": [0, 2, 4, 6]}, once=True)
integer_case("min", "int32", [i32([2, 2], [MIN, -3, 16777217, 16777216])], [2], [MIN, 16777216], attrs={"axis": -1})
cases.add("mean", "int32", [i32([2, 2], [1, 2, 3, 5])], [Result("float32", [2], [mpf(3) / 2, 4])], attrs={"axis": 1}, note="integers become float32")


# ---- argmax, argmin


def arg_cases(name, better):
    def pick(row):
        best = 0
        for i, x in enumerate(row):
            if x != x:
                return i
            if better(x, row[best]):
                best = i
        return best

    def case(slug, x, axis, keep=False, twice=True, **rest):
        from .tensors import axes_of, reduced, rows

        axes = axes_of(axis, len(x.shape))
        out = Result("int32", reduced(x.shape, axes, keep), [pick([x.data[i] for i in row]) for row in rows(x.shape, axes)])
        (cases.twice if twice and x.dtype == "float32" else cases.add)(name, slug, [x], [out], **rest)

    random = Random(name)
    values = lambda shape: f32(shape, [random.uniform(-4, 4) for _ in range(size(shape))])
    case("default", values([2, 3]), -1)
    case("axis0", values([3, 2]), 0, attrs={"axis": 0}, twice=False)
    case("keep", values([2, 3, 2]), 1, keep=True, attrs={"axis": 1, "keepDims": True}, twice=False)
    case("rank-4", values([2, 1, 3, 2]), -2, attrs={"axis": -2}, twice=False)
    case("size-1", values([3, 1]), -1, twice=False)
    case("no-rows", f32([0, 3], []), -1, tags=["empty"], twice=False)
    case("ties", f32([3], [1, 1, 0]), -1, tags=["edge", "ties"], note="the first wins")
    case("ties-later", f32([4], [2, 0, 0, 2]), -1, tags=["edge", "ties"])
    case("zeros", f32([2, 2], [-0.0, 0.0, 0.0, -0.0]), -1, tags=["edge", "ties", "signed-zero"], note="-0 equals 0: the first wins")
    case("nan", f32([3], [1, NAN, 2]), -1, tags=["edge", "nan"], note="the index of the NaN")
    case("nan-twice", f32([3], [NAN, 5, NAN]), -1, tags=["edge", "nan"])
    case("infinite", f32([2, 3], [-INF, 1, INF, -INF, -INF, -INF]), -1, tags=["edge", "ties"])
    case("int32", i32([3], [16777216, 16777217, MIN]), -1, note="float32 cannot tell the first two apart")


arg_cases("argmax", lambda a, b: a > b)
arg_cases("argmin", lambda a, b: a < b)

# ---- scans


def scan(name, exclusive, reverse, times):
    def spans(n):
        """For each output the inputs it combines."""
        out = []
        for i in range(n):
            if reverse:
                out.append(range(i + exclusive, n))
            else:
                out.append(range(0, i + 1 - exclusive))
        return out

    if not times:
        value = lambda xs: [E(t.value, t.mag, fixed=not finite(xs[0])) for t in (total([xs[0][k] for k in span]) for span in spans(len(xs[0])))]
        other = lambda xs, base: [mp.fsum(xs[0][k] for k in span) for span in spans(len(xs[0]))]
        gradient = lambda xs, ct: [[E(t.value, t.mag, fixed=not finite(xs[0])) for t in (total([c for c, span in zip(ct, spans(len(xs[0]))) if j in span]) for j in range(len(xs[0])))]]
        return Rowwise(name, value, other, gradient)

    skip = lambda row, span, out: product(row[k] for k in span if k not in out)

    def gradient(xs, ct):
        row = xs[0]
        parts = [total([c * skip(row, span, (j,)) for c, span in zip(ct, spans(len(row))) if j in span]) for j in range(len(row))]
        return [[E(t.value, t.mag, fixed=not finite(row)) for t in parts]]

    def hessian(xs, ct, ts):
        row, n = xs[0], len(xs[0])
        return [[total([c * ts[0][l] * skip(row, span, (j, l)) for c, span in zip(ct, spans(n)) if j in span for l in span if l != j]) for j in range(n)]]

    value = lambda xs: [E(product(xs[0][k] for k in span), fixed=not finite(xs[0])) for span in spans(len(xs[0]))]
    return Rowwise(name, value, lambda xs, base: [signed_exp_log([xs[0][k] for k in span]) for span in spans(len(xs[0]))], gradient, hessian)


for name, times in (("cumsum", False), ("cumprod", True)):
    random = Random(name)
    values = lambda shape: f32(shape, [random.uniform(0.5, 2) if times else random.uniform(-4, 4) for _ in range(size(shape))])
    for exclusive in (False, True):
        for reverse in (False, True):
            attrs = {key: True for key, on in (("exclusive", exclusive), ("reverse", reverse)) if on}
            slug = "-".join(attrs) or "plain"
            scan(name, exclusive, reverse, times).case(slug, [values([5])], ct=sequence([5]), attrs=attrs, second=times)
            scan(name, exclusive, reverse, times).case(f"{slug}-axis0", [values([3, 2])], axis=0, ct=normal(random, [3, 2]), attrs={"axis": 0, **attrs}, once=True)
    plain = scan(name, False, False, times)
    plain.case("middle", [values([2, 3, 2])], axis=1, ct=sequence([2, 3, 2]), attrs={"axis": 1}, once=True)
    plain.case("rank-4", [values([2, 2, 1, 2])], axis=-3, ct=sequence([2, 2, 1, 2]), attrs={"axis": -3}, once=True)
    plain.case("size-1", [values([3, 1])], ct=sequence([3, 1]), once=True)
    plain.case("n17", [values([17])], ct=normal(random, [17]))
    plain.case("empty", [f32([0], [])], ct=f32([0], []), tags=["empty"], once=True)
    plain.case("empty-rows", [f32([2, 0], [])], ct=f32([2, 0], []), tags=["empty"], once=True)
    plain.case("no-rows", [f32([0, 2], [])], ct=f32([0, 2], []), tags=["empty"], once=True)
    scan(name, True, False, times).case("exclusive-empty", [f32([0], [])], ct=f32([0], []), attrs={"exclusive": True}, tags=["empty"], once=True)
    plain.case("nan", [f32([4], [1, NAN, 2, 3])], tags=["edge", "nan"])
plain_sum, plain_prod = scan("cumsum", False, False, False), scan("cumprod", False, False, True)
plain_sum.case("gradient", [f32([3], [1, 2, 3])], ct=sequence([3]), note="6, 5, 3")
plain_sum.case("cancels", [f32([3], [1e8, 1, -1e8])], ct=sequence([3]), tags=["edge"])
plain_prod.case("zero", [f32([4], [2, 0, 3, 4])], ct=f32([4], [1] * 4), tags=["edge"], note="1, 32, 0, 0")
plain_prod.case("two-zeros", [f32([4], [2, 0, 0, 4])], ct=sequence([4]), tags=["edge"], second=True)
integer_case("cumsum", "int32", [i32([3], [MAX, 1, -5])], [3], [MAX, MIN, wrap(MIN - 5)], tags=["edge"], note="int32 wraps")
integer_case("cumsum", "int32-exact", [i32([3], [16777216, 1, 1])], [3], [16777216, 16777217, 16777218])

# ---- softmax, logSoftmax
for op in (soft, log_soft):
    random = Random(op.name)
    values = lambda shape: f32(shape, [random.uniform(-4, 4) for _ in range(size(shape))])
    for n in (1, 2, 5, 17):
        op.case(f"n{n}", [values([n])], ct=normal(random, [n]) if n != 2 else sequence([2]))
    op.case("axis0", [values([3, 2])], axis=0, ct=sequence([3, 2]), attrs={"axis": 0}, second=True)
    op.case("middle", [values([2, 3, 2])], axis=1, ct=normal(random, [2, 3, 2]), attrs={"axis": 1}, once=True)
    op.case("second", [values([4])], ct=sequence([4]), second=True)
    op.case("ties", [f32([3], [0.5, 0.5, 0.2])], ct=sequence([3]), tags=["ties"])
    op.case("minus-inf", [f32([3], [-INF, 0, 1])], ct=sequence([3]), tags=["edge"])
    op.case("all-minus-inf", [f32([2], [-INF, -INF])], ct=sequence([2]), tags=["edge"])
    op.case("inf", [f32([2], [INF, 0])], ct=sequence([2]), tags=["edge"])
    op.case("overflow", [f32([3], [3e38, 3e38, -3e38])], ct=sequence([3]), tags=["edge", "ties"])
    op.case("offset", [f32([3], [1e4, 9999, -1e4])], ct=sequence([3]), tags=["edge"], note="a common offset must not cost digits")
    op.case("far", [f32([3], [0, -20, -80])], ct=sequence([3]))
    op.case("nan", [f32([2, 2], [1, NAN, 0.5, 0.25])], tags=["edge", "nan"])
    op.case("empty-rows", [f32([2, 0], [])], ct=f32([2, 0], []), tags=["empty"], once=True)
    op.case("no-rows", [f32([0, 2], [])], ct=f32([0, 2], []), tags=["empty"], once=True)
