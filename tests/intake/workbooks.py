"""Spreadsheets' files (XLSX) as office programs and Google Sheets write them, made by hand: parts of XML in a ZIP."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
STYLES = (
    f'<styleSheet {MAIN}><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd&quot; at &quot;hh:mm"/>'
    '<numFmt numFmtId="165" formatCode="&quot;dead: &quot;0"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>'
)
"""Cell styles: 0 plain, 1 a day, 2 a moment, 3 a number with words."""


def cell(place: str, value: str | tuple[float, int], strings: list[str]) -> str:
    """A cell: words in the table of strings, or a number in a style."""
    if isinstance(value, tuple):
        return f'<c r="{place}" s="{value[1]}"><v>{value[0]}</v></c>'
    strings.append(value)
    return f'<c r="{place}" t="s"><v>{len(strings) - 1}</v></c>'


def workbook(*rows: Sequence[str | tuple[float, int]], before: Mapping[str, str] = {}, more: Mapping[str, bytes] = {}) -> bytes:
    """A workbook with one sheet of these rows. ``before``: sheets (path -> XML) that stand before it; ``more``: parts, or others of theirs."""
    strings: list[str] = []
    lines = []
    for number, row in enumerate(rows, 1):
        cells = "".join(cell(f"{chr(65 + at)}{number}", value, strings) for at, value in enumerate(row) if value != "")
        lines.append(f'<row r="{number}">{cells}</row>' if cells else "")
    sheets = {**before, "worksheets/sheet9.xml": f"<worksheet {MAIN}><sheetData>{''.join(lines)}</sheetData></worksheet>"}
    links = "".join(f'<Relationship Id="r{n}" Type="sheet" Target="{path}"/>' for n, path in enumerate(sheets))
    names = "".join(f'<sheet name="S{n}" sheetId="{n + 1}" r:id="r{n}"/>' for n in range(len(sheets)))
    relations = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    told = "".join(f'<si><t xml:space="preserve">{escape(words)}</t></si>' for words in strings)
    parts = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f"<workbook {MAIN} {relations}><workbookPr/><sheets>{names}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"<Relationships>{links}</Relationships>",
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": f"<sst {MAIN}>{told}</sst>",
        **{f"xl/{path}": content for path, content in sheets.items()},
    }
    return packed({name: content.encode() for name, content in parts.items()} | dict(more))


def packed(parts: Mapping[str, bytes]) -> bytes:
    """The parts in a ZIP, each deflated."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()
