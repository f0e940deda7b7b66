"""Comparisons, logic, where, clip and cast: what selects and converts. Their values are exact."""

from mpmath import mpf

from .agreement import agree
from .cases import cases, normal, sequence
from .numbers import ANY, INF, NAN, E, Random, fixed, float32, scaled
from .pointwise import integer_case
from .tensors import Result, boolean, broadcast_map, broadcast_shape, f32, i32, tensor

U = 2.0**-24
LEAST = 2.0**-149
MIN, MAX = -(2**31), 2**31 - 1
half = mpf(1) / 2

# ---- comparisons
row = ([1, 2, 3, 0.0, NAN, NAN, INF, -INF, 1], [2, 2, 1, -0.0, NAN, 1, INF, INF, 1 - U])
compare = {"eq": lambda a, b: a == b, "ne": lambda a, b: a != b, "lt": lambda a, b: a < b, "le": lambda a, b: a <= b, "gt": lambda a, b: a > b, "ge": lambda a, b: a >= b}
for name, f in compare.items():
    put = lambda slug, x, y, shape=None, once=False, **rest: (cases.add if once else cases.twice)(
        name, slug, [x, y], [Result("bool", shape or x.shape, [f(x.data[i], y.data[j]) for i, j in zip(*[broadcast_map(t.shape, shape or x.shape) for t in (x, y)])])], **rest)
    put("points", f32([9], row[0]), f32([9], row[1]), tags=["edge", "nan", "signed-zero"])
    put("subnormal", f32([3], [LEAST, 0, -LEAST]), f32([3], [0, LEAST, LEAST]), tags=["subnormal"])
    put("broadcast", f32([2, 1], [1, 2]), f32([1, 3], [1, 2, 3]), [2, 3], once=True)
    put("scalar", f32([], [1]), f32([], [1]), once=True)
    put("empty", f32([0, 2], []), f32([2], [1, 2]), [0, 2], once=True, tags=["empty"])
    put("int32", i32([3], [MIN, MAX, 16777217]), i32([3], [MAX, MAX, 16777216]), once=True, note="float32 cannot tell the last two apart")
    put("bool", boolean([4], [0, 0, 1, 1]), boolean([4], [0, 1, 0, 1]), once=True)
for name, f in (("and", lambda a, b: a and b), ("or", lambda a, b: a or b)):
    x, y = boolean([4], [0, 0, 1, 1]), boolean([4], [0, 1, 0, 1])
    integer_case(name, "table", [x, y], [4], [f(a, b) for a, b in zip(x.data, y.data)], "bool")
    integer_case(name, "broadcast", [boolean([2, 1], [0, 1]), boolean([3], [0, 1, 1])], [2, 3], [f(a, b) for a in (False, True) for b in (False, True, True)], "bool")
    integer_case(name, "scalar", [boolean([], [1]), boolean([], [0])], [], [f(True, False)], "bool")
    integer_case(name, "empty", [boolean([0], []), boolean([0], [])], [0], [], "bool", tags=["empty"])

# ---- where: selects, never multiplies


def where(slug, condition, a, b, ct=None, values=None, **rest):
    shape = broadcast_shape(condition.shape, a.shape, b.shape)
    maps = [broadcast_map(t.shape, shape) for t in (condition, a, b)]
    taken = [condition.data[i] for i in maps[0]]
    y = [a.data[i] if c else b.data[j] for c, i, j in zip(taken, maps[1], maps[2])]
    if ct is not None:
        grads = [None]
        for t, m, own in ((a, maps[1], True), (b, maps[2], False)):
            groups = [[] for _ in t.data]
            for c, i, g in zip(taken, m, ct.data):
                groups[i].append(g if c is own else mpf(0))
            summed = any(len(g) != 1 for g in groups)
            grads.append(Result(t.dtype, t.shape, [E(sum(map(mpf, g), mpf(0)), mag=sum((abs(mpf(x)) for x in g), mpf(0))) if summed else g[0] for g in groups]))
        rest.update(cotangents=[ct], gradients=grads)
    (cases.twice if a.dtype == "float32" else cases.add)("where", slug, [condition, a, b], [Result(a.dtype, shape, y)], **rest)


