"""Functions of two variables."""

from mpmath import mp, mpf

from . import independent as by
from .cases import cases, normal, sequence
from .numbers import ANY, INF, NAN, E, Random, fixed, float32
from .pointwise import Pointwise, edge_table, integer_case
from .tensors import Result, boolean, broadcast_shape, f32, i32, size, tensor

U = 2.0**-24
LEAST = 2.0**-149
MIN, MAX = -(2**31), 2**31 - 1
zero = lambda *_: mpf(0)
one = lambda *_: mpf(1)


def binary(name, f, other, d, dd, points, edges=(), tiny=(), pairs=None):
    """Declares a function of two variables and makes its cases.

    points  [(a, b)]: smooth points (value, gradients with ct 1, 2, 3…, second order)
    edges   [(slug, a, b, y, da, db, *tags)]: one case per row; y None where the formulas apply
    tiny    [(a, b)]: subnormal inputs or outputs, values only
    pairs   a sampler (random) -> (a, b) for the broadcasting cases; default: uniform in [1/4, 4)
    """
    table = edge_table([(float32(a), float32(b), y, da, db) for _, a, b, y, da, db, *_ in edges if y is not None], 2)
    fn = Pointwise(name, f, other, d, dd, table)
    n = len(points)
    left, right = [f32([n], column) for column in zip(*points)]
    fn.case("points", [left, right], ct=sequence([n]), second=True)
    random = Random(name)
    draw = pairs or (lambda r: (r.uniform(0.25, 4), r.uniform(0.25, 4)))
    a = lambda shape: f32(shape, [draw(random)[0] for _ in range(size(shape))])
    b = lambda shape: f32(shape, [draw(random)[1] for _ in range(size(shape))])
    for slug, s, t in (("row", [2, 3], [3]), ("outer", [2, 1], [1, 3]), ("scalar", [2, 3], []), ("scalar-first", [], [3]), ("one", [1], [2, 2])):
        fn.case(f"broadcast-{slug}", [a(s), b(t)], ct=normal(random, broadcast_shape(s, t)), second=slug == "outer")
    fn.case("rank-0", [a([]), b([])], ct=f32([], [2]))
    fn.case("empty", [f32([0, 3], []), b([1, 3])], ct=f32([0, 3], []),
              tags=["empty"], once=True, note="the gradient of what was broadcast to nothing is 0")
    for slug, x, y, value, dx, dy, *tags in edges:
        nan = ["nan"] if any(v != v for v in (x, y)) or (isinstance(value, float) and value != value) else []
        fn.case(slug, [f32([1], [x]), f32([1], [y])], ct=f32([1], [1]), tags=["edge"] + nan + tags)
    if tiny:
        fn.case("subnormal", [f32([len(tiny)], column) for column in zip(*tiny)], tags=["subnormal"])
    return fn


signed = lambda r: (r.uniform(-3, 3), r.uniform(-3, 3))

# ---- arithmetic
points = [(1.5, 2.25), (-3, 0.1), (1e-10, 7), (-0.7, -1e5), (3, 3)]
sums = binary("add", lambda a, b: a + b, lambda a, b: b - (-a), [one, one], [[zero, zero], [zero, zero]], points + [(1, U), (1e8, -1)],
       edges=[("inf-inf", INF, -INF, NAN, fixed(1), fixed(1)), ("negative-zeros", -0.0, -0.0, -0.0, 1, 1, "signed-zero"),
              ("zeros", 0.0, -0.0, 0.0, 1, 1, "signed-zero"), ("overflow", 3e38, 3e38, mpf(float32(3e38)) * 2, 1, 1),
              ("nan", NAN, 1, NAN, ANY, ANY)],
       tiny=[(LEAST, LEAST), (LEAST, -LEAST), (1e-39, 1e-40)], pairs=signed)
sums.case("broadcast-rank-7", [f32([2, 1] * 3 + [2], range(16)), f32([1, 2] * 3 + [1], range(8))], ct=sequence([2] * 7), once=True)
binary("sub", lambda a, b: a - b, lambda a, b: -(b - a), [one, lambda a, b: mpf(-1)], [[zero, zero], [zero, zero]], points + [(1e8, 1)],
       edges=[("inf-inf", INF, INF, NAN, fixed(1), fixed(-1)), ("same", 0.7, 0.7, 0.0, 1, -1, "signed-zero"),
              ("sterbenz", 1, 1 - U, mpf(U), 1, -1)],
       tiny=[(LEAST, LEAST), (1e-39, 1e-40)], pairs=signed)
