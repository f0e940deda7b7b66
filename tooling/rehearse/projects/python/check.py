"""Checks gradual.onnx with ONNX's own checker and, where this ONNX can compute, with its own numbers. Alone: which opset it knows."""

import sys

import onnx

if len(sys.argv) < 2:
    print(onnx.defs.onnx_opset_version())
    sys.exit()

model = onnx.load(sys.argv[1])
onnx.checker.check_model(model, full_check=True)
said = f"onnx {onnx.__version__}, opset {model.opset_import[0].version}: {len(model.graph.node)} nodes pass the checker"
try:
    import numpy
    from onnx.reference import ReferenceEvaluator
except ImportError:
    print(said)
    sys.exit()

feeds = {"values": numpy.array([[0.2, 0.4, 0.6, 0.8]], numpy.float32), "p": numpy.array(3, numpy.float32)}
loss, slope, _ = ReferenceEvaluator(model).run(None, feeds)
numpy.testing.assert_allclose(loss, 0.32, rtol=1e-6)
numpy.testing.assert_allclose(slope, [[0.03, 0.12, 0.27, 0.03]], rtol=1e-5)
print(f"{said} and compute what they should")
