/** Whether an address is of this machine, and of nothing else. */
export function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname } = new URL(url)
  return (
    protocol === "http:" && (/^127(\.\d{1,3}){3}$/.test(hostname) || hostname === "[::1]" || hostname === "localhost")
  )
}

/** Refuses what is not a registry on this machine. */
export function assertLoopback(url: string, setting: string): void {
  if (!isLoopback(url))
    throw new Error(`a rehearsal publishes to this machine alone. Received: ${setting} is ${url || "not set"}`)
}
