"""hardArgmax and straightThroughArgmax: one-hot of the maximum, of equal ones the first or a share for each.

The gradient of straightThroughArgmax is that of scaledSoftmax on what is not masked. A row of −∞ is zeros with gradients 0.
"""

from mpmath import mpf

from .cases import normal, sequence
from .numbers import INF, NAN, Random, fixed
from .operators_softmax import exponents, scaled_gradient, scaled_hessian
from .rowwise import Rowwise
from .softmax import other_softmax, uniform_over
from .tensors import f32, tensor


def hard(vs, ties):
    if any(v != v for v in vs):
        return [fixed(NAN)] * len(vs)
    if max(vs) == -INF:
        return [fixed(mpf(0))] * len(vs)
    if ties == "share":
        return [fixed(y) for y in uniform_over(vs)]
    first = vs.index(max(vs))
    return [fixed(mpf(int(i == first))) for i in range(len(vs))]


def live(xs):
    """The places that are not masked."""
    return [i for i, v in enumerate(xs[0]) if v != -INF]


def on_live(rows, places, n):
    spread = [[fixed(mpf(0))] * n for _ in rows]
    for row, into in zip(rows, spread):
        for i, e in zip(places, row):
            into[i] = e
    return spread


def pick(rows, places):
    return [[row[i] for i in places] for row in rows]


def soft_other(xs, base):
    at, n = live(base), len(base[0])
    return [y for y in on_live([other_softmax(exponents(*pick(xs, at)))], at, n)[0]] if at else [mpf(0)] * n


def soft_gradient(xs, ct):
    at, n = live(xs), len(xs[0])
    return on_live(scaled_gradient(pick(xs, at), [ct[i] for i in at]), at, n) if at else on_live([[], []], at, n)


def soft_hessian(xs, ct, ts):
    at, n = live(xs), len(xs[0])
    return on_live(scaled_hessian(pick(xs, at), [ct[i] for i in at], pick(ts, at)), at, n)


def plain(y):
    return y.value if hasattr(y, "value") else y


def argmax(ties):
    zeros = lambda xs, ct: [[fixed(mpf(0))] * len(xs[0])]
    value = lambda xs: hard(xs[0], ties)
    return Rowwise("hardArgmax", value, lambda xs, base: [plain(y) for y in value(base)], zeros)


def through(ties):
    return Rowwise("straightThroughArgmax", lambda xs: hard(xs[0], ties),
                   lambda xs, base: [plain(y) for y in soft_other(xs, base)], soft_gradient, soft_hessian)


ROWS = [
    ("row", [0.2, 0.7, 0.4], []),
    ("tied", [0.5, 0.75, 0.75, 0.75], ["ties"]),
    ("tied-three", [0.3, 0.3, 0.3], ["ties"]),
    ("signed-zero", [-0.0, 0.0, -1], ["ties", "edge"]),
    ("masked", [-INF, -2, -INF, -3], ["edge"]),
    ("masked-all", [-INF, -INF], ["edge", "ties"]),
    ("infinite", [1, INF, 0], ["edge"]),
    ("n1", [-4], []),
]

for ties in ("first", "share"):
    attrs = {"ties": ties} if ties == "share" else None
    suffix = "-share" if attrs else ""
    op, st = argmax(ties), through(ties)
    for slug, row, tags in ROWS:
        n = len(row)
        op.case(slug + suffix, [f32([n], row)], ct=sequence([n]), attrs=attrs, tags=tags, once=bool(attrs) and slug != "tied-three")
        if slug != "infinite":
            st.case(slug + suffix, [f32([n], row), f32([], [2])], ct=sequence([n]), attrs=attrs, tags=tags, once=bool(attrs) or n == 1)
    op.case("nan" + suffix, [f32([2, 3], [0.5, NAN, 0.2, 0.1, 0.6, 0.3])], attrs=attrs, tags=["nan", "edge"], once=True)
    op.case("axis0" + suffix, [f32([3, 2], [1, 5, 3, 5, 2, 4])], ct=sequence([3, 2]), axis=0, attrs={"axis": 0, **(attrs or {})}, once=True)

op, st = argmax("first"), through("first")
op.case("rank-0", [f32([], [3])], ct=f32([], [2]), once=True, tags=["edge"])
op.case("rank-3-axis-2", [f32([2, 2, 2], [1, 2, 3, 4, 8, 7, 6, 5])], ct=sequence([2, 2, 2]), axis=1, attrs={"axis": -2}, once=True)
op.case("empty", [f32([0, 3], [])], ct=f32([0, 3], []), tags=["empty"], once=True)
op.case("next", [f32([2], [1, 1 + 2.0**-23])], ct=sequence([2]), once=True, note="neighbours are no tie")

random = Random("straightThroughArgmax")
values = [0.3, 0.8, 0.5, -0.25]
for p in (0, 0.5, 19, INF):
    st.case(f"p{p:g}", [f32([4], values), f32([], [p])], ct=normal(random, [4]), tags=["edge"] if p in (0, INF) else [], once=True)
st.case("p-per-row", [f32([2, 3], [1, 2, 3, 6, 5, 4]), f32([2, 1], [0.5, 2])], ct=normal(random, [2, 3]))
st.case("p-sweep", [f32([4], values), f32([3, 1], [1, 2, 7])], ct=normal(random, [3, 4]), once=True)
st.case("p-per-element", [f32([3], [0.5, 0.25, 0.75]), f32([3], [1, 2, 3])], ct=sequence([3]), once=True)
st.case("axis0", [f32([3, 2], [1, 5, 3, 5, 2, 4]), f32([], [1])], ct=sequence([3, 2]), axis=0, attrs={"axis": 0}, once=True)
st.case("offset", [f32([3], [1e8, 1e8 + 8, 1e8 - 16]), f32([], [0.25])], ct=sequence([3]), note="a common offset cancels")
st.case("rank-0", [f32([], [0.3]), f32([], [2])], ct=f32([], [2]), once=True, tags=["edge"])
st.case("float64", [tensor("float64", [3], [0.1, 0.1 + 2.0**-50, 0]), f32([], [3])], ct=sequence([3], "float64"), once=True)
st.case("second", [f32([4], values), f32([], [2.5])], ct=sequence([4]), second=True)
st.case("second-masked", [f32([4], [0.3, -INF, 0.5, -0.25]), f32([], [1.5])], ct=sequence([4]), second=True, once=True)
