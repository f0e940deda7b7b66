"""PyTorch in float64 as a third witness: it prints where it differs, and decides nothing."""

from .cases import cases
from .numbers import float64

TOLERANCE = 1e-11  # relative to the value or to the magnitude of its terms


def report():
    import torch

    torch.set_default_dtype(torch.float64)
    table = functions(torch)
    compared = different = 0
    for case_id, fn, inputs, attrs, outputs, cotangents, gradients in cases.programs:
        if fn not in table or case_id.endswith("-f32"):
            continue
        xs = [_load(torch, t) for t in inputs]
        for x in xs:
            if x.is_floating_point() and gradients:
                x.requires_grad_(True)
        try:
            ys = table[fn](*xs, **attrs)
        except (RuntimeError, IndexError, TypeError, ValueError) as error:
            print(f"{case_id}: torch raises {str(error).splitlines()[0][:90]}")
            continue
        ys = list(ys) if isinstance(ys, tuple) else [ys]
        compared += 1
        lines = [line for i, (y, r) in enumerate(zip(ys, outputs)) for line in _differences(f"output {i}", y.detach(), r)]
        if gradients and ys[0].requires_grad:
            ys[0].backward(_load(torch, cotangents[0]).reshape(ys[0].shape))
            for i, (x, r) in enumerate(zip(xs, gradients)):
                if r is not None and x.grad is not None:
                    lines += _differences(f"gradient {i}", x.grad, r)
        different += bool(lines)
        for line in lines[:4]:
            print(f"{case_id}: {line}")
    print(f"compared {compared} cases with torch {torch.__version__}; {different} differ")


def _load(torch, t):
    kind = {"bool": torch.bool, "int32": torch.int64}.get(t.dtype, torch.float64)
    return torch.tensor(t.data, dtype=kind).reshape(t.shape)


def _differences(what, got, result):
    if list(got.shape) != result.shape:
        return [f"{what} has shape {list(got.shape)}, expected {result.shape}"]
    lines = []
    for i, (x, e) in enumerate(zip(got.reshape(-1).tolist(), result.elements)):
        if e.any:
            continue
        accepted = [float64(v) if not isinstance(v, bool) else v for v in (e.value, *e.also)]
        scale = max(float64(e.mag or 0), float64(e.cond or 0))
        if not any(_near(x, v, scale) for v in accepted):
            lines.append(f"{what}[{i}] torch {x!r}, truth {accepted[0]!r}")
    return lines


def _near(x, v, scale):
    if x != x or v != v:
        return x != x and v != v
    return x == v or abs(x - v) <= TOLERANCE * max(abs(v), scale) or abs(x - v) < 1e-300


def functions(torch):
    """Torch's own functions, and the operators as they would be composed from them."""
    where, softmax = torch.where, torch.softmax
    axes = lambda axis, x: tuple(range(x.dim())) if axis is None else (axis,) if isinstance(axis, int) else tuple(axis)

    def reduce(f):
        return lambda x, axis=None, keepDims=False: f(x, axes(axis, x), keepDims)

    def prod(x, axis, keep):
        for a in sorted((a % x.dim() for a in axis), reverse=True):
            x = x.prod(a, keepdim=keep)
        return x

    def spread(v, p):
        return torch.broadcast_tensors(v, p)

    def gradual(v, p, axis=-1):
        v, p = spread(v, p)
        top = v.detach() if v.dim() == 0 else v.detach().amax(axis, keepdim=True)
        mask = v.detach() == top
        w = where(mask, 1 - v, v) ** p
        return where(mask, -torch.expm1(p * torch.log1p(-where(mask, v, torch.zeros_like(v)))), w)

    def rows(f):
        return lambda v, p, axis=-1: f(*spread(v, p), axis if v.dim() or p.dim() else 0)

    def logit_gain(v, p, axis):
        l = torch.logit(v)
        if l.dim() == 0 or l.shape[axis] < 2:
            return v * p**0
        t = torch.topk(l, 2, axis).values.mean(axis, keepdim=True)
        return torch.sigmoid(p * l - (p - 1) * t)

    table = {name: getattr(torch, name) for name in "neg abs sign floor ceil round exp expm1 log log1p sqrt sin cos atan tanh erf add sub mul maximum minimum pow eq ne lt le gt ge".split()}
    table.update({
        "div": torch.true_divide, "logistic": torch.sigmoid, "not": torch.logical_not, "and": torch.logical_and, "or": torch.logical_or, "where": where,
        "softplus": lambda x: torch.nn.functional.softplus(x, threshold=800.0), "matmul": torch.matmul,
        "sum": reduce(lambda x, a, k: x.sum(a, keepdim=k) if a else x), "mean": reduce(lambda x, a, k: x.double().mean(a, keepdim=k) if a else x),
        "prod": reduce(prod), "max": reduce(lambda x, a, k: x.amax(a, keepdim=k)), "min": reduce(lambda x, a, k: x.amin(a, keepdim=k)),
        "argmax": lambda x, axis=-1, keepDims=False: x.argmax(axis, keepdim=keepDims), "argmin": lambda x, axis=-1, keepDims=False: x.argmin(axis, keepdim=keepDims),
        "sort": lambda x, axis=-1, descending=False: x.sort(stable=True, dim=axis, descending=descending).values,
        "argsort": lambda x, axis=-1, descending=False: x.sort(stable=True, dim=axis, descending=descending).indices,
        "clip": lambda x, min=None, max=None: torch.clamp(x, min, max), "takeAlongAxis": lambda x, i, axis=-1: x.gather(axis, i),
        "softmax": lambda x, axis=-1: softmax(x, axis), "logSoftmax": lambda x, axis=-1: torch.log_softmax(x, axis),
        "logSumExp": lambda x, axis=-1, keepDims=False: x.logsumexp(axis, keepdim=keepDims),
        "reshape": lambda x, shape: x.reshape(shape), "transpose": lambda x, perm=None: x.permute(perm if perm is not None else list(range(x.dim()))[::-1]),
        "broadcastTo": lambda x, shape: x.expand(shape), "concat": lambda *xs, axis=-1: torch.cat(xs, axis),
        "reverse": lambda x, axis=None: x.flip(axes(axis, x)),
        "slice": lambda x, start, end: x[tuple(slice(a, b) for a, b in zip(start, end))],
        "topK": lambda x, k, axis=-1: tuple(x.topk(k, axis)),
        "cumsum": lambda x, axis=-1, exclusive=False, reverse=False: _scan(torch, torch.cumsum, x, axis, exclusive, reverse, 0.0),
        "cumprod": lambda x, axis=-1, exclusive=False, reverse=False: _scan(torch, torch.cumprod, x, axis, exclusive, reverse, 1.0),
        "gradual": gradual, "scaledSoftmax": rows(lambda v, p, a: softmax(p * v, a)),
        "powerNormalize": rows(lambda v, p, a: v**p / (v**p).sum(a, keepdim=True)),
        "softmaxBlend": rows(lambda v, p, a: v / p + (1 - 1 / p) * softmax(p * v, a)), "logitGain": rows(logit_gain),
    })
    return table


def _scan(torch, f, x, axis, exclusive, reverse, unit):
    if reverse:
        return _scan(torch, f, x.flip(axis), axis, exclusive, False, unit).flip(axis)
    if exclusive:
        first = torch.full_like(x.narrow(axis, 0, min(1, x.shape[axis])), unit)
        x = torch.cat([first, x.narrow(axis, 0, max(0, x.shape[axis] - 1))], axis)
    return f(x, axis)
