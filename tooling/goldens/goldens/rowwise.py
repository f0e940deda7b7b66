"""Functions that treat every row along an axis alike: how one is declared, and its cases.

A row function works on `xs`: one list of numbers per input, all of the row's length (inputs are broadcast first).
"""

from mpmath import mp, mpf

from .agreement import agree, second_slope, slope
from .cases import cases, normal
from .numbers import Random, lift, total
from .tensors import Result, axes_of, broadcast_map, broadcast_shape, promote, reduced, rows, size


class Rowwise:
    """y = f(row of each input).

    value(xs)             elements of the output row
    other(xs, base)       the same by an independent formula; structure (masks, order) is that of `base`
    gradient(xs, ct)      one list of elements per input
    hessian(xs, ct, ts)   d/dx <gradient, ts>: one list of elements per input, or None
    reduces               the output has one element per row
    gives(n)              the shape of what a row of n gives, where it is another: the axes of a row come last
    """

    def __init__(self, name, value, other, gradient=None, hessian=None, reduces=False, gives=None):
        self.name, self.value, self.other, self.gradient, self.hessian = name, value, other, gradient, hessian
        self.reduces, self.gives = reduces, gives

    def row(self, xs, ct=None, ts=None):
        """(values, gradients, products) of one row, checked."""
        where = f"{self.name} row {xs}"
        exact = [[x if isinstance(x, float) and not mp.isfinite(x) else mpf(x) for x in row] for row in xs]
        ys = [lift(y) for y in self.value(exact)]
        base = [list(row) for row in exact]
        for i, y in enumerate(ys):
            agree(f"{where} [{i}]", y, lambda _: self.other(base, base)[i])
        if ct is None:
            return ys, None, None
        ct = [mpf(c) for c in ct]
        weighted = lambda xs: sum(c * y for c, y in zip(ct, self.other(xs, base)) if c != 0)
        along = lambda j, i: lambda x: weighted([row[:i] + [x] + row[i + 1 :] if k == j else row for k, row in enumerate(base)])
        gradients = [[lift(g) for g in row] for row in self.gradient(exact, ct)]
        for j, row in enumerate(gradients):
            for i, g in enumerate(row):
                agree(f"d[{j}][{i}] {where} ct {ct}", g, lambda step: slope(along(j, i), base[j][i], step))
        if ts is None:
            return ys, gradients, None
        ts = [[mpf(t) for t in row] for row in ts]
        products = [[lift(g) for g in row] for row in self.hessian(exact, ct, ts)]
        shifted = lambda s: [[x + s * t for x, t in zip(row, tan)] for row, tan in zip(base, ts)]
        for j, row in enumerate(products):
            for i, g in enumerate(row):

                def at(s, x):
                    moved = shifted(s)
                    moved[j][i] = x + s * ts[j][i]
                    return weighted(moved)

                agree(f"dd[{j}][{i}] {where}", g, lambda step: second_slope(at, mpf(0), base[j][i], step * _reach(base), step))
        return ys, gradients, products

    def case(self, slug, inputs, axis=-1, keep=False, ct=None, second=False, once=False, attrs=None, **rest):
        """One case, or its float32/float64 twins. `axis` may be a list or None (all) for reductions."""
        shape = broadcast_shape(*[t.shape for t in inputs])
        maps = [broadcast_map(t.shape, shape) for t in inputs]
        # a rank-0 input is a row of one entry
        groups = rows(shape, axes_of(axis, len(shape)) if shape else [])
        out = reduced(shape, axes_of(axis, len(shape)), keep) if self.reduces else shape
        if self.gives:
            out = reduced(shape, axes_of(axis, len(shape)), False) + self.gives(shape[axis])
        dtype = promote(*[t.dtype for t in inputs])
        spread = [[t.data[i] for i in m] for t, m in zip(inputs, maps)]
        tangents = None
        if second:
            random = Random(f"{self.name}/{slug}")
            tangents = [normal(random, t.shape, t.dtype) for t in inputs]
            tans = [[t.data[i] for i in m] for t, m in zip(tangents, maps)]
        outputs = [None] * size(out)
        grads = [[None] * size(shape) for _ in inputs]
        prods = [[None] * size(shape) for _ in inputs]
        each = size(out) // max(1, len(groups))
        for r, group in enumerate(groups):
            places = range(r * each, (r + 1) * each) if self.reduces or self.gives else group
            row_ct = None if ct is None else [ct.data[i] for i in places]
            ys, gs, ps = self.row(
                [[s[i] for i in group] for s in spread], row_ct, [[t[i] for i in group] for t in tans] if second else None
            )
            for i, y in zip(places, ys):
                outputs[i] = y
            for found, into in ((gs, grads), (ps, prods)):
                if found:
                    for row, target in zip(found, into):
                        for i, g in zip(group, row):
                            target[i] = g
        fields = {"outputs": [Result(dtype, out, outputs)], "attrs": attrs, **rest}
        if ct is not None:
            fields["cotangents"] = [ct]
            fields["gradients"] = [_back(t, m, g) for t, m, g in zip(inputs, maps, grads)]
            if second:
                fields["second"] = (tangents, [_back(t, m, p) for t, m, p in zip(inputs, maps, prods)])
        (cases.add if once else cases.twice)(self.name, slug, inputs, **fields)


def _reach(base):
    """How far a tangent may go without leaving the domain of the smallest entry."""
    small = [abs(x) for row in base for x in row if x != 0] + [abs(1 - x) for row in base for x in row if x != 1]
    return min(small + [mpf(1)]) / 64


def _back(t, mapping, elements):
    groups = [[] for _ in range(size(t.shape))]
    for i, e in zip(mapping, elements):
        groups[i].append(e)
    summed = any(len(g) != 1 for g in groups)
    return Result(t.dtype, t.shape, [total(g) if summed else g[0] for g in groups])
