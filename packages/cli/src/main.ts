import { Command } from "commander"
import { conformanceCommand } from "./commands/conformance.ts"
import { demoCommand } from "./commands/demo.ts"
import { exportCommand } from "./commands/export.ts"
import { operatorsCommand } from "./commands/operators.ts"
import { plotCommand } from "./commands/plot.ts"
import { runCommand } from "./commands/run.ts"
import { exit, judge } from "./errors.ts"
import { type Io, processIo } from "./io.ts"
import { version } from "./version.ts"

const commands = [demoCommand, runCommand, plotCommand, exportCommand, conformanceCommand, operatorsCommand]

const epilogue = `
Exit codes: 0 done, 1 a conformance case failed, 2 bad input (one line on standard
error says what), 70 an error inside Gradual (GRADUAL_DEBUG=1 shows its stack).
NO_COLOR turns colors off.

Start with: gradual demo
`

/**
 * The `gradual` command.
 *
 * @param args - the words after the command's name.
 * @param io - the outside world; that of the process unless a test gives another.
 * @returns the exit code. Never throws: whatever goes wrong becomes one line on standard error.
 * @example
 * ```ts
 * import { main } from "@gradual/cli"
 * const code = await main(["run", "gradual", "--values", "[0.2,0.4]", "--p", "3"])
 * console.log(code) // 0
 * ```
 */
export async function main(args: readonly string[], io: Io = processIo()): Promise<number> {
  let code: number = exit.ok
  const program = new Command("gradual")
    .description("Relaxations of argmax from the values to a hard choice: run, differentiate, plot and verify them.")
    .version(version)
    .addHelpText("after", epilogue)
  for (const make of commands)
    program.addCommand(
      make(io, (result) => {
        code = result
      }),
    )
  for (const command of [program, ...program.commands])
    command
      .exitOverride()
      .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: () => {}, outputError: () => {} })
  try {
    if (args.length === 0) program.outputHelp()
    else await program.parseAsync([...args], { from: "user" })
    return code
  } catch (error) {
    const known = program.commands.some((command) => command.name() === args[0])
    const verdict = judge(error, known ? `gradual ${args[0]}` : "gradual")
    if (verdict.line !== undefined) io.stderr.write(`${verdict.line}\n`)
    if (io.env.GRADUAL_DEBUG && verdict.code !== exit.ok && error instanceof Error)
      io.stderr.write(`${error.stack ?? ""}\n`)
    return verdict.code
  }
}
