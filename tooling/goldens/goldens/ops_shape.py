"""Moving elements: every output element is an input element or a constant. Also constant, iota and matmul."""

from fractions import Fraction

from mpmath import mpf

from .agreement import agree
from .cases import cases, normal, sequence
from .numbers import INF, NAN, E, Random, is_special, total
from .tensors import Result, axes_of, boolean, broadcast_map, broadcast_shape, f32, flat, i32, indices, size, strides

MIN, MAX = -(2**31), 2**31 - 1
random = Random("shape")
values = lambda shape: f32(shape, [random.uniform(-4, 4) for _ in range(size(shape))])


def moved(fn, slug, inputs, shape, source, attrs, ct="sequence", once=True, **rest):
    """source: for each output element (input, flat index), or the constant it is."""
    dtype = inputs[0].dtype
    pick = lambda s: inputs[s[0]].data[s[1]] if isinstance(s, tuple) else s
    fields = {}
    if dtype == "float32" and ct:
        c = sequence(shape) if ct == "sequence" else normal(random, shape)
        groups = [[[] for _ in t.data] for t in inputs]
        for s, g in zip(source, c.data):
            if isinstance(s, tuple):
                groups[s[0]][s[1]].append(g)
        summed = any(len(g) > 1 for group in groups for g in group)
        one = lambda g: total(g) if summed else (g[0] if g else 0)
        fields = {"cotangents": [c], "gradients": [Result(dtype, t.shape, [one(g) for g in group]) for t, group in zip(inputs, groups)]}
    (cases.add if once or dtype != "float32" else cases.twice)(fn, slug, inputs, [Result(dtype, shape, [pick(s) for s in source])], attrs=attrs, **fields, **rest)


special = f32([4], [-0.0, NAN, INF, 1e-40])
special_tags = {"tags": ["edge", "signed-zero", "nan", "subnormal"], "ct": None}
ints = lambda shape: i32(shape, [MAX, MIN, 16777217, -1, 0, 7][: size(shape)])
bools = lambda shape: boolean(shape, [1, 0, 1, 1, 0, 0][: size(shape)])