where("points", boolean([4], [1, 0, 0, 1]), f32([4], [1.5, 2, 3, 4]), f32([4], [-1, -2, -3, -4.5]), ct=sequence([4]))
where("selects", boolean([2], [1, 0]), f32([2], [1, NAN]), f32([2], [INF, 2]), ct=sequence([2]),
          tags=["edge", "nan"], note="what is not taken has no influence, be it NaN")
where("cotangent-nan", boolean([2], [1, 0]), f32([2], [3, 4]), f32([], [0]), ct=f32([2], [1, NAN]), tags=["edge", "nan"],
      note="NaN flows to the branch taken and not to the other: the gradient of a is 1, 0")
where("broadcast", boolean([2, 1], [1, 0]), f32([3], [1, 2, 3]), f32([], [7]), ct=sequence([2, 3]))
where("broadcast-condition", boolean([3], [1, 0, 1]), f32([2, 3], range(6)), f32([2, 1], [-1, -2]), ct=normal(Random("where"), [2, 3]))
where("scalar", boolean([], [0]), f32([], [1]), f32([], [2]), ct=f32([], [3]))
where("empty", boolean([0], []), f32([0], []), f32([1], [5]), ct=f32([0], []), tags=["empty"])
where("signed-zero", boolean([2], [1, 0]), f32([2], [-0.0, 1]), f32([2], [1, -0.0]), tags=["signed-zero"])
where("int32", boolean([3], [1, 0, 1]), i32([3], [MAX, 1, 16777217]), i32([3], [0, MIN, 0]))
where("rank-7", boolean([1, 2, 1, 2, 1, 2, 1], [1, 0, 0, 1, 1, 1, 0, 0]), f32([2, 1, 2, 1, 2, 1, 2], range(16)), f32([], [-1]))
where("bool", boolean([3], [1, 0, 1]), boolean([3], [1, 1, 0]), boolean([3], [0, 0, 1]))

# ---- clip: 1 on the closed interval, 0 outside


def clip(slug, xs, low, high, gradients, once=False, **rest):
    attrs = {key: bound for key, bound in (("min", low), ("max", high)) if bound is not None}
    lo, hi = (-INF if low is None else low), (INF if high is None else high)
    y = [x if x != x else min(max(x, lo), hi) for x in xs]
    x = f32([len(xs)], xs)
    ct = sequence([len(xs)])
    g = [scaled(c, g) for c, g in zip(ct.data, gradients)]
    for v, value in zip(x.data, y):
        if value == value:
            agree("clip", mpf(value), lambda _: sorted([mpf(v), mpf(lo), mpf(hi)])[1])
    cases.twice("clip", slug, [x], [Result("float32", x.shape, [v if a == v else mpf(a) for a, v in zip(y, x.data)])], attrs=attrs, cotangents=[ct],
                gradients=[Result("float32", x.shape, g)], **rest)


ends = fixed(1)
clip("points", [-1.5, 0.25, 0.75, 2, 1 - U], 0, 1, [0, 1, 1, 0, 1])
clip("ends", [0.0, 1], 0, 1, [ends, ends], tags=["edge"], note="1 on the closed interval")
clip("beyond", [-INF, INF, NAN], 0, 1, [0, 0, ANY], tags=["edge", "nan"])
clip("point-interval", [1, 0.5, 2], 1, 1, [ANY, 0, 0], tags=["edge"], note="a constant: the gradient at the point is unspecified")
clip("point-interval-nan", [NAN, 0.5], 1, 1, [ANY, 0], tags=["edge", "nan"])
clip("min-only", [-2, 0.5, 3], 0, None, [0, 1, 1])
clip("max-only", [-2, 0.5, 3], None, 0.5, [1, ends, 0], tags=["edge"])
clip("empty", [], 0, 1, [], tags=["empty"])
integer_case("clip", "int32", [i32([4], [-5, 0, 3, 9])], [4], [0, 0, 3, 4], attrs={"min": 0, "max": 4})

