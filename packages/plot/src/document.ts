export const font = "DejaVu Sans, Verdana, Helvetica, Arial, sans-serif"
export const ink = "#222222"
export const faint = "#6b6b6b"
/** Around the whole of a document. */
const edge = 20
const line = 18
const title = { size: 19, height: 34 }
const panelHeader = 32
const rowGap = 18

/** A panel's heading. */
export interface Heading {
  readonly title: string
  /** How it is called, such as `gradual(v, p)`. */
  readonly call: string
  readonly subtitle: string
}

/** A document: its headings, and the size of each panel. */
export interface Sheet<P extends Heading> {
  readonly title: string
  readonly caption: string
  readonly panels: readonly P[]
  readonly columns: number
  readonly width: number
  readonly height: number
}

/** An SVG document with panels in rows. A panel alone has its heading in the document's. */
export function sheet<P extends Heading>(
  { title: name, caption, panels, columns, width, height }: Sheet<P>,
  draw: (panel: P) => string,
): string {
  const fullWidth = columns * width + 2 * edge
  const [only] = panels
  const isSingle = panels.length === 1 && only !== undefined
  const heads = isSingle ? [`${only.call} = ${only.subtitle}`, caption] : [caption]
  const head = paragraphs(heads, edge, edge + title.height + 6, fullWidth - 2 * edge)
  const subtitles = panels.map(({ subtitle }) => fit(subtitle, width - edge))
  const size = Math.min(...subtitles.map((each) => each.size))
  const lines = isSingle ? 0 : Math.max(...subtitles.map((each) => each.lines.length))
  const above = isSingle ? 0 : panelHeader + lines * line
  const rowHeight = above + height + (isSingle ? 0 : rowGap)
  const top = edge + title.height + head.lines * line + 6
  const drawn = panels.map((panel, i) => {
    const left = edge + (i % columns) * width
    const from = top + Math.floor(i / columns) * rowHeight
    const heading = isSingle
      ? ""
      : text(left, from + 18, panel.title, { size: 15, bold: true }) +
        (subtitles[i] as Fitted).lines
          .map((each, row) => text(left, from + 36 + row * line, each, { size, fill: faint }))
          .join("")
    return `${heading}<g transform="translate(${left},${from + above})">${draw(panel)}</g>`
  })
  const fullHeight = top + Math.ceil(panels.length / columns) * rowHeight + edge / 2
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${fullWidth}" height="${fullHeight}" viewBox="0 0 ${fullWidth} ${fullHeight}" font-family="${font}" role="img">`,
    `<title>${escapeXml(name)}</title>`,
    `<rect width="100%" height="100%" fill="white"/>`,
    text(edge, edge + 16, name, { size: fitted(name, fullWidth - 2 * edge, title.size, 0.65), bold: true }),
    head.text,
    ...drawn,
    "</svg>\n",
  ].join("\n")
}

/** Sentences below each other in letters of one size, each on as many lines as it needs. */
function paragraphs(sentences: readonly string[], x: number, y: number, width: number) {
  const fits = sentences.map((sentence) => fit(sentence, width))
  const size = Math.min(...fits.map((each) => each.size))
  const lines = fits.flatMap((each) => each.lines)
  const drawn = lines.map((content, i) => text(x, y + i * line, content, { size, fill: faint }))
  return { text: drawn.join("\n"), lines: lines.length }
}

interface Fitted {
  readonly size: number
  readonly lines: readonly string[]
}

const most = 13
const least = 11

/** A sentence on one line where it fits in letters that can be read, else on several. */
function fit(content: string, width: number): Fitted {
  const size = fitted(content, width, most)
  if (size >= least) return { size, lines: [content] }
  const letters = Math.floor(width / (least * sentenceEm))
  const lines: string[] = []
  for (const word of content.split(" ")) {
    const last = lines.at(-1)
    if (last === undefined || [...last].length + 1 + [...word].length > letters) lines.push(word)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return { size: least, lines }
}

/** How text is set. */
export interface TextStyle {
  readonly size: number
  readonly fill?: string
  readonly bold?: boolean
  readonly anchor?: "start" | "middle"
}

/** A line of text. */
export function text(x: number, y: number, content: string, { size, fill = ink, bold, anchor }: TextStyle): string {
  const weight = bold === true ? ` font-weight="bold"` : ""
  const from = anchor === undefined ? "" : ` text-anchor="${anchor}"`
  return `<text x="${round(x)}" y="${round(y)}" font-size="${size}" fill="${fill}"${weight}${from}>${escapeXml(content)}</text>`
}

/** How wide a letter of a sentence is on average in DejaVu Sans. */
const sentenceEm = 0.57

/** An estimate from how wide DejaVu Sans is: digits 0.64 em, sentences 0.57 em on average, and 0.65 em in bold. */
export function textWidth(content: string, size: number, em = 0.64): number {
  return Math.ceil([...content].length * size * em)
}

/** The size, of `largest` or less, at which a sentence fits. */
function fitted(content: string, width: number, largest: number, em = sentenceEm): number {
  return Math.max(9, Math.min(largest, Math.floor((width / textWidth(content, largest, em)) * largest * 2) / 2))
}

/** To a hundredth. */
export function round(x: number): number {
  return Math.round(x * 100) / 100
}

function escapeXml(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;")
}
