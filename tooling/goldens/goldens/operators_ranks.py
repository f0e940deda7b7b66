"""Soft ranks and sorts along an axis: pairwise comparisons and projections onto the permutahedron."""

from mpmath import mpf

from . import pairwise, permutahedron, rank_scores
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
ranks_kl = projection("permutahedronRankKl", "rank kl")
sorts = projection("permutahedronSort", "sort")
sorts_kl = projection("permutahedronSortKl", "sort kl")

score = lambda name: Rowwise(
    name, *(getattr(rank_scores, f"{name}_{part}") for part in ("value", "other", "gradient", "hessian")), reduces=True
)


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
    op.case("p-per-row", [values([3, 4]), f32([3, 1], [0.375 * sharp, 0.5 * sharp, 4.75 * sharp])], ct=sequence([3, 4]), once=True)
    op.case("p-float64", [values([4]), tensor("float64", [], [3.0000001])], ct=sequence([4], "float64"), once=True,
            note="float32 values with float64 p compute in float64")
    op.case("rank-0", [f32([], [0.3]), f32([], [2])], ct=f32([], [2]), once=True, tags=["edge"], note="a scalar is a row of one entry")
    op.case("axis-0", [values([4, 2]), f32([1, 2], [sharp, 0.375 * sharp])], ct=sequence([4, 2]), axis=0, attrs={"axis": 0}, once=True)
    op.case("axis-1-of-3", [values([2, 4, 2]), f32([], [sharp])], ct=normal(random, [2, 4, 2]), axis=1, attrs={"axis": 1}, once=True)
    op.case("axis-3-of-4", [values([2, 3, 1, 2]), f32([2, 1, 1, 1], [0.375 * sharp, sharp])], ct=sequence([2, 3, 1, 2]), axis=-3, attrs={"axis": -3}, once=True)
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
    op.case("second-rows", [values([2, 3]), f32([2, 1], [0.375 * sharp, 1.75 * sharp])], ct=normal(random, [2, 3]), second=True, once=True)


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
THREE, NINE, SIX = [5, 1, 2], [8, 0, 5, 3, 2, 1, 6, 7, 9], [1, -2, 2, 3, 0.5, -1]
NINTHS = [mpf(5) / 9 + i for i in range(9)]
for op, row, p, digits in (
    (ranks, THREE, 1, [3, 1, 2]),
    (ranks, THREE, "0.5", [3, 1.25, 1.75]),
    (ranks, NINE, 1, [8, 1, 5, 4, 3, 2, 6, 7, 9]),
    (ranks, SIX, 1, [3.875, 1, 4.875, 5.875, 3.375, 2]),
    (ranks, SIX, 10, [4, 1, 5, 6, 3, 2]),
    (ranks, SIX, "0.1", [3.5417, 3.2417, 3.6417, 3.7417, 3.4917, 3.3417]),
    (sorts, THREE, 1, [1.66666667, 2.66666667, 3.66666667]),
    (sorts, THREE, 10, [1, 2, 5]),
    (sorts, NINE, 1, [0.5556 + i for i in range(9)]),
    (sorts, NINE, 10, [0, 1, 2, 3, 5, 6, 7, 8, 9]),
):
    printed(op, row, p, digits, 4)

rank_cases(ranks)
ranks.case("printed-three", [f32([3], THREE), f32([2, 1], [1, 0.5])], ct=sequence([2, 3]), note="fast-soft-sort and torchsort, strengths 1 and 2")
ranks.case("printed-nine", [f32([9], NINE), f32([], [1])], ct=sequence([9]), once=True, note="torchsort's README")
ranks.case("printed-six", [f32([6], SIX), f32([3, 1], [1, 10, 0.1])], ct=sequence([3, 6]), note="torchsort issue 60: wrong ranks are a strength that is too high")
ranks.case("gaps-of-one", [f32([2, 4], [0, 0.25, 0.5, 1, 0, 0.25, 0.5, 0.71875]), f32([2, 1], [4, 4])], ct=sequence([2, 4]),
           note="the ranks themselves while p times every gap is 1 or more; at 1 the gradient of what is pooled")

rank_cases(sorts, 0.25)
sorts.case("printed-three", [f32([3], THREE), f32([2, 1], [1, 10])], ct=sequence([2, 3]), note="fast-soft-sort and torchsort, strengths 1 and 0.1")
sorts.case("printed-nine", [f32([9], NINE), f32([], [1])], ct=f32([9], [1] + [0] * 8), note="torchsort's README: a ninth for each")
sorts.case("gaps-of-p", [f32([2, 4], [0, 0.75, 0.25, 1.25, 0, 0.75, 0.25, 1.3125]), f32([], [0.5])], ct=sequence([2, 4]),
           note="the sorted values while no gap is above p; at p the gradient of what is pooled")
sorts.case("infinite", [f32([5], [INF, 1, -INF, 3, INF]), f32([3, 1], [0, 1, INF])], ct=sequence([3, 5]), tags=["edge"], once=True)

rank_cases(ranks_kl)
ranks_kl.case("strength-1e-4", [f32([2, 4], [0.3, -1.5, 0.7, 2, 0.25, 0.5, 0.250030517578125, 0.5]), f32([], [1e4])], ct=sequence([2, 4]),
              tags=["ties"], note="torchsort issue 63: NaN, since exponentials of p·v overflow")
