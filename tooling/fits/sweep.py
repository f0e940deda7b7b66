"""Large accuracy sweep and timing of the math kernels.

Runs a function over many float64 inputs in Node and compares each result with a 113-bit reference
(libquadmath, compiled on the fly), in fractional ulps of the exact value. Needs: numpy, gcc with
libquadmath, node, and an `esbuild` executable (option --esbuild).

    python3 tooling/fits/sweep.py                      # all kernels, about 2e6 points each
    python3 tooling/fits/sweep.py --host pow exp tanh  # the host's Math.* instead
    python3 tooling/fits/sweep.py --worst 20 pow       # print the 20 worst points of pow
    python3 tooling/fits/sweep.py --keep 60            # also write the 60 worst of each to hard_points.py
"""

import argparse
import json
import subprocess
import tempfile
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
INDEX = ROOT / "packages/backend-js/src/math/index.ts"

CHECKER = r"""
#include <quadmath.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
typedef __float128 q;
static q logisticq(q x) { return x >= 0 ? 1 / (1 + expq(-x)) : expq(x) / (1 + expq(x)); }
static q ref(const char *f, q x, q y) {
#define F(n) if (!strcmp(f, #n)) return n##q(x);
  F(exp) F(log) F(expm1) F(log1p) F(tanh) F(sin) F(cos) F(tan) F(atan) F(asin) F(acos) F(sinh) F(cosh) F(asinh)
  F(acosh) F(atanh) F(cbrt) F(log2) F(log10) F(exp2) F(sqrt) F(erf) F(erfc) F(logistic)
  if (!strcmp(f, "pow")) return powq(x, y);
  abort();
}
/* argv: function, binary file of (x, y, got) triples. Writes |error| in ulps as float64. */
int main(int argc, char **argv) {
  FILE *in = fopen(argv[2], "rb"), *out = fopen(argv[3], "wb");
  double r[3];
  while (fread(r, 8, 3, in) == 3) {
    q t = ref(argv[1], r[0], r[1]), limit = 0x1.fffffffffffff8p1023Q;
    double e = 0;
    if (isnanq(t) || r[2] != r[2]) e = isnanq(t) && r[2] != r[2] ? 0 : 1e300;
    else if (fabsq(t) >= limit) e = r[2] == (t > 0 ? __builtin_inf() : -__builtin_inf()) ? 0 : 1e300;
    else if (__builtin_isinf(r[2])) e = 1e300;
    else if (t == 0) e = r[2] == 0 ? 0 : 1e300;
    else {
      int x; frexpq(t, &x); x -= 1; if (x < -1022) x = -1022;
      e = (double)(fabsq((q)r[2] - t) / ldexpq(1, x - 52));
    }
    fwrite(&e, 8, 1, out);
  }
  return 0;
}
"""

DRIVER = r"""
import { readFileSync, writeFileSync } from 'node:fs'
import * as ours from './math.mjs'
const [name, host, input, output] = process.argv.slice(2)
const f = host === '1' ? Math[name] : ours[name]
const b = readFileSync(input), n = b.length / 16
const v = new Float64Array(b.buffer.slice(b.byteOffset, b.byteOffset + b.length))
const got = new Float64Array(3 * n)
for (let i = 0; i < n; i++) {
  got[3 * i] = v[2 * i], got[3 * i + 1] = v[2 * i + 1]
  got[3 * i + 2] = name === 'pow' ? f(v[2 * i], v[2 * i + 1]) : f(v[2 * i])
}
writeFileSync(output, new Uint8Array(got.buffer))
"""

TIMER = r"""
import * as ours from './math.mjs'
const n = 1 << 22, x = new Float64Array(n), y = new Float64Array(n), out = new Float64Array(n)
const ranges = JSON.parse(process.argv[2])
for (const [name, host, lo, hi] of ranges) {
  const f = host ? Math[name] : ours[name]
  if (f === undefined) continue
  let s = 1
  for (let i = 0; i < n; i++) {
    s = (s * 48271) % 2147483647
    x[i] = lo + (hi - lo) * (s / 2147483647)
    s = (s * 48271) % 2147483647
    y[i] = -8 + 16 * (s / 2147483647)
  }
  // A fresh loop per function, so that each call site sees one callee.
  const loop = new Function('f', 'x', 'y', 'out', name === 'pow'
    ? 'for (let i = 0; i < out.length; i++) out[i] = f(x[i], y[i])'
    : 'for (let i = 0; i < out.length; i++) out[i] = f(x[i])')
  let best = Infinity
  for (let k = 0; k < 5; k++) {
    const t = process.hrtime.bigint()
    loop(f, x, y, out)
    best = Math.min(best, Number(process.hrtime.bigint() - t) / n)
  }
  console.log(`${host ? 'Math.' : 'ours '}${name} on [${lo}, ${hi}]: ${best.toFixed(1)} ns`)
}
"""

rng = np.random.default_rng(20240229)
TINY, HUGE = 2.0**-1074, np.finfo(float).max


