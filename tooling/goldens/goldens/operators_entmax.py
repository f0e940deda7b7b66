"""sparsemax, entmax15 and entmax: conventions and cases.

Masked entries (−∞) get 0 and no gradient, a row of them is all 0. p = ∞ is uniform over the tied maxima with gradients 0. An entry
exactly at the threshold counts as outside of the support; its being inside is the other end of what is acceptable there.
"""

from mpmath import mp, mpf

from .cases import normal, sequence
from .entmax import centred, entmax, moved, other_entmax, pulled, pulled_moved, pulled_tangent
from .numbers import ANY, INF, NAN, E, Random, fixed
from .rows_choice import common_cases, has_nan, own, products, rounding, zeros
from .rowwise import Rowwise
from .softmax import uniform_over
from .tensors import f32, tensor

def family(name, fixed_alpha=None):
    """An operator of (values, p), or of (values, alpha, p)."""
    split = (lambda xs: (xs[0], xs[1], [mpf(fixed_alpha)] * len(xs[0]))) if fixed_alpha else (lambda xs: (xs[0], xs[2], xs[1]))
    join = (lambda dv, da, dp: [dv, dp]) if fixed_alpha else (lambda dv, da, dp: [dv, da, dp])
    # an exponential of a logarithm is as far off as the logarithm's rounding, times its size
    spread = (lambda c: [mpf(0)] * len(c.p)) if fixed_alpha else (lambda c: [x * abs(l) for x, l in zip(c.p, c.logs)])

    def value(xs):
        vs, ps, alphas = split(xs)
        if has_nan(xs):
            return [E(NAN, fixed=True)] * len(vs)
        if all(v == -INF for v in vs):
            return zeros(len(vs))
        if ps[0] == INF:
            return [fixed(y) for y in uniform_over(vs)]
        c = entmax(products(vs, ps), alphas[0])
        total = sum(c.g)
        return [E(y, mag=y + g / total, cond=m + s) for y, g, m, s in zip(c.p, c.g, moved(c, rounding(vs, ps)), spread(c))]

    def other(xs, base):
        vs, ps, alphas = split(xs)
        vs0, ps0, alphas0 = split(base)
        return other_entmax(products(vs, ps), alphas, products(vs0, ps0), alphas0[0])

    def settled(xs):
        """Where derivatives are a convention."""
        vs, ps, _ = split(xs)
        if has_nan(xs):
            return [[ANY] * len(vs)] * len(xs)
        if ps[0] != INF and any(v != -INF for v in vs):
            return None
        # every entry's share of the derivative by α is 0 only when they are added up
        return join(zeros(len(vs)), [E(mpf(0), mag=1, fixed=True)] * len(vs), zeros(len(vs)))

    def elements(xs, ct, inside=False):
        vs, ps, alphas = split(xs)
        z = products(vs, ps)
        c = entmax(z, alphas[0], inside)
        dz, da = pulled(c, ct)
        _, sizes = centred(c, ct)
        rz, ra = pulled_moved(c, ct, [r + s / p if p else r for r, s, p in zip(rounding(vs, ps), spread(c), c.p)])
        live = [v != -INF for v in vs]
        large = lambda p, l, h: max(h, (p + abs(c.b * p * l)) / c.b**2) if c.b >= 1 else h
        dv = [E(p * x, mag=p * g * s, cond=p * r) if o else fixed(0) for p, x, g, s, r, o in zip(ps, dz, c.g, sizes, rz, live)]
        dp = [E(v * x, mag=abs(d) * g * s, cond=abs(d) * r) if o else fixed(0) for v, d, x, g, s, r, o in zip(vs, own(vs, ps), dz, c.g, sizes, rz, live)]
        da = [E(x, mag=large(p, l, h) * s, cond=r) for x, p, l, h, s, r in zip(da, c.p, c.logs, c.h, sizes, ra)]
        return join(dv, da, dp), c.edge

    def gradient(xs, ct):
        if (known := settled(xs)) is not None:
            return known
        outside, edge = elements(xs, ct)
        if not edge:
            return outside
        within, _ = elements(xs, ct, inside=True)
        both = lambda a, b: a if a.fixed or a.value == b.value else E(a.value, a.mag, a.cond, also=[b.value])
        return [[both(a, b) for a, b in zip(one, two)] for one, two in zip(outside, within)]

    def hessian(xs, ct, ts):
        if (known := settled(xs)) is not None:
            return known
        vs, ps, alphas = split(xs)
        tv, tp, ta = split(ts)
        ta = [mpf(0)] * len(vs) if fixed_alpha else ta
        c = entmax(products(vs, ps), alphas[0])
        live = [v != -INF for v in vs]
        tz = [p * a + v * b if o else mpf(0) for v, p, a, b, o in zip(vs, ps, tv, tp, live)]
        dz, _ = pulled(c, ct)
        ddz, dda = pulled_tangent(c, ct, tz, ta)
        sizes = [abs(x) + abs(y) for x, y in zip(dz, ddz)]
        pv = [E(p * x + b * y, mag=p * s + abs(b) * s) if o else fixed(0) for p, x, y, b, s, o in zip(ps, ddz, dz, tp, sizes, live)]
        pp = [E(v * x + a * y, mag=(abs(d) + abs(a)) * s) if o else fixed(0) for v, d, x, y, a, s, o in zip(vs, own(vs, ps), ddz, dz, tv, sizes, live)]
        return join(pv, dda, pp)

    return Rowwise(name, value, other, gradient, hessian)


