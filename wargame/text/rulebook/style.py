"""How pages look on a screen, light or dark, and on paper."""

STYLE = """
:root { color-scheme: light dark; --ink: #1b1b1b; --paper: #fdfcf9; --line: #c9c4b8; --tint: #f1ede3;
  --link: #174a7c; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e3dc; --paper: #191a1c; --line: #45474b; --tint: #25272a; --link: #8ab8e6; } }
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: var(--paper); font: 16px/1.5 Georgia, "Times New Roman", serif; }
main { max-width: 52rem; margin: 0 auto; padding: 1.5rem 1.25rem 4rem; }
h1, h2, h3, h4 { font-family: system-ui, "Segoe UI", Helvetica, Arial, sans-serif; line-height: 1.25;
  break-after: avoid; }
h1 { font-size: 2rem; }
h2 { font-size: 1.5rem; margin-top: 3rem; border-bottom: 2px solid var(--line); padding-bottom: .2rem; }
h3 { font-size: 1.1rem; margin: 1.8rem 0 .4rem; }
h4 { font-size: .95rem; margin: 1.2rem 0 .3rem; }
.number { color: var(--link); font-variant-numeric: tabular-nums; margin-right: .25em; }
p, ul { margin: .5rem 0; }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: 2px; }
code { font: .85em/1.3 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; background: var(--tint);
  padding: 0 .2em; border-radius: 3px; overflow-wrap: anywhere; }
.box { border-left: 4px solid var(--link); background: var(--tint); padding: .5rem .8rem; break-inside: avoid; }
.item { margin: .7rem 0; break-inside: avoid; }
.item div { margin: .05rem 0 0 1rem; font-size: .95em; }
table { border-collapse: collapse; width: 100%; margin: .6rem 0; font-size: .92em; }
th, td { border-bottom: 1px solid var(--line); padding: .22rem .5rem .22rem 0; text-align: left;
  vertical-align: top; }
th { font-family: system-ui, "Segoe UI", Helvetica, Arial, sans-serif; font-size: .85em; }
tr { break-inside: avoid; }
thead { display: table-header-group; }
.small { font-size: .82em; }
:target { background: var(--tint); outline: 2px solid var(--link); outline-offset: 3px; }
nav ol { list-style: none; padding-left: 0; }
nav ol ol { padding-left: 1.5rem; columns: 2; font-size: .9em; margin-bottom: .6rem; }
nav li { break-inside: avoid; }
.newpage { break-after: page; }
.brief main { max-width: 44rem; }
.aid main { max-width: 64rem; }
.aid { font-size: 13px; line-height: 1.3; }
.aid h1 { font-size: 1.3rem; margin: 0 0 .4rem; }
.aid h4, .aid h3, .aid h2 { font-size: 1rem; margin: .6rem 0 .15rem; border: 0; padding: 0; }
.aid main { columns: 2; column-gap: 1.6rem; }
.aid h1 { column-span: all; }
.aid p, .aid ul { margin: .15rem 0; }
.aid ul { padding-left: 1.1em; list-style: none; }
.aid li { text-indent: -1.1em; }
.aid table { margin: .1rem 0 .3rem; font-size: 1em; }
.aid th, .aid td { padding: .04rem .35rem .04rem 0; }
.aid code { padding: 0; background: none; }
@media (max-width: 44rem) { nav ol ol, .aid main { columns: 1; } }
@media print {
  @page { size: A4; margin: 16mm 15mm; }
  :root { --ink: #000; --paper: #fff; --line: #bbb; --tint: #f2f2f2; --link: #000; }
  body { font-size: 9.5pt; line-height: 1.33; }
  main { max-width: none; padding: 0; }
  a { text-decoration: none; }
  h2 { break-before: page; margin-top: 0; }
  nav h2 { break-before: auto; }
  .box, th, .item { print-color-adjust: exact; }
  .brief h1 { font-size: 15pt; margin: 0 0 2mm; }
  .brief h3, .aid h3 { break-before: auto; font-size: 11pt; margin: 3mm 0 .5mm; }
  .brief { font-size: 10pt; line-height: 1.3; }
  .brief li { margin: 0; }
  .aid { font-size: 7.4pt; line-height: 1.2; }
  .aid h1 { font-size: 11pt; }
  .aid h3, .aid h4 { font-size: 8.4pt; margin: 1.5mm 0 .4mm; }
  .aid h4 { font-size: 7.6pt; }
  .aid main { columns: 2; column-gap: 5mm; max-width: none; }
}
""".strip()
"""One sheet for all kinds of page: no file, font or picture from elsewhere."""
