"""Soft ranks and sorts along an axis: pairwise comparisons and projections onto the permutahedron."""

from mpmath import mpf

from . import pairwise, permutahedron
from .cases import normal, sequence
from .numbers import INF, NAN, Random
from .rowwise import Rowwise
from .tensors import f32, size, tensor

ones = lambda vs: [1] * len(vs)
zeros = lambda vs: [0] * len(vs)
outer = lambda three: [three[0], three[2]]

soft = Rowwise(
    "softRank",
    lambda xs: pairwise.value(xs[0], ones(xs[0]), xs[1]),
    lambda xs, base: pairwise.other(xs[0], ones(xs[0]), xs[1], base[0]),
    lambda xs, ct: outer(pairwise.gradient(xs[0], ones(xs[0]), xs[1], ct)),
    lambda xs, ct, ts: outer(pairwise.hessian(xs[0], ones(xs[0]), xs[1], ct, [ts[0], zeros(xs[0]), ts[1]])),
)
weighted = Rowwise(
    "weightedSoftRank",
    lambda xs: pairwise.value(*xs),
    lambda xs, base: pairwise.other(*xs, base[0]),
    lambda xs, ct: pairwise.gradient(*xs, ct),
    lambda xs, ct, ts: pairwise.hessian(*xs, ct, ts),
)


def projection(name, kind):
    return Rowwise(
        name,
        lambda xs: permutahedron.value(kind, *xs),
        lambda xs, base: permutahedron.other(kind, *xs, base),
        lambda xs, ct: permutahedron.gradient(kind, *xs, ct),
        lambda xs, ct, ts: permutahedron.hessian(kind, *xs, ct, ts),
    )


ranks = projection("permutahedronRank", "rank")


def printed(op, values, p, digits, figures):
    """What a library prints of such a call, to so many figures after the point, is what the formula gives."""
    got = [e.value for e in op.value([[mpf(v) for v in values], [mpf(p)] * len(values)])]
    assert all(abs(a - mpf(b)) <= mpf(10) ** -figures / 2 for a, b in zip(got, digits)), (op.name, got, digits)


def rank_cases(op, sharp=4):
    """What each gets: sizes, p, dtypes, ranks and axes, nothing, ties, masks, NaN, offsets, second order. `sharp`: a p that is felt."""
    random = Random(op.name)
    values = lambda shape: f32(shape, [random.uniform(-1, 1) for _ in range(size(shape))])
    for n in (1, 2, 5, 9):
        op.case(f"n{n}", [values([n]), f32([], [sharp])], ct=normal(random, [n]), once=n in (1, 2, 9))
    op.case("p-sweep", [values([4]), f32([6, 1], [0.25, 1, 2, 7, 40, 1000])], ct=normal(random, [6, 4]))
    op.case("p-ends", [values([4]), f32([2, 1], [0, INF])], ct=sequence([2, 4]), tags=["edge"])
    op.case("p-per-row", [values([3, 4]), f32([3, 1], [1.5, 2, 19])], ct=sequence([3, 4]), once=True)
    op.case("p-float64", [values([4]), tensor("float64", [], [3.0000001])], ct=sequence([4], "float64"), once=True,
            note="float32 values with float64 p compute in float64")
    op.case("rank-0", [f32([], [0.3]), f32([], [2])], ct=f32([], [2]), once=True, tags=["edge"], note="a scalar is a row of one entry")
    op.case("axis-0", [values([4, 2]), f32([1, 2], [sharp, 1.5])], ct=sequence([4, 2]), axis=0, attrs={"axis": 0}, once=True)
    op.case("axis-1-of-3", [values([2, 4, 2]), f32([], [sharp])], ct=normal(random, [2, 4, 2]), axis=1, attrs={"axis": 1}, once=True)
    op.case("axis-3-of-4", [values([2, 3, 1, 2]), f32([2, 1, 1, 1], [1.5, sharp])], ct=sequence([2, 3, 1, 2]), axis=-3, attrs={"axis": -3}, once=True)
    op.case("empty", [f32([0, 3], []), f32([], [2])], ct=f32([0, 3], []), tags=["empty"], once=True)
    op.case("empty-row", [f32([2, 0], []), f32([], [2])], ct=f32([2, 0], []), tags=["empty"], once=True)
    op.case("ties", [f32([2, 4], [0.5, 0.25, 0.5, 0.5, 0.75, 0.125, 0.125, 0.75]), f32([4, 1, 1], [1, sharp, 1e6, INF])], ct=normal(random, [4, 2, 4]), tags=["ties", "edge"])
    op.case("masked", [f32([2, 5], [0.25, -INF, 0.75, 0.5, -INF, -INF, -INF, 1, -INF, -INF]), f32([4, 1, 1], [0, 1, sharp, INF])], ct=normal(random, [4, 2, 5]), tags=["edge"])
    op.case("all-masked", [f32([2], [-INF, -INF]), f32([], [sharp])], ct=sequence([2]), tags=["edge"], once=True)
    op.case("nan", [f32([2, 3], [0.5, NAN, 0.2, 0.1, 0.6, 0.3]), f32([], [sharp])], ct=sequence([2, 3]), tags=["nan", "edge"], once=True)
    op.case("offset-1e4", [f32([4], [10000, 10000.125, 9999.75, 9998]), f32([], [sharp])], ct=sequence([4]))
    op.case("offset-1e8", [tensor("float64", [4], [1e8, 1e8 + 0.125, 1e8 - 0.25, 1e8 - 2]), tensor("float64", [], [sharp])], ct=sequence([4], "float64"), once=True)
    op.case("offset-1e8-f32", [f32([4], [1e8, 1e8 + 8, 1e8 - 16, 1e8 - 128]), f32([], [sharp / 64])], ct=sequence([4]), once=True)
    op.case("second", [values([4]), f32([], [sharp])], ct=sequence([4]), second=True)
    op.case("second-rows", [values([2, 3]), f32([2, 1], [1.5, 7])], ct=normal(random, [2, 3]), second=True, once=True)