def near(v, n):
    """Doubles within a few hundred ulps of v, and geometrically approaching it."""
    steps = np.array([v]).view(np.int64) + rng.integers(-300, 300, n // 2)
    geometric = v * (1 + rng.choice([-1, 1], n // 2) * 2.0 ** rng.uniform(-52, -2, n // 2))
    return np.concatenate([steps.view(np.float64), geometric])


def logspace(lo, hi, n):
    return 2.0 ** rng.uniform(lo, hi, n)


def inputs(name, n):
    u = rng.uniform
    signed = lambda a: a * rng.choice([-1.0, 1.0], len(a))
    m = n // 8
    if name == "pow":
        x = np.concatenate([u(0, 1, 2 * m), u(0.5, 2, m), logspace(-1022, 1023, m), near(1.0, m), logspace(-1074, -1022, m)])
        room = 745 / np.maximum(np.abs(np.log(x)), 1e-17)
        y = np.where(rng.random(len(x)) < 0.5, u(-1, 1, len(x)) * room, signed(logspace(-6, 6, len(x))))
        edge_x = np.concatenate([u(0.5, 2, m // 2), logspace(-300, 300, m // 2)])
        edge_y = -u(700, 746, len(edge_x)) / np.log(edge_x) * rng.choice([1, -0.953], len(edge_x))
        return np.concatenate([x, edge_x]), np.concatenate([y, edge_y])
    everything = signed(logspace(-1074, 1023, m))
    if name in ("log", "log2", "log10", "sqrt"):
        x = np.concatenate([np.abs(everything), u(0, 1, m), u(0.5, 2, 2 * m), near(1.0, 2 * m), logspace(-1074, -1000, m), logspace(0, 60, m)])
    elif name == "log1p":
        x = np.concatenate([u(-1, 1, 2 * m), u(-0.3, 0.5, 2 * m), signed(logspace(-60, 0, m)), logspace(-20, 1023, m), -1 + logspace(-53, -1, m)])
    elif name in ("exp", "expm1", "logistic", "tanh", "sinh", "cosh"):
        x = np.concatenate([u(-1, 1, 2 * m), u(-40, 40, 2 * m), u(-746, 710, m), signed(logspace(-60, 4, m)), u(-746, -700, m), u(709, 710, m // 8), everything])
    elif name in ("erf", "erfc"):
        x = np.concatenate([u(-1, 1, 2 * m), u(-7, 7, 4 * m), signed(logspace(-60, 3, m)), everything[: m // 2], u(20, 28, m)])
    elif name in ("asin", "acos", "atanh"):
        x = np.concatenate([u(-1, 1, 6 * m), signed(logspace(-60, 0, m)), signed(1 - logspace(-53, -1, m))])
    else:
        x = np.concatenate([u(-1, 1, 2 * m), u(-10, 10, 2 * m), u(-1000, 1000, 2 * m), signed(logspace(-60, 30, m)), everything])
    return x, np.zeros(len(x))


RANGES = [("pow", 0, 1), ("pow", 0.5, 2), ("exp", -10, 10), ("log", 0, 10), ("expm1", -1, 1), ("log1p", -0.5, 1),
          ("expm1", -10, 10), ("log1p", 0, 10), ("tanh", -3, 3), ("logistic", -10, 10), ("erf", -3, 3), ("erfc", -3, 8),
          ("sin", -10, 10), ("cos", -10, 10), ("atan", -10, 10), ("sqrt", 0, 10), ("roundHalfEven", -10, 10),
          ("round", -10, 10), ("sign", -10, 10)]


def main():
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument("names", nargs="*", default=["pow", "exp", "log", "expm1", "log1p", "tanh", "logistic", "erf"])
    args.add_argument("--host", action="store_true")
    args.add_argument("--worst", type=int, default=1)
    args.add_argument("--keep", type=int, default=0)
    args.add_argument("--points", type=int, default=2_000_000)
    args.add_argument("--time", action="store_true")
    args.add_argument("--esbuild", default="esbuild")
    o = args.parse_args()
    with tempfile.TemporaryDirectory() as tmp:
        d = Path(tmp)
        (d / "check.c").write_text(CHECKER)
        subprocess.run(["gcc", "-O2", d / "check.c", "-o", d / "check", "-lquadmath", "-lm"], check=True)
        if INDEX.exists():
            subprocess.run([o.esbuild, INDEX, "--bundle", "--format=esm", f"--outfile={d}/math.mjs", "--log-level=error"], check=True)
        else:
            (d / "math.mjs").write_text("")
        (d / "driver.mjs").write_text(DRIVER)
        (d / "timer.mjs").write_text(TIMER)
        kept = {}
        for name in o.names:
            x, y = inputs(name, o.points)
            np.stack([x, y], 1).tofile(d / "in")
            subprocess.run(["node", d / "driver.mjs", name, str(int(o.host)), d / "in", d / "out"], check=True)
            subprocess.run([d / "check", name, d / "out", d / "err"], check=True)
            err = np.fromfile(d / "err")
            got = np.fromfile(d / "out").reshape(-1, 3)
            for i in np.argsort(-err)[: o.worst]:
                print(f"{name}{' (host)' if o.host else ''}: {err[i]:.4f} ulp at {got[i, 0]!r} {got[i, 1]!r} -> {got[i, 2]!r}"
                      f" ({len(err)} points)", flush=True)
            kept[name] = [tuple(map(float, got[i, : 2 if name == "pow" else 1])) for i in np.argsort(-err)[: o.keep]]
        if o.keep:
            rows = [f"    {name!r}: [\n" + "".join(f"        {p!r},\n" for p in points) + "    ],\n" for name, points in kept.items()]
            doc = '"""The worst points of the last full sweep.py --keep, for golden.py."""\n\n'
            (Path(__file__).parent / "hard_points.py").write_text(doc + "HARD = {\n" + "".join(rows) + "}\n")
        if o.time:
            jobs = [[f, h, a, b] for f, a, b in RANGES if f in o.names for h in (0, 1)]
            subprocess.run(["node", d / "timer.mjs", json.dumps(jobs)], check=True)


main()