def reshape(slug, x, to, **rest):
    known = size([n for n in to if n >= 0])
    shape = [n if n >= 0 else size(x.shape) // known for n in to]
    moved("reshape", slug, [x], shape, [(0, i) for i in range(size(shape))], {"shape": to}, **rest)


reshape("rows", values([2, 3]), [3, 2], once=False)
reshape("inferred", values([2, 3, 2]), [4, -1])
reshape("to-scalar", values([1, 1]), [])
reshape("from-scalar", values([]), [1, 1, 1])
reshape("empty", f32([0, 3], []), [3, 0, 2], tags=["empty"])
reshape("same", values([2]), [2])
reshape("special", special, [2, 2], **special_tags)
reshape("int32", ints([2, 3]), [6])
reshape("bool", bools([6]), [3, 2])


def transpose(slug, x, perm=None, **rest):
    p = [a % len(x.shape) for a in perm] if perm is not None else list(reversed(range(len(x.shape))))
    shape, own = [x.shape[a] for a in p], strides(x.shape)
    source = [(0, sum(i * own[a] for i, a in zip(index, p))) for index in indices(shape)]
    moved("transpose", slug, [x], shape, source, {} if perm is None else {"perm": perm}, **rest)


transpose("rows", values([2, 3]), once=False)
transpose("cycle", values([2, 3, 4]), [1, 2, 0])
transpose("inverse-cycle", values([2, 3, 2]), [2, 0, 1])
transpose("negative", values([2, 3, 2]), [0, -1, -2], ct="normal")
transpose("rank-4", values([2, 3, 1, 2]), [3, 1, 0, 2])
transpose("identity", values([2, 2]), [0, 1])
transpose("vector", values([3]))
transpose("scalar", values([]))
transpose("empty", f32([2, 0, 3], []), tags=["empty"])
transpose("special", f32([2, 2], special.data), **special_tags)
transpose("int32", ints([2, 3]))
transpose("bool", bools([3, 2]))


def broadcast_to(slug, x, shape, **rest):
    moved("broadcastTo", slug, [x], shape, [(0, i) for i in broadcast_map(x.shape, shape)], {"shape": shape}, **rest)


broadcast_to("rows", values([3]), [2, 3], once=False)
broadcast_to("column", values([2, 1]), [2, 3], ct="normal")
broadcast_to("scalar", values([]), [2, 2])
broadcast_to("both", values([2, 1, 2]), [3, 2, 2, 2], ct="normal")
broadcast_to("same", values([2]), [2])
broadcast_to("to-nothing", values([1, 3]), [0, 3], tags=["empty"], note="the gradient is zeros")
broadcast_to("empty", f32([0], []), [2, 0], tags=["empty"])
broadcast_to("special", special, [2, 4], **special_tags)
broadcast_to("int32", ints([3]), [2, 3])
broadcast_to("bool", bools([2, 1]), [2, 2])


def concat(slug, xs, axis=-1, **rest):
    a = axis % len(xs[0].shape)
    shape = [sum(x.shape[a] for x in xs) if i == a else n for i, n in enumerate(xs[0].shape)]
    source = []
    for index in indices(shape):
        at, k = list(index), 0
        while at[a] >= xs[k].shape[a]:
            at[a] -= xs[k].shape[a]
            k += 1
        source.append((k, flat(at, xs[k].shape)))
    moved("concat", slug, xs, shape, source, {} if axis == -1 else {"axis": axis}, **rest)


concat("two", [values([2, 2]), values([2, 1])], once=False)
concat("axis0", [values([1, 2]), values([2, 2]), values([1, 2])], axis=0, ct="normal")
concat("middle", [values([2, 1, 2]), values([2, 2, 2])], axis=-2)
concat("one", [values([3])])
concat("with-empty", [values([2, 0]), values([2, 2]), values([2, 0])], tags=["empty"])
concat("empty", [f32([0], []), f32([0], [])], tags=["empty"])
concat("special", [special, f32([1], [-0.0])], **special_tags)
concat("int32", [ints([3]), i32([1], [5])])
concat("bool", [bools([2]), bools([3])])
x, y = f32([2], [0.5, 1]), i32([1], [3])
cases.add("concat", "mixed", [x, y], [Result("float32", [3], [0.5, 1, 3])], cotangents=[sequence([3])], gradients=[Result("float32", [2], [1, 2]), None],
          note="int32 beside float32 becomes float32")


def cut(slug, x, start, end, **rest):
    from_, to = ([n % length if n < 0 else n for n, length in zip(list_, x.shape)] for list_ in (start, end))
    shape = [b - a for a, b in zip(from_, to)]
    source = [(0, flat([i + a for i, a in zip(index, from_)], x.shape)) for index in indices(shape)]
    moved("slice", slug, [x], shape, source, {"start": start, "end": end}, **rest)


cut("block", values([3, 4]), [1, 1], [3, 3], once=False)
cut("negative", values([3, 4]), [-2, 0], [3, -1], ct="normal")
cut("one", values([5]), [4], [5])
cut("all", values([2, 2]), [0, 0], [2, 2])
cut("nothing", values([2, 3]), [1, 0], [1, 3], tags=["empty"], note="the gradient is zeros")
cut("empty", f32([0, 2], []), [0, 1], [0, 2], tags=["empty"])
cut("rank-4", values([2, 2, 2, 2]), [0, 1, 0, 1], [2, 2, 1, 2])
cut("scalar", values([]), [], [])
cut("special", special, [0], [3], **special_tags)
cut("int32", ints([2, 3]), [0, 1], [2, 3])
cut("bool", bools([4]), [1], [3])


def pad(slug, x, before, after, value=None, **rest):
    shape = [b + n + a for b, n, a in zip(before, x.shape, after)]
    source = []
    fill = 0 if value is None else value
    for index in indices(shape):
        at = [i - b for i, b in zip(index, before)]
        inside = all(0 <= i < n for i, n in zip(at, x.shape))
        source.append((0, flat(at, x.shape)) if inside else fill)
    attrs = {"before": before, "after": after}
    if value is not None:
        attrs["value"] = value
    moved("pad", slug, [x], shape, source, attrs, **rest)


pad("block", values([2, 2]), [1, 0], [0, 2], once=False)
pad("value", values([3]), [2], [1], 1.5, ct="normal")
pad("nothing", values([2]), [0], [0])
pad("empty", f32([0], []), [1], [2], 7, tags=["empty"])
pad("empty-stays", f32([0, 2], []), [0, 1], [0, 1], tags=["empty"])
pad("rank-3", values([1, 2, 1]), [1, 0, 1], [0, 1, 0])
pad("scalar", values([]), [], [])
pad("special", special, [1], [0], **special_tags)
pad("int32", ints([3]), [1], [1], -9)
pad("bool", bools([3]), [1], [1], 1)


def reverse(slug, x, axis=None, **rest):
    axes = axes_of(axis, len(x.shape))
    source = [(0, flat([n - 1 - i if a in axes else i for a, (i, n) in enumerate(zip(index, x.shape))], x.shape)) for index in indices(x.shape)]
    moved("reverse", slug, [x], x.shape, source, {} if axis is None else {"axis": axis}, **rest)


reverse("all", values([2, 3]), once=False)
reverse("axis0", values([3, 2]), 0)
reverse("last", values([2, 3]), -1, ct="normal")
reverse("list", values([2, 3, 2]), [0, -1])
reverse("size-1", values([3, 1]), 1)
reverse("scalar", values([]))
reverse("empty", f32([2, 0], []), 1, tags=["empty"])
reverse("special", special, 0, **special_tags)
reverse("int32", ints([3]), 0)
reverse("bool", bools([3]), 0)

# ---- constant, iota
for slug, value, dtype, shape, data in (
    ("scalar", 2.5, "float32", [], [2.5]),
    ("list", [1, -2, 0.5], "float32", [3], [1, -2, 0.5]),
    ("nested", [[1, 2, 3], [4, 5, 6]], "float64", [2, 3], [1, 2, 3, 4, 5, 6]),
    ("int32", [MAX, MIN, 0], "int32", [3], [MAX, MIN, 0]),
    ("bool", [True, False], "bool", [2], [True, False]),
    ("empty", [], "float32", [0], []),
):
    cases.add("constant", slug, [], [Result(dtype, shape, data)], attrs={"value": value, "dtype": dtype}, tags=["empty"] if slug == "empty" else [])
cases.add("constant", "default", [], [Result("float32", [2], [0.5, 3])], attrs={"value": [0.5, 3]}, note="numbers are float32")


def iota(slug, shape, axis=0, dtype="int32", given=None):
    data = [index[axis] for index in indices(shape)]
    attrs = {"shape": shape, **(given or {})}
    cases.add("iota", slug, [], [Result(dtype, shape, data)], attrs=attrs, tags=["empty"] if 0 in shape else [])


iota("default", [5])
iota("rows", [2, 3])
iota("columns", [2, 3], 1, given={"axis": 1})
iota("last", [2, 1, 3], -1, given={"axis": -1})
iota("float32", [4], 0, "float32", {"dtype": "float32"})
iota("float64", [2, 2], 1, "float64", {"axis": 1, "dtype": "float64"})
iota("empty", [0])
iota("empty-row", [2, 0], 1, given={"axis": 1})


# ---- matmul


def product(a_shape, a, b_shape, b):
    """Elements of a · b over the last two axes, with magnitudes. Zeros are multiplied, not skipped."""
    n, k, m = a_shape[-2], a_shape[-1], b_shape[-1]
    batch = broadcast_shape(a_shape[:-2], b_shape[:-2])
    left, right = broadcast_map(a_shape[:-2], batch), broadcast_map(b_shape[:-2], batch)
    out = []
    for i, j in zip(left, right):
        for row in range(n):
            for col in range(m):
                terms = [(a[i * n * k + row * k + t], b[j * k * m + t * m + col]) for t in range(k)]
                y = total([mpf(p) * mpf(q) for p, q in terms])
                if not any(is_special(float(v)) for pair in terms for v in pair):
                    exact = sum((Fraction(float(p)) * Fraction(float(q)) for p, q in terms), Fraction(0))
                    agree("matmul", y, lambda _: mpf(exact.numerator) / exact.denominator)
                else:
                    y = E(y.value, y.mag, fixed=True)
                out.append(y)
    return batch + [n, m], out


def turned(shape, data):
    n, m = shape[-2], shape[-1]
    blocks = size(shape[:-2])
    return shape[:-2] + [m, n], [data[q * n * m + i * m + j] for q in range(blocks) for j in range(m) for i in range(n)]


def back(t, shape, elements):
    groups = [[] for _ in t.data]
    for i, e in zip(broadcast_map(t.shape, shape), elements):
        groups[i].append(e)
    return Result(t.dtype, t.shape, [total(g) for g in groups])


def matmul(slug, a, b, ct=None, second=False, once=False, **rest):
    shape, y = product(a.shape, a.data, b.shape, b.data)
    fields = {}
    if ct:
        c = sequence(shape) if ct == "sequence" else normal(random, shape)
        pull = lambda p, q: [
            back(a, *product(shape, c.data, *turned(q.shape, q.data))),
            back(b, *product(*turned(p.shape, p.data), shape, c.data)),
        ]
        fields = {"cotangents": [c], "gradients": pull(a, b)}
        if second:
            ts = [normal(random, a.shape), normal(random, b.shape)]
            fields["second"] = (ts, pull(*ts))
    (cases.add if once else cases.twice)("matmul", slug, [a, b], [Result(a.dtype, shape, y)], **fields, **rest)


matmul("small", values([2, 3]), values([3, 2]), ct="sequence", second=True)
matmul("row-column", values([1, 4]), values([4, 1]), ct="normal")
matmul("column-row", values([3, 1]), values([1, 2]), ct="sequence", once=True)
matmul("one", values([1, 1]), values([1, 1]), ct="sequence", once=True)
matmul("batch", values([2, 2, 3]), values([2, 3, 2]), ct="normal", once=True)
matmul("batch-broadcast", values([2, 1, 2, 2]), values([3, 2, 1]), ct="normal", second=True)
matmul("batch-one", values([2, 2]), values([2, 2, 2]), ct="sequence", once=True)
matmul("longer", values([3, 17]), values([17, 5]), ct="normal", once=True)
matmul("cancels", f32([1, 3], [1e8, 1, -1e8]), f32([3, 1], [1, 1, 1]), ct="sequence", tags=["edge"])
matmul("zero-inf", f32([1, 2], [0, 1]), f32([2, 1], [INF, 1]), ct="sequence", tags=["edge", "nan"], note="zeros are multiplied, not skipped")
matmul("nan", f32([2, 2], [0, NAN, 1, 2]), f32([2, 1], [1, 0]), tags=["edge", "nan"])
matmul("no-terms", f32([2, 0], []), f32([0, 3], []), ct="sequence", tags=["empty"], note="zeros")
matmul("no-rows", f32([0, 2], []), values([2, 3]), ct="sequence", tags=["empty"], once=True)
matmul("no-batch", f32([0, 2, 2], []), values([2, 2]), ct="sequence", tags=["empty"], once=True)
wrap = lambda n: (n + 2**31) % 2**32 - 2**31
cases.add("matmul", "int32", [i32([2, 2], [46341, 46341, -7, 3]), i32([2, 1], [46341, 2])],
          [Result("int32", [2, 1], [wrap(46341 * 46341 + 2 * 46341), -7 * 46341 + 6])], tags=["edge"], note="int32 wraps")
cases.add("matmul", "int32-exact", [i32([1, 2], [MAX, MAX]), i32([2, 1], [MAX, MAX - 2])],
          [Result("int32", [1, 1], [wrap(MAX * MAX + MAX * (MAX - 2))])], tags=["edge"], note="float64 cannot hold the products")

# ---- seven axes, no two of which can be taken together: more than many runtimes have kernels for
axes7 = [2, 1, 2, 1, 2, 1, 2]
transpose("rank-7", values([2, 1, 2, 2, 1, 2, 2]), [6, 2, 4, 3, 1, 5, 0])
broadcast_to("rank-7", values(axes7), [2] * 7)
concat("rank-7", [values(axes7), values(axes7)], axis=3)
cut("rank-7", values([2] * 7), [0, 1] * 3 + [0], [1, 2] * 3 + [1])
pad("rank-7", values(axes7), [1, 0, 0, 1, 0, 0, 1], [0, 0, 1, 0, 1, 0, 0])
reverse("rank-7", values([2, 1, 2, 2, 1, 2, 2]), [0, 3, 6])
