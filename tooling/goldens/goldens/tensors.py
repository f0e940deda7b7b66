"""Tensors of the generator, broadcasting, and walking along axes."""

from collections import namedtuple

from .numbers import float32, lift

Tensor = namedtuple("Tensor", "dtype shape data")

FLOATS = ("float32", "float64")
ORDER = ("bool", "int32", "float32", "float64")


def size(shape):
    n = 1
    for length in shape:
        n *= length
    return n


def tensor(dtype, shape, data):
    """An input. float32 data is rounded to float32 here, so that every input is exact."""
    data = list(data)
    assert len(data) == size(shape), (shape, data)
    if dtype == "float32":
        data = [float32(x) for x in data]
    elif dtype == "float64":
        data = [float(x) for x in data]
    return Tensor(dtype, list(shape), data)


def f32(shape, data):
    return tensor("float32", shape, data)


def i32(shape, data):
    return tensor("int32", shape, data)


def boolean(shape, data):
    return tensor("bool", shape, [bool(x) for x in data])


def is_float(t):
    return t.dtype in FLOATS


def retype(t, dtype):
    """A float tensor in another float dtype; others stay."""
    return Tensor(dtype, t.shape, t.data) if is_float(t) else t


def promote(*dtypes):
    return max(dtypes, key=ORDER.index)


def strides(shape):
    out, step = [0] * len(shape), 1
    for axis in reversed(range(len(shape))):
        out[axis] = step
        step *= shape[axis]
    return out


def indices(shape):
    """All index lists of a shape, row-major."""
    if size(shape) == 0:
        return
    index = [0] * len(shape)
    while True:
        yield index
        axis = len(shape) - 1
        while axis >= 0:
            index[axis] += 1
            if index[axis] < shape[axis]:
                break
            index[axis] = 0
            axis -= 1
        if axis < 0:
            return


def flat(index, shape):
    return sum(i * s for i, s in zip(index, strides(shape)))


def broadcast_shape(*shapes):
    rank = max(len(shape) for shape in shapes)
    out = []
    for axis in range(rank):
        lengths = {shape[axis - rank + len(shape)] for shape in shapes if axis - rank + len(shape) >= 0} - {1}
        assert len(lengths) <= 1, shapes
        out.append(lengths.pop() if lengths else 1)
    return out


def broadcast_map(shape, to):
    """For each flat index of `to` the flat index of `shape` it reads."""
    own, offset = strides(shape), len(to) - len(shape)
    return [
        sum(own[axis] * (index[axis + offset] if shape[axis] != 1 else 0) for axis in range(len(shape)))
        for index in indices(to)
    ]


def axes_of(axis, rank):
    if axis is None:
        return list(range(rank))
    listed = [axis] if isinstance(axis, int) else axis
    return sorted(a % rank for a in listed)


def rows(shape, axes):
    """Flat indices grouped into rows along `axes`, rows in the order of the remaining axes."""
    kept = [axis for axis in range(len(shape)) if axis not in axes]
    own = strides(shape)
    inner = [sum(i * own[a] for i, a in zip(index, axes)) for index in indices([shape[a] for a in axes])]
    outer = [sum(i * own[a] for i, a in zip(index, kept)) for index in indices([shape[a] for a in kept])]
    return [[base + step for step in inner] for base in outer]


def reduced(shape, axes, keep):
    return [1 if axis in axes else n for axis, n in enumerate(shape) if keep or axis not in axes]


class Result:
    """An expected tensor: elements with their magnitudes."""

    def __init__(self, dtype, shape, elements):
        self.dtype, self.shape, self.elements = dtype, list(shape), [lift(e) for e in elements]
        assert len(self.elements) == size(shape), (shape, len(self.elements))

    def typed(self, dtype):
        return Result(dtype, self.shape, self.elements)
