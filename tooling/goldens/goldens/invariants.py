"""What must hold for every generated file."""

import json

from .names import COMPOSITES, FUNCTIONS, OPERATORS, OPS
from .tensors import size

LIMIT = 2_500_000  # bytes of all files together
NUMBERS = {"NaN", "Infinity", "-Infinity", "-0"}


def check(made):
    """Problems, as lines of text."""
    problems, ids = [], set()
    for fn in OPS + OPERATORS + FUNCTIONS + COMPOSITES:
        if f"{fn}.ts" not in made:
            problems.append(f"no cases for {fn}")
    if sum(len(text.encode()) for text in made.values()) > LIMIT:
        problems.append("the files are too large together")
    for name, text in made.items():
        for line in text.splitlines():
            if not line.startswith('    {"id"'):
                continue
            case = json.loads(line.strip()[:-1])
            problems += [f"{case['id']}: {problem}" for problem in _case(case)]
            if case["id"] in ids:
                problems.append(f"{case['id']}: id is not unique")
            ids.add(case["id"])
            if f"{case['fn']}.ts" != name or not case["id"].startswith(case["fn"] + "/"):
                problems.append(f"{case['id']}: in the wrong file")
    return problems


def _case(case):
    second = case.get("second", {})
    for field in ("inputs", "outputs", "cotangents", "gradients"):
        for t in case.get(field, []):
            yield from _tensor(field, t)
    for field in ("tangents", "products"):
        for t in second.get(field, []):
            yield from _tensor(field, t)
    if ("cotangents" in case) != ("gradients" in case):
        yield "cotangents without gradients, or the reverse"
    if "cotangents" in case:
        if [t["shape"] for t in case["cotangents"]] != [t["shape"] for t in case["outputs"]]:
            yield "cotangents and outputs differ in shape"
        pairs = [("gradients", case["gradients"])] + [(f, second[f]) for f in ("tangents", "products") if second]
        for field, tensors in pairs:
            if len(tensors) != len(case["inputs"]):
                yield f"one of {field} per input expected"
            for t, x in zip(tensors, case["inputs"]):
                if (t is None) != (x["dtype"] in ("int32", "bool")):
                    yield f"{field}: null exactly for integers and bool expected"
                if t and (t["shape"] != x["shape"] or t["dtype"] != x["dtype"]):
                    yield f"{field}: shape and dtype of the input expected"


def _tensor(field, t):
    if t is None:
        return
    n = size(t["shape"])
    for key in ("data", "lo", "mag", "cond", "also"):
        if key in t and len(t[key]) != n:
            yield f"{field}: {key} has {len(t[key])} elements, shape {t['shape']}"
    for x in t["data"]:
        good = isinstance(x, bool) if t["dtype"] == "bool" else not isinstance(x, bool) and (isinstance(x, int) if t["dtype"] == "int32" else isinstance(x, (int, float)) or x in NUMBERS)
        if not good:
            yield f"{field}: {x!r} is no {t['dtype']}"
    if "lo" in t and t["dtype"] != "float64":
        yield f"{field}: lo belongs to float64"
    if any(not 0 <= i < n for i in t.get("any", [])):
        yield f"{field}: any out of range"
