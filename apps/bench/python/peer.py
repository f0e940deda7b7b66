"""PyTorch's side of the comparison: answers requests, a line of JSON each, until its input ends.

Numbers travel as bytes behind their line. It times itself, so that neither pipes nor JSON count.
"""

import json
import sys
import time

import torch

from formulas import FORMULAS, LOSSES


class Ready:
    """A formula with its inputs in place."""

    def __init__(self, workload, variant, loss, p, arrays):
        values, *extra = (torch.frombuffer(data, dtype=getattr(torch, dtype)).reshape(own) for dtype, own, data in arrays)
        self.values = values.requires_grad_()
        self.p, self.extra = p, extra
        self.formula = FORMULAS[workload][variant]
        self.objective = LOSSES[loss](self.formula)
        self.needed = extra if loss == "mean" else []

    def run(self):
        self.values.grad = None
        value = self.objective(self.values, self.p, *self.extra)
        value.backward()
        return value.item(), self.values.grad

    def outputs(self):
        with torch.no_grad():
            return self.formula(self.values, self.p, *self.needed)


def read_arrays(source, specs):
    return [(dtype, shape, bytearray(source.read(size))) for dtype, shape, size in specs]


def main(source, sink):
    torch.set_num_threads(1)
    prepared = {}

    def reply(answer, tensor=None):
        data = b"" if tensor is None else tensor.detach().contiguous().numpy().tobytes()
        sink.write(json.dumps({**answer, "bytes": len(data)}).encode() + b"\n" + data)
        sink.flush()

    reply({"torch": torch.__version__})
    for line in iter(source.readline, b""):
        request = json.loads(line)
        task, key = request["task"], request["id"]
        if task == "prepare":
            arrays = read_arrays(source, request.pop("arrays"))
            prepared[key] = Ready(**request["problem"], arrays=arrays)
            reply({})
        elif task == "time":
            run, calls = prepared[key].run, range(request["calls"])
            start = time.perf_counter()
            for _ in calls:
                run()
            reply({"seconds": time.perf_counter() - start})
        elif task == "run":
            value, gradient = prepared[key].run()
            reply({"value": value}, gradient)
        elif task == "outputs":
            reply({}, prepared[key].outputs())
        elif task == "drop":
            del prepared[key]
            reply({})


main(sys.stdin.buffer, sys.stdout.buffer)
