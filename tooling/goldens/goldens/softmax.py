"""softmax of exponents z and its derivatives, in which four operators and two composites are written."""

from mpmath import mp, mpf

from . import independent as by


def softmax(z):
    """Shifted by the maximum."""
    top = max(z)
    e = [mp.exp(x - top) for x in z]
    s = sum(e)
    return [x / s for x in e]


def other_softmax(z):
    """1 / Σ_j e^z_j / e^z_i, not shifted: exponents of mpf do not overflow."""
    e = [by.exp(x) for x in z]
    return [1 / sum(y / x for y in e) if x != 0 else mpf(0) for x in e]


def vjp(s, ct):
    """Cotangent of z: s_i (ct_i − <ct, s>), and the magnitude of its terms."""
    mean = sum(c * x for c, x in zip(ct, s))
    size = sum(abs(c) * x for c, x in zip(ct, s))
    return [x * (c - mean) for c, x in zip(ct, s)], [x * (abs(c) + size) for c, x in zip(ct, s)]


def jvp(s, tau):
    """Tangent of s for a tangent of z."""
    mean = sum(x * t for x, t in zip(s, tau))
    return [x * (t - mean) for x, t in zip(s, tau)]


def vjp_tangent(s, ct, tau, dct):
    """Tangent of vjp(s, ct) for a tangent tau of z, and the magnitude of its terms, those of the tangent of s included."""
    ds = jvp(s, tau)
    spread = sum(x * abs(t) for x, t in zip(s, tau))
    ds_size = [x * (abs(t) + spread) for x, t in zip(s, tau)]
    mean = sum(c * x for c, x in zip(ct, s))
    change = sum(c * d + dc * x for c, d, dc, x in zip(ct, ds, dct, s))
    size = sum(abs(c) * x for c, x in zip(ct, s))
    change_size = sum(abs(c) * d + abs(dc) * x for c, d, dc, x in zip(ct, ds_size, dct, s))
    g = [d * (c - mean) + x * (dc - change) for d, c, x, dc in zip(ds, ct, s, dct)]
    return g, [d * (abs(c) + size) + x * (abs(dc) + change_size) for d, c, x, dc in zip(ds_size, ct, s, dct)]


def exponent_error(s, e):
    """How the values move when exponent i is off by e_i: s_i (e_i + <s, e>)."""
    mean = sum(x * y for x, y in zip(s, e))
    return [x * (y + mean) for x, y in zip(s, e)]


def vjp_error(s, ct, e):
    """The same for vjp(s, ct)."""
    mean = sum(c * x for c, x in zip(ct, s))
    weight = sum(x * y for x, y in zip(s, e))
    spread = sum(abs(c) * x * (y + weight) for c, x, y in zip(ct, s, e))
    return [x * ((y + weight) * abs(c - mean) + spread) for c, x, y in zip(ct, s, e)]


def uniform_over(keys):
    """1/k on the k largest."""
    top = max(keys)
    ties = sum(1 for key in keys if key == top)
    return [mpf(1) / ties if key == top else mpf(0) for key in keys]
