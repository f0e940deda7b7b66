"""Sorting by soft permutation matrices: SoftSort, NeuralSort, the odd-even network.

Tied entries may stand in any order: what is derived is the mean over all of them. An infinite entry stands for itself at its end of
the row: it has no gradient and no part in the rest. p = ∞ is the hard result; its gradient in the values is that of the hard result.
"""

from itertools import permutations

from mpmath import mp, mpf

from . import independent as by
from . import jets
from .cases import normal, sequence
from .jets import Term, constant, dot, gap, variables
from .numbers import ANY, INF, NAN, E, Random, fixed
from .rowwise import Rowwise
from .tensors import f32, size, tensor


def has_nan(xs):
    return any(x != x for row in xs for x in row)


def orders(vs):
    """Every order in which the entries may stand, ascending: indices by position."""
    place = sorted(range(len(vs)), key=lambda j: vs[j])
    groups = []
    for j in place:
        if groups and vs[groups[-1][0]] == vs[j]:
            groups[-1].append(j)
        else:
            groups.append([j])
    found = [[]]
    for group in groups:
        found = [head + list(tail) for head in found for tail in permutations(group)]
    return found


def mean(rows):
    """Elementwise mean of lists of terms."""
    share = Term(mpf(1) / len(rows))
    return [sum(column[1:], column[0]) * share for column in zip(*rows)]


def split(vs):
    """Indices of −∞, of finite entries, of +∞."""
    pick = lambda test: [j for j, v in enumerate(vs) if test(v)]
    return pick(lambda v: v == -INF), pick(lambda v: not mp.isinf(v)), pick(lambda v: v == INF)


class Sorted(Rowwise):
    """A function of a row and one p.

    formula(vs, p, order)  jets of what the row gives, for finite entries that stand in an order
    second(vs, p)          the same by another formula, of mpf
    hard(vs, order)        what it gives at p = ∞, of jets
    whole(vs, inner)       what a row with infinite entries gives, from what its finite part gives
    """

    def __init__(self, name, formula, second, hard, whole, gives=None):
        self.formula, self.second, self.hard, self.whole = formula, second, hard, whole
        super().__init__(name, self._value, self._other, self._gradient, self._hessian, gives=gives)

    def _jets(self, xs, order, tangents=None):
        vs, p = xs[0], xs[1][0]
        at = lambda f, row, e: f(row, order) if p == INF else f(row, e, order)
        e = mpf(0) if p == INF else p
        made = variables(list(vs) + [e], tangents)
        return at(self.hard if p == INF else self.formula, made[:-1], made[-1])

    def _finite(self, xs):
        _, middle, _ = split(xs[0])
        return [[xs[0][j] for j in middle], xs[1]]

    def _value(self, xs):
        n = len(xs[0])
        if has_nan(xs):
            return [fixed(NAN)] * size(self.gives(n) if self.gives else [n])
        inner = self._finite(xs)
        found = [] if not inner[0] else mean([[y.value for y in self._jets(inner, o)] for o in orders(inner[0])])
        return self.whole(xs[0], [y.element(fixed=xs[1][0] == INF) for y in found])

    def _other(self, xs, base):
        vs, p = xs[0], xs[1][0]
        inner = self._finite(xs)[0]
        found = self.whole(vs, self.second(inner, p) if inner else [])
        return [mpf(0) if isinstance(y, E) else y for y in found]  # conventions are not confirmed

    def _back(self, xs, weights, read, tangents=None):
        """The derivatives of Σ weights · outputs, read off the jets: of the values, of p."""
        n = len(xs[0])
        if has_nan(xs):
            return [[ANY] * n] * 2
        _, middle, _ = split(xs[0])
        inner = self._finite(xs)
        hard = xs[1][0] == INF
        isFixed = hard or len(set(inner[0])) < len(inner[0])
        dv, dp = [fixed(0)] * n, [fixed(0)] * n
        if middle:
            each = []
            for order in orders(inner[0]):
                ys = self._jets(inner, order, tangents)
                each.append(read(dot(ys, [constant(w, len(inner[0]) + 1) for w in weights])))
            found = mean(each)
            for j, term in zip(middle, found):
                dv[j] = term.element(fixed=isFixed)
            dp[0] = fixed(0) if hard else found[-1].element(fixed=isFixed)
        return [dv, dp]

    def _inner_weights(self, vs, ct):
        """Of a cotangent what falls to the finite part."""
        marks = self.whole(vs, list(range(self._count(vs))))
        of = {mark: c for mark, c in zip(marks, ct) if isinstance(mark, int)}
        return [of[k] for k in range(self._count(vs))]

    def _count(self, vs):
        m = len(split(vs)[1])
        return size(self.gives(m)) if self.gives else m

    def _gradient(self, xs, ct):
        if has_nan(xs):
            return [[ANY] * len(xs[0])] * 2
        return self._back(xs, self._inner_weights(xs[0], ct), lambda y: y.partials)

    def _hessian(self, xs, ct, ts):
        assert len(set(xs[0])) == len(xs[0]) and not any(map(mp.isinf, xs[0])), "second order at smooth points"
        return self._back(xs, ct, lambda y: y.mixed, list(ts[0]) + [ts[1][0]])


