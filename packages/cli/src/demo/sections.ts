import { choose, gradual, type Law, type Operator, scaledSoftmax } from "@gradual/operators"
import type { AnyBackend } from "../backends.ts"
import { colorsFor, type Io, widthOf } from "../io.ts"
import { lawTable } from "../text/laws.ts"
import { table, wrap } from "../text/table.ts"
import { digits, losses, rightDigits } from "./precision.ts"
import { gradientValues, hardChoice, meanGradient, posted, results, sharpnesses, values } from "./question.ts"

const fixed = (x: number): string => x.toFixed(4)
const list = (numbers: readonly number[]): string => `[${numbers.map(fixed).join(", ")}]`
const indented = (lines: readonly string[]): string[] => lines.map((line) => (line === "" ? "" : `  ${line}`))

/** Text in paragraphs, as wide as the terminal and no wider than reads well. */
export function prose(io: Io, ...paragraphs: readonly string[]): string[] {
  return paragraphs.flatMap((text) => [...wrap(text, Math.min(100, widthOf(io.stdout))), ""])
}

/** A section's title. */
export function heading(io: Io, text: string): string[] {
  const colors = colorsFor(io.stdout, io.env)
  return [colors.bold(colors.cyan(text)), ""]
}

/** The question, and the tables that answer it. */
export async function tables(io: Io, backend: AnyBackend): Promise<string[]> {
  const colors = colorsFor(io.stdout, io.env)
  const header = [colors.dim("values"), ...values.map((value) => colors.dim(fixed(value)))]
  const titled = async (title: string, operator: Operator) => {
    const rows = await results(backend, operator, values, sharpnesses)
    return [
      colors.bold(title),
      ...table([header, ...rows.map((row, i) => [`p = ${sharpnesses[i]}`, ...row.map(fixed)])]),
    ]
  }
  return [
    ...prose(
      io,
      "From values in [0, 1], get their argmax in a differentiable way: the values themselves at p = 1, and the one-hot of their maximum as p grows.",
    ),
    ...indented(await titled("gradual(v, p) = 1 − (1 − v)^p where v = max v, else v^p", gradual)),
    "",
    ...indented(await titled("softmax(p·v), the usual answer: sums to one, and is never the values", scaledSoftmax)),
    "",
  ]
}

/** Whether where and argmax can be differentiated. */
export async function gradients(io: Io, backend: AnyBackend): Promise<string[]> {
  const ours = await meanGradient(backend, gradual)
  const literal = await meanGradient(backend, posted)
  const hard = await hardChoice(backend, gradientValues)
  return [
    ...prose(
      io,
      "Does where break the gradient? No. It passes each entry's gradient to the branch that was taken; the comparison that chooses gets none. The gradient of the mean over p = 1 … 19, differentiated as posted and by gradual's own rule:",
    ),
    ...indented(
      table(
        [
          ["values", list(gradientValues)],
          ["as posted", list(literal)],
          ["gradual", list(ours)],
        ],
        ["left", "left"],
      ),
    ),
    "",
    ...prose(
      io,
      "Is argmax differentiable? No. Its result jumps where the maximum changes hands and stands still everywhere else, so its derivative is 0 wherever it has one, and nothing can be learned from it. That is gradual at p = ∞:",
    ),
    ...indented(
      table(
        [
          ["result", list(hard.result)],
          ["gradient", list(hard.gradient)],
        ],
        ["left", "left"],
      ),
    ),
    "",
    ...prose(
      io,
      "At a finite p there is a slope to follow: raise p slowly, and the choice hardens while it is learned.",
    ),
  ]
}

/** What the formula as posted loses in float32. */
export async function precision(io: Io, backend: AnyBackend): Promise<string[]> {
  const colors = colorsFor(io.stdout, io.env)
  const p = 3
  const small = [1e-4, 1e-5, 1e-6, 1e-7, 1e-8]
  const write = (x: number, exact: number): string => {
    const text = x.toExponential(digits - 1)
    const right = rightDigits(x, exact)
    if (right >= digits - 1) return text // the last digit is rounding's
    const [mantissa = "", exponent] = text.split("e")
    const cut = right === 0 ? 0 : right + 1 // the point takes a place
    const [kept, wrong] = [mantissa.slice(0, cut), mantissa.slice(cut)]
    return `${kept}${colors.isColorSupported ? colors.red(wrong) : `[${wrong}]`}e${exponent}`
  }
  const rows = (await losses(backend, small, p)).map((loss) => [
    loss.v.toExponential(0),
    write(loss.posted, loss.exact),
    String(Math.min(digits, rightDigits(loss.posted, loss.exact))),
    write(loss.gradual, loss.exact),
    loss.exact.toExponential(digits - 1),
  ])
  return [
    ...prose(
      io,
      `What does the formula lose as it was posted for PyTorch? Computed like that, operation by operation in float32, 1 − v drops the last digits of a small v, and 1 − (1 − v)^p shows what is left. gradual computes the same branch as −expm1(p·log1p(−v)) and keeps them all. At p = ${p}, wrong digits ${colors.isColorSupported ? "in red" : "in brackets"}:`,
    ),
    ...indented(table([["v", "as posted", "right digits", "gradual", "exact"], ...rows])),
    "",
  ]
}

/** Which functions meet which conditions. */
export function conditions(io: Io): string[] {
  const keep = (...wanted: readonly Law[]): string => {
    const conditions = Object.fromEntries(wanted.map((law) => [law, true]))
    const found = choose({ kind: "choice", ...conditions }).map(({ name }) => name)
    return found.length === 0 ? "none" : found.join(", ")
  }
  const choices = [
    ["the values at p = 1, their one-hot in the limit", keep("identityAtOne", "hardLimit")],
    ["… and no jump where the maximum changes hands", keep("identityAtOne", "hardLimit", "continuousAtTies")],
    ["… and the maximum's result never falls", keep("identityAtOne", "hardLimit", "continuousAtTies", "sharpensWithP")],
    ["a distribution at every p", keep("sumsToOne")],
    ["a distribution, whatever is added to all values", keep("sumsToOne", "shiftInvariant")],
  ]
  return [
    ...prose(
      io,
      "Which functions meet which conditions? Every ✓ is tested below, and every ✗ has a counterexample that is tested too (gradual operators shows them).",
    ),
    ...indented(lawTable(io, choose({ kind: "choice" }), widthOf(io.stdout) - 2)),
    "",
    ...indented(table([["if you want", "take"], ...choices], ["left", "left"])),
    "",
  ]
}
