/** A piece of HTML or XML. */
export interface Markup {
  readonly markup: string
}

/** What may stand in a piece of markup: another piece as it is, everything else as text. */
export type Content = Markup | string | number | undefined | readonly Content[]

/**
 * Markup with contents in its gaps, of which texts are escaped: `` markup`<td>${text}</td>` ``. Escapes serve elements and
 * quoted attributes of HTML and XML alike.
 */
export function markup(parts: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  return { markup: parts.map((part, i) => part + written(contents[i])).join("") }
}

function written(content: Content): string {
  if (content === undefined) return ""
  if (isList(content)) return content.map(written).join("")
  return typeof content === "object" ? content.markup : escaped(String(content))
}

const isList = (content: Content): content is readonly Content[] => Array.isArray(content)

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
}
/** All that XML may not hold in any form: control characters, halves of characters, and two that are none. */
const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

function escaped(text: string): string {
  return text.replaceAll(forbidden, "\ufffd").replaceAll(/[&<>"']/g, (sign) => entities[sign] as string)
}
