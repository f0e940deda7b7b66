/**
 * The text of a module as a third party may write it, which imports nothing: a backend that has four ops and computes `exp` by
 * the given expression of `x`. Exports the backend itself or, `"made"`, a function that makes it.
 */
export function adapter(exp: string, exported: "itself" | "made" = "itself"): string {
  const backend = `{
  specVersion: 1, name: "mine", fused: new Set(),
  capabilities: {
    dtypes: ["float32"], headroom: false, sync: false, subnormals: "keep", signedZero: true, nonFinite: "ieee", accuracy: "ieee",
  },
  compile(program) {
    const missing = program.equations.find(({ op }) => !(op.name in kernels))
    if (missing !== undefined) throw new Error("mine has no " + missing.op.name)
    return { run: async (inputs) => run(program, inputs), dispose() {} }
  },
  upload: (value) => value, read: (value) => value, dispose() {}, typeOf() {},
}`
  return `const made = ({ dtype, shape }, entry) => ({
  dtype, shape, data: Float32Array.from({ length: shape.reduce((n, k) => n * k, 1) }, (_, i) => entry(i)),
})
const kernels = {
  constant: (out, { value }) => value,
  exp: (out, _, a) => made(out, (i) => { const x = a.data[i]; return ${exp} }),
  mul: (out, _, a, b) => made(out, (i) => a.data[i] * b.data[i]),
  neg: (out, _, a) => made(out, (i) => -a.data[i]),
}
function run({ inputs, equations, outputs }, given) {
  const values = new Map(inputs.map((input, i) => [input, given[i]]))
  for (const { op, params, inputs: of, output } of equations)
    values.set(output, kernels[op.name](output, params, ...of.map((each) => values.get(each))))
  return outputs.map((output) => ({ ...values.get(output), data: values.get(output).data.slice() }))
}
export default ${exported === "made" ? `async () => (${backend})` : backend}
`
}
