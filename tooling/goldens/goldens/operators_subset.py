"""Cases of softTopK and sigmoidTopK."""

from mpmath import mpf

from .cases import normal, sequence
from .numbers import INF, NAN, Random, fixed
from .rowwise import Rowwise
from .subset import Capped, Sigmoid, subset, value
from .tensors import f32, size, tensor

capped, sigmoid = subset("softTopK", Capped()), subset("sigmoidTopK", Sigmoid())


def printed(row, k, p, expected):
    """What the entmax package prints for `budget_bisect` and `sparsemax`, all digits of it."""
    xs = [[mpf(x) for x in row], [mpf(k)] * len(row), [mpf(p)] * len(row)]
    assert [y.value for y in value(Capped(), xs)] == expected, (row, k)
    return [f32([len(row)], row), f32([], [k]), f32([], [p])]


def subset_cases(op):
    random = Random(op.name)
    draw = lambda shape, low=-1, high=1: f32(shape, [random.uniform(low, high) for _ in range(size(shape))])
    scalar = lambda x: f32([], [x])
    # sizes, k and p
    op.case("n2", [draw([2]), scalar(1), scalar(1)], ct=normal(random, [2]), once=True)
    op.case("n5", [draw([5]), scalar(2), scalar(2)], ct=normal(random, [5]))
    op.case("n17", [draw([17]), scalar(6.5), scalar(7)], ct=normal(random, [17]), once=True)
    op.case("k-per-row", [draw([4], -2, 2), f32([6, 1], [0.125, 1, 1.75, 2, 2.5, 3.875]), scalar(1)], ct=normal(random, [6, 4]))
    op.case("p-sweep", [draw([5]), scalar(2), f32([5, 1], [0.25, 1, 3, 20, 300])], ct=normal(random, [5, 5]))
    op.case("k-and-p-per-row", [draw([3, 4]), f32([3, 1], [1, 2.5, 3]), f32([3, 1], [0.5, 2, 8])], ct=normal(random, [3, 4]), once=True)
    op.case("p-per-element", [draw([4], 0.25, 1), scalar(2), f32([4], [1, 1.5, 2, 3])], ct=normal(random, [4]))
    op.case("axis0", [draw([4, 2]), scalar(1.5), f32([1, 2], [1, 2])], ct=normal(random, [4, 2]), axis=0, attrs={"axis": 0}, once=True)
    op.case("rank-3-axis-2", [draw([2, 3, 2]), scalar(2), scalar(2)], ct=normal(random, [2, 3, 2]), axis=1, attrs={"axis": -2}, once=True)
    op.case("k-wider", [draw([3]), f32([2, 1, 1], [1, 2]), f32([2, 1], [1, 3])], ct=normal(random, [2, 2, 3]), once=True)
    op.case("empty", [f32([0, 3], []), scalar(2), scalar(1)], ct=f32([0, 3], []), tags=["empty"], once=True)
    # ties, limits and masks
    op.case("ties", [f32([5], [0.5, 0.25, 0.5, 0.5, 0.75]), scalar(2.25), scalar(2)], ct=sequence([5]), tags=["ties"])
    op.case("all-equal", [f32([4], [3] * 4), f32([2, 1], [1, 2.5]), scalar(7)], ct=sequence([2, 4]), tags=["ties"], once=True)
    op.case("all-and-none", [f32([3], [1, 2, 3]), f32([2, 1], [0, 3]), scalar(2)], ct=sequence([2, 3]), tags=["edge"])
    op.case("beyond", [f32([3], [1, 2, 3]), f32([2, 1], [-0.5, 3.5]), scalar(2)], ct=sequence([2, 3]), tags=["edge"], once=True,
            note="a k that only the program knows is clamped to [0, n]")
    op.case("p0", [f32([4], [1, 2, 3, -5]), scalar(1.5), scalar(0)], ct=sequence([4]), tags=["edge"])
    op.case("p-infinite", [f32([4], [3, 1, 2, 1.5]), f32([3, 1], [1, 2.25, 3]), scalar(INF)], ct=sequence([3, 4]), tags=["edge"])
    op.case("p-infinite-ties", [f32([5], [2, 3, 2, 2, 1]), f32([2, 1], [2, 3.25]), scalar(INF)], ct=sequence([2, 5]), tags=["edge", "ties"], once=True)
    op.case("masked", [f32([2, 5], [-INF, 1, 2, -INF, 2.5, 0, -INF, -INF, 1, 0.5]), f32([2, 1], [2, 1.5]), scalar(0.75)], ct=sequence([2, 5]), tags=["edge"])
    op.case("masked-p0", [f32([4], [-INF, 1, 2, 3]), scalar(1.5), scalar(0)], ct=sequence([4]), tags=["edge"], once=True)
    op.case("masked-few", [f32([2, 3], [-INF, 1, -INF, -INF, -INF, -INF]), scalar(2), scalar(1)], ct=sequence([2, 3]), tags=["edge"],
            note="no more than what is not masked")
    op.case("nan", [f32([2, 3], [0.5, NAN, 0.2, 0.1, 0.6, 0.3]), scalar(2), scalar(2)], tags=["nan", "edge"], once=True)
    # offsets and scales
    op.case("offset-1e4", [f32([4], [10000, 10000.5, 9999.75, 10000.25]), scalar(2), scalar(1.5)], ct=sequence([4]), note="a common offset cancels")
    op.case("offset-1e8", [f32([4], [1e8, 1e8 + 8, 1e8 - 8, 1e8 + 16]), scalar(1.75), scalar(0.0625)], ct=sequence([4]), note="a common offset cancels")
    op.case("spread", [f32([5], [-1e30, 0.25, 0.5, 1e30, 0]), scalar(2), scalar(1)], ct=sequence([5]), note="what is far away costs no digits of what is near")
    op.case("float64", [tensor("float64", [4], [0.1, 0.7, 0.3, 0.55]), tensor("float64", [], [2.1]), tensor("float64", [], [1.7])], ct=sequence([4], "float64"), once=True)
    op.case("steep", [f32([4], [0.3, 0.8, 0.5, 0.1]), scalar(2.25), scalar(1e4)], ct=sequence([4]))
    # second order
    op.case("second", [f32([5], [0.1, 0.8, 0.45, -0.3, 1.2]), scalar(2), scalar(1.5)], ct=normal(random, [5]), second=True)
    op.case("second-rows", [draw([2, 4]), f32([2, 1], [1.25, 2.5]), f32([2, 1], [1, 0.5])], ct=normal(random, [2, 4]), second=True, once=True)
    op.case("second-per-element", [f32([3], [0.3, 0.5, 0.4]), scalar(1.5), f32([3], [1, 2, 1.5])], ct=sequence([3]), second=True, once=True)
    op.case("second-masked", [f32([4], [0.3, -INF, 0.5, -0.25]), scalar(1.5), scalar(1)], ct=sequence([4]), second=True, once=True)



