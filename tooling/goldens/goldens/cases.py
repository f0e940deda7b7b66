"""The registry of cases and their text."""

import json

from .numbers import float64, number, residue
from .tensors import FLOATS, retype, tensor


class Registry:
    """All cases, by function."""

    def __init__(self):
        self.lines = {}
        self.ids = set()
        self.programs = []  # (id, fn, inputs, attrs, outputs, cotangents, gradients) for the witness

    def add(self, fn, slug, inputs, outputs, attrs=None, cotangents=None, gradients=None, second=None, tags=(), note=None):
        case_id = f"{fn}/{slug}"
        assert case_id not in self.ids, f"duplicate case id {case_id}"
        self.ids.add(case_id)
        fields = [("id", json.dumps(case_id)), ("fn", json.dumps(fn)), ("inputs", _list(_input(t) for t in inputs))]
        if attrs:
            fields.append(("attrs", json.dumps(attrs, separators=(",", ":"))))
        fields.append(("outputs", _list(_result(r) for r in outputs)))
        if cotangents is not None:
            fields.append(("cotangents", _list(_input(t) for t in cotangents)))
            fields.append(("gradients", _list(_result(r) for r in gradients)))
        if second is not None:
            tangents, products = second
            text = f'{{"tangents":{_list(_input(t) for t in tangents)},"products":{_list(_result(r) for r in products)}}}'
            fields.append(("second", text))
        if tags:
            fields.append(("tags", json.dumps(list(dict.fromkeys(tags)), separators=(",", ":"))))
        if note:
            fields.append(("note", json.dumps(note, ensure_ascii=False)))
        self.lines.setdefault(fn, []).append("{" + ",".join(f'"{key}":{text}' for key, text in fields) + "}")
        self.programs.append((case_id, fn, inputs, attrs or {}, outputs, cotangents, gradients))

    def twice(self, fn, slug, inputs, outputs, cotangents=None, gradients=None, second=None, **rest):
        """The same case in float32 and in float64: the truth is the same, the inputs are exact in both."""
        for dtype in FLOATS:
            typed = lambda results: [r and (r.typed(dtype) if r.dtype in FLOATS else r) for r in results]
            cast = lambda tensors: [t and retype(t, dtype) for t in tensors]
            self.add(
                fn,
                f"{slug}-{'f32' if dtype == 'float32' else 'f64'}",
                cast(inputs),
                typed(outputs),
                cotangents=None if cotangents is None else cast(cotangents),
                gradients=None if gradients is None else typed(gradients),
                second=None if second is None else (cast(second[0]), typed(second[1])),
                **rest,
            )


cases = Registry()


def sequence(shape, dtype="float32"):
    """The asymmetric cotangent 1, 2, 3, …"""
    n = 1
    for length in shape:
        n *= length
    return tensor(dtype, shape, [i + 1 for i in range(n)])


def normal(random, shape, dtype="float32"):
    """A roughly normal cotangent."""
    n = 1
    for length in shape:
        n *= length
    return tensor(dtype, shape, [random.normal() for _ in range(n)])


def _list(texts):
    return "[" + ",".join("null" if text is None else text for text in texts) + "]"


def _shape(shape):
    return "[" + ",".join(str(n) for n in shape) + "]"


def _element(dtype, value):
    if dtype == "bool":
        return "true" if value else "false"
    if dtype == "int32":
        assert -(2**31) <= value < 2**31, value
        return str(int(value))
    return number(float64(value))


def _input(t):
    if t is None:
        return None
    data = ",".join(_element(t.dtype, x) for x in t.data)
    return f'{{"dtype":"{t.dtype}","shape":{_shape(t.shape)},"data":[{data}]}}'


def _brief(x):
    """lo to four digits: 1e-4 of half an ulp is fine enough to measure by."""
    return repr(float(f"{x:.3e}"))


def _short(x):
    """Magnitudes need no more than a few digits; rounded up so that they stay bounds."""
    value = float64(x)
    if value != value or value in (float("inf"), float("-inf")) or value == 0:
        return number(value)
    return number(float(f"{value * 1.005:.2e}"))


def _result(r):
    if r is None:
        return None
    data = ",".join("0" if e.any and r.dtype == "int32" else _element(r.dtype, e.value) for e in r.elements)
    parts = [f'"dtype":"{r.dtype}"', f'"shape":{_shape(r.shape)}', f'"data":[{data}]']
    if r.dtype == "float64":
        low = [residue(e.value, float64(e.value)) for e in r.elements]
        if any(low):
            parts.append(f'"lo":[{",".join("0" if x == 0 else _brief(x) for x in low)}]')
    if r.dtype in FLOATS:
        for name in ("mag", "cond"):
            if any(getattr(e, name) is not None for e in r.elements) and (name == "mag" or any(e.cond for e in r.elements)):
                values = [getattr(e, name) for e in r.elements]
                parts.append(f'"{name}":[{",".join("0" if x is None else _short(x) for x in values)}]')
    if any(e.also for e in r.elements):
        sets = ["null" if not e.also else "[" + ",".join(_element(r.dtype, x) for x in e.also) + "]" for e in r.elements]
        parts.append(f'"also":[{",".join(sets)}]')
    free = [str(i) for i, e in enumerate(r.elements) if e.any]
    if free:
        parts.append(f'"any":[{",".join(free)}]')
    return "{" + ",".join(parts) + "}"
