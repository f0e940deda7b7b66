"""Cases that every operator (values, p) gets: ranks, axes, shapes of p, sizes, ties, second order."""

from .cases import normal, sequence
from .numbers import INF, Random
from .tensors import f32, size, tensor


def distinct(random, shape, low=0.05, high=0.95):
    return f32(shape, [random.uniform(low, high) for _ in range(size(shape))])


def operator_cases(op, edge_powers, least_power=0.0, low=0.05, high=0.95):
    random = Random(op.name)
    values = lambda shape: distinct(random, shape, low, high)
    finite = [p for p in edge_powers if p >= least_power]

    # sizes of a row
    for n in (1, 2, 3, 5, 17):
        op.case(f"n{n}", [values([n]), f32([], [2.5])], ct=normal(random, [n]), once=n in (2, 3))
    # p
    row = values([5])
    for p in finite:
        op.case(f"p{p:g}", [row, f32([], [p])], ct=sequence([5]), tags=["edge"] if p in (0, INF) else [], once=p in (0, 3, 64))
    op.case("p-sweep", [values([4]), f32([5, 1], [1.25, 1.5, 3, 7, 40])], ct=normal(random, [5, 4]))
    op.case("p-per-row", [values([3, 4]), f32([3, 1], [1.5, 2, 19])], ct=sequence([3, 4]))
    op.case("p-per-element", [values([2, 3]), f32([2, 3], [1, 1.5, 2, 3, 5, 9])], ct=sequence([2, 3]))
    op.case("p-one-element", [values([2, 3]), f32([1], [3])], ct=normal(random, [2, 3]), once=True)
    op.case("p-wider", [values([3, 1]), f32([1, 4], [1, 2, 3, 4])], ct=sequence([3, 4]), tags=["ties"], once=True,
            note="values broadcast along the axis: every entry of a row ties")
    op.case("p-float64", [values([4]), tensor("float64", [], [3.0000001])], ct=sequence([4], "float64"), once=True,
            note="float32 values with float64 p compute in float64")
    op.case("values-float64", [tensor("float64", [4], [0.1, 0.7, 0.3, 0.55]), tensor("float64", [], [1.7])], ct=sequence([4], "float64"), once=True)
    # ranks and axes
    op.case("rank-0", [f32([], [0.3]), f32([], [2])], ct=f32([], [2]), once=True, tags=["edge"], note="a scalar is a row of one entry")
    op.case("rank-0-values", [f32([], [0.3]), f32([3], [1, 2, 3])], ct=sequence([3]), tags=["edge", "ties"], once=True)
    for axis in (0, 1, -1):
        op.case(f"rank-2-axis{axis}", [values([3, 2]), f32([], [2])], ct=sequence([3, 2]), axis=axis, attrs={"axis": axis}, once=True)
    op.case("rank-2-axis0-p-row", [values([3, 2]), f32([1, 2], [2, 1.5])], ct=sequence([3, 2]), axis=0, attrs={"axis": 0}, once=True)
    for axis in (0, 1, 2):
        op.case(f"rank-3-axis{axis}", [values([2, 3, 2]), f32([], [3])], ct=normal(random, [2, 3, 2]), axis=axis, attrs={"axis": axis}, once=True)
    op.case("rank-4-axis-3", [values([2, 2, 1, 2]), f32([2, 1, 1, 1], [1.5, 4])], ct=sequence([2, 2, 1, 2]), axis=-3, attrs={"axis": -3}, once=True)
    op.case("size-1-axis", [values([3, 1]), f32([], [2])], ct=sequence([3, 1]), once=True)
    # nothing
    op.case("empty", [f32([0, 3], []), f32([], [2])], ct=f32([0, 3], []), tags=["empty"], once=True)
    op.case("empty-batch", [f32([2, 0, 3], []), f32([2, 1, 1], [1, 2])], ct=f32([2, 0, 3], []), tags=["empty"], once=True)
    # ties
    op.case("ties", [f32([2, 4], [0.5, 0.25, 0.5, 0.5, 0.75, 0.125, 0.125, 0.75]), f32([2, 1], [2, 3])], ct=sequence([2, 4]), tags=["ties"])
    op.case("all-equal", [f32([3], [0.3] * 3), f32([], [2])], ct=sequence([3]), tags=["ties"])
    # second order
    op.case("second", [values([4]), f32([], [2.5])], ct=sequence([4]), second=True)
    op.case("second-rows", [values([2, 3]), f32([2, 1], [1.5, 7])], ct=normal(random, [2, 3]), second=True)
    op.case("second-per-element", [values([3]), f32([3], [1.5, 2, 4])], ct=sequence([3]), second=True)
    op.case("second-n1", [values([1]), f32([], [3])], ct=f32([1], [2]), second=True)
