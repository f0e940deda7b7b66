"""Elementwise functions: how one is declared, and the cases that follow from the declaration."""

from mpmath import mpf

from .agreement import agree, curvature, second_slope, slope
from .cases import cases, normal, sequence
from .numbers import ANY, NAN, E, Random, fixed, float32, is_special, lift, scaled, total
from .tensors import Result, broadcast_map, broadcast_shape, f32, promote, size


class Pointwise:
    """y = f(x…) elementwise.

    f, other   the value by two independent formulas
    d          one partial derivative per argument
    dd         rows of second partial derivatives (upper triangle is enough: dd[i][j], j >= i), or None
    edge       arguments (floats) -> None, or (y, [d…]) or (y, [d…], dd) where the formulas do not apply
    """

    def __init__(self, name, f, other, d=None, dd=None, edge=None, out=None):
        self.name, self.f, self.other, self.d, self.dd, self.edge, self.out = name, f, other, d, dd, edge, out
        self.arity = f.__code__.co_argcount if hasattr(f, "__code__") else 1

    def point(self, args, second=False):
        """(y, [d…], [[dd…]]) at one point, checked."""
        special = self.edge(*args) if self.edge else None
        if special is None and any(is_special(x) for x in args):
            special = (NAN, [ANY] * len(args)) if any(x != x for x in args) else None
            assert special, f"{self.name}{args}: no convention"
        if special is not None:
            y, d = special[0], special[1]
            dd = special[2] if len(special) > 2 else [[ANY] * len(args) for _ in args]
            return lift(y), [fixed(x) if not isinstance(x, E) else x for x in d], dd
        x = [mpf(a) for a in args]
        y = lift(self.f(*x))
        agree(f"{self.name}{args}", y, lambda _: self.other(*x))
        d = [lift(g(*x)) for g in self.d] if self.d else [lift(0)] * len(x)
        for i, g in enumerate(d):
            agree(f"d{i} {self.name}{args}", g, lambda step: slope(lambda t: self.other(*x[:i], t, *x[i + 1 :]), x[i], step))
        dd = None
        if second and self.dd:
            dd = [[None] * len(x) for _ in x]
            for i in range(len(x)):
                for j in range(i, len(x)):
                    dd[i][j] = dd[j][i] = lift(self.dd[i][j](*x))
                    if i == j:
                        at = lambda t: self.other(*x[:i], t, *x[i + 1 :])
                        agree(f"d{i}{i} {self.name}{args}", dd[i][j], lambda step: curvature(at, x[i], step))
                    else:
                        at = lambda s, t: self.other(*x[:i], s, *x[i + 1 : j], t, *x[j + 1 :])
                        agree(f"d{i}{j} {self.name}{args}", dd[i][j], lambda step: second_slope(at, x[i], x[j], step, step))
        return y, d, dd

    def case(self, slug, inputs, ct=None, second=False, once=False, **rest):
        """One case (or its float32/float64 twins): inputs broadcast, gradients are summed back."""
        shape = broadcast_shape(*[t.shape for t in inputs])
        maps = [broadcast_map(t.shape, shape) for t in inputs]
        points = [
            self.point([t.data[m[i]] for t, m in zip(inputs, maps)], second) for i in range(size(shape))
        ]
        dtype = self.out or promote(*[t.dtype for t in inputs], "float32")
        fields = {"outputs": [Result(dtype, shape, [p[0] for p in points])], **rest}
        if ct is not None:
            fields["cotangents"] = [ct]
            fields["gradients"] = [
                back(t, m, [scaled(c, p[1][k]) for c, p in zip(ct.data, points)]) for k, (t, m) in enumerate(zip(inputs, maps))
            ]
            if second:
                random = Random(f"{self.name}/{slug}")
                tangents = [normal(random, t.shape, t.dtype) for t in inputs]
                spread = [[t.data[i] for i in m] for t, m in zip(tangents, maps)]
                fields["second"] = (
                    tangents,
                    [
                        back(
                            t,
                            m,
                            [
                                _combine([(c * s[i], p[2][k][j]) for j, s in enumerate(spread)])
                                for i, (c, p) in enumerate(zip(ct.data, points))
                            ],
                        )
                        for k, (t, m) in enumerate(zip(inputs, maps))
                    ],
                )
        (cases.add if once else cases.twice)(self.name, slug, inputs, **fields)


def _combine(terms):
    parts = [scaled(factor, lift(one)) for factor, one in terms]
    return parts[0] if len(parts) == 1 else total(parts)


def back(t, mapping, elements):
    """Cotangents of the broadcast elements summed back to the shape of `t`; no magnitude where nothing was summed."""
    groups = [[] for _ in range(size(t.shape))]
    for i, e in zip(mapping, elements):
        groups[i].append(e)
    summed = any(len(g) != 1 for g in groups)
    return Result(t.dtype, t.shape, [total(g) if summed else g[0] for g in groups])


def edge_table(rows, arity):
    """Conventions listed point by point: [(x…, y, d…)]."""
    table = {}
    for row in rows:
        *args, y = row[: arity + 1]
        table[tuple(map(repr, map(float, args)))] = (y, list(row[arity + 1 : 2 * arity + 1]) or [ANY] * arity)
    return lambda *args: table.get(tuple(map(repr, args)))


def unary(name, f, other, d=None, dd=None, points=(), edges=(), tiny=(), out=None):
    """Declares a function of one variable and makes its cases.

    points  smooth points (value, gradient with ct 1, 2, 3…, second order)
    edges   [(x, y, d)]: conventions; d may be ANY or fixed(value, *also)
    tiny    subnormal inputs or outputs
    """
    table = edge_table(edges, 1)
    fn = Pointwise(name, f, other, d and [d], dd and [[dd]], table, out)
    points = [float32(x) for x in points]
    n = len(points)
    if d is None:
        fn.d = None
    fn.case("points", [f32([n], points)], ct=sequence([n]), second=bool(dd))
    random = Random(name)
    picked = [points[random.below(n)] for _ in range(6)]
    fn.case("rank-2", [f32([2, 3], picked)], ct=normal(random, [2, 3]))
    fn.case("scalar", [f32([], points[:1])], ct=f32([], [2]), second=bool(dd))
    fn.case("empty", [f32([2, 0, 3], [])], ct=f32([2, 0, 3], []), tags=["empty"], once=True)
    signed = [row for row in edges if repr(float(row[0])) == "-0.0" or repr(lift(row[1]).value) == "-0.0"]
    plain = [row for row in edges if row not in signed]
    for slug, group, tags in (("edges", plain, ["edge"]), ("signed-zero", signed, ["edge", "signed-zero"])):
        if group:
            xs = [row[0] for row in group]
            nan = ["nan"] if any(x != x or row[1] != row[1] for x, row in zip(xs, group) if not isinstance(row[1], E)) else []
            fn.case(slug, [f32([len(xs)], xs)], ct=f32([len(xs)], [1] * len(xs)), tags=tags + nan)
    if tiny:
        fn.case("subnormal", [f32([len(tiny)], tiny)], ct=f32([len(tiny)], [1] * len(tiny)), tags=["subnormal"])
    return fn


def integer_case(name, slug, inputs, shape, data, dtype="int32", attrs=None, **rest):
    """A case without gradients whose result is exact."""
    cases.add(name, slug, inputs, [Result(dtype, shape, data)], attrs=attrs, **rest)