rank_cases(sorts_kl, 0.25)
sorts_kl.case("strength-1e-4", [f32([4], [9, -40000, 3, 20000]), f32([], [1e4])], ct=sequence([4]), note="torchsort issue 63")
sorts_kl.case("infinite", [f32([5], [INF, 1, -INF, 3, INF]), f32([3, 1], [0, 1, INF])], ct=sequence([3, 5]), tags=["edge"], once=True)

# scores of a row
spearman, ndcg = score("spearman"), score("ndcg")
TARGET = [5, 6, 7, 8, 7]
got = rank_scores.spearman_value([[mpf(v) for v in range(1, 6)], [mpf(v) for v in TARGET], [mpf(1)] * 5])[0].value
slopes = rank_scores.spearman_gradient([[mpf(v) for v in range(1, 6)], [mpf(v) for v in TARGET], [mpf(1)] * 5], [mpf(1)])[0]
assert abs(got - mpf("0.8321")) < 5e-5, got
assert all(abs(e.value - mpf(d)) < 5e-6 for e, d in zip(slopes, ["-0.05547", "0", "0.05547", "0.11094", "-0.11094"])), slopes
random = Random("spearman")
values = lambda shape: f32(shape, [random.uniform(-1, 1) for _ in range(size(shape))])
spearman.case("printed", [f32([5], range(1, 6)), f32([5], TARGET), f32([], [1])], ct=f32([], [1]), note="torchsort's README: 0.8321")
spearman.case("n8", [values([8]), values([8]), f32([], [4])], ct=f32([], [2]))
spearman.case("p-sweep", [values([5]), values([5]), f32([5, 1], [0.5, 2, 7, 40, 1000])], ct=sequence([5]))
spearman.case("p-ends", [values([4]), values([4]), f32([2, 1], [0, INF])], ct=sequence([2]), tags=["edge"], note="0 where all ranks are equal")
spearman.case("axis-0", [values([4, 2]), values([4, 1]), f32([], [3])], ct=sequence([2]), axis=0, attrs={"axis": 0}, once=True)
spearman.case("axis-1-of-3", [values([2, 3, 2]), values([2, 3, 2]), f32([2, 1, 1], [2, 5])], ct=sequence([2, 2]), axis=1, attrs={"axis": 1}, once=True)
spearman.case("constant", [f32([3], [0.5] * 3), values([3]), f32([], [2])], ct=f32([], [1]), tags=["edge", "ties"], note="no correlation with a constant: 0, not NaN")
spearman.case("one", [f32([1], [0.5]), f32([1], [2]), f32([], [2])], ct=f32([], [1]), tags=["edge"], once=True)
spearman.case("masked", [f32([5], [0.25, -INF, 0.75, 0.5, 1]), f32([5], [0.5, 0.25, 0.75, -INF, 0]), f32([], [2])], ct=f32([], [3]), tags=["edge"])
spearman.case("ties", [f32([4], [1, 2, 2, 3]), f32([4], [4, 1, 1, 2]), f32([2, 1], [0.75, INF])], ct=sequence([2]), tags=["ties", "edge"])
spearman.case("nan", [f32([2, 2], [NAN, 1, 0, 1]), f32([2], [3, 1]), f32([], [2])], ct=sequence([2]), tags=["nan", "edge"], once=True)
spearman.case("empty-batch", [f32([0, 3], []), f32([0, 3], []), f32([], [2])], ct=f32([0], []), tags=["empty"], once=True)
spearman.case("second", [values([4]), values([4]), f32([], [0.75])], ct=f32([], [2]), second=True)

random = Random("ndcg")
grades = f32([5], [3, 0, 2, 1.5, 0.5])
ndcg.case("n5", [values([5]), grades, f32([], [4])], ct=f32([], [2]))
ndcg.case("n8", [values([8]), f32([8], [3, 2, 2, 1, 0, 0, 0, 1]), f32([], [10])], ct=f32([], [1]), tags=["ties"], once=True)
ndcg.case("p-sweep", [values([5]), grades, f32([5, 1], [0.5, 2, 7, 40, 1000])], ct=sequence([5]))
ndcg.case("p-ends", [values([5]), grades, f32([2, 1], [0, INF])], ct=sequence([2]), tags=["edge"])
ndcg.case("axis-0", [values([3, 2]), f32([3, 1], [2, 0, 1]), f32([], [3])], ct=sequence([2]), axis=0, attrs={"axis": 0}, once=True)
ndcg.case("nothing-relevant", [values([2, 3]), f32([2, 3], [0, 0, 0, 0, 1, 0]), f32([], [3])], ct=sequence([2]), tags=["edge", "ties"], note="0, not NaN")
ndcg.case("masked", [f32([4], [0.25, -INF, 0.75, 0.5]), f32([4], [1, 3, 0, 2]), f32([2, 1], [3, INF])], ct=sequence([2]), tags=["edge"])
ndcg.case("tied-scores", [f32([4], [1, 2, 2, 3]), f32([4], [0, 3, 1, 2]), f32([2, 1], [2, INF])], ct=sequence([2]), tags=["ties", "edge"])
ndcg.case("nan", [f32([2, 2], [NAN, 1, 0, 1]), f32([2], [3, 1]), f32([], [2])], ct=sequence([2]), tags=["nan", "edge"], once=True)
ndcg.case("second", [values([4]), f32([4], [3, 0.25, 2, 1]), f32([], [4])], ct=f32([], [2]), second=True)
