"""Second formulas of the elementary functions, written from their definitions: nothing here calls the mpmath function it confirms."""

from functools import lru_cache, wraps

from mpmath import mp, mpf


def remembered(f):
    """A difference quotient moves one entry of a row at a time: the others are asked for again."""
    table = lru_cache(maxsize=2000)(lambda bits, precision: f(mp.make_mpf(bits)))
    return wraps(f)(lambda x: table(mpf(x)._mpf_, mp.prec))


def _series(term, step):
    """term + term·step(1) + … until it no longer matters."""
    total, n = term, 1
    while True:
        term = term * step(n)
        total += term
        if abs(term) <= abs(total) * mp.eps or term == 0:
            return total
        n += 1


@remembered
def exp(x):
    """Taylor series at x / 2^k, squared k times."""
    if x == -mp.inf:
        return mpf(0)
    with mp.extradps(20):
        k = max(0, int(mp.ceil(mp.log(abs(x), 2))) + 8) if x != 0 else 0
        r = x / mpf(2) ** k
        y = _series(mpf(1), lambda n: r / n)
        for _ in range(k):
            y *= y
    return +y


def expm1(x):
    """2 e^(x/2) sinh(x/2); the sinh by its own series near 0."""
    h = x / 2
    sinh = _series(h, lambda n: h * h / ((2 * n) * (2 * n + 1))) if abs(h) < 1 else (exp(h) - exp(-h)) / 2
    return 2 * exp(h) * sinh


def log1p(x):
    """2 artanh(x / (2 + x)); artanh by its series after argument reduction."""
    return _log_ratio(2 + x, x, 1 + x)


@remembered
def log(x):
    return _log_ratio(x + 1, x - 1, x)


def _log_ratio(sum_, difference, x):
    """ln x with x = (sum + difference) / (sum − difference)."""
    if abs(difference / sum_) < mpf(1) / 4:
        z = difference / sum_
        power, total, n = z, z, 1
        while power != 0:
            power *= z * z
            n += 2
            total += power / n
            if abs(power) < abs(total) * mp.eps:
                break
        return 2 * total
    # Newton on e^y = x, starting from the float logarithm of mantissa and exponent
    sign, man, e, bc = x._mpf_
    fraction = mpf((0, man, -bc, bc))  # in [1/2, 1)
    with mp.extradps(10):
        y = mpf(_float_log(float(fraction)))
        for _ in range(1, 12):
            correction = 2 * (fraction - exp(y)) / (fraction + exp(y))
            y += correction
            if abs(correction) < mp.eps:
                break
        y += (e + bc) * ln2()
    return +y


def _float_log(x):
    import math

    return math.log(x)


def ln2():
    return _ln2(mpf(1))


@remembered
def _ln2(one):
    """18 artanh(1/26) − 2 artanh(1/4801) + 8 artanh(1/8749)."""
    artanh = lambda n: _artanh_inverse(n)
    return 18 * artanh(26) - 2 * artanh(4801) + 8 * artanh(8749)


def _artanh_inverse(n):
    power, total, k = mpf(1) / n, mpf(1) / n, 1
    while True:
        power /= n * n
        k += 2
        total += power / k
        if power < mp.eps * total:
            return total


def sqrt(x):
    """Newton's iteration."""
    if x == 0:
        return mpf(0)
    sign, man, e, bc = x._mpf_
    y = mpf(2) ** ((e + bc) // 2)
    for _ in range(30):
        y = (y + x / y) / 2
    return y


def sin(x):
    with mp.extradps(int(abs(x)) // 2 + 10):
        y = _series(x, lambda n: -x * x / ((2 * n) * (2 * n + 1))) if x != 0 else mpf(0)
    return +y


def cos(x):
    with mp.extradps(int(abs(x)) // 2 + 10):
        y = _series(mpf(1), lambda n: -x * x / ((2 * n - 1) * (2 * n)))
    return +y


def atan(x):
    """Euler's series x/(1+x²) Σ …; large arguments by π/2 − atan(1/x)."""
    if abs(x) > 1:
        half_pi = mp.pi / 2
        return (half_pi if x > 0 else -half_pi) - atan(1 / x)
    if x == 0:
        return x
    u = x * x / (1 + x * x)
    return _series(x / (1 + x * x), lambda n: 2 * n * u / (2 * n + 1))


def tanh(x):
    e = expm1(2 * x)
    return e / (e + 2)


def logistic(x):
    """(1 + tanh(x/2)) / 2 has cancellation at large −x; e^x/(1+e^x) has not."""
    e = exp(x)
    return e / (1 + e)


def erf(x):
    """2/√π e^(−x²) Σ 2ⁿ x^(2n+1)/(2n+1)!!: positive terms."""
    if x == 0:
        return x
    s = _series(x, lambda n: 2 * x * x / (2 * n + 1))
    return 2 / sqrt(mp.pi) * exp(-x * x) * s


def power(x, p):
    """x^p for real x: whole p by multiplication, else e^(p ln x)."""
    if p == int(p) and abs(p) < 4096 and x != 0:
        y = mpf(1)
        for bit in bin(abs(int(p)))[2:]:
            y = y * y * (x if bit == "1" else 1)
        return y if p >= 0 else 1 / y
    if x == 0:
        return mpf(0) if p > 0 else mpf(1) if p == 0 else mp.inf
    return exp(p * log(x))
