import type { Project } from "./project.ts"
import { adapter } from "./projects/adapter.ts"
import { nodes } from "./projects/node.ts"
import { page } from "./projects/page.ts"
import { python } from "./projects/python.ts"
import { quickStarts } from "./projects/quick-start.ts"
import { readmes } from "./projects/readmes.ts"
import { types } from "./projects/types.ts"

/** All that is done with the published packages; what takes longest is first. */
export const projects: readonly Project[] = [adapter, page, types, ...nodes, readmes, ...quickStarts, python]
