import { join } from "node:path"
import process from "node:process"
import { node, run } from "../command.ts"
import { installWithNpm, layOut, NotChecked, type Project, type Stage } from "../project.ts"

/** The opset that models are of, where a checker knows it. */
const opset = 21

/** A python that has ONNX. Debian's python3-onnx is for Debian's own python3, which need not be the first on the path. */
async function pythonWithOnnx({
  folder,
  signal,
}: Stage): Promise<{ readonly program: string; readonly opset: number }> {
  for (const program of [process.env.ONNX_PYTHON ?? "python3", "/usr/bin/python3"]) {
    const answer = await run(program, ["check.py"], { cwd: folder, signal }).catch(() => undefined)
    signal.throwIfAborted()
    if (answer !== undefined) return { program, opset: Math.min(Number(answer), opset) }
  }
  throw new NotChecked("there is no python3 with onnx here (Debian: python3-onnx; ONNX_PYTHON names another python)")
}

/** An exported model, read by Python. */
export const python: Project = {
  name: "python",
  about: "an exported model, checked by ONNX in Python",
  async run(stage) {
    layOut("python", stage)
    const { program, opset } = await pythonWithOnnx(stage)
    await installWithNpm(stage)
    const place = { cwd: stage.folder, signal: stage.signal }
    await node(["export.mjs", `${opset}`], place)
    return (await run(program, ["check.py", join(stage.folder, "gradual.onnx")], place)).trim()
  },
}
