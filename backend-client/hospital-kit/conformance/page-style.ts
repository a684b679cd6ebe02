/** On a screen and on A4. No font, picture or script comes from anywhere else. */
export const pageStyle = `
:root {
  --ink: #0c2321; --soft: #4a625f; --line: #cfdedb; --paper: #f4f8f6; --brand: #00605a;
  --accepted: #00605a; --refused: #b3123f; --wrong: #b3123f; --slow: #7a4a00; --not-checkable: #4a625f;
  font: 400 15px/1.5 "Be Vietnam Pro", "Noto Sans", "Segoe UI", system-ui, sans-serif;
  color: var(--ink); background: var(--paper);
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.5rem 4rem; max-width: 62rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 0.3rem; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 0.6rem; }
h3 { font-size: 1rem; margin: 0; }
p { margin: 0; }
[lang="en"] { color: var(--soft); }
h1 + [lang="en"], h2 [lang="en"] { font-weight: 400; }
a { color: inherit; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1.2rem; margin: 1rem 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.mark { color: var(--brand); font-weight: 600; letter-spacing: 0.02em; margin-bottom: 0.5rem; }
.outcome { margin: 1.2rem 0; padding: 0.9rem 1.1rem; border: 2px solid; border-radius: 0.5rem; background: #fff; }
.outcome strong { display: block; font-size: 1.15rem; }
.outcome.right { border-color: var(--accepted); }
.outcome.wrong { border-color: var(--wrong); }
.counts { display: grid; grid-template-columns: repeat(5, 1fr); gap: 0.6rem; list-style: none; margin: 0; padding: 0; }
.counts li { background: #fff; border: 1px solid var(--line); border-top: 4px solid; border-radius: 0.4rem; padding: 0.5rem 0.7rem; line-height: 1.3; }
.counts b { display: block; font-size: 1.6rem; }
.counts .none { border-top-color: var(--line); color: var(--soft); }
.accepted { color: var(--accepted); } .refused { color: var(--refused); } .wrong { color: var(--wrong); }
.slow { color: var(--slow); } .not-checkable { color: var(--not-checkable); }
.counts span, .outcome p { color: var(--ink); }
.todo { padding-left: 2rem; margin: 0; }
.todo li { margin-bottom: 0.9rem; }
.todo .advised { margin-top: 0.2rem; }
.check { background: #fff; border: 1px solid var(--line); border-left: 4px solid; border-radius: 0.4rem; margin: 0.5rem 0; padding: 0.7rem 0.9rem; }
.check > * { color: var(--ink); }
.check .top { display: grid; grid-template-columns: 1fr max-content; gap: 0 1rem; }
.badge { text-align: right; font-weight: 600; line-height: 1.3; }
.badge small { display: block; font-weight: 400; color: var(--soft); }
.check .seen { margin-top: 0.35rem; }
.advice { margin-top: 0.5rem; padding: 0.5rem 0.7rem; background: var(--paper); border-radius: 0.3rem; }
.where { font-size: 0.87rem; color: var(--soft); overflow-wrap: anywhere; }
.id { color: var(--soft); font-size: 0.8rem; white-space: nowrap; }
details { margin-top: 0.5rem; }
summary { cursor: pointer; color: var(--soft); font-size: 0.87rem; }
h4 { font-size: 0.87rem; font-weight: 600; margin: 0.5rem 0 0.2rem; }
pre {
  margin: 0; padding: 0.6rem 0.7rem; background: var(--paper); border-radius: 0.3rem; max-height: 24rem; overflow: auto;
  font: 0.8rem/1.45 "DejaVu Sans Mono", "Noto Sans Mono", Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere;
  unicode-bidi: plaintext;
}
.sign { display: grid; grid-template-columns: 1fr 1fr; gap: 2.5rem; margin-top: 1rem; }
.sign div { display: grid; gap: 0.2rem; }
.sign .field { border-bottom: 1px solid var(--ink); color: var(--soft); padding-top: 1.3rem; }
.sign .field.tall { padding-top: 3.6rem; }
footer { margin-top: 2.5rem; color: var(--soft); font-size: 0.87rem; }
@media (max-width: 40rem) {
  .counts { grid-template-columns: repeat(2, 1fr); }
  .sign { grid-template-columns: 1fr; }
  .check .top { grid-template-columns: 1fr; }
  .badge { text-align: left; }
}
@page { size: A4; margin: 15mm 14mm 16mm; @bottom-right { content: counter(page) " / " counter(pages); font: 9pt sans-serif; } }
@media print {
  :root { font-size: 10pt; background: #fff; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  body { padding: 0; max-width: none; }
  h1 { font-size: 15pt; }
  h2, h2 + dl { break-after: avoid; }
  .todo li, .outcome, .counts, .signatures, .check .top, .advice { break-inside: avoid; }
  .check:not(:has(details[open])) { break-inside: avoid; }
  details:not([open]) { display: none; }
  .check { margin: 0.35rem 0; padding: 0.4rem 0.7rem; }
  .check.accepted { margin: 0; padding: 0.15rem 0.7rem; border-width: 0 0 1px 4px; border-radius: 0; }
  .check.accepted .badge small { display: inline; margin-left: 0.4rem; }
  .check.accepted :is(h3, .top p) { font-size: 9pt; line-height: 1.35; }
  details { margin-top: 0.3rem; }
  summary { display: none; }
  pre { max-height: 4.2cm; overflow: hidden; padding: 0.3rem 0.5rem; font-size: 7.5pt; }
}
`;
