"""Checks ONNX models with ONNX's own checker: `check.py` prints the opset it knows, `check.py FILE` checks the models in it.

The file holds a JSON list of { "id", "model" (base64) }. Prints a JSON list of "id: what is wrong".
"""

import base64
import json
import sys

import onnx


def wrong(data):
    model = onnx.load_from_string(data)
    onnx.checker.check_model(model, full_check=True)
    # what shape inference finds must be what the model declares
    inferred = onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True, data_prop=True)
    for declared, found in zip(model.graph.output, inferred.graph.output):
        if declared.type != found.type:
            return f"{declared.name} is declared {declared.type} and found {found.type}"
    unnamed = [node.op_type for node in model.graph.node if not node.name]
    if unnamed or len({node.name for node in model.graph.node}) < len(model.graph.node):
        return f"nodes without a name of their own: {unnamed}"


if len(sys.argv) < 2:
    print(onnx.defs.onnx_opset_version())
else:
    problems = []
    with open(sys.argv[1]) as file:
        for entry in json.load(file):
            try:
                problem = wrong(base64.b64decode(entry["model"]))
            except Exception as error:
                problem = str(error)
            if problem:
                problems.append(f"{entry['id']}: {problem}")
    print(json.dumps(problems))
