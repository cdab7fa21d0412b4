"""How the pages of a pack look, beyond what all pages share."""

STYLE = """
:root { --warn: #a5371b; --shade: #efe6d2; }
@media (prefers-color-scheme: dark) { :root { --warn: #ff9b78; --shade: #2d2a22; } }
.debrief main { max-width: 62rem; }
.debrief h1 { margin-bottom: .3rem; }
.debrief h2 { margin-top: 2.2rem; }
.debrief p { max-width: 52rem; }
.debrief table { font-variant-numeric: tabular-nums; }
.debrief td:first-child { padding-right: .9rem; }
@media (min-width: 44rem) { .debrief td:first-child { min-width: 12.5rem; } }
.debrief .small td:first-child { min-width: 0; }
figure { margin: .8rem 0; overflow-x: auto; break-inside: avoid; }
svg { display: block; width: 100%; min-width: 38rem; height: auto; }
svg text { font: 13px system-ui, "Segoe UI", Helvetica, Arial, sans-serif; fill: var(--ink); }
svg .small { font-size: 11.5px; }
svg .title { font-weight: 600; }
svg .mark { font-weight: 700; }
svg .faint { fill: var(--ink); fill-opacity: .65; }
svg .warning { fill: var(--warn); }
svg line, svg polyline { fill: none; stroke: var(--ink); stroke-linejoin: round; stroke-linecap: round; }
svg .grid { stroke: var(--line); stroke-width: 1; }
svg .tick { stroke: var(--ink); stroke-opacity: .6; stroke-width: 1; }
svg .threshold { stroke: var(--warn); stroke-width: 1.3; stroke-dasharray: 2 4; }
svg .strong { stroke: var(--link); stroke-width: 2.6; }
svg .dashed { stroke: var(--warn); stroke-width: 2; stroke-dasharray: 6 4; }
svg .loud { stroke: var(--warn); stroke-width: 1.8; }
svg .quiet { stroke: var(--link); stroke-width: 1.8; stroke-dasharray: 3 3; }
svg .full { stroke: none; fill: var(--ink); }
svg .shade { fill: var(--shade); }
svg .bar { fill: var(--link); fill-opacity: .8; }
@media print {
  :root { --warn: #8a2a10; --shade: #eee; }
  .debrief h2 { break-before: auto; margin-top: 7mm; }
  .debrief h3 { margin-top: 4mm; }
  svg { min-width: 0; }
  .debrief td:first-child { min-width: 29mm; }
  .debrief .small td:first-child { min-width: 0; }
  figure { margin: 2mm 0; print-color-adjust: exact; }
}
""".strip()
"""Colours and pictures; no file from elsewhere."""
