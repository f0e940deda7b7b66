"""Sorting by soft permutation matrices: SoftSort, NeuralSort, the odd-even network.

Tied entries may stand in any order: what is derived is the mean over all of them. An infinite entry stands for itself at its end of
the row: it has no gradient and no part in the rest. p = ∞ is the hard result; its gradient in the values is that of the hard result.
"""

from itertools import permutations

from mpmath import mp, mpf

from . import independent as by
from . import jets
from .agreement import agree, second_slope, slope
from .cases import cases, normal, sequence
from .jets import Term, constant, dot, gap, variables
from .numbers import ANY, INF, NAN, E, Random, fixed
from .rowwise import Rowwise
from .tensors import Result, f32, promote, size


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

    formula(vs, p, order)  jets of what the row gives, for entries that stand in an order
    second(vs, p)          the same by another formula, of mpf
    hard(vs, order)        what it gives at p = ∞, of jets
    whole(vs, inner)       what a row with infinite entries gives, from what its finite part gives; None if the formula knows of them
    smooth                 the order of ties does not matter
    """

    def __init__(self, name, formula, second, hard, whole=None, gives=None, smooth=False):
        self.formula, self.second, self.hard, self.whole = formula, second, hard, whole or (lambda vs, inner: inner)
        self.orders = (lambda vs: orders(vs)[:1]) if smooth else orders
        self.smooth, self.takes = smooth, (lambda vs: list(range(len(vs)))) if whole is None else (lambda vs: split(vs)[1])
        super().__init__(name, self._value, self._other, self._gradient, self._hessian, gives=gives)

    def _inner(self, vs):
        return [vs[j] for j in self.takes(vs)]

    def _jets(self, vs, p, order, tangents=None):
        made = variables(list(vs) + [mpf(0) if p == INF else p], tangents)
        return self.hard(made[:-1], order) if p == INF else self.formula(made[:-1], made[-1], order)

    def _value(self, xs):
        vs, p = xs[0], xs[1][0]
        if has_nan(xs):
            return [fixed(NAN)] * size(self.gives(len(vs)) if self.gives else [len(vs)])
        inner = self._inner(vs)
        found = [] if not inner else mean([[y.value for y in self._jets(inner, p, o)] for o in self.orders(inner)])
        return self.whole(vs, [y.element(fixed=p == INF or mp.isinf(y.value)) for y in found])

    def _other(self, xs, base):
        inner = self._inner(xs[0])
        found = self.whole(xs[0], self.second(inner, xs[1][0]) if inner else [])
        return [mpf(0) if isinstance(y, E) or mp.isinf(y) else y for y in found]  # conventions are not confirmed

    def _back(self, xs, weights, read, tangents=None):
        """The derivatives of Σ weights · outputs, read off the jets: of the values, of p."""
        vs, p = xs[0], xs[1][0]
        inner, n = self._inner(vs), len(vs)
        by_convention = p == INF or (not self.smooth and len(set(inner)) < len(inner))
        dv, dp = [fixed(0)] * n, [fixed(0)] * n
        if inner:
            each = []
            for order in self.orders(inner):
                ys = self._jets(inner, p, order, tangents)
                pairs = [(y, constant(w, len(inner) + 1)) for y, w in zip(ys, weights) if not mp.isinf(y.value.value)]
                each.append(read(dot(*zip(*pairs)) if pairs else constant(0, len(inner) + 1)))
            found = [term.element(fixed=by_convention) for term in mean(each)]
            for j, element in zip(self.takes(vs), found):
                dv[j] = fixed(0) if mp.isinf(vs[j]) else element
            dp[0] = fixed(0) if p == INF else found[-1]
        return [dv, dp]

    def _weights(self, vs, ct):
        """Of a cotangent what falls to the finite part."""
        m = len(self.takes(vs))
        count = size(self.gives(m)) if self.gives else m
        of = {mark: c for mark, c in zip(self.whole(vs, list(range(count))), ct) if isinstance(mark, int)}
        return [of[k] for k in range(count)]

    def _gradient(self, xs, ct):
        if has_nan(xs):
            return [[ANY] * len(xs[0])] * 2
        return self._back(xs, self._weights(xs[0], ct), lambda y: y.partials)

    def _hessian(self, xs, ct, ts):
        assert len(set(xs[0])) == len(xs[0]) and not any(map(mp.isinf, xs[0])), "second order at smooth points"
        return self._back(xs, ct, lambda y: y.mixed, list(ts[0]) + [ts[1][0]])


def ends(vs, inner):
    """Infinite entries at their ends."""
    low, _, high = split(vs)
    return [fixed(-INF)] * len(low) + inner + [fixed(INF)] * len(high)


def places(vs, inner):
    """Ranks: 0 at −∞, the mean of the last places at +∞."""
    low, middle, high = split(vs)
    of = dict(zip(middle, inner))
    last = mpf(len(middle)) + mpf(len(high) + 1) / 2
    return [fixed(0) if j in low else fixed(last) if j in high else of[j] for j in range(len(vs))]


def blocks(vs, inner):
    """Matrices: infinite entries in equal shares at their ends."""
    low, middle, high = split(vs)
    flat = []
    for own in (low, middle, high):
        for i in range(len(own)):
            row = [fixed(0)] * len(vs)
            for k, j in enumerate(own):
                row[j] = inner[i * len(middle) + k] if own is middle else fixed(mpf(1) / len(own))
            flat += row
    return flat


def flat(matrix):
    return [x for row in matrix for x in row]


def square(n):
    return [n, n]


def sorted_jets(vs, order):
    return [vs[j] for j in order]


def permutation(vs, order):
    return [constant(int(own == j), len(vs) + 1) for own in order for j in range(len(vs))]


def hard_ranks(vs, order):
    return [constant(order.index(j) + 1, len(vs) + 1) for j in range(len(vs))]


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

soft_matrices = Sorted(
    "softSortMatrix",
    lambda vs, p, order: flat(soft_matrix(vs, p, order)),
    lambda vs, p: flat(soft_matrix_other(vs, p)),
    permutation,
    blocks,
    square,
)


def mean_place(shares):
    return dot(shares, [constant(i + 1, len(shares[0].partials)) for i in range(len(shares))])


def soft_ranks(vs, p, order):
    rows = soft_exponents(vs, p, order)
    return [mean_place(jets.softmax([row[j] for row in rows])) for j in range(len(vs))]


def soft_ranks_other(vs, p):
    found = []
    for v in vs:
        e = [by.exp(-p * abs(v - a)) for a in sorted(vs)]
        found.append(sum((i + 1) * x for i, x in enumerate(e)) / sum(e))
    return found


soft_rank = Sorted("softSortRank", soft_ranks, soft_ranks_other, hard_ranks, places)

# ---- NeuralSort


def neural_exponents(vs, p, order):
    """p ((2i − n − 1) (vⱼ − a) − Σₖ |vⱼ − vₖ|), a the value that belongs there; of tied entries the later one lies above."""
    n, at = len(vs), {j: i for i, j in enumerate(order)}
    side = lambda j, k: (at[j] > at[k]) - (at[j] < at[k])
    spreads = [sum(gap(v, vs[k]) * side(j, k) for k in range(n) if k != j) + constant(0, n + 1) for j, v in enumerate(vs)]
    still = lambda x: constant(x.value, n + 1)
    return [
        [p * (gap(v, still(vs[own])) * (2 * i + 1 - n) - spread) for v, spread in zip(vs, spreads)]
        for i, own in enumerate(order)
    ]


def neural_matrix(vs, p, order):
    return [jets.softmax(row) for row in neural_exponents(vs, p, order)]


def neural_matrix_other(vs, p):
    n, rows = len(vs), []
    spreads = [sum(abs(v - u) for u in vs) for v in vs]
    for i in range(n):
        e = [by.exp(p * ((2 * i + 1 - n) * v - a)) for v, a in zip(vs, spreads)]
        rows.append([1 / sum(y / x for y in e) for x in e])
    return rows


def ranks_of(matrix):
    n, found = len(matrix), []
    for j in range(n):
        column = [row[j] for row in matrix]
        found.append(mean_place(column) * jets.reciprocal(sum(column[1:], column[0])))
    return found


def ranks_of_other(matrix):
    columns = list(zip(*matrix))
    return [sum((i + 1) * x for i, x in enumerate(column)) / sum(column) for column in columns]


neural_sort = Sorted(
    "neuralSort",
    lambda vs, p, order: applied(neural_matrix(vs, p, order), vs, order),
    lambda vs, p: times(neural_matrix_other(vs, p), vs),
    sorted_jets,
    ends,
)
neural_matrices = Sorted(
    "neuralSortMatrix",
    lambda vs, p, order: flat(neural_matrix(vs, p, order)),
    lambda vs, p: flat(neural_matrix_other(vs, p)),
    permutation,
    blocks,
    square,
)
neural_rank = Sorted(
    "neuralSortRank",
    lambda vs, p, order: ranks_of(neural_matrix(vs, p, order)),
    lambda vs, p: ranks_of_other(neural_matrix_other(vs, p)),
    hard_ranks,
    places,
)

# ---- the odd-even network


def network(state, share, mix):
    """n layers. `share(a, b)` of a pair of states is what each takes of the other, `mix` does it."""
    n = len(state)
    for layer in range(n):
        for i in range(layer % 2, n - 1, 2):
            state[i], state[i + 1] = mix(share(state[i], state[i + 1]), state[i], state[i + 1])
    return state


def cauchy(a, b, p):
    """½ − atan(p (b − a))/π."""
    if mp.isinf(a.value.value) or mp.isinf(b.value.value):
        return step(a, b)
    return Term(mpf(1) / 2) - jets.arctangent(p * gap(b, a)) * Term(1 / mp.pi)


def step(a, b):
    """The same at p = ∞, and where one is infinite."""
    a, b = a.value.value, b.value.value
    return mpf(1) / 2 if a == b else mpf(b < a)


def exchange(f, a, b):
    if mp.isinf(a.value.value) or mp.isinf(b.value.value):
        return (b, a) if b.value.value < a.value.value else (a, b)
    moved = gap(b, a) * f
    return a + moved, b - moved


def with_rows(f, a, b):
    """States of a value and its matrix row."""
    moved = [(y - x) * f for x, y in zip(a[1], b[1])]
    own = exchange(f, a[0], b[0])
    return (own[0], [x + m for x, m in zip(a[1], moved)]), (own[1], [y - m for y, m in zip(b[1], moved)])


def odd_even(vs, p, order):
    return network(list(vs), lambda a, b: cauchy(a, b, p), exchange)


def odd_even_matrix(vs, share):
    n = len(vs)
    start = [(v, [constant(int(i == j), n + 1) for j in range(n)]) for i, v in enumerate(vs)]
    return flat([row for _, row in network(start, lambda a, b: share(a[0], b[0]), with_rows)])


def odd_even_other(vs, p):
    """From the minimum and the maximum: each takes δ·(½ − atan(p δ)/π) of the other."""

    def pair(_, a, b):
        if mp.isinf(a) or mp.isinf(b):
            return min(a, b), max(a, b)
        d = abs(b - a)
        leak = d / 2 - d * by.atan(p * d) / mp.pi
        return min(a, b) + leak, max(a, b) - leak

    return network(list(vs), lambda a, b: None, pair)


def odd_even_matrix_other(vs, p):
    """The layers as matrices, multiplied."""
    n = len(vs)
    product = [[mpf(i == j) for j in range(n)] for i in range(n)]
    row = list(vs)
    for layer in range(n):
        matrix = [[mpf(i == j) for j in range(n)] for i in range(n)]
        for i in range(layer % 2, n - 1, 2):
            a, b = row[i], row[i + 1]
            infinite = mp.isinf(a) or mp.isinf(b)
            f = mpf(1) / 2 - by.atan(p * (b - a)) / mp.pi if not infinite else mpf(1) / 2 if a == b else mpf(b < a)
            matrix[i][i] = matrix[i + 1][i + 1] = 1 - f
            matrix[i][i + 1] = matrix[i + 1][i] = f
            row[i], row[i + 1] = (min(a, b), max(a, b)) if infinite else ((1 - f) * a + f * b, f * a + (1 - f) * b)
        product = [[sum(matrix[i][k] * product[k][j] for k in range(n)) for j in range(n)] for i in range(n)]
    return flat(product)


odd_even_sort = Sorted(
    "oddEvenSort",
    odd_even,
    odd_even_other,
    lambda vs, order: network(list(vs), step, exchange),
    smooth=True,
)
odd_even_matrices = Sorted(
    "oddEvenMatrix",
    lambda vs, p, order: odd_even_matrix(vs, lambda a, b: cauchy(a, b, p)),
    odd_even_matrix_other,
    lambda vs, order: odd_even_matrix(vs, step),
    gives=square,
    smooth=True,
)

# ---- cases


def row_cases(op, powers=(0, 1, 3, 1000, INF)):
    """What every function of a row and p gets."""
    random = Random(op.name)
    values = lambda shape: f32(shape, [random.uniform(-2, 2) for _ in range(size(shape))])
    out = lambda shape: shape[:-1] + op.gives(shape[-1]) if op.gives else shape
    row = values([4])
    add = lambda slug, vs, p, ct=None, **rest: op.case(slug, [vs, p], ct=ct, **rest)
    for p in powers:
        add(f"p{p:g}", row, f32([], [p]), sequence(out([4])), tags=["edge"] if p in (0, INF) else [], once=p != 3)
    for n in (1, 2, 5) if op.gives is None else (1, 3):
        add(f"n{n}", values([n]), f32([], [2.5]), normal(random, out([n])), once=True)
    add("ties", f32([4], [0.5, -0.25, 0.5, 1]), f32([], [2]), sequence(out([4])), tags=["ties"])
    add("all-equal", f32([3], [0.3] * 3), f32([], [2]), sequence(out([3])), tags=["ties"], once=True)
    add("ties-infinite", f32([4], [0.5, -0.25, 0.5, 1]), f32([], [INF]), sequence(out([4])), tags=["ties", "edge"], once=True)
    add("masked", f32([4], [0.5, -INF, -0.25, 1]), f32([], [2]), sequence(out([4])), tags=["edge"], once=True)
    add("all-masked", f32([2], [-INF, -INF]), f32([], [2]), sequence(out([2])), tags=["edge", "ties"], once=True)
    add("offset-1e8", f32([3], [1e8, 1e8 + 16, 1e8 + 8]), f32([], [0.125]), sequence(out([3])), note="a common offset changes no share")
    add("axis0", values([3, 2]), f32([1, 2], [2, 5]), sequence([3, 2] if op.gives is None else [2, 3, 3]), axis=0, attrs={"axis": 0}, once=True)
    add("nan", f32([2, 3], [0.5, NAN, 0.2, 0.1, 0.6, 0.3]), f32([], [2]), tags=["nan", "edge"], once=True)
    add("p-per-row", values([2, 3]), f32([2, 1], [1.5, 7]), sequence(out([2, 3])), once=True)
    add("second", values([4]), f32([], [2.5]), normal(random, out([4])), second=True)



for op in (soft_sort, soft_matrices, soft_rank, neural_sort, neural_matrices, neural_rank, odd_even_sort, odd_even_matrices):
    row_cases(op)
for op in (soft_sort, neural_sort, odd_even_sort, soft_rank, neural_rank):
    random = Random(op.name + "more")
    values = lambda shape: f32(shape, [random.uniform(-2, 2) for _ in range(size(shape))])
    op.case("rank-0", [f32([], [0.3]), f32([], [2])], ct=f32([], [2]), once=True, tags=["edge"], note="a scalar is a row of one entry")
    op.case("rank-3-axis-2", [values([2, 3, 2]), f32([], [3])], ct=normal(random, [2, 3, 2]), axis=1, attrs={"axis": -2}, once=True)
    op.case("sweep", [values([4]), f32([3, 1], [0.5, 4, 40])], ct=normal(random, [3, 4]), once=True)
    op.case("empty", [f32([0, 3], []), f32([], [2])], ct=f32([0, 3], []), tags=["empty"], once=True)
for op in (soft_sort, neural_sort, soft_rank, neural_rank):
    op.case("infinities", [f32([5], [INF, 0.25, -INF, 1, INF]), f32([], [0])], ct=sequence([5]), tags=["edge", "ties"], once=True)

# ---- functions of which a case is one row


def given(fn, slug, inputs, shape, formula, other, ct, second=False, once=True, **rest):
    """A case of formula(*lists of jets) and the same by other(*lists of mpf); both give a flat list."""
    data = [mpf(x) for t in inputs for x in t.data]
    ends_ = [sum(size(t.shape) for t in inputs[: i + 1]) for i in range(len(inputs))]
    starts = [0] + ends_[:-1]
    lists = lambda xs: [xs[a:b] for a, b in zip(starts, ends_)]
    tangents = [normal(Random(f"{fn}/{slug}/{i}"), t.shape, t.dtype) for i, t in enumerate(inputs)] if second else None
    along = [mpf(x) for t in tangents for x in t.data] if second else None
    ys = formula(*lists(variables(data, along)))
    found = [y.value.element() for y in ys]
    for i, y in enumerate(found):
        agree(f"{fn}/{slug} [{i}]", y, lambda _: other(*lists(data))[i])
    whole = dot(ys, [constant(c, len(data)) for c in ct.data])
    weighted = lambda xs: sum(mpf(c) * y for c, y in zip(ct.data, other(*lists(xs))))
    gradient = [term.element() for term in whole.partials]
    for i, g in enumerate(gradient):
        at = lambda x: weighted(data[:i] + [x] + data[i + 1 :])
        agree(f"d[{i}] {fn}/{slug}", g, lambda step: slope(at, data[i], step))
    fields = {"cotangents": [ct], "gradients": [Result(t.dtype, t.shape, g) for t, g in zip(inputs, lists(gradient))]}
    if second:
        products = [term.element() for term in whole.mixed]
        for i, g in enumerate(products):

            def moved(s, x):
                xs = [v + s * t for v, t in zip(data, along)]
                xs[i] = x + s * along[i]
                return weighted(xs)

            agree(f"dd[{i}] {fn}/{slug}", g, lambda step: second_slope(moved, mpf(0), data[i], step / 64, step))
        fields["second"] = (tangents, [Result(t.dtype, t.shape, p) for t, p in zip(inputs, lists(products))])
    add = cases.add if once else cases.twice
    add(fn, slug, inputs, [Result(promote(*[t.dtype for t in inputs]), shape, found)], **fields, **rest)


def ascending(vs):
    return sorted(range(len(vs)), key=lambda j: vs[j].value.value)


row = f32([5], [0.75, -1.5, 2.25, 0.125, 1])

# ---- softSortTopK: the last positions of softSort


def top(k):
    def formula(vs, p):
        order = ascending(vs)
        return applied(soft_matrix(vs, p[0], order), vs, order)[::-1][:k]

    return formula, lambda vs, p: times(soft_matrix_other(vs, p[0]), vs)[::-1][:k]


for k, second in ((1, False), (2, True), (5, False)):
    given("softSortTopK", f"k{k}", [row, f32([], [2])], [k], *top(k), sequence([k]), second=second, once=k != 2, attrs={"k": k})
given("softSortTopK", "offset-1e8", [f32([3], [1e8, 1e8 + 16, 1e8 + 8]), f32([], [0.125])], [2], *top(2), sequence([2]), once=False, attrs={"k": 2})

# ---- softQuantile, softMedian: between two positions of softSort


def split_level(level, n):
    at = level * (n - 1)
    return at, min(int(mp.floor(at)), max(n - 2, 0))


def between(ys, level, n, number):
    at, k = split_level(number, n)
    if n == 1:
        return ys[0] + (ys[0] - ys[0]) * level
    f = level * (n - 1) - k
    return ys[k] + (ys[k + 1] - ys[k]) * f


def quantiles(vs, q, p):
    order = ascending(vs)
    ys = applied(soft_matrix(vs, p[0], order), vs, order)
    return [between(ys, level, len(vs), level.value.value) for level in q]


def quantiles_other(base):
    """Weights of all positions, which are hats around q (n − 1): of those of `base` that are next to it."""

    def other(vs, q, p):
        ys, n = times(soft_matrix_other(vs, p[0]), vs), len(vs)
        found = []
        for level, own in zip(q, base):
            at, (_, k) = level * (n - 1), split_level(mpf(own), n)
            hats = [1 - (at - k) if i == k else at - k if i == k + 1 else 0 for i in range(n)] if n > 1 else [1]
            found.append(sum(h * y for h, y in zip(hats, ys)))
        return found

    return other


for slug, levels, second in (("several", [0.1, 0.5, 0.8125], True), ("ends", [0, 1], False), ("at-positions", [0.25, 0.75], False)):
    q = f32([len(levels)], levels)
    given("softQuantile", slug, [row, q, f32([], [2])], [len(levels)], quantiles, quantiles_other(q.data), sequence([len(levels)]), second=second, once=not second)
given("softQuantile", "number", [row, f32([], [0.3]), f32([], [5])], [], quantiles, quantiles_other(f32([], [0.3]).data), f32([], [2]))
given("softQuantile", "n1", [f32([1], [3]), f32([], [0.3]), f32([], [5])], [], quantiles, quantiles_other([0.3]), f32([], [2]))
given("softQuantile", "offset-1e8", [f32([3], [1e8, 1e8 + 16, 1e8 + 8]), f32([], [0.75]), f32([], [0.125])], [], quantiles, quantiles_other([0.75]), f32([], [1]), once=False)


def chosen(name, weight):
    """The other methods: a fixed weight between two positions."""

    def at(ys, numbers, n):
        found = []
        for level in numbers:
            h = level * (n - 1)
            k = int(mp.floor(h))
            w = weight(h - k)
            found.append(ys[k] * (1 - w) + ys[min(k + 1, n - 1)] * w)
        return found

    def formula(vs, q, p):
        order = ascending(vs)
        return at(applied(soft_matrix(vs, p[0], order), vs, order), [x.value.value for x in q], len(vs))

    def other(vs, q, p):
        return at(times(soft_matrix_other(vs, p[0]), vs), q, len(vs))

    q = f32([4], [0.1, 0.4, 0.6, 0.9])
    given("softQuantile", name, [row, q, f32([], [2])], [4], formula, other, sequence([4]), attrs={"method": name})


chosen("lower", lambda f: mpf(0))
chosen("higher", lambda f: mpf(f > 0))
chosen("nearest", lambda f: mpf(f > 0.5))
chosen("midpoint", lambda f: mpf(f > 0) / 2)

half = lambda n: [jets.constant(mpf(1) / 2, n)]
for slug, vs, second in (("n5", row, True), ("n4", f32([4], [3, -0.5, 1.25, 1]), False)):
    given("softMedian", slug, [vs, f32([], [2])], [], lambda v, p: quantiles(v, half(len(v) + 1), p),
          lambda v, p: quantiles_other([0.5])(v, [mpf(1) / 2], p), f32([], [2]), second=second, once=False)

# ---- applyPermutation: a product of matrices


SHARES = f32([2, 3], [0.5, 0.25, 0.25, 0.125, 0.75, 0.125])


def product(features, axis):
    """Of flat shares [2, 3] and data with 3 entries along the axis (0 or last)."""
    entry = (lambda data, j, f: data[j * features + f]) if axis == 0 else (lambda data, j, f: data[f * 3 + j])
    places = [(i, f) for i in range(2) for f in range(features)] if axis == 0 else [(i, f) for f in range(features) for i in range(2)]
    formula = lambda shares, data: [dot(shares[3 * i : 3 * i + 3], [entry(data, j, f) for j in range(3)]) for i, f in places]
    other = lambda shares, data: [sum(shares[3 * i + j] * entry(data, j, f) for j in reversed(range(3))) for i, f in places]
    return formula, other


random = Random("applyPermutation")
for slug, shape, out, axis, features in (("vector", [3], [2], -1, 1), ("features", [3, 2], [2, 2], 0, 2), ("batch", [2, 3], [2, 2], -1, 2)):
    given("applyPermutation", slug, [SHARES, normal(random, shape)], out, *product(features, axis), normal(random, out),
          once=slug != "features", second=slug == "features", attrs={} if axis == -1 else {"axis": axis})

# ---- standardize


def scale(vs):
    n = len(vs)
    centred = [sum((gap(v, u) for u in vs), constant(0, n)) * Term(mpf(1) / n) for v in vs]
    variance = dot(centred, centred) * Term(mpf(1) / n) + Term(mpf("1e-6"))
    inverse = jets.power(variance, mpf(-1) / 2)
    return [jets.logistic(c * inverse) for c in centred]


def scale_other(vs):
    n = len(vs)
    mu = sum(vs) / n
    variance = sum(v * v for v in vs) / n - mu * mu
    return [by.logistic((v - mu) / by.sqrt(variance + mpf("1e-6"))) for v in vs]


for slug, vs, second in (("n5", row, True), ("offset-1e8", f32([3], [1e8, 1e8 + 16, 1e8 + 8]), False), ("equal", f32([3], [0.3] * 3), False), ("n1", f32([1], [2]), False)):
    given("standardize", slug, [vs], vs.shape, scale, scale_other, sequence(vs.shape), second=second, once=slug in ("equal", "n1"))
