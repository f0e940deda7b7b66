/** Where on the page the failures of a function in a run are told: the run by its place. */
export function anchor(kind: "failed" | "known", run: number, name: string): string {
  return `${kind}-${run}-${slug(name)}`
}

/** Text as an id, which holds no spaces: different texts stay different. */
function slug(text: string): string {
  return text.replaceAll(/[^\w/-]|_/gu, (sign) => `_${sign.codePointAt(0)?.toString(16)}_`)
}
