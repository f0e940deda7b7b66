"""Sorting and picking along an axis. One total order: NaN is greater than everything, −0 equals 0, equal keys keep their order."""

from .cases import cases, normal, sequence
from .numbers import INF, NAN, Random
from .tensors import Result, axes_of, f32, i32, rows, size, tensor

MIN, MAX = -(2**31), 2**31 - 1


def order(row, descending):
    if descending:
        return sorted(range(len(row)), key=lambda i: (row[i] == row[i], -row[i] if row[i] == row[i] else 0))
    return sorted(range(len(row)), key=lambda i: (row[i] != row[i], row[i] if row[i] == row[i] else 0))


def add(fn, x, *args, once, **rest):
    (cases.twice if x.dtype == "float32" and not once else cases.add)(fn, *args, **rest)


def sort(slug, x, axis=-1, descending=False, ct=None, once=False, **rest):
    values, places, grads = list(x.data), [0] * len(x.data), list(x.data)
    for row in rows(x.shape, axes_of(axis, len(x.shape))):
        for to, source in enumerate(order([x.data[i] for i in row], descending)):
            values[row[to]], places[row[to]] = x.data[row[source]], source
            if ct is not None:
                grads[row[source]] = ct.data[row[to]]
    attrs = _attrs(axis, descending)
    gradient = {} if ct is None else {"cotangents": [ct], "gradients": [Result(x.dtype, x.shape, grads)]}
    add("sort", x, slug, [x], [Result(x.dtype, x.shape, values)], attrs=attrs, once=once, **gradient, **rest)
    add("argsort", x, slug, [x], [Result("int32", x.shape, places)], attrs=attrs, once=once, **rest)


def _attrs(axis, descending):
    attrs = {} if axis == -1 else {"axis": axis}
    if descending:
        attrs["descending"] = True
    return attrs


def top_k(slug, x, k, axis=-1, ct=None, once=False, **rest):
    shape = [k if a == axis % len(x.shape) else n for a, n in enumerate(x.shape)]
    values, places, grads = [0.0] * size(shape), [0] * size(shape), [0] * len(x.data)
    for row, out in zip(rows(x.shape, axes_of(axis, len(x.shape))), rows(shape, axes_of(axis, len(shape)))):
        for to, source in zip(out, order([x.data[i] for i in row], True)):
            values[to], places[to] = x.data[row[source]], source
            if ct is not None:
                grads[row[source]] = ct.data[to]
    attrs = {"k": k} if axis == -1 else {"k": k, "axis": axis}
    gradient = {} if ct is None else {"cotangents": [ct, i32(shape, [0] * size(shape))], "gradients": [Result(x.dtype, x.shape, grads)]}
    add("topK", x, slug, [x], [Result(x.dtype, shape, values), Result("int32", shape, places)], attrs=attrs, once=once, **gradient, **rest)


random = Random("sort")
values = lambda shape: f32(shape, [random.uniform(-4, 4) for _ in range(size(shape))])
for descending in (False, True):
    way = "-descending" if descending else ""
    sort(f"n5{way}", values([5]), descending=descending, ct=sequence([5]))
    sort(f"n17{way}", values([17]), descending=descending, ct=normal(random, [17]), once=True)
    sort(f"ties{way}", f32([3], [1, 1, 0]), descending=descending, ct=sequence([3]), tags=["ties"], note="stable")
    sort(f"ties-long{way}", f32([12], [3, 1, 3, 2, 1, 2, 3, 1, 2, 2, 1, 3]), descending=descending, ct=sequence([12]), tags=["ties"], once=True)
    sort(f"nan{way}", f32([5], [1, NAN, 2, NAN, INF]), descending=descending, ct=sequence([5]),
              tags=["edge", "nan", "ties"], note="NaN is greater than everything")
    sort(f"zeros{way}", f32([4], [0.0, -0.0, -1, 0.0]), descending=descending, ct=sequence([4]),
              tags=["edge", "ties", "signed-zero"], note="-0 equals 0 and keeps its place")
    sort(f"axis0{way}", values([3, 2]), axis=0, descending=descending, ct=sequence([3, 2]), once=True)
    sort(f"infinite{way}", f32([4], [INF, -INF, 0, INF]), descending=descending, ct=sequence([4]), tags=["edge", "ties"])
    sort(f"int32{way}", i32([4], [16777217, 16777216, MIN, MAX]), descending=descending, note="float32 cannot tell the first two apart")
sort("row-3132", f32([4], [3, 1, 3, 2]), descending=True, ct=sequence([4]), tags=["ties"], note="argsort: 0, 2, 3, 1")
sort("middle", values([2, 3, 2]), axis=1, ct=normal(random, [2, 3, 2]), once=True)
sort("rank-4", values([2, 3, 1, 2]), axis=-3, ct=sequence([2, 3, 1, 2]), once=True)
sort("size-1", values([3, 1]), ct=sequence([3, 1]), once=True)
sort("empty", f32([0], []), ct=f32([0], []), tags=["empty"], once=True)
sort("no-rows", f32([0, 2], []), ct=f32([0, 2], []), tags=["empty"], once=True)

