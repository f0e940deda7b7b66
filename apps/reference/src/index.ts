import { mkdirSync, readdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import { read, root, write } from "./files.ts"
import { documentsOf } from "./page.ts"
import { commands, draw, picturesPath } from "./pictures.ts"

for (const [path, text] of Object.entries(documentsOf(read))) write(path, text)

const folder = join(root, picturesPath)
mkdirSync(folder, { recursive: true })
for (const file of readdirSync(folder)) if (!Object.hasOwn(commands, file)) rmSync(join(folder, file))
for (const file of Object.keys(commands)) await draw(file, folder)
