import { GradualError } from "@gradual/core"
import { catalogue } from "@gradual/operators"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { judge } from "../src/errors.ts"
import { nearest } from "../src/suggest.ts"
import { folder, gradual } from "./terminal.ts"

const here = folder()
const write = (name: string, text: string) => writeFileSync(join(here, name), text)
mkdirSync(join(here, "folder"))
write("file", "")
write("syntax.json", `{ "schema": "gradual.cases/1", `)
write("schema.json", `{ "schema": "other/2", "cases": [] }`)
const tensor = (shape: number[], data: unknown[]) => ({ dtype: "float32", shape, data })
const cases = (one: object) => JSON.stringify({ schema: "gradual.cases/1", cases: [{ id: "a", fn: "exp", ...one }] })
write("shapes.json", cases({ inputs: [tensor([2], [1])], outputs: [tensor([1], [1])] }))
write(
  "cotangents.json",
  cases({ inputs: [tensor([1], [0])], outputs: [tensor([1], [1])], cotangents: [tensor([2], [1, 1])] }),
)
write("deep.json", "[".repeat(20_000) + "]".repeat(20_000))
write("control.json", "\u001b[31m")
write("fraction.json", cases({ inputs: [{ dtype: "int32", shape: [1], data: [0.5] }], outputs: [tensor([1], [1])] }))
write("exp.json", cases({ id: "exp/mine", inputs: [tensor([1], [0])], outputs: [tensor([1], [1])] }))
write("function.json", cases({ fn: "nothing", inputs: [], outputs: [] }))
/** A backend without the rest. */
const partial = "specVersion: 1, name: 'x', fused: new Set(), capabilities: { dtypes: [] }"
/** Modules that are no adapters: a file, its text if there is one, and what is said of it. */
const modules: readonly (readonly [path: string, text: string | undefined, why: string])[] = [
  ["missing.js", undefined, "no such file"],
  ["throws.mjs", "throw new Error('first line\\nsecond line')", "fails as it is imported: first line second line"],
  ["null.mjs", "throw null", "fails as it is imported: null"],
  ["imports.mjs", "import 'no-such-package'", "fails as it is imported: Cannot find package 'no-such-package'.*"],
  ["none.mjs", "export const backend = 1", "no default export"],
  ["makes.mjs", "export default async () => { throw new Error('no device') }", "its default export throws: no device"],
  ["number.mjs", "export default 3", "no backend: number, not an object"],
  ["nothing.mjs", "export default () => null", "no backend: null, not an object"],
  ["plain.mjs", "export default { name: 'no backend' }", "no backend: its specVersion is undefined, not 1"],
  ["partial.mjs", `export default { ${partial}, compile() {} }`, "no backend: without upload, read, dispose, typeOf"],
]
for (const [path, text] of modules) if (text !== undefined) write(path, text)

const row = ["--values", "[0.2,0.4]"]
const at3 = ["--p", "3"]
const all = Object.keys(catalogue).join(", ")

