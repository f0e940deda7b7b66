/** How a column is set. */
export type Align = "left" | "right"

const gap = "  "

/** Lines of a table whose columns are as wide as they need to be. Decorations of the terminal take no width. */
export function table(rows: readonly (readonly string[])[], align: readonly Align[] = []): string[] {
  const widths: number[] = []
  for (const row of rows)
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, width(cell))
    })
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const space = " ".repeat((widths[column] as number) - width(cell))
        return (align[column] ?? (column === 0 ? "left" : "right")) === "left" ? cell + space : space + cell
      })
      .join(gap)
      .trimEnd(),
  )
}

/** Labelled rows of cells, cut into blocks of columns that fit a width. A header, where there is one, heads every block. */
export function wideTable(rows: readonly (readonly string[])[], columns: number, header?: readonly string[]): string[] {
  const all = header === undefined ? rows : [header, ...rows]
  const [count, label, cell] = all.reduce(
    ([length, first, widest], [name = "", ...cells]) => [
      Math.max(length, cells.length),
      Math.max(first, width(name)),
      cells.reduce((most, each) => Math.max(most, width(each)), widest),
    ],
    [0, 0, 1],
  ) as [number, number, number]
  const perBlock = Math.max(1, Math.floor((columns - label) / (cell + gap.length)))
  const lines: string[] = []
  for (let start = 1; start <= count; start += perBlock) {
    if (start > 1) lines.push("")
    for (const line of table(all.map((row) => [row[0] ?? "", ...row.slice(start, start + perBlock)]))) lines.push(line)
  }
  return lines
}

/** Text in lines no wider than `columns`, broken at spaces, behind `first` and then `indent`. */
export function wrap(text: string, columns: number, first = "", indent: string = " ".repeat(width(first))): string[] {
  const lines = [first]
  for (const word of text.split(" ")) {
    const line = lines.at(-1) as string
    const isStart = line === first || line === indent
    if (!isStart && width(line) + 1 + width(word) > columns) lines.push(indent + word)
    else lines[lines.length - 1] = isStart ? line + word : `${line} ${word}`
  }
  return lines
}

const decoration = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g")

/** Columns that text takes in a terminal. */
export function width(text: string): number {
  return [...text.replaceAll(decoration, "")].length
}