for op in (capped, sigmoid):
    subset_cases(op)
capped.case("entmax-budget-2", printed([-2, 0, 0.5], 2, 1, [0, 1, 1]), ct=sequence([3]), tags=["edge"])
capped.case("entmax-budget-tests", printed([0, 0.25, 0.5, 0.75, 1], 2, 1, [0, 0.125, 0.375, 0.625, 0.875]), ct=sequence([5]))
capped.case("entmax-budget-scaled", printed([0, 0.25, 0.5, 0.75, 1], 3, 2, [0, 0.25, 0.75, 1, 1]), ct=sequence([5]))
capped.case("sparsemax", printed([-2, 0, 0.5], 1, 1, [0, 0.25, 0.75]), ct=sequence([3]), note="k = 1 is sparsemax")

# ---- the hard k largest


def first_of(vs, k):
    """Of equal entries the first lead; a fraction of k goes to the entry after ⌊k⌋."""
    open_ = sum(1 for v in vs if v != -INF)
    k = min(max(k, mpf(0)), mpf(open_))
    order = sorted(range(len(vs)), key=lambda i: (-vs[i], i))
    return [max(mpf(0), min(mpf(1), k - order.index(i))) for i in range(len(vs))]


def k_hot(xs, ties):
    vs, k = xs[0], sum(xs[1]) / len(xs[0])
    if any(v != v for v in vs):
        return [fixed(NAN)] * len(vs)
    if ties == "first":
        return [fixed(y) for y in first_of(vs, k)]
    return value(Capped(), [vs, xs[1], [INF] * len(vs)])


