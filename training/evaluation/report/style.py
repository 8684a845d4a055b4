"""The frame of the report's page and its style sheet: light, dark, and on paper."""

from __future__ import annotations

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Evaluation of {title}</title>
<style>{style}</style>
</head>
<body>
<header>
<h1>Evaluation of {title}</h1>
<dl>{facts}</dl>
</header>
{body}
</body>
</html>
"""

STYLE = """
:root { color-scheme: light dark; --ink: #1c2733; --quiet: #57636f; --ground: #f5f7f9;
  --sheet: #fff; --faint: #c9d1d9; --line: #e3e8ed; --accent: #2f6fdb; --warm: #c8511b; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e3e9ef; --quiet: #9aa7b4; --ground: #12171d; --sheet: #1b222a;
    --faint: #46525e; --line: #2c3640; --accent: #7aa9f7; --warm: #f0905f; }
  .digit img { filter: invert(1); } }
body { margin: 0 auto; max-width: 62rem; padding: 2rem 1.5rem 4rem; color: var(--ink);
  background: var(--ground); font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0 0 .75rem; }
h2 { font-size: 1.15rem; margin: 0 0 .5rem; }
h3 { font-size: .95rem; margin: 0 0 .1rem; }
header dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: 0;
  font-size: .85rem; color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
section { background: var(--sheet); border-radius: .6rem; padding: 1.25rem 1.5rem;
  margin-top: 1.25rem; }
.how { color: var(--quiet); font-size: .85rem; line-height: 1.4; margin: 0 0 .6rem;
  max-width: 46rem; }
.wide + .how, .wide + .row { margin-top: 1.75rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .85rem; font-variant-numeric: tabular-nums; }
.wide table { width: 100%; }
th, td { padding: .3rem .6rem; text-align: right; font-weight: normal; white-space: nowrap; }
thead th { color: var(--quiet); font-size: .78rem; vertical-align: bottom; white-space: normal; }
th:first-child, thead th:first-child { text-align: left; padding-left: 0; }
tbody tr { border-top: 1px solid var(--line); }
tbody th { white-space: normal; }
.data td { white-space: normal; overflow-wrap: anywhere; }
.data td:last-child { font-family: ui-monospace, monospace; font-size: .7rem; min-width: 12rem; }
.row { display: grid; grid-template-columns: repeat(auto-fit, minmax(21rem, 1fr)); gap: 1.5rem; }
.row figure { margin: 0; }
.row svg { width: 100%; height: auto; }
.confusion { border-spacing: 2px; border-collapse: separate; }
.confusion caption { text-align: left; font-weight: bold; font-size: .95rem; margin-bottom: .3rem; }
.confusion td, .confusion th { width: 2rem; height: 1.9rem; padding: 0; text-align: center;
  font-size: .78rem; }
.confusion th:first-child { text-align: center; }
.confusion .right { color: var(--quiet); }
.confusion .wrong { background: color-mix(in srgb, var(--warm) var(--share), var(--sheet));
  border-radius: .2rem; }
.digits { display: grid; grid-template-columns: repeat(auto-fill, minmax(6rem, 1fr));
  gap: .75rem .5rem; }
.digit { margin: 0; text-align: center; font-size: .75rem; }
.digit img { width: 56px; height: 56px; image-rendering: pixelated; }
.digit figcaption { color: var(--quiet); }
@media print {
  :root { color-scheme: light; --ink: #000; --quiet: #444; --ground: #fff; --sheet: #fff;
    --faint: #bbb; --line: #ddd; --accent: #1f56b3; --warm: #b03f0c; }
  .digit img { filter: none; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  section { padding: 0; margin-top: 1.2rem; }
  h2, h3, .how { break-after: avoid; }
  p, figure, tr, .wide table, .confusion { break-inside: avoid; }
  .row { grid-template-columns: 1fr 1fr; }
  .confusion .wrong { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  @page { margin: 15mm; } }
"""