def printed(name, row, alpha, digits, places=1e-4):
    """The truth agrees with a number that was printed elsewhere."""
    p = entmax([mpf(x) for x in row], alpha).p
    assert all(abs(a - b) <= places for a, b in zip(p, digits)), (name, [mp.nstr(x, 8) for x in p])


sparse = family("sparsemax", 2)
fifteen = family("entmax15", 1.5)
general = family("entmax")

for op in (sparse, fifteen):
    common_cases(op)
common_cases(general, 1.25)

# ---- sparsemax: printed elsewhere

printed("sparsemax", [-2, 0, 0.5], 2, [0, 0.25, 0.75])
sparse.case("entmax-package", [f32([3], [-2, 0, 0.5]), f32([], [1])], ct=sequence([3]))
sparse.case("three", [f32([3], [0.2, 0.7, 0.4]), f32([], [1])], ct=sequence([3]), note="0.1, 0.6, 0.3; gradient −1, 0, 1")
sparse.case("tied", [f32([3], [0.5, 0.5, 0.2]), f32([], [1])], ct=sequence([3]), tags=["ties"])
sparse.case("one-hot", [f32([3], [2, 0, 0]), f32([], [1])], ct=sequence([3]), tags=["ties"])
sparse.case("boundary", [f32([2], [1, 0]), f32([], [1])], ct=sequence([2]), tags=["edge"],
            note="0 is exactly at the threshold: gradient 0, 0, or with it in the support −1/2, 1/2; a product rule gives −1, 1")
sparse.case("boundary-three", [f32([3], [0.75, 0.25, -0.25]), f32([], [1])], ct=sequence([3]), tags=["edge"])
printed("keras", [0, 0.5, 1], 2, [0, 0.25, 0.75])
printed("keras", [0.175, 0, -2], 2, [0.5875, 0.4125, 0])
sparse.case("keras-23425", [f32([2, 3], [0, 0.5, 1, 0.175, 0, -2]), f32([], [1])], ct=sequence([2, 3]),
            note="keras.ops.sparsemax took the sum of all cumulative sums: 0, 0, 0.25")
sparse.case("keras-23469", [f32([8], [0.1, 0.3, 0.5, 1, 2, 3, 4, 5]), f32([], [1])], ct=sequence([8]), note="it gave zeros alone")

# ---- entmax15: printed elsewhere

