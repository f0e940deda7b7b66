import type { Markup } from "../markup.ts"

/** How the page looks, in a light and in a dark room, on a screen and on paper. */
export const style: Markup = {
  markup: `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1b1f24; --soft: #59636e; --line: #d8dee4; --raised: #f6f8fa;
  --red: #b3261e; --red-wash: #fdeceb; --amber: #7a5200; --amber-wash: #fff4d6; --green: #1a6e34; --heat: 38, 99, 199;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #0f1318; --ink: #e8ecf1; --soft: #9aa6b2; --line: #2b333c; --raised: #171d24;
    --red: #ff8f86; --red-wash: #3a1614; --amber: #f0c35c; --amber-wash: #33270a; --green: #6fd08c; --heat: 92, 150, 245;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
main { max-width: 1800px; margin: 0 auto; padding: 2.5rem clamp(1rem, 3vw, 3rem) 5rem; }
h1 { margin: 0; font-size: 1.9rem; letter-spacing: -0.02em; }
h2 { margin: 2.75rem 0 0.75rem; font-size: 1.25rem; }
h3 { margin: 0 0 0.5rem; font-size: 1.05rem; }
h3 span { color: var(--soft); font-weight: normal; }
h4 { margin: 0; font: 600 0.9rem ui-monospace, SFMono-Regular, Menlo, "DejaVu Sans Mono", monospace; }
a { color: inherit; }
a:focus-visible, .scroll:focus-visible { outline: 3px solid rgb(var(--heat)); outline-offset: 2px; }
.verdict { margin: 0.35rem 0 0; font-size: 1.15rem; font-weight: 600; }
.verdict.passed, .mark.passed { color: var(--green); }
.verdict.failed, .mark.failed { color: var(--red); }

.scroll { overflow: auto; max-height: 92vh; max-width: max-content; border: 1px solid var(--line); border-radius: 10px; }
table { border-collapse: separate; border-spacing: 0; font-variant-numeric: tabular-nums; }
caption { padding: 0.7rem 0.9rem; text-align: left; color: var(--soft); font-size: 0.85rem; border-bottom: 1px solid var(--line); }
th, td { padding: 0.45rem 0.9rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
tbody:last-child tr:last-child > * { border-bottom: 0; }
th { font-weight: 600; white-space: nowrap; }
thead > tr > * { position: sticky; top: 0; z-index: 1; background: var(--raised); }
thead th { font-size: 0.85rem; }
small { display: block; color: var(--soft); font-size: 0.75rem; font-weight: normal; white-space: nowrap; }
th.number { text-align: right; }
.overview td:last-child { min-width: 18rem; }
.count { text-align: right; font-weight: 600; }
.count.none { color: var(--soft); font-weight: normal; }
.count.failed { color: var(--red); background: var(--red-wash); }
.count.known { color: var(--amber); }
.broken { display: block; max-width: 30rem; color: var(--red); font-weight: normal; white-space: pre-wrap; }

.matrix { font-size: 0.82rem; }
.matrix th, .matrix td { padding: 0.3rem 0.5rem; }
.matrix > thead > tr > :first-child, .matrix tbody th[scope="row"] { position: sticky; left: 0; background: var(--raised); border-right: 1px solid var(--line); }
.matrix > thead > tr > :first-child { z-index: 2; }
.matrix > tbody > tr > td { border-right: 1px solid var(--line); }
.matrix > tbody > tr > td:last-child, .matrix > thead > tr > :last-child { border-right: 0; }
.kind th { padding-top: 1.1rem; font-size: 0.75rem; letter-spacing: 0.06em; text-transform: uppercase; color: var(--soft); }
.ulps { display: grid; grid-template-columns: repeat(3, 4rem); gap: 2px; text-align: right; }
.ulps > span { padding: 0 0.35rem; border-radius: 4px; }
thead .ulps { color: var(--soft); font-size: 0.7rem; font-weight: normal; }
.counts { display: block; max-width: 12.5rem; color: var(--soft); font-size: 0.72rem; }
.matrix td a { display: block; text-decoration: none; }
.matrix td a:hover .counts { text-decoration: underline; }
.matrix td.failed { background: var(--red-wash); }
.failed .counts { color: var(--red); font-weight: 600; text-decoration: underline; }
.matrix td.known { background: var(--amber-wash); }
.known .counts { color: var(--amber); }
.matrix td.none { color: var(--soft); font-size: 0.72rem; }
.matrix i { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.shade0 { background: rgba(var(--heat), 0.06); } .shade1 { background: rgba(var(--heat), 0.15); }
.shade2 { background: rgba(var(--heat), 0.27); } .shade3 { background: rgba(var(--heat), 0.4); }
.shade4 { background: rgba(var(--heat), 0.55); }

.legend { display: flex; flex-wrap: wrap; gap: 0.3rem 1.6rem; margin: 0 0 0.9rem; padding: 0; list-style: none; color: var(--soft); font-size: 0.82rem; }
.legend span { padding: 0.05rem 0.4rem; border-radius: 4px; color: var(--ink); }
.legend .failed { background: var(--red-wash); color: var(--red); } .legend .known { background: var(--amber-wash); color: var(--amber); }
.legend .skipped, .legend .unverifiable { border: 1px solid var(--line); }

.group { margin: 0 0 1.75rem; scroll-margin-top: 1rem; }
.group:target h3 { color: rgb(var(--heat)); }
article { max-width: 70rem; margin: 0 0 0.75rem; padding: 0.7rem 1rem; border: 1px solid var(--line); border-left: 4px solid var(--red); border-radius: 6px; }
article.known { border-left-color: var(--amber); }
article p, article ul { margin: 0.3rem 0 0; overflow-wrap: anywhere; }
.detail { white-space: pre-wrap; }
article li { color: var(--soft); font-size: 0.85rem; }
code { font: 0.85rem ui-monospace, SFMono-Regular, Menlo, "DejaVu Sans Mono", monospace; }
pre { margin: 0.6rem 0 0; padding: 0.5rem 0.75rem; overflow: auto; background: var(--raised); border-radius: 6px; }
@media print { .scroll { max-height: none; border: 0; } thead > tr > *, .matrix tbody th[scope="row"] { position: static; } }
`,
}
