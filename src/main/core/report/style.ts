/** Of the page; light, dark and on paper. It is the only sheet that the page's policy lets in. */
export const STYLE = `
:root { color-scheme: light dark; --page: #ffffff; --text: #1a1a1a; --muted: #595959; --line: #d9d9d9; --good: #1a6e3c; --wrong: #b3231b; --none: #ededed; }
.dark { display: none; }
@media screen and (prefers-color-scheme: dark) {
  :root { --page: #222222; --text: #ececec; --muted: #a3a3a3; --line: #3a3a3a; --good: #6fcf97; --wrong: #ff8a80; --none: #333333; }
  .dark { display: block; }
  .light { display: none; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif; font-variant-numeric: tabular-nums; overflow-wrap: break-word; }
main { max-width: 920px; margin: 0 auto; padding: 48px 24px 96px; }
h1 { margin: 0; font-size: 30px; line-height: 1.2; }
h2 { margin: 56px 0 12px; padding-top: 16px; border-top: 1px solid var(--line); font-size: 20px; line-height: 1.3; }
h3 { margin: 0 0 8px; font-size: 15px; }
figcaption h3 { margin: 0; }
p { margin: 0 0 12px; max-width: 70ch; }
.muted, figcaption p, dt, thead th { color: var(--muted); }
.small, figcaption p { font-size: 13px; }
.good { color: var(--good); }
.wrong { color: var(--wrong); }
.score { margin: 16px 0 4px; font-size: 22px; font-weight: 600; max-width: none; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(200px, 1fr)); gap: 12px 24px; margin: 0 0 16px; }
.dense { grid-template-columns: repeat(auto-fill, minmax(120px, 1fr)); gap: 8px 24px; }
dt { font-size: 13px; }
dd { margin: 0; overflow-wrap: anywhere; }
.wide { grid-column: 1 / -1; }
.scroll { overflow-x: auto; margin: 0 0 16px; }
table { border-collapse: collapse; font-size: 13px; }
.full { width: 100%; }
th, td { padding: 4px 12px 4px 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { vertical-align: bottom; }
tbody th { font-weight: 400; }
.number { text-align: right; }
figure { margin: 0 0 24px; }
figcaption { margin-bottom: 8px; }
figcaption p { margin: 0; }
.marks svg { display: block; width: 100%; height: auto; }
details { margin-top: 8px; font-size: 13px; }
summary { width: fit-content; color: var(--muted); cursor: pointer; }
.pair { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0 32px; }
.pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(132px, 1fr)); gap: 20px 16px; margin: 0 0 24px; padding: 0; list-style: none; font-size: 13px; line-height: 1.4; }
.pictures img, .none { display: block; width: 100%; aspect-ratio: 1; margin-bottom: 6px; object-fit: contain; background: var(--none); }
.pixels { image-rendering: pixelated; }
.none { display: grid; place-items: center; color: var(--muted); }
.pictures p { margin: 0; overflow-wrap: anywhere; }
.pictures b { display: inline-block; max-width: 100%; vertical-align: top; }
@media (max-width: 640px) { .pair { grid-template-columns: minmax(0, 1fr); } }
@media print {
  body { font-size: 11pt; }
  main { max-width: none; padding: 0; }
  details { display: none; }
  figure, tr, li { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  .scroll { overflow: visible; }
  .pixels, .marks { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`