binary("mul", lambda a, b: a * b, lambda a, b: ((a + b) ** 2 - (a - b) ** 2) / 4, [lambda a, b: b, lambda a, b: a], [[zero, one], [zero, zero]],
       points + [(1 - U, 1 - U)],
       edges=[("zero-inf", 0.0, INF, NAN, INF, 0),
              ("negative-zero", -0.0, 1, -0.0, 1, 0, "signed-zero"),
              ("overflow", 1e30, 1e30, mpf(float32(1e30)) ** 2, float32(1e30), float32(1e30)),
              ("nan", NAN, 0.0, NAN, ANY, ANY)],
       tiny=[(1e-20, 1e-20), (LEAST, 0.5), (LEAST, 4), (1e-38, 0.3)], pairs=signed)
binary("div", lambda a, b: a / b, lambda a, b: a * by.exp(-by.log(b)) if b > 0 else -a * by.exp(-by.log(-b)), [lambda a, b: 1 / b, lambda a, b: -a / (b * b)],
       [[zero, lambda a, b: -1 / (b * b)], [zero, lambda a, b: 2 * a / b**3]],
       points[:4] + [(1, 3), (1e30, 1e30), (-2, 1e-30), (0.1, -0.7)],
       edges=[("zero-zero", 0.0, 0.0, NAN, ANY, ANY), ("one-zero", 1, 0.0, INF, INF, -INF), ("one-negative-zero", 1, -0.0, -INF, -INF, -INF),
              ("inf-inf", INF, INF, NAN, ANY, ANY), ("one-inf", 1, INF, 0.0, 0, 0), ("negative-zero", -0.0, 2, -0.0, 0.5, 0, "signed-zero"),
              ("nan", 1, NAN, NAN, ANY, ANY)],
       tiny=[(LEAST, 2), (LEAST, LEAST), (1e-38, 3)])
pick = lambda first: [lambda a, b: mpf(1 if first(a, b) else 0), lambda a, b: mpf(0 if first(a, b) else 1)]
half = mpf(1) / 2
for name, f, other, first in (
    ("maximum", lambda a, b: a if a > b else b, lambda a, b: (a + b + abs(a - b)) / 2, lambda a, b: a > b),
    ("minimum", lambda a, b: a if a < b else b, lambda a, b: (a + b - abs(a - b)) / 2, lambda a, b: a < b),
):
    tie = lambda *args: (*args, fixed(half), fixed(half), "ties")
    low, high = (-INF, INF)
    binary(name, f, other, pick(first), [[zero, zero], [zero, zero]], points[:4] + [(1, 1 - U), (-2, 3)],
           edges=[tie("tie", 1, 1, 1), tie("tie-inf", INF, INF, INF), tie("tie-negative", -3.5, -3.5, -3.5),
                  ("zeros", -0.0, 0.0, fixed(0, -0.0), fixed(half), fixed(half), "ties"),
                  ("zeros-swapped", 0.0, -0.0, fixed(0, -0.0), fixed(half), fixed(half), "ties"),
                  ("nan-first", NAN, 1, NAN, ANY, ANY), ("nan-second", 1, NAN, NAN, ANY, ANY),
                  ("inf", high, 1, INF if name == "maximum" else 1, 1 if name == "maximum" else 0, 0 if name == "maximum" else 1)],
           tiny=[(LEAST, 0.0), (-LEAST, LEAST)], pairs=signed)

# ---- pow: d/dx = p x^(p−1), 0 where p or x^(p−1) is 0; d/dp = y ln x, 0 where x = 0 and p ≥ 0
ln = mp.log
binary("pow", lambda x, p: x**p, by.power, [lambda x, p: p * x ** (p - 1), lambda x, p: x**p * ln(x) if x > 0 else ANY],
       [[lambda x, p: p * (p - 1) * x ** (p - 2), lambda x, p: E(x ** (p - 1) * (1 + p * ln(x)), mag=abs(x ** (p - 1)) * (1 + abs(p * ln(x))))],
        [None, lambda x, p: x**p * ln(x) ** 2]],
       [(2, 3), (0.5, 0.5), (0.7, 19), (3, -2.5), (1 - U, 1000), (0.3, 1e-3), (10, 30), (0.999, 1e4), (1.5, 0.333)],
       edges=[("zero-zero", 0.0, 0.0, 1, 0, 0), ("zero-half", 0.0, 0.5, 0, INF, 0), ("zero-one", 0.0, 1, 0, 1, 0), ("zero-two", 0.0, 2, 0, 0, 0),
              ("zero-19", 0.0, 19, 0, 0, 0), ("zero-1000", 0.0, 1000, 0, 0, 0), ("negative-zero-3", -0.0, 3, -0.0, 0, 0, "signed-zero"),
              ("negative-zero-2", -0.0, 2, 0.0, 0, 0, "signed-zero"), ("zero-minus-one", 0.0, -1, INF, -INF, fixed(-INF, NAN)),
              ("zero-inf", 0.0, INF, 0, 0, 0),
              ("one-inf", 1, INF, 1, ANY, ANY),
              ("one-nan", 1, NAN, 1, ANY, ANY),
              ("minus-one-inf", -1, INF, 1, ANY, ANY),
              ("minus-one-minus-inf", -1, -INF, 1, ANY, ANY), ("one-minus-inf", 1, -INF, 1, ANY, ANY),
              ("nan-zero", NAN, 0.0, 1, ANY, ANY),
              ("root-of-negative", -8, 1 / 3, NAN, ANY, ANY),
              ("minus-two-2", -2, 2, 4, -4, ANY),
              ("minus-two-3", -2, 3, -8, 12, ANY),
              ("vanishes", 0.9999, 1e8, None, None, None),
              ("thousandth-19", 1e-3, 19, None, None, None),
              ("minus-tiny-2", -1e-30, 2, mpf(float32(1e-30)) ** 2, -2 * mpf(float32(1e-30)), ANY),
              ("two-inf", 2, INF, INF, ANY, ANY),
              ("half-inf", 0.5, INF, 0, fixed(0), ANY),
              ("inf-two", INF, 2, INF, INF, INF),
              ("inf-minus-one", INF, -1, 0, fixed(0), ANY),
              ("two-zero", 2, 0.0, None, None, None),
              ("two-one", 2, 1, None, None, None),
              ("nan", NAN, 2, NAN, ANY, ANY),
              ("exponent-nan", 2, NAN, NAN, ANY, ANY),
              ("overflow", 10, 39, None, None, None)],
       tiny=[(LEAST, 0.5), (2, -149), (0.5, 140), (LEAST, 1), (1e-39, 0.9)])