rank_cases(soft)
soft.case("p-per-element", [f32([2, 3], [0.1, -0.4, 0.3, 0.9, 0.2, 0.6]), f32([3], [1, 4, INF])], ct=sequence([2, 3]), tags=["edge"],
          note="of the entry whose rank is taken")
soft.case("wide", [f32([3], [3e38, -3e38, 3e38]), f32([2, 1], [1, INF])], ct=sequence([2, 3]), tags=["edge", "ties"], note="differences overflow")
soft.case("infinite", [f32([3], [INF, 1, INF]), f32([2, 1], [1, INF])], ct=sequence([2, 3]), tags=["edge", "ties"])

random = Random("weightedSoftRank")
row = f32([4], [0.3, -0.2, 0.9, 0.1])
weighted.case("counts", [row, f32([4], [1, 2, 0, 3]), f32([3, 1], [1, 10, INF])], ct=normal(random, [3, 4]), tags=["edge"],
              note="an entry of weight 2 is as two; of weight 0 as none")
weighted.case("one-weight", [row, f32([], [0.25]), f32([], [5])], ct=sequence([4]), once=True)
weighted.case("axis-0", [f32([3, 2], [0.3, -0.2, 0.9, 0.1, 0.4, 0.6]), f32([3, 1], [0.5, 2, 1]), f32([1, 2], [3, 0.5])], ct=sequence([3, 2]), axis=0, attrs={"axis": 0}, once=True)
weighted.case("masked", [f32([4], [0.25, -INF, 0.75, 0.5]), f32([4], [1, 5, 2, 0.5]), f32([], [4])], ct=sequence([4]), tags=["edge"], once=True)
weighted.case("second", [row, f32([4], [1, 2, 0.5, 3]), f32([], [4])], ct=sequence([4]), second=True)

# printed by fast-soft-sort and torchsort; p is 1 over their regularization strength
FIVE, NINE, SIX = [5, 1, 2], [8, 0, 5, 3, 2, 1, 6, 7, 9], [1, -2, 2, 3, 0.5, -1]
for row, p, digits in (
    (FIVE, 1, [3, 1, 2]),
    (FIVE, 0.5, [3, 1.25, 1.75]),
    (NINE, 1, [8, 1, 5, 4, 3, 2, 6, 7, 9]),
    (SIX, 1, [3.875, 1, 4.875, 5.875, 3.375, 2]),
    (SIX, 10, [4, 1, 5, 6, 3, 2]),
    (SIX, "0.1", [3.5417, 3.2417, 3.6417, 3.7417, 3.4917, 3.3417]),
):
    printed(ranks, row, p, digits, 4)
rank_cases(ranks)
ranks.case("printed-three", [f32([3], FIVE), f32([2, 1], [1, 0.5])], ct=sequence([2, 3]), note="fast-soft-sort and torchsort, strengths 1 and 2")
ranks.case("printed-nine", [f32([9], NINE), f32([], [1])], ct=sequence([9]), once=True, note="torchsort's README")
ranks.case("printed-six", [f32([6], SIX), f32([3, 1], [1, 10, 0.1])], ct=sequence([3, 6]), note="torchsort issue 60: wrong ranks are a strength that is too high")
ranks.case("strengths-1e-4", [f32([4], [0.3, -1.5, 0.7, 2]), f32([], [1e4])], ct=sequence([4]), note="torchsort issue 63")