/** Arguments, and the one line on standard error: in full, or what must be in it. */
const bad: readonly (readonly [args: readonly string[], line: string | RegExp])[] = [
  // p
  [["run", "gradual", ...row], "gradual run: --p: a number in [0, ∞] expected. Received: nothing. Example: --p 3"],
  [
    ["run", "gradual", ...row, "--p", "abc"],
    "gradual run: --p: a number in [0, ∞] expected. Received: abc. Example: --p 3",
  ],
  [
    ["run", "gradual", ...row, "--p", "-1"],
    "gradual run: --p: a number in [0, ∞] expected. Received: -1. Example: --p 3",
  ],
  [
    ["run", "gradual", ...row, "--p", "NaN"],
    "gradual run: --p: a number in [0, ∞] expected. Received: NaN. Example: --p 3",
  ],
  [["run", "gradual", ...row, "--p", "-inf"], /Received: -inf\./],
  [["run", "gradual", ...row, "--p", "3 4"], /Received: 3 4\./],
  [["run", "gradual", ...row, "--p", ""], /Received: nothing\./],
  [["run", "gradual", ...row, "--p", "1e999"], /^gradual run: --p: .* Received: 1e999\./], // ∞ only by name
  [["run", "gradual", ...row, "--p", "[1e999]"], /^gradual run: --p\[0\]: .* Received: Infinity\./],
  [
    ["run", "gradual", ...row, "--p", "1e39"],
    "gradual run: --p: a number that fits in float32 expected. Received: 1e39. Try --dtype float64",
  ],
  [["run", "gradual", ...row, "--p"], "gradual run: option '--p <number>' argument missing. See gradual run --help"],
  [["run", "gradual", ...row, "--p", "--grad"], /^gradual run: --p: .* Received: --grad\./],
  [
    ["run", "gradual", ...row, "--p", '[1,"x"]'],
    'gradual run: --p[1]: a number in [0, ∞] expected. Received: "x". Example: --p 3',
  ],
  [["run", "gradual", ...row, "--p", "[[1],[-2]]"], /^gradual run: --p\[1\]\[0\]: .* Received: -2\./],
  [["run", "gradual", ...row, "--p", "[null]"], /^gradual run: --p\[0\]: .* Received: null\./],
  [["run", "gradual", ...row, "--p", "[]"], /^gradual run: --p: at least one number expected/],
  [["run", "gradual", ...row, "--p", "[1"], /^gradual run: --p: .* Received: \[1\./],
  [["run", "gradual", ...row, "--p", "[[1],[1,2]]"], /^gradual run: --p\[1\]: a list of 1 expected/],
  [
    ["run", "gradual", ...row, "--p", "[1,2,3]"],
    "gradual run: --p: shapes that broadcast expected. Received: p [3] and values [2]. Lengths must match or be 1, counted from the last axis",
  ],
  [
    ["run", "softmaxBlend", ...row, "--p", "0"],
    "gradual run: --p: a number in (0, ∞] expected. Received: 0. Example: --p 3",
  ],
  [["run", "softmaxBlend", ...row, "--p", "1e-60"], /Received: 1e-60\./], // 0 in float32
  // values
  [
    ["run", "gradual", ...at3],
    "gradual run: --values: numbers in JSON lists expected. Received: nothing. Example: --values '[0.2,0.4]'",
  ],
  [
    ["run", "gradual", ...at3, "--values", "[0.2,NaN]"],
    "gradual run: --values: finite numbers in JSON lists expected. Received: [0.2,NaN]. Example: --values '[0.2,0.4]'",
  ],
  [
    ["run", "gradual", ...at3, "--values", '[0.2,"NaN"]'],
    /^gradual run: --values\[1\]: a finite number expected\. Received: "NaN"\./,
  ],
  [["run", "gradual", ...at3, "--values", "[0.2,null]"], /^gradual run: --values\[1\]: .* Received: null\./],
  [["run", "gradual", ...at3, "--values", "[0.2,true]"], /^gradual run: --values\[1\]: .* Received: true\./],
  [["run", "gradual", ...at3, "--values", "[0.2,1e999]"], /^gradual run: --values\[1\]: .* Received: Infinity\./],
  [
    ["run", "gradual", ...at3, "--values", "[]"],
    /^gradual run: --values: at least one number expected\. Received: \[\]\./,
  ],
  [["run", "gradual", ...at3, "--values", "[[],[]]"], /^gradual run: --values: at least one number expected/],
  [["run", "gradual", ...at3, "--values", "{}"], /^gradual run: --values: .* Received: \{\}\./],
  [["run", "gradual", ...at3, "--values", "\u001b[31m\u0000\u202e"], /Received: �\[31m��\. Example/],
  [["run", "gradual", ...at3, "--values", "[0.2"], /^gradual run: --values: .* Received: \[0\.2\./],
  [
    ["run", "gradual", ...at3, "--values", "[[1,2],[3]]"],
    "gradual run: --values[1]: a list of 2 expected, as in the entries before it. Received: a list of 1. All rows must be equally long",
  ],
  [
    ["run", "gradual", ...at3, "--values", "[[1,2],3]"],
    /^gradual run: --values\[1\]: a list of 2 expected.* Received: 3\./,
  ],
  [
    ["run", "gradual", ...at3, "--values", "[1,[2]]"],
    /^gradual run: --values\[1\]: a number expected.* Received: a list of 1\./,
  ],
  [
    ["run", "gradual", ...at3, "--values", "[[1],[]]"],
    /^gradual run: --values\[1\]: a list of 1 expected.* Received: an empty list\./,
  ],
  [
    ["run", "gradual", ...at3, "--values", `${"[".repeat(5000)}1${"]".repeat(5000)}`],
    /nested at most 32 deep expected\. Received: 5000 deep/,
  ],
  [
    ["run", "gradual", ...at3, "--values", "[1e300]"],
    /that fit in float32 expected\. Received: 1e\+300\. Try --dtype float64$/,
  ],
  [
    ["run", "gradual", ...at3, "--values", "@missing.json"],
    /^gradual run: --values: a file that can be read expected\. Received: missing\.json \(ENOENT: /,
  ],
  [["run", "gradual", ...at3, "--values", "@folder"], /Received: folder \(EISDIR: /],
  [["run", "gradual", ...at3, "--values", "-"], /^gradual run: --values -: .* Received: nothing\./],
  // the rest of run
  [
    ["run", "graduall", ...row, ...at3],
    `gradual run: operator: unknown name. Received: graduall. Did you mean gradual? There are: ${all}`,
  ],
  [["run", "toString", ...row, ...at3], `gradual run: operator: unknown name. Received: toString. There are: ${all}`],
  [["run"], "gradual run: missing required argument 'operator'. See gradual run --help"],
  [["run", "gradual", "more", ...row, ...at3], /^gradual run: too many arguments .* See gradual run --help$/],
  [
    ["run", "gradual", ...row, ...at3, "--gard"],
    "gradual run: unknown option '--gard'. Did you mean --grad? See gradual run --help",
  ],
  [
    ["run", "gradual", ...row, ...at3, "--axis", "1"],
    "gradual run: --axis: an integer from -1 to 0 expected. Received: 1. Example: --axis -1",
  ],
  [["run", "gradual", ...row, ...at3, "--axis", "0.5"], /^gradual run: --axis: /],
  [
    ["run", "gradual", ...row, ...at3, "--dtype", "float16"],
    /'float16' is invalid\. Allowed choices are float32, float64\. See/,
  ],
  [
    ["run", "gradual", ...row, ...at3, "--cotangent", "[1,2,3]"],
    "gradual run: --cotangent: the shape of the result, [2], expected. Received: [3].",
  ],
  [["run", "gradual", ...row, ...at3, "--cotangent", "[1"], /^gradual run: --cotangent: .*Example: --cotangent/],
  [
    ["run", "gradual", ...row, ...at3, "--backend", "tfjs"],
    /^gradual run: --backend: unknown name\. Received: tfjs\. .*There are: js, .*; or give a \.\/module\.js$/,
  ],
  // a module for --backend
  ...modules.flatMap(([path, , why]) =>
    [
      ["run", "gradual", ...row, ...at3],
      ["conformance", "--filter", "exp/"],
    ].map((words): [string[], RegExp] => {
      const rule = "a module expected whose default export is a backend or makes one"
      return [
        [...words, "--backend", `./${path}`],
        new RegExp(`^gradual ${words[0]}: --backend: ${rule}\\. Received: \\./${path} \\(${why}\\)\\.`),
      ]
    }),
  ),
  // conformance
  [["conformance", "--cases", "syntax.json"], /^gradual conformance: syntax\.json: the file must be JSON\. Received: /],
  [
    ["conformance", "--cases", "deep.json"],
    /^gradual conformance: deep\.json: file: an object with schema and cases expected\. Received: \[\[\[/,
  ],
  [["conformance", "--cases", "control.json"], /^gradual conformance: control\.json: the file must be JSON\./],
  [
    ["conformance", "--cases", "fraction.json"],
    "gradual conformance: fraction.json: cases[0] (a).inputs[0].data[0]: an integer from -2147483648 to 2147483647 expected. Received: 0.5.",
  ],
  [
    ["conformance", "--cases", "schema.json"],
    'gradual conformance: schema.json: schema: "gradual.cases/1" expected. Received: "other/2".',
  ],
  [
    ["conformance", "--cases", "shapes.json"],
    /^gradual conformance: shapes\.json: cases\[0\] \(a\)\.inputs\[0\]\.data: 2 numbers expected/,
  ],
  [
    ["conformance", "--cases", "cotangents.json"],
    /^gradual conformance: cotangents\.json: .*\.cotangents\[0\]\.shape: /,
  ],
  [
    ["conformance", "--cases", "function.json"],
    /^gradual conformance: function\.json: .*\.fn: .* Received: "nothing"\.$/,
  ],
  [
    ["conformance", "--cases", "missing.json"],
    /^gradual conformance: --cases: a file that can be read expected\. Received: missing\.json/,
  ],
  [
    ["conformance", "--filter", "no such id"],
    /^gradual conformance: --filter: the id of a case, probe or law, or a part of one, expected\. Received: no such id\. There are ids like probe\/headroom, cumprod\/two-zeros-f64, law\/\w+\/finiteGradients$/,
  ],
  [["conformance", "--filter", "gradul/"], /Received: gradul\/\. Did you mean gradual\/\?$/],
  [["conformance", "--filter", "exp/piont-f32"], /Received: exp\/piont-f32\. Did you mean exp\/points-f32\?$/],
  [["conformance", "--filter", "hardlimit"], /Did you mean law\/gradual\/hardLimit\?$/],
  [["conformance", "--filter", "probe/log-of-zro"], /Did you mean probe\/log-of-zero\?$/],
  [
    ["conformance", "--cases", "exp.json", "--filter", "gradual/"],
    /Received: gradual\/\. There are ids like exp\/mine$/,
  ],
  [
    ["conformance", "--known-failures", "missing.json"],
    /^gradual conformance: --known-failures: a file that can be read expected\. Received: missing\.json/,
  ],
  [["conformance", "--known-failures", "syntax.json"], /^gradual conformance: syntax\.json: the file must be JSON\./],
  [
    ["conformance", "--known-failures", "schema.json"],
    'gradual conformance: schema.json: schema: "gradual.known-failures/1" expected. Received: "other/2".',
  ],
  [
    ["conformance", "--filter", "exp/", "--report", "file/deep"],
    /^gradual conformance: --report: .* Received: file\/deep \(a file is in the way\)/,
  ],
  [
    ["conformance", "--backend", "jss"],
    /^gradual conformance: --backend: unknown name\. Received: jss\. Did you mean js\?/,
  ],
  // plot
  [["plot"], "gradual plot: missing required argument 'operator'. See gradual plot --help"],
  [["plot", "gradual", "logit-gian"], /^gradual plot: operator: .* Did you mean logitGain\?/],
  [["plot", "gradual", "--p", "5..1"], /^gradual plot: --p: a range that ascends expected\. Received: 5\.\.1\./],
  [["plot", "gradual", "--p", "1..5:0"], /a range that ascends expected/],
  [
    ["plot", "gradual", "--p", "1..10000", "--values", `[${Array.from({ length: 11 }, () => 0.5).join()}]`],
    "gradual plot: --values: at most 100000 results in a panel expected. Received: 11 values at 10000 p.",
  ],
  [
    ["plot", "gradual", "--p", "1..x"],
    /^gradual plot: --p: a range a\.\.b, a\.\.b:step or a list of finite numbers expected\. Received: 1\.\.x\./,
  ],
  [["plot", "gradual", "--p", "1,inf"], /a list of finite numbers expected\. Received: 1,inf\./],
  [["plot", "gradual", "--p", "-3..2"], /^gradual plot: --p: numbers in \[0, ∞\] expected\. Received: -3\./],
  [["plot", "gradual", "softmaxBlend", "--p", "0..3"], /numbers in \(0, ∞\] expected\. Received: 0\./],
  [["plot", "gradual", "--p", "0..1e9"], /at most 10000 numbers expected/],
  [
    ["plot", "gradual", "--values", "[[1,2],[3,4]]"],
    "gradual plot: --values: one row of numbers expected. Received: shape [2,2].",
  ],
  [["plot", "gradual", "--values", "[]"], /at least one number expected/],
  [["plot", "gradual", "--set", "k=2"], "gradual plot: --set: gradual has no parameter besides p. Received: k=2."],
  [
    ["plot", "gradual", "scaledSoftmax", "--set", "k=2"],
    "gradual plot: --set: gradual, scaledSoftmax have no parameter besides p. Received: k=2.",
  ],
  [
    ["plot", "gradual", "--field", "--p", "1..5"],
    "gradual plot: --p: one number expected with --field. Received: 1..5. Example: --p 4",
  ],
  [["plot", "gradual", "--field", "--p", "inf"], /a list of finite numbers expected\. Received: inf\./],
  [["plot", "gradual", "--field", "--p", "-1"], /^gradual plot: --p: numbers in \[0, ∞\] expected\. Received: -1\./],
  [
    ["plot", "gradual", "--field", "--values", "[0.2]"],
    "gradual plot: --values: nothing expected with --field, which draws all values. Received: [0.2].",
  ],
  [
    ["plot", "gradual", "--out", "a.gif"],
    "gradual plot: --out: a file name ending in .svg or .png expected. Received: a.gif.",
  ],
  [
    ["plot", "gradual", "--out", "file/a.svg"],
    /^gradual plot: --out: a folder that can be written expected\. Received: file \(a file is in the way\)\.$/,
  ],
  // demo, operators and none of them
  [["demo", "--out", "file"], /^gradual demo: --out: a folder that can be written expected\. Received: file /],
  [["operators", "gradual"], /^gradual operators: too many arguments/],
  [["rnu", "gradual"], "gradual: unknown command 'rnu'. Did you mean run? See gradual --help"],
  [["--nope"], "gradual: unknown option '--nope'. See gradual --help"],
]

// export: further arguments after those that are right
const model = ["--shape", "4,10", "--out", "model.onnx"]
const badExports: typeof bad = [
  [["export"], /^gradual export: missing required argument 'operator'\./],
  [["export", "softmx", ...model], /^gradual export: operator: unknown name\. Received: softmx\./],
  [
    ["export", "gradual", "--out", "model.onnx"],
    "gradual export: --shape: lengths of axes, separated by commas, expected. Received: nothing. Example: --shape 4,10",
  ],
  [["export", "gradual", ...model, "--shape", "4,x"], /--shape: .* Received: 4,x\./],
  [["export", "gradual", ...model, "--shape", "4,0"], /--shape: .* Received: 4,0\./],
  [["export", "gradual", ...model, "--shape", "-4"], /--shape: .* Received: -4\./],
  [["export", "gradual", ...model, "--shape", "4,,1"], /--shape: .* Received: 4,,1\./],
  [["export", "gradual", ...model, "--shape", "99999999999"], /--shape: .* Received: 99999999999\./],
  [["export", "gradual", ...model, "--axis", "2"], /--axis: an integer from -2 to 1 expected\. Received: 2\./],
  [["export", "gradual", ...model, "--p", "-1"], /--p: a number in \[0, ∞\] expected\. Received: -1\./],
  [
    ["export", "gradual", ...model, "--p", "[1,2]"],
    /--p: shapes that broadcast expected\. Received: p \[2\] and values \[4,10\]/,
  ],
  [["export", "gradual", ...model, "--dynamic", "2"], /--dynamic: axes from -2 to 1 expected\. Received: 2\./],
  [["export", "gradual", ...model, "--dynamic", "batch"], /--dynamic: .* Received: batch\./],
  [["export", "gradual", ...model, "--dynamic", "0=a b"], /--dynamic: .* Received: 0=a b\./],
  [
    ["export", "gradual", ...model, "--dtype", "half"],
    /argument 'half' is invalid\. Allowed choices are float32, float64/,
  ],
  [["export", "gradual", ...model, "--target", "tpu"], /argument 'tpu' is invalid/],
  [["export", "gradual", ...model, "--opset", "7"], /argument '7' is invalid/],
  [
    ["export", "gradual", ...model, "--dtype", "float64", "--target", "gpu"],
    /^gradual export: onnx for GPUs: this backend has no float64\./,
  ],
  [
    ["export", "gradual", "--shape", "4"],
    "gradual export: --out: a file name ending in .onnx expected. Received: nothing. Example: --out model.onnx",
  ],
  [
    ["export", "gradual", ...model, "--out", "model.pb"],
    /--out: a file name ending in \.onnx expected\. Received: model\.pb\./,
  ],
  [
    ["export", "gradual", ...model, "--out", "file/model.onnx"],
    /--out: a folder that can be written expected\. Received: file/,
  ],
  [
    ["run", "gradual", ...row, ...at3, "--backend", "ort-node"],
    "gradual run: --backend: ort-node needs onnxruntime-node, which is not installed. Received: ort-node. Use: npm install onnxruntime-node",
  ],
]

describe("bad input is told in one line, with exit code 2 and nothing on standard output", () => {
  test.each(
    [...bad, ...badExports].map(([args, line]) => ({
      args: args.map((word) => word.slice(0, 60)).join(" "),
      words: args,
      line,
    })),
  )("gradual $args", async ({ words, line }) => {
    const { code, stdout, stderr } = await gradual(words, { cwd: here })
    if (typeof line === "string") expect(stderr).toBe(`${line}\n`)
    else expect(stderr.trimEnd()).toMatch(line)
    expect(stderr.match(/\n/g)).toHaveLength(1)
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" })
  })
})

describe("an error inside Gradual", () => {
  const broken = { stdin: new TypeError("something\nbroke") }
  const args = ["run", "gradual", "--values", "-", "--p", "3"]

  test("is one line as well, and says how to see more", async () => {
    expect(await gradual(args, broken)).toEqual({
      code: 70,
      stdout: "",
      stderr:
        "gradual run: an error inside Gradual: something broke (please report it; set GRADUAL_DEBUG=1 for the stack)\n",
    })
  })

  test("shows its stack when asked to", async () => {
    const { code, stderr } = await gradual(args, { ...broken, env: { GRADUAL_DEBUG: "1" } })
    expect(code).toBe(70)
    expect(stderr).toMatch(/\n\s+at /)
  })

  test("of its own invariants is not blamed on the caller", () => {
    expect(judge(new GradualError("INTERNAL", "core: broken."), "gradual").code).toBe(70)
    expect(judge(new GradualError("SHAPE", "core: shapes."), "gradual")).toEqual({
      code: 2,
      line: "gradual: core: shapes.",
    })
    expect(judge("a string", "gradual").line).toContain("a string")
  })
})

describe("the name that was probably meant", () => {
  const names = all.split(", ")
  test.each([
    ["graduall", "gradual"],
    ["gardual", "gradual"],
    ["Gradual", "gradual"],
    ["softmax-blend", "softmaxBlend"],
    ["scaled", "scaledSoftmax"],
    ["power_normalise", "powerNormalize"],
    ["tanh", undefined],
    ["", undefined],
  ])("%s: %s", (name, meant) => {
    expect(nearest(name, names)).toBe(meant)
  })
})
