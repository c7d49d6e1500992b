"""A brief as one HTML page that stands alone: no script, no outside file, readable on paper and on a dark screen."""

import re
from html import escape

from .brief import COLUMNS, Brief, Citation, Note, Paragraph, Row, Section, Sentence, Table
from .marks import dateline, marks_of, note_numbers, record_line, restated_line, source_line

STYLE = """
:root { color-scheme: light dark;
  --paper: #fdfcf9; --ink: #1d1c1a; --soft: #5d5a54; --line: #d9d4c8; --link: #7a2e1d; --wash: #f4f1e9;
  --serif: Charter, "Bitstream Charter", "Iowan Old Style", "Palatino Linotype", Palatino, Georgia, "Liberation Serif", serif;
  --sans: "Gill Sans", "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #171614; --ink: #e9e5dc; --soft: #a8a297; --line: #3b3833; --link: #e3a18f; --wash: #26231f; } }
* { box-sizing: border-box; }
html { font-size: 106.25%; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font-family: var(--serif); line-height: 1.58; }
main { max-width: 43rem; margin: 0 auto; padding: 3.2rem 1.3rem 5rem; }
h1 { font-size: clamp(1.6rem, 4.6vw, 2.2rem); line-height: 1.17; font-weight: 600; letter-spacing: -.011em; margin: 0 0 .8rem;
  text-wrap: balance; }
h2 { font-size: 1.02rem; font-weight: 600; margin: 2.6rem 0 .7rem; padding-top: .55rem; border-top: 1px solid var(--line); }
p { margin: 0 0 .85rem; text-wrap: pretty; }
.kind, .dateline, table, .notes { font-family: var(--sans); }
.kind { font-size: .74rem; letter-spacing: .13em; text-transform: uppercase; color: var(--link); font-weight: 600; margin: 0 0 1.5rem; }
.dateline { color: var(--soft); font-size: .84rem; margin: 0 0 1.7rem; padding-bottom: 1.1rem;
  border-bottom: 3px double var(--line); overflow-wrap: anywhere; }
.lead p:first-child { font-size: 1.16rem; line-height: 1.5; }
a { color: var(--link); text-decoration-thickness: .06em; text-underline-offset: .16em; overflow-wrap: anywhere; }
sup { line-height: 0; font-size: .68em; font-weight: 400; letter-spacing: 0; font-family: var(--sans); white-space: nowrap; }
h1 sup { font-size: .4em; vertical-align: .95em; }
sup a { text-decoration: none; padding: .25em .1em; }
sup a:hover, sup a:focus { text-decoration: underline; }
.figure { font-variant-numeric: lining-nums; white-space: nowrap; }
td .figure { white-space: normal; font-weight: 600; font-variant-numeric: lining-nums tabular-nums; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; font-size: .82rem; line-height: 1.4; margin: .3rem 0 1.6rem; }
thead th:nth-child(1) { width: 20%; } thead th:nth-child(2) { width: 17%; } thead th:nth-child(3) { width: 15%; }
thead th:nth-child(4) { width: 18%; } thead th:nth-child(5) { width: 15%; } thead th:nth-child(6) { width: 15%; }
caption { text-align: left; font-weight: 600; padding: 0 0 .45rem; }
th, td { text-align: left; vertical-align: top; padding: .42rem .8rem .42rem 0; overflow-wrap: break-word; }
thead th { font-weight: 600; color: var(--soft); border-bottom: 1px solid var(--soft); }
tbody th { font-weight: 600; }
tbody tr + tr > * { border-top: 1px solid var(--line); }
td:last-child, th:last-child { padding-right: 0; }
@media screen and (max-width: 36rem) {
  table, caption, tbody, tr, tbody th, td { display: block; width: auto; } thead { display: none; }
  tbody th, tbody tr + tr > th { border: 0; padding: 0; } td, tbody tr + tr > td { border: 0; padding: 0 0 0 1rem; }
  tr { padding: .5rem 0; border-top: 1px solid var(--line); } td::before { content: attr(data-name) ": "; color: var(--soft); } }
.notes { font-size: .82rem; line-height: 1.48; padding-left: 2rem; color: var(--soft); }
.notes li { margin-bottom: .7rem; padding-left: .25rem; }
.notes b { color: var(--ink); font-weight: 600; }
.notes q { quotes: none; color: var(--ink); font-family: var(--serif); font-size: 1.04em; }
.notes .restated { background: var(--wash); border: 1px solid var(--line); border-radius: .2rem; padding: 0 .4em; color: var(--ink); }
.notes code { font-size: .92em; overflow-wrap: anywhere; }
:target { background: var(--wash); outline: .35rem solid var(--wash); }
@media print {
  :root { --paper: #fff; --ink: #000; --soft: #444; --line: #bbb; --link: #000; --wash: #fff; }
  @page { margin: 19mm 20mm 22mm; }
  html { font-size: 10.2pt; } main { max-width: none; padding: 0; }
  h2, caption { break-after: avoid; } tr, li, p { break-inside: avoid; } p { orphans: 3; widows: 3; }
  a { text-decoration: none; }
}
"""


