"""Cases of gradual."""

from .cases import sequence
from .gradual import gradual
from .numbers import INF, NAN, float32
from .rows_common import operator_cases
from .tensors import f32

U = 2.0**-24
LEAST = 2.0**-149

# the question that started it: its gradient of the mean over all 19 · 4 outputs is .0206, .0365, .0822, .0206
sweep = [f32([4], [0.2, 0.4, 0.6, 0.8]), f32([19, 1], range(1, 20))]
gradual.case("sweep", sweep, ct=f32([19, 4], [1] * 76))
gradual.case("sweep-mean", sweep, ct=f32([19, 4], [float32(1 / 76)] * 76), once=True,
             note="the cotangent is 1/76 in float32: gradients .0206, .0365, .0822, .0206")
gradual.case("sweep-asymmetric", sweep, ct=sequence([19, 4]), once=True)

operator_cases(gradual, edge_powers=[0, 0.5, 1, 2, 3, 19, 64, 1000, 1e4, INF])

# every power on the rows where the posted formula goes wrong
powers = [0, 0.5, 1, 2, 19, 1000, INF]
for slug, row, tags in (
    ("zero-one", [0, 1], []),
    ("tied", [0.5, 0.5, 0.2], ["ties"]),
    ("one-zero", [1, 0, 0.3], []),
    ("below-one", [1 - U, 0.3], []),
    ("least", [LEAST, 0.7], ["subnormal"]),
    ("all-zero", [0, 0], ["ties"]),
    ("all-one", [1, 1, 1], ["ties"]),
    ("middle", [0.2, 0.7, 0.4], []),
):
    n = len(row)
    for p in powers:
        gradual.case(f"{slug}-p{p:g}", [f32([n], row), f32([], [p])], ct=f32([n], [1] * n), tags=["edge"] + tags)
gradual.case("zero-one-powers", [f32([2], [0, 1]), f32([7, 1], powers)], ct=sequence([7, 2]), tags=["edge"])

# small values: 1 − (1 − v)^p loses every digit of them
small = [1e-30, 1e-10, 1e-8, 1e-7, 1e-6, 1e-3]
for p in (0.5, 1, 2, 19, 1000, 1e4):
    gradual.case(f"small-p{p:g}", [f32([len(small), 1], small), f32([], [p])], ct=sequence([len(small), 1]),
                 note="rows of one entry: each is its own maximum")
near_one = [1 - U, 1 - 2 * U, 1 - 1e-5, 0.999]
for p in (0.5, 2, 1000, 1e4):
    gradual.case(f"near-one-p{p:g}", [f32([4], near_one), f32([], [p])], ct=sequence([4]))

# clamping, and NaN
gradual.case("clamped", [f32([4], [-U, 1 + 2 * U, 0.5, -3]), f32([], [0.5])], ct=sequence([4]), tags=["edge"],
             note="outside [0, 1] values are clamped and the gradient is 0")
gradual.case("clamped-all", [f32([3], [1.5, 2, -1]), f32([], [3])], ct=sequence([3]), tags=["edge", "ties"],
             note="clamped first: the first two tie at 1")
gradual.case("infinite-values", [f32([3], [INF, 0.5, -INF]), f32([], [2])], ct=sequence([3]), tags=["edge"])
gradual.case("nan", [f32([2, 3], [0.5, NAN, 0.2, 0.1, 0.6, 0.3]), f32([], [2])], tags=["nan", "edge"],
             note="NaN stays NaN, what else is in its row is unspecified, other rows are untouched")

# second order at the edges, where it is finite
for slug, row, p in (("zero-one-p2", [0, 1], 2), ("zero-one-p3", [0, 1, 0.5], 3), ("tied-p2", [0.5, 0.5, 0.2], 2), ("p1", [0.3, 0.6, 0.1], 1),
                     ("p-inf", [0.3, 0.6, 0.1], INF), ("small-p19", [1e-8, 1e-10, 1e-30], 19)):
    gradual.case(f"second-{slug}", [f32([len(row)], row), f32([], [p])], ct=sequence([len(row)]), second=True, tags=["edge"])
