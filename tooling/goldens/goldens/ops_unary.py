"""Functions of one variable."""

from mpmath import mp, mpf

from . import independent as by
from .agreement import agree, slope
from .cases import cases, sequence
from .numbers import ANY, INF, NAN, fixed, scaled
from .pointwise import integer_case, unary
from .tensors import Result, boolean, f32, i32, tensor

U = 2.0**-24
LEAST = 2.0**-149
spread = [0.5, -1.25, 2.0, 3.75, -0.001, 7.5, -4.0, 1e-10]
positive = [0.5, 1.25, 2.0, 3.75, 0.001, 7.5, 1e-10, 1e10, 1 - U, 1 + 2 * U]
zero = lambda *_: mpf(0)

# exp and its kin
unary("exp", f=mp.exp, other=by.exp, d=mp.exp, dd=mp.exp,
      points=spread + [-20, 20, 88, -87, 1e-30, U],
      edges=[(-INF, 0, 0), (INF, INF, INF), (NAN, NAN, ANY), (0.0, 1, 1), (-0.0, 1, 1)],
      tiny=[LEAST, -LEAST, -87.34, -88.5, -100.0])
unary("expm1", f=mp.expm1, other=by.expm1, d=mp.exp, dd=mp.exp,
      points=spread + [-20, -17, 20, 88, 1e-30, -U],
      edges=[(-INF, -1, 0), (INF, INF, INF), (NAN, NAN, ANY), (0.0, 0, 1), (-0.0, -0.0, 1)],
      tiny=[LEAST, -LEAST, 1e-39])
unary("log", f=mp.log, other=by.log, d=lambda x: 1 / x, dd=lambda x: -1 / (x * x),
      points=positive + [1 - 2 * U, 1 + 2.0**-23, 0.9999, 3e38, 1.2e-38],
      edges=[(0.0, -INF, INF), (-0.0, -INF, ANY), (-1.0, NAN, ANY), (INF, INF, 0), (NAN, NAN, ANY), (-INF, NAN, ANY), (1.0, 0, 1)],
      tiny=[LEAST, 1e-40])
unary("log1p", f=mp.log1p, other=by.log1p, d=lambda x: 1 / (1 + x), dd=lambda x: -1 / (1 + x) ** 2,
      points=[0.5, 1.25, 2.0, 1e10, 1e-10, -1e-10, -0.5, -0.75, -1 + U, U, -U, 1e-30],
      edges=[(-1.0, -INF, INF), (-1.5, NAN, ANY), (INF, INF, 0), (NAN, NAN, ANY), (0.0, 0, 1), (-0.0, -0.0, 1)],
      tiny=[-LEAST, 1e-40])
unary("sqrt", f=mp.sqrt, other=by.sqrt, d=lambda x: 1 / (2 * mp.sqrt(x)), dd=lambda x: -1 / (4 * x * mp.sqrt(x)),
      points=positive + [3, 3e38, 1.2e-38],
      edges=[(0.0, 0, INF), (-0.0, -0.0, ANY), (-1.0, NAN, ANY), (INF, INF, 0), (NAN, NAN, ANY), (-INF, NAN, ANY)],
      tiny=[LEAST, 1e-40])

# trigonometry and sigmoids
unary("sin", f=mp.sin, other=by.sin, d=mp.cos, dd=lambda x: -mp.sin(x),
      points=spread + [3.1415927, 100.0, -22.0],
      edges=[(INF, NAN, ANY), (-INF, NAN, ANY), (NAN, NAN, ANY), (0.0, 0, 1), (-0.0, -0.0, 1)], tiny=[LEAST])
unary("cos", f=mp.cos, other=by.cos, d=lambda x: -mp.sin(x), dd=lambda x: -mp.cos(x),
      points=spread + [1.5707964, 100.0, -11.0],
      edges=[(INF, NAN, ANY), (-INF, NAN, ANY), (NAN, NAN, ANY), (0.0, 1, 0)])
unary("atan", f=mp.atan, other=by.atan, d=lambda x: 1 / (1 + x * x), dd=lambda x: -2 * x / (1 + x * x) ** 2,
      points=spread + [1, -1, 1e10, -1000],
      edges=[(INF, mp.pi / 2, 0), (-INF, -mp.pi / 2, 0), (NAN, NAN, ANY), (0.0, 0, 1), (-0.0, -0.0, 1)], tiny=[LEAST])
