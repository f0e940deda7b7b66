"""Choices of scores p·v, v any reals with −∞ as a mask: what they have in common, and the cases that each gets."""

from mpmath import mpf

from .cases import normal, sequence
from .entmax import depths
from .numbers import INF, NAN, Random, fixed
from .tensors import f32, size, tensor

zeros = lambda n: [fixed(0)] * n
has_nan = lambda xs: any(x != x for row in xs for x in row)


def products(vs, ps):
    return [v if v == -INF else p * v for v, p in zip(vs, ps)]


def own(vs, ps):
    """What p is multiplied with in its derivative: v less the maximum where one p serves the row, as derivatives add up to 0."""
    return depths(vs) if all(p == ps[0] for p in ps) else vs


def rounding(vs, ps):
    return [mpf(0) if v == -INF else abs(p * d) for v, p, d in zip(vs, ps, own(vs, ps))]


def common_cases(op, *alpha):
    """What every operator of the family gets. `alpha`: its value, where the operator takes one."""
    random = Random(op.name)
    values = lambda shape: f32(shape, [random.uniform(-1.5, 1.5) for _ in range(size(shape))])
    case = lambda slug, v, p, **rest: op.case(slug, [v, *[f32([], [a]) for a in alpha], p], **rest)
    one = f32([], [1])
    for n in (1, 2, 5, 17):
        case(f"n{n}", values([n]), f32([], [1.25]), ct=normal(random, [n]), once=n == 2)
    case("p-sweep", f32([5], [0, 0.25, 0.5, 0.8125, 1]), f32([8, 1], [0, 0.25, 0.875, 1.5, 3, 19, 1e30, INF]), ct=normal(random, [8, 5]), tags=["edge"])
    case("p-per-row", values([3, 4]), f32([3, 1], [1.5, 0.5, 4]), ct=sequence([3, 4]), once=True)
    case("p-per-element", values([2, 3]), f32([2, 3], [1, 1.5, 2, 0.5, 0.25, 0.75]), ct=sequence([2, 3]), once=True)
    case("p-per-element-infinite", f32([2, 3], [0.2, 0.4, 0.4, -0.1, -INF, -0.3]), f32([3], [INF] * 3), ct=sequence([2, 3]), tags=["edge", "ties"], once=True)
    case("p-wider", values([3, 1]), f32([1, 4], [1, 0.5, 2, 1]), ct=sequence([3, 4]), once=True)
    case("p-float64", values([4]), tensor("float64", [], [1.3000001]), ct=sequence([4], "float64"), once=True)
    case("rank-0", f32([], [0.3]), f32([], [2]), ct=f32([], [2]), tags=["edge"], once=True)
    case("rank-2-axis0", values([3, 2]), f32([1, 2], [2, 0.75]), ct=sequence([3, 2]), axis=0, attrs={"axis": 0}, once=True)
    case("rank-3-axis1", values([2, 3, 2]), one, ct=normal(random, [2, 3, 2]), axis=1, attrs={"axis": 1}, once=True)
    case("empty", f32([0, 3], []), one, ct=f32([0, 3], []), tags=["empty"], once=True)
    case("ties", f32([3, 4], [0.5, 0.25, 0.5, 0.5, 0.75, 0.125, 0.125, 0.75, 0.25, 0.25, 0.25, 0.25]), f32([3, 1], [2, 1, 3]), ct=sequence([3, 4]), tags=["ties"])
    case("masked", f32([3], [-INF, 0, 0.5]), f32([4, 1], [0, 0.75, 3, INF]), ct=sequence([4, 3]), tags=["edge"])
    case("all-masked", f32([2, 2], [-INF, -INF, 0.25, -INF]), one, ct=sequence([2, 2]), tags=["edge"])
    case("nan", f32([2, 3], [0.5, NAN, -INF, 0.1, 0.6, 0.3]), one, ct=sequence([2, 3]), tags=["nan", "edge"])
    case("offset-1e4", f32([3], [10000, 9999.5, 0]), one, ct=sequence([3]))
    case("offset-1e8", tensor("float64", [4], [1e8, 1e8 - 0.25, 1e8 - 1.5, 1e8 + 0.125]), tensor("float64", [], [0.75]), ct=sequence([4], "float64"), once=True,
         note="entmax#30: where the maximum is not subtracted first, 1e8 − 1 rounds to 1e8")
    case("offset-1e8-f32", f32([3], [1e8, 1e8 - 8, -1e8]), f32([2, 1], [1, 0.0625]), ct=sequence([2, 3]), once=True)
    case("huge", f32([3], [3e38, 3e38, 1]), one, ct=sequence([3]), tags=["edge", "ties"], once=True)
    case("long", f32([48], [random.normal() for _ in range(48)]), f32([], [0.25]), ct=normal(random, [48]), once=True)
    case("second", values([4]), f32([], [0.75]), ct=sequence([4]), second=True)
    case("second-rows", values([2, 3]), f32([2, 1], [1.5, 0.25]), ct=normal(random, [2, 3]), second=True, once=True)
    case("second-per-element", values([3]), f32([3], [0.75, 0.5, 1]), ct=sequence([3]), second=True, once=True)
    case("second-masked", f32([4], [0.5, -INF, 0.25, 0.375]), f32([], [1.25]), ct=sequence([4]), second=True, once=True)
    case("second-n1", values([1]), f32([], [3]), ct=f32([1], [2]), second=True, once=True)
    case("second-infinite", f32([3], [0.5, 0.5, 0.25]), f32([], [INF]), ct=sequence([3]), second=True, tags=["edge", "ties"], once=True)