def ends(vs, inner):
    """Infinite entries at their ends."""
    low, _, high = split(vs)
    return [fixed(-INF)] * len(low) + inner + [fixed(INF)] * len(high)


def sorted_jets(vs, order):
    return [vs[j] for j in order]


# ---- SoftSort


def soft_exponents(vs, p, order):
    """−p |aᵢ − vⱼ| by position and entry; of tied entries the later one lies above."""
    rows = []
    for i, own in enumerate(order):
        side = [0] * len(vs)
        for k, j in enumerate(order):
            side[j] = (k > i) - (k < i)
        rows.append([-(p * (gap(v, vs[own]) * side[j])) for j, v in enumerate(vs)])
    return rows


def soft_matrix(vs, p, order):
    return [jets.softmax(row) for row in soft_exponents(vs, p, order)]


def applied(matrix, vs, order):
    """Each row's mean as a shift from its anchor."""
    return [vs[own] + dot(row, [gap(v, vs[own]) for v in vs]) for own, row in zip(order, matrix)]


def soft_matrix_other(vs, p):
    """Not shifted, each share as one over a sum."""
    rows = []
    for a in sorted(vs):
        e = [by.exp(-p * abs(v - a)) for v in vs]
        rows.append([1 / sum(y / x for y in e) for x in e])
    return rows


def times(matrix, vs):
    return [sum(x * v for x, v in zip(row, vs)) for row in matrix]


soft_sort = Sorted(
    "softSort",
    lambda vs, p, order: applied(soft_matrix(vs, p, order), vs, order),
    lambda vs, p: times(soft_matrix_other(vs, p), vs),
    sorted_jets,
    ends,
)

# ---- cases


def row_cases(op, powers=(0, 0.5, 1, 3, 19, 1000, INF), attrs=None):
    """What every function of a row and p gets."""
    random = Random(op.name)
    values = lambda shape: f32(shape, [random.uniform(-2, 2) for _ in range(size(shape))])
    out = lambda shape: shape[:-1] + op.gives(shape[-1]) if op.gives else shape
    row = values([4])
    add = lambda slug, vs, p, ct=None, **rest: op.case(slug, [vs, p], ct=ct, attrs=attrs, **rest)
    for p in powers:
        add(f"p{p:g}", row, f32([], [p]), sequence(out([4])), tags=["edge"] if p in (0, INF) else [], once=p != 3)
    for n in (1, 2, 5):
        add(f"n{n}", values([n]), f32([], [2.5]), normal(random, out([n])), once=True)
    add("ties", f32([4], [0.5, -0.25, 0.5, 1]), f32([], [2]), sequence(out([4])), tags=["ties"])
    add("all-equal", f32([3], [0.3] * 3), f32([], [2]), sequence(out([3])), tags=["ties"], once=True)
    add("ties-infinite", f32([4], [0.5, -0.25, 0.5, 1]), f32([], [INF]), sequence(out([4])), tags=["ties", "edge"], once=True)
    add("masked", f32([4], [0.5, -INF, -0.25, 1]), f32([], [2]), sequence(out([4])), tags=["edge"], once=True)
    add("all-masked", f32([2], [-INF, -INF]), f32([], [2]), sequence(out([2])), tags=["edge", "ties"], once=True)
    add("offset-1e8", f32([3], [1e8, 1e8 + 16, 1e8 + 8]), f32([], [0.125]), sequence(out([3])), note="a common offset changes no share")
    add("nan", f32([2, 3], [0.5, NAN, 0.2, 0.1, 0.6, 0.3]), f32([], [2]), tags=["nan", "edge"], once=True)
    add("p-per-row", values([2, 3]), f32([2, 1], [1.5, 7]), sequence(out([2, 3])), once=True)
    add("second", values([4]), f32([], [2.5]), normal(random, out([4])), second=True)


row_cases(soft_sort)
for op in (soft_sort,):
    random = Random(op.name + "more")
    values = lambda shape: f32(shape, [random.uniform(-2, 2) for _ in range(size(shape))])
    op.case("rank-0", [f32([], [0.3]), f32([], [2])], ct=f32([], [2]), once=True, tags=["edge"], note="a scalar is a row of one entry")
    op.case("axis0", [values([3, 2]), f32([1, 2], [2, 5])], ct=sequence([3, 2]), axis=0, attrs={"axis": 0}, once=True)
    op.case("rank-3-axis-2", [values([2, 3, 2]), f32([], [3])], ct=normal(random, [2, 3, 2]), axis=1, attrs={"axis": -2}, once=True)
    op.case("sweep", [values([4]), f32([3, 1], [1, 4, 40])], ct=normal(random, [3, 4]), once=True)
    op.case("values-float64", [tensor("float64", [4], [0.1, 0.7, 0.3, 0.55]), tensor("float64", [], [1.7])], ct=sequence([4], "float64"), once=True)
    op.case("infinities", [f32([5], [INF, 0.25, -INF, 1, INF]), f32([], [0])], ct=sequence([5]), tags=["edge", "ties"], once=True)
    op.case("empty", [f32([0, 3], []), f32([], [2])], ct=f32([0, 3], []), tags=["empty"], once=True)
