import type { Options } from "../options.ts"
import type { Progress } from "../measure/bench.ts"
export async function record(_options: Options, _progress: Progress): Promise<string> {
  return ""
}
