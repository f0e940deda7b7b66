"""Prints the numbers in the formulas of packages/backend-js/src/math/sigmoid.ts and erf.ts.

    python3 tooling/fits/sigmoids.py

tanh x = x + x^3 P(x^2) on |x| < 3/16; erf x = 9/8 x + x P(x^2) on |x| < 3/8.
"""

from mpmath import erf, log, mp, mpf, nint, pi, sqrt, tanh

from fit import fit_polynomial, number

mp.dps = 60


def bits(error):
    return "2^%.1f" % float(log(error, 2))


def odd_part(f):
    """u -> f(sqrt u) / sqrt u by series at 0, for the small u where the closed form divides 0 by 0."""
    return lambda u: f(sqrt(u)) / sqrt(u)


def tanh_rest(u):
    return (odd_part(tanh)(u) - 1) / u


def erf_rest(u):
    return odd_part(erf)(u) - mpf(9) / 8


tanh_poly, error = fit_polynomial(tanh_rest, mpf(10) ** -12, mpf(9) / 256, 7, lambda u: u)
print("tanh on |x| < 3/16: relative error", bits(error))
erf_poly, error = fit_polynomial(erf_rest, mpf(10) ** -12, mpf(9) / 64, 9)
print("erf on |x| < 3/8: relative error", bits(error))

for name, poly in (("sigmoid.ts, tanhRest", tanh_poly), ("erf.ts, erfRest", erf_poly)):
    for i, c in enumerate(poly):
        print(f"{name}: u^{i} * {number(c)}")
print("erf.ts: 2/sqrt(pi) in units of 2^-128 =", hex(int(nint(2 / sqrt(pi) * mpf(2) ** 128))))