sigma = lambda x: 1 / (1 + mp.exp(-x))
unary("tanh", f=mp.tanh, other=by.tanh, d=lambda x: 1 / mp.cosh(x) ** 2, dd=lambda x: -2 * mp.tanh(x) / mp.cosh(x) ** 2,
      points=spread + [9.1, -9.1, 20, 0.3, 1e-30, 40],
      edges=[(INF, 1, 0), (-INF, -1, 0), (NAN, NAN, ANY), (0.0, 0, 1), (-0.0, -0.0, 1), (1000.0, 1, 0)], tiny=[LEAST])
unary("logistic", f=sigma, other=by.logistic, d=lambda x: sigma(x) * sigma(-x),
      dd=lambda x: sigma(x) * sigma(-x) * (sigma(-x) - sigma(x)),
      points=spread + [-17, 17, 40, -40, -80, 1e-30],
      edges=[(0.0, mpf(1) / 2, mpf(1) / 4), (INF, 1, 0), (-INF, 0, 0), (NAN, NAN, ANY)], tiny=[-88.0, -100.0])
unary("erf", f=mp.erf, other=by.erf, d=lambda x: 2 / mp.sqrt(mp.pi) * mp.exp(-x * x),
      dd=lambda x: -4 * x / mp.sqrt(mp.pi) * mp.exp(-x * x),
      points=[0.5, -1.25, 2.0, -3.75, 0.001, 1e-10, 0.84375, 1.0, -0.3, 5],
      edges=[(INF, 1, 0), (-INF, -1, 0), (NAN, NAN, ANY), (0.0, 0, 2 / mp.sqrt(mp.pi)), (-0.0, -0.0, 2 / mp.sqrt(mp.pi))],
      tiny=[1e-40])
unary("softplus", f=lambda x: mp.log1p(mp.exp(x)), other=lambda x: by.log(1 + by.exp(x)), d=sigma, dd=lambda x: sigma(x) * sigma(-x),
      points=spread + [-17, 17, 40, -40, -80, 100],
      edges=[(0.0, mp.log(2), mpf(1) / 2), (INF, INF, 1), (-INF, 0, 0), (NAN, NAN, ANY)], tiny=[-88.0, -100.0])

# exact functions
unary("neg", f=lambda x: -x, other=lambda x: 0 - x, d=lambda x: mpf(-1), dd=zero, points=spread,
      edges=[(INF, -INF, -1), (-INF, INF, -1), (NAN, NAN, ANY), (0.0, -0.0, -1), (-0.0, 0.0, -1)], tiny=[LEAST])
unary("abs", f=abs, other=lambda x: max(x, -x), d=mp.sign, dd=zero, points=spread,
      edges=[(0.0, 0, fixed(0)), (-0.0, 0, fixed(0)), (INF, INF, 1), (-INF, INF, -1), (NAN, NAN, ANY)], tiny=[LEAST, -LEAST])
unary("sign", f=mp.sign, other=lambda x: x / abs(x), d=zero, points=spread,
      edges=[(0.0, 0, 0), (INF, 1, 0), (-INF, -1, 0), (NAN, NAN, ANY), (-0.0, fixed(-0.0, 0.0), 0)], tiny=[LEAST, -LEAST])
steps = [0.75, -1.25, 2.25, -3.75, 1e-10, -1e-10, 8388607.5]
wholes = [(0.0, 0, 0), (INF, INF, 0), (-INF, -INF, 0), (NAN, NAN, ANY), (3.0, 3, 0), (-3.0, -3, 0), (-0.0, -0.0, 0)]


