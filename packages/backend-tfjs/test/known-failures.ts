import type { KnownFailure } from "./suite.ts"

/** What computing operators in float32, without float64, does not reach: at values below the least normal number. */
export const knownFailures: readonly KnownFailure[] = [
  {
    id: "powerNormalize/least-p0-f32",
    reason: "v / max v is subnormal: it has one bit left where its logarithm is taken",
    observed: "as written: gradient 1: element 0: 25.73",
  },
  {
    id: "powerNormalize/least-p0.5-f32",
    reason: "v / max v is subnormal: it has one bit left where its power is taken",
    observed: "as written: output 0: element 0: 4.47",
  },
  {
    id: "logitGain/least-f32",
    reason: "the odds (a - b) / (b (1 - a)) overflow in float32 where b is the least number",
    observed: "as written: gradient 1: element 0: -0.17",
  },
]