top_k("n5", values([5]), 3, ct=sequence([3]))
top_k("all", values([4]), 4, ct=sequence([4]))
top_k("none", values([4]), 0, ct=f32([0], []), tags=["empty"], once=True)
top_k("axis0", values([4, 2]), 2, axis=0, ct=normal(random, [2, 2]))
top_k("middle", values([2, 3, 2]), 1, axis=1, ct=sequence([2, 1, 2]), once=True)
top_k("ties", f32([4], [1, 1, 1, 1]), 2, ct=sequence([2]), tags=["ties"], note="the lowest index first")
top_k("nan", f32([3], [1, NAN, 2]), 2, ct=sequence([2]), tags=["edge", "nan"], note="NaN counts as largest")
top_k("zeros", f32([3], [-0.0, 0.0, -1]), 2, ct=sequence([2]), tags=["edge", "ties"])
top_k("int32", i32([3], [16777216, 16777217, 5]), 1)


# ---- takeAlongAxis, scatterAddAlongAxis


def places(x_shape, indices, axis):
    """For each index its flat position in a tensor of x_shape."""
    axis %= len(x_shape)
    from .tensors import flat
    from .tensors import indices as all_indices

    out = []
    for place, i in zip(all_indices(indices.shape), indices.data):
        at = list(place)
        at[axis] = i
        out.append(flat(at, x_shape))
    return out


def gathered(data, at):
    return [data[i] for i in at]


def scattered(updates, at, n, dtype):
    from mpmath import mpf

    from .numbers import E

    groups = [[] for _ in range(n)]
    for u, i in zip(updates, at):
        groups[i].append(u)
    if dtype == "int32":
        return [(sum(g) + 2**31) % 2**32 - 2**31 for g in groups]
    if all(len(g) <= 1 for g in groups):
        return [g[0] if g else 0 for g in groups]
    return [E(g[0], mag=abs(mpf(g[0]))) if len(g) == 1 else E(sum(map(mpf, g), mpf(0)), mag=sum((abs(mpf(u)) for u in g), mpf(0))) for g in groups]


def take(slug, x, indices, axis=-1, ct=None, once=False, **rest):
    at = places(x.shape, indices, axis)
    gradient = {} if ct is None else {"cotangents": [ct], "gradients": [Result(x.dtype, x.shape, scattered(ct.data, at, len(x.data), x.dtype)), None]}
    add("takeAlongAxis", x, slug, [x, indices], [Result(x.dtype, indices.shape, gathered(x.data, at))], attrs=_attrs(axis, False), once=once, **gradient, **rest)


def scatter(slug, updates, indices, length, axis=-1, ct=None, once=False, **rest):
    shape = [length if a == axis % len(updates.shape) else n for a, n in enumerate(updates.shape)]
    at = places(shape, indices, axis)
    gradient = {} if ct is None else {"cotangents": [ct], "gradients": [Result(updates.dtype, updates.shape, gathered(ct.data, at)), None]}
    add("scatterAddAlongAxis", updates, slug, [updates, indices], [Result(updates.dtype, shape, scattered(updates.data, at, size(shape), updates.dtype))],
        attrs={**_attrs(axis, False), "size": length}, once=once, **gradient, **rest)


take("repeated", f32([3], [5, 6, 7]), i32([4], [0, 0, 2, 0]), ct=sequence([4]), note="gradient 7, 0, 3")
take("axis0", values([3, 2]), i32([2, 2], [2, 0, 1, 0]), axis=0, ct=normal(random, [2, 2]))
take("middle", values([2, 3, 2]), i32([2, 1, 2], [2, 0, 1, 1]), axis=1, ct=sequence([2, 1, 2]), once=True)
take("longer", values([2, 2]), i32([2, 5], [0, 1, 1, 0, 1, 1, 1, 0, 0, 0]), ct=normal(random, [2, 5]))
take("none", values([2, 3]), i32([2, 0], []), ct=f32([2, 0], []), tags=["empty"], once=True)
take("no-rows", f32([0, 3], []), i32([0, 2], []), ct=f32([0, 2], []), tags=["empty"], once=True)
take("special", f32([4], [NAN, INF, -0.0, 1]), i32([4], [2, 0, 1, 3]), tags=["edge", "nan", "signed-zero"])
take("int32", i32([3], [16777217, MIN, MAX]), i32([3], [2, 1, 0]))
take("bool", tensor("bool", [3], [True, False, True]), i32([4], [0, 1, 1, 2]))
scatter("repeated", f32([4], [1, 2, 3, 4]), i32([4], [0, 0, 2, 0]), 3, ct=sequence([3]))
scatter("axis0", values([3, 2]), i32([3, 2], [1, 0, 1, 3, 0, 0]), 4, axis=0, ct=normal(random, [4, 2]))
scatter("middle", values([2, 2, 2]), i32([2, 2, 2], [2, 0, 1, 1, 0, 2, 0, 2]), 3, axis=1, ct=sequence([2, 3, 2]), once=True)
scatter("cancels", f32([3], [1e8, 1, -1e8]), i32([3], [0, 0, 0]), 1, ct=f32([1], [2]), tags=["edge"])
scatter("nothing", f32([2, 0], []), i32([2, 0], []), 3, ct=sequence([2, 3]), tags=["empty"], once=True, note="zeros")
scatter("special", f32([3], [INF, NAN, 1]), i32([3], [0, 1, 2]), 4, tags=["edge", "nan"])
scatter("int32", i32([3], [MAX, 1, 5]), i32([3], [0, 0, 1]), 2, tags=["edge"], note="int32 wraps")