def hard_top_k(ties):
    zeros = lambda xs, ct: [[fixed(mpf(0))] * len(xs[0])] * 2
    return Rowwise("hardTopK", lambda xs: k_hot(xs, ties), lambda xs, base: [mpf(0)] * len(xs[0]), zeros)


def through(ties):
    soft = subset("straightThroughTopK", Sigmoid())
    soft.value = lambda xs: k_hot(xs, ties)
    return soft


for ties in ("first", "share"):
    attrs, suffix = ({"ties": "share"}, "-share") if ties == "share" else (None, "")
    hard_op, through_op = hard_top_k(ties), through(ties)
    for slug, row, k, tags in (
        ("row", [0.25, 0.75, 0.5, -1], 2, []),
        ("tied", [0.5, 0.75, 0.5, 0.5, 0.25], 2, ["ties"]),
        ("fraction", [0.5, 0.75, 0.5, 0.25], 1.5, ["ties"]),
        ("masked", [-INF, 1, -INF, 3, 2], 2, ["edge"]),
        ("masked-few", [-INF, 1, -INF], 2, ["edge"]),
        ("all", [3, 1, 2], 3, ["edge"]),
        ("none", [3, 1, 2], 0, ["edge"]),
    ):
        n, once = len(row), ties == "share" or slug not in ("row", "tied")
        hard_op.case(slug + suffix, [f32([n], row), f32([], [k])], ct=sequence([n]), attrs=attrs, tags=tags, once=once)
        through_op.case(slug + suffix, [f32([n], row), f32([], [k]), f32([], [2])], ct=sequence([n]), attrs=attrs, tags=tags, once=once)

hard_op, through_op = hard_top_k("first"), through("first")
hard_op.case("k-per-row", [f32([4], [0.25, 0.75, 0.5, -1]), f32([3, 1], [1, 2, 3])], ct=sequence([3, 4]), once=True)
hard_op.case("axis0", [f32([3, 2], [1, 5, 3, 5, 2, 4]), f32([1, 2], [1, 2])], ct=sequence([3, 2]), axis=0, attrs={"axis": 0}, once=True)
hard_op.case("nan", [f32([2, 3], [0.5, NAN, 0.2, 0.1, 0.6, 0.3]), f32([], [2])], tags=["nan", "edge"], once=True)
through_op.case("rows", [f32([2, 3], [1, 2, 3, 6, 5, 4]), f32([2, 1], [1, 2]), f32([2, 1], [0.5, 2])], ct=sequence([2, 3]), once=True)
through_op.case("p-infinite", [f32([3], [1, 2, 3]), f32([], [2]), f32([], [INF])], ct=sequence([3]), tags=["edge"], once=True)
through_op.case("offset-1e8", [f32([4], [1e8, 1e8 + 8, 1e8 - 8, 1e8 + 16]), f32([], [2]), f32([], [0.0625])], ct=sequence([4]), note="a common offset cancels")
through_op.case("second", [f32([4], [0.3, 0.8, 0.5, -0.25]), f32([], [2]), f32([], [1.5])], ct=sequence([4]), second=True)