def by_floor(x):
    """floor by Python's exact integer division."""
    sign, man, exp, _ = mpf(x)._mpf_
    whole = (-1) ** sign * int(man)
    return mpf(whole * 2**exp if exp >= 0 else whole // 2**-exp)


unary("floor", f=mp.floor, other=by_floor, d=None, points=steps, edges=wholes)
unary("ceil", f=mp.ceil, other=lambda x: -by_floor(-x), d=None, points=[x for x in steps if not -1 < x < 0], edges=wholes + [(-0.5, -0.0, 0)])
unary("round", f=mp.nint, other=lambda x: by_floor(x + mpf(1) / 2), d=None,
      points=[0.75, 1.25, 2.25, -3.75, -1.25, 1e-10, 8388607.0, 0.49999997],
      edges=wholes + [(0.5, 0, 0), (1.5, 2, 0), (2.5, 2, 0), (-1.5, -2, 0), (-2.5, -2, 0), (8388607.5, 8388608, 0), (-0.5, fixed(-0.0, 0.0), 0)])

# float32 boundaries: overflow and the least subnormal
top, bottom = [88.72283, 88.8], [-103.9, -104.0]


def boundary(fn, xs, tags, also=None, note=None):
    data = f32([len(xs)], xs)
    values = [mp.exp(mpf(x)) for x in data.data]
    ys = [fixed(y, *also[i]) if also and also[i] else y for i, y in enumerate(values)]
    cases.add("exp", fn, [data], [Result("float32", [len(xs)], ys)], tags=tags, note=note)


boundary("overflow", top, ["edge"], note="the first is finite in float32, the second is not")
boundary("underflow", bottom, ["subnormal", "edge"], also=[(LEAST, 0), (0,)], note="half of the least subnormal lies between them")
x = f32([1], [LEAST])
cases.add("log1p", "least", [x], [Result("float32", [1], [fixed(mpf(LEAST), 0)])], tags=["subnormal", "edge"])

# integers and bool
MIN, MAX = -(2**31), 2**31 - 1
integer_case("neg", "int32", [i32([4], [0, 5, -7, MIN])], [4], [0, -5, 7, MIN], tags=["edge"], note="int32 wraps")
integer_case("abs", "int32", [i32([4], [0, 5, -7, MIN])], [4], [0, 5, 7, MIN], tags=["edge"], note="int32 wraps")
integer_case("sign", "int32", [i32([4], [0, 5, -7, MIN])], [4], [0, 1, -1, -1])
for name in ("floor", "ceil", "round"):
    integer_case(name, "int32", [i32([3], [0, 5, -7])], [3], [0, 5, -7], "float32", note="integers become float32")
ints = [3, -2, 1]
integer_case("exp", "int32", [i32([3], ints)], [3], [mp.exp(n) for n in ints], "float32", note="integers become float32")
integer_case("sqrt", "int32", [i32([3], [9, 2, 1])], [3], [3, mp.sqrt(2), 1], "float32")
integer_case("logistic", "bool", [boolean([2], [1, 0])], [2], [sigma(1), mpf(1) / 2], "float32", note="bool becomes float32")
integer_case("not", "bool", [boolean([2, 2], [1, 0, 0, 1])], [2, 2], [False, True, True, False], "bool")
integer_case("not", "scalar", [boolean([], [1])], [], [False], "bool")
integer_case("not", "empty", [boolean([0], [])], [0], [], "bool", tags=["empty"])

# float64 alone: what float32 inputs cannot reach


def float64_case(name, f, other, d, xs):
    n = len(xs)
    values = [mpf(x) for x in xs]
    for x in values:
        agree(f"{name}({x})", f(x), lambda _: other(x))
        agree(f"d {name}({x})", d(x), lambda step: slope(other, x, step))
    ct = sequence([n], "float64")
    cases.add(name, "float64", [tensor("float64", [n], xs)], [Result("float64", [n], [f(x) for x in values])], cotangents=[ct],
              gradients=[Result("float64", [n], [scaled(c, d(x)) for c, x in zip(ct.data, values)])],
              tags=["subnormal"] if any(abs(x) < 2.3e-308 or x < -700 for x in xs) else [])


float64_case("exp", mp.exp, by.exp, mp.exp, [0.1, -0.7, 709.7, -745.1, 1e-300])
float64_case("log", mp.log, by.log, lambda x: 1 / x, [0.1, 1 - 2.0**-53, 1 + 2.0**-52, 5e-324, 1e300])
float64_case("logistic", sigma, by.logistic, lambda x: sigma(x) * sigma(-x), [0.1, -700.0, 37.0, -1e-300])
float64_case("tanh", mp.tanh, by.tanh, lambda x: 1 / mp.cosh(x) ** 2, [0.1, 19.1, -1e-300, 0.55])
float64_case("expm1", mp.expm1, by.expm1, mp.exp, [0.1, -0.7, 1e-17, -40.0])
float64_case("log1p", mp.log1p, by.log1p, lambda x: 1 / (1 + x), [0.1, -0.7, 1e-17, -1 + 2.0**-53])
float64_case("erf", mp.erf, by.erf, lambda x: 2 / mp.sqrt(mp.pi) * mp.exp(-x * x), [0.1, -0.7, 1e-17, 3.3])
float64_case("sin", mp.sin, by.sin, mp.cos, [0.1, 3.141592653589793, 1e-17, 33.3])
float64_case("cos", mp.cos, by.cos, lambda x: -mp.sin(x), [0.1, 1.5707963267948966, 1e-17, 33.3])
float64_case("atan", mp.atan, by.atan, lambda x: 1 / (1 + x * x), [0.1, -0.7, 1e-17, 1e300])
float64_case("sqrt", mp.sqrt, by.sqrt, lambda x: 1 / (2 * mp.sqrt(x)), [0.1, 0.7, 1e-300, 5e-324])