for p, expected in ((2, 2), (3, 0), (1.5, INF), (1, 0), (19, 0), (0, 0)):
    x, e, t, nothing = f32([1], [0]), f32([1], [p]), f32([1], [1]), f32([1], [0])
    y = [fixed(1 if p == 0 else 0)]
    dx = [fixed(1 if p == 1 else 0)]
    cases.twice("pow", f"second-at-zero-p{p:g}", [x, e], [Result("float32", [1], y)], cotangents=[t],
                gradients=[Result("float32", [1], dx), Result("float32", [1], [fixed(0)])],
                second=([t, nothing], [Result("float32", [1], [fixed(expected)]), Result("float32", [1], [ANY])]), tags=["edge"],
                note="tangent in x alone")

# ---- int32 wraps
ints = ([5, -7, MAX, MIN, 65536], [3, 2, 1, -1, 65536])
wrap = lambda n: (n + 2**31) % 2**32 - 2**31
for name, f in (("add", lambda a, b: a + b), ("sub", lambda a, b: a - b), ("mul", lambda a, b: a * b), ("maximum", max), ("minimum", min)):
    integer_case(name, "int32", [i32([5], ints[0]), i32([5], ints[1])], [5], [wrap(f(a, b)) for a, b in zip(*ints)],
              tags=["edge"], note="int32 wraps")
    integer_case(name, "bool", [boolean([4], [0, 0, 1, 1]), boolean([4], [0, 1, 0, 1])], [4], [f(a, b) for a in (0, 1) for b in (0, 1)],
              note="bool counts as int32")
integer_case("mul", "int32-exact", [i32([2], [46341, -123456789]), i32([2], [46341, 987654321])], [2], [wrap(46341 * 46341), wrap(-123456789 * 987654321)],
             tags=["edge"], note="the low 32 bits, which a product in float64 does not have")
integer_case("div", "int32", [i32([3], [1, -7, 6]), i32([3], [3, 2, -3])], [3], [mpf(1) / 3, mpf(-7) / 2, -2], "float32",
          note="integers become float32")
integer_case("pow", "int32", [i32([3], [2, -3, 5]), i32([3], [10, 3, 0])], [3], [1024, -27, 1], "float32", note="integers become float32")
for name, f in (("add", lambda a, b: a + b), ("mul", lambda a, b: a * b)):
    x = f32([2], [0.5, -1.25])
    cases.add(name, "mixed-int32", [x, i32([2], [3, -4])], [Result("float32", [2], [f(mpf(0.5), 3), f(mpf(-1.25), -4)])], cotangents=[sequence([2])],
              gradients=[Result("float32", [2], [1, 2] if name == "add" else [3, -8]), None],
                        note="int32 beside float32 becomes float32 and has no gradient")
    double = tensor("float64", [2], [0.1, 1e-9])
    cases.add(name, "mixed-float64", [x, double], [Result("float64", [2], [f(mpf(a), mpf(b)) for a, b in zip(x.data, double.data)])],
              cotangents=[sequence([2], "float64")],
              gradients=[Result(t.dtype, [2], [1, 2] if name == "add" else [mpf(o) * c for o, c in zip(u.data, (1, 2))]) for t, u in ((x, double), (double, x))],
              note="each gradient has the dtype of its input")
