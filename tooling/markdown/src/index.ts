/** A table of Markdown. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n")
}

/** Text as it is, on one line: in a cell of a table, or in a sentence. */
export function plain(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("*", "\\*").replaceAll("<", "&lt;").replaceAll(/\s+/g, " ")
}

const marker = (name: string, end: "begin" | "end") => `<!-- ${name}: ${end} -->`

/** A document with other contents between its markers `<!-- name: begin -->` and `<!-- name: end -->`. */
export function replaceBetween(text: string, name: string, contents: string): string {
  const [before, , after] = [marker(name, "begin"), marker(name, "end")].reduce<readonly string[]>(
    (parts, mark) => parts.flatMap((part) => part.split(mark)),
    [text],
  )
  if (before === undefined || after === undefined) throw new Error(`the markers of ${name} are missing`)
  return `${before}${marker(name, "begin")}\n${contents}\n${marker(name, "end")}${after}`
}