def render_page(brief: Brief) -> str:
    """The whole brief as an HTML document. Everything that came from outside is escaped; only web addresses become links."""
    numbers = note_numbers(brief)
    anchors: dict[int, int] = {}

    def marks(citations: tuple[Citation, ...]) -> str:
        links = []
        for number in marks_of(citations, numbers):
            anchors[number] = anchors.get(number, 0) + 1
            place = f' id="ref-{number}"' if anchors[number] == 1 else ""
            links.append(f'<a href="#note-{number}"{place} aria-label="note {number}">{number}</a>')
        return f"<sup>{'&#8202;,&#8202;'.join(links)}</sup>" if links else ""

    def told(sentence: Sentence) -> str:
        return _words(sentence) + marks(sentence.citations)

    def paragraph(given: Paragraph) -> str:
        return f"<p>{' '.join(told(sentence) for sentence in given.sentences)}</p>"

    def cell(column: int) -> str:
        return f'<td data-name="{escape(COLUMNS[column])}">'

    def row(given: Row) -> str:
        cells = [escape(one.text) for one in given.cells]
        shown = [f'<th scope="row">{cells[0]}</th>', f'{cell(1)}<span class="figure">{cells[1]}</span>{marks(given.citations)}</td>']
        return "<tr>" + "".join([*shown, *(f"{cell(n)}{cells[n]}</td>" for n in range(2, len(cells)))]) + "</tr>"

    def table(given: Table) -> str:
        head = "".join(f'<th scope="col">{escape(name)}</th>' for name in COLUMNS)
        rows = "\n".join(row(one) for one in given.rows)
        caption = f"<caption>{escape(given.title.text)}{marks(given.title.citations)}</caption>"
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>\n{rows}\n</tbody></table>"

    def section(given: Section) -> str:
        parts = [f"<h2>{escape(given.title)}</h2>", *(table(one) for one in given.tables), *(paragraph(one) for one in given.paragraphs)]
        return f'<section id="{given.key}">\n' + "\n".join(parts) + "\n</section>"

    headline = _words(brief.headline) + marks(brief.headline.citations)
    lead = _lead([told(sentence) for sentence in brief.lead])
    sections = "\n".join(section(one) for one in brief.sections)
    notes = "\n".join(_note(note, brief) for note in brief.notes)
    return f"""<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{escape(brief.headline.text)}</title>
<style>{STYLE}</style>
</head>
<body>
<main>
<header>
<p class="kind">Casualty brief</p>
<h1>{headline}</h1>
<p class="dateline">{escape(dateline(brief).removeprefix("Brief · "))}</p>
</header>
<div class="lead">
{lead}
</div>
{sections}
<section id="notes">
<h2>Notes</h2>
<ol class="notes">
{notes}
</ol>
</section>
</main>
</body>
</html>
"""


def _lead(told: list[str]) -> str:
    first, rest = told[0], told[1:]
    return f"<p>{first}</p>" + (f"\n<p>{' '.join(rest)}</p>" if rest else "")


def _words(sentence: Sentence) -> str:
    """The sentence with its figures marked, so that they line up and stand out."""
    return "".join(
        f'<span class="figure">{escape(piece.text)}</span>' if piece.voice == "figure" else escape(piece.text) for piece in sentence.pieces
    )


def _note(note: Note, brief: Brief) -> str:
    back = f' <a href="#ref-{note.number}" aria-label="back to the text">↩</a>'
    if note.report is None:
        return f'<li id="note-{note.number}">{escape(note.quote)} <code>{escape(record_line(brief))}</code>{back}</li>'
    restated = f' <span class="restated">{escape(restated_line(note))}</span>' if note.restated_by else ""
    address = ""
    if note.url:
        web = re.match(r"https?://[^\s\"'<>]+$", note.url)
        address = f' <a href="{escape(note.url)}" rel="noreferrer nofollow">{escape(note.url)}</a>.' if web else f" {escape(note.url)}."
    return f'<li id="note-{note.number}"><b>{escape(source_line(note))}.</b>{address}{restated} <q>“{escape(note.quote)}”</q>{back}</li>'
