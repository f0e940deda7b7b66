import { type ErrorCode, fail, GradualError } from "@gradual/core"

/** What ONNX Runtime says when something goes wrong, and what that means. Its errors have no codes, only messages. */
interface Failure {
  readonly pattern: RegExp
  readonly code: ErrorCode
  readonly rule: string
  readonly fix?: string
}

const failures: readonly Failure[] = [
  {
    pattern: /out of data bounds|index out of range|out of range value in index/i,
    code: "INDEX",
    rule: "indices run from 0 to the length of the axis less one",
  },
  {
    pattern: /no available backend found/,
    code: "UNSUPPORTED",
    rule: "an execution provider that can be used here expected",
    fix: "See the message's end for the reason; WebAssembly needs 'wasm-unsafe-eval' in a content security policy",
  },
  {
    pattern: /could not find an implementation for|node_provider_type\.empty/i,
    code: "UNSUPPORTED",
    rule: "this build of ONNX Runtime does not have an operator in the dtypes that the program needs",
    fix: "Where it has no float64, as with onnxruntime-web/webgpu, give float64: false",
  },
  {
    pattern: /bad_alloc|integer overflow|out of memory|failed to allocate|bad allocation/i,
    code: "UNSUPPORTED",
    rule: "a program whose values fit in memory expected",
  },
]

/** An error of ONNX Runtime as one of Gradual's, with its own as the cause. */
export function translated(name: string, error: unknown): GradualError {
  const said = error instanceof Error ? error.message : String(error)
  const line = said
    .replaceAll(/\s+/g, " ")
    .replace(/^.*(ERROR_MESSAGE|Status Message): /, "")
    .replace(/\S*\.(cc|h):\d+ .*\) (\[.*?\] )?/, "") // where in its sources
    .trim()
  const { code, rule, fix } = failures.find(({ pattern }) => pattern.test(said)) ?? {
    code: "UNSUPPORTED" as const,
    rule: "ONNX Runtime could not do it",
    fix: undefined,
  }
  return new GradualError(code, fail(code, name, rule, line.replace(/\.$/, ""), fix).message, { cause: error })
}