# ---- cast
cases.add("cast", "to-int32", [f32([6], [1.9, -1.9, 0.5, -0.0, 2147483520, -2147483648])], [Result("int32", [6], [1, -1, 0, 0, 2147483520, MIN])], attrs={"dtype": "int32"},
          cotangents=None, tags=["edge"], note="truncates")
cases.add("cast", "saturates", [f32([5], [3e9, -3e9, NAN, INF, -INF])], [Result("int32", [5], [MAX, MIN, 0, MAX, MIN])], attrs={"dtype": "int32"},
          tags=["edge", "nan"], note="saturates, and NaN is 0")
cases.add("cast", "float64-to-int32", [tensor("float64", [3], [2147483646.9, -2147483648.9, 1e300])], [Result("int32", [3], [2147483646, MIN, MAX])], attrs={"dtype": "int32"},
          tags=["edge"])
cases.twice("cast", "to-bool", [f32([6], [0, -0.0, 1, NAN, LEAST * 2**30, -INF])], [Result("bool", [6], [False, False, True, True, True, True])], attrs={"dtype": "bool"},
          tags=["edge", "nan"])
cases.add("cast", "subnormal-to-bool", [f32([1], [LEAST])], [Result("bool", [1], [True])], attrs={"dtype": "bool"}, tags=["subnormal"])
cases.add("cast", "int32-to-bool", [i32([3], [0, 5, MIN])], [Result("bool", [3], [False, True, True])], attrs={"dtype": "bool"})
cases.add("cast", "int32-to-float32", [i32([4], [1, -7, 16777217, MAX])], [Result("float32", [4], [1, -7, 16777216, 2147483648])], attrs={"dtype": "float32"},
          tags=["edge"], note="rounds to nearest, ties to even")
cases.add("cast", "int32-to-float64", [i32([3], [16777217, MAX, MIN])], [Result("float64", [3], [16777217, MAX, MIN])], attrs={"dtype": "float64"})
cases.add("cast", "bool-to-float32", [boolean([2], [1, 0])], [Result("float32", [2], [1, 0])], attrs={"dtype": "float32"})
cases.add("cast", "bool-to-int32", [boolean([2], [1, 0])], [Result("int32", [2], [1, 0])], attrs={"dtype": "int32"})
wide = [0.1, 1 + 2.0**-25, 1e-46, 1 + 3 * U, -0.0, 1e300]
narrow = [float32(x) for x in wide[:-1]] + [INF]
cases.add("cast", "float64-to-float32", [tensor("float64", [6], wide)], [Result("float32", [6], narrow)], attrs={"dtype": "float32"}, cotangents=[sequence([6])],
          gradients=[Result("float64", [6], [1, 2, 3, 4, 5, 6])],
                    tags=["edge", "subnormal"], note="rounds to nearest even; beyond the range it is infinite; gradients pass")
cases.add("cast", "float32-to-float64", [f32([3], [0.1, -2.5, LEAST])], [Result("float64", [3], [float32(0.1), -2.5, LEAST])], attrs={"dtype": "float64"},
          cotangents=[sequence([3], "float64")], gradients=[Result("float32", [3], [1, 2, 3])], tags=["subnormal"])
cases.add("cast", "empty", [f32([0, 2], [])], [Result("int32", [0, 2], [])], attrs={"dtype": "int32"}, tags=["empty"])
cases.add("cast", "scalar", [f32([], [2.5])], [Result("int32", [], [2])], attrs={"dtype": "int32"})