printed("entmax15", [-2, 0, 0.5], 1.5, [0, 0.3260, 0.6740])
printed("entmax15", [0.2, 0.7, 0.4], 1.5, [0.203823974, 0.492058316, 0.304117711], 1e-9)
fifteen.case("entmax-package", [f32([2, 3], [-2, 0, 0.5, 0.2, 0.7, 0.4]), f32([], [1])], ct=sequence([2, 3]))
fifteen.case("boundary", [f32([3], [2, 0, 0]), f32([], [1])], ct=sequence([3]), tags=["edge", "ties"],
             note="0 is exactly at the threshold: the gradient is continuous there, and 0")

# ---- entmax: every α, printed elsewhere

row = f32([4], [0.5, -0.25, 0.875, 0.75])
ALPHAS = [1, 1 + 2.0**-23, 1.0625, 1.5, 1.9375, 2, 2.125, 3, 5, 10, 50]
general.case("alpha-sweep", [row, f32([len(ALPHAS), 1], ALPHAS), f32([], [1])], ct=normal(Random("alpha"), [len(ALPHAS), 4]))
general.case("alpha-second", [row, f32([6, 1], [1, 1.0625, 1.5, 2, 2.5, 5]), f32([], [1.5])], ct=normal(Random("second"), [6, 4]), second=True)
general.case("alpha-near-1", [row, tensor("float64", [3, 1], [1 + 1e-12, 1 + 2.0**-52, 1.0000001]), f32([], [1])], ct=normal(Random("near"), [3, 4], "float64"),
             once=True, note="entmax#23, #24: 1/(α − 1) must not be taken")
general.case("alpha-per-row", [f32([2, 3], [0.25, 0.5, 0.375, 1, -1, 0.5]), f32([2, 1], [1.5, 3]), f32([2, 1], [1, 0.5])], ct=sequence([2, 3]), once=True)
general.case("alpha-axis0", [f32([3, 2], [0.25, 0.5, 0.375, 1, -1, 0.5]), f32([1, 2], [1.75, 4]), f32([], [1])], ct=sequence([3, 2]), axis=0, attrs={"axis": 0}, once=True)
for alpha in (1, 3, 10):
    general.case(f"long-{alpha}", [f32([24], [Random(str(i)).normal() for i in range(24)]), f32([], [alpha]), f32([], [0.25])], ct=normal(Random("ct"), [24]), once=True)
general.case("ties-50", [f32([3], [0.5, 0.5, 0.2]), f32([], [50]), f32([], [1])], ct=sequence([3]), tags=["ties"], note="gradient ∓2^47")
general.case("near-ties-50", [f32([3], [0.5, 0.5 - 2.0**-23, 0.5 - 2.0**-20]), f32([2, 1], [10, 50]), f32([], [1])], ct=sequence([2, 3]))
general.case("jagged", [f32([3, 3], [0.5, 0.4375, 0.375, 0.5, 0.4453125, 0.375, 0.5, 0.453125, 0.375]), f32([], [10]), f32([], [1])], ct=sequence([3, 3]),
             note="entmax#36: at alpha = 10 errors of the threshold are errors of its ninth root")
general.case("boundary-2", [f32([2], [1, 0]), f32([], [2]), f32([], [1])], ct=sequence([2]), tags=["edge"], note="the derivative by alpha is one-sided, too")
printed("entmax1.33", [-1, 0, 0.5], 1.33, [0.0460, 0.3276, 0.6264])
printed("entmax1.33", [1, 2, 3.5], 1.33, [0.0026, 0.1012, 0.8963])
general.case("entmax-package", [f32([2, 3], [-1, 0, 0.5, 1, 2, 3.5]), f32([], [1.33]), f32([], [1])], ct=sequence([2, 3]))
slope = sum(pulled(entmax([mpf(-1), mpf(0), mpf(1) / 2], 1.33), [mpf(1), mpf(0), mpf(0)])[1])
assert abs(slope + 0.2562) < 1e-4, mp.nstr(slope, 8)
slope = sum(pulled(entmax([mpf("0.2"), mpf("0.7"), mpf("0.4")], 1.5), [mpf(1), mpf(2), mpf(3)])[1])
assert abs(slope - mpf("0.120667375")) < 1e-9, mp.nstr(slope, 12)
printed("entmax#24", [0, 0, 1], 1.1, [0.1985, 0.1985, 0.6031])
