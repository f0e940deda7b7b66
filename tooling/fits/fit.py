"""Shared helpers of the coefficient fits: near-minimax polynomials with float64 coefficients, TypeScript output."""

from struct import pack, unpack

from mpmath import mp, mpf, cos, pi, lu_solve, matrix

mp.dps = 60


def single(x):
    """The nearest float32."""
    return unpack("f", pack("f", x))[0]


def fit_polynomial(f, lo, hi, terms, weight=lambda u: mpf(1), rounded=None, kind=float):
    """Coefficients c with sum c[i] u^i ~ f(u) on [lo, hi], each a float64 (or a float32: kind=single), and the largest weighted error.

    Weighted least squares on Chebyshev nodes, which is within a small factor of minimax. The coefficients are
    rounded one at a time from the constant term on, and the rest is fitted again after each, so that
    later coefficients absorb the rounding of earlier ones (`rounded` = how many are treated so; default all).
    """
    lo, hi = mpf(lo), mpf(hi)
    count = 8 * terms + 1
    nodes = [(lo + hi) / 2 + (hi - lo) / 2 * cos(pi * (2 * i + 1) / (2 * count)) for i in range(count)]
    values = [f(u) for u in nodes]
    weights = [weight(u) for u in nodes]
    scale = max(abs(lo), abs(hi))
    done = []
    while len(done) < terms:
        free = range(len(done), terms)
        rows = [[w * (u / scale) ** i for i in free] for u, w in zip(nodes, weights)]
        rest = [w * (v - sum(c * u**i for i, c in enumerate(done))) for u, v, w in zip(nodes, values, weights)]
        normal = matrix(len(free), len(free))
        right = matrix(len(free), 1)
        for a in range(len(free)):
            right[a] = sum(r[a] * t for r, t in zip(rows, rest))
            for b in range(len(free)):
                normal[a, b] = sum(r[a] * r[b] for r in rows)
        solution = lu_solve(normal, right)
        done.append(mpf(kind(solution[0] / scale ** len(done))))
        if rounded is not None and len(done) >= rounded:
            done += [mpf(kind(solution[i] / scale ** (free[i]))) for i in range(1, len(free))]
    checks = [lo + (hi - lo) * mpf(i) / 400 for i in range(401)]
    error = max(weight(u) * abs(f(u) - sum(c * u**i for i, c in enumerate(done))) for u in checks)
    return [float(c) for c in done], float(error)


def typescript_array(name, doc, values):
    """A documented `export const name: Float64Array` of the values, filled to 120 columns."""
    lines, line = [], " "
    for v in values:
        item = f" {number(v)},"
        if len(line) + len(item) > 120:
            lines.append(line)
            line = " "
        line += item
    return "\n".join([f"/** {doc} */", f"export const {name}: Float64Array = new Float64Array([", *lines, line, "])"])


def number(v, kind=float):
    """Shortest decimal that reads back as v; as the same float32 (kind=single), that it is rounded to."""
    v = float(v)
    if kind is single:
        v = float(next(text for text in (f"{v:.{digits}g}" for digits in range(1, 18)) if single(float(text)) == v))
    return str(int(v)) if v == int(v) and abs(v) < 1e15 else repr(v).replace("e-0", "e-").replace("e+", "e")
