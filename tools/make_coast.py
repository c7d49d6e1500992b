"""Builds examples/coast/inbox from examples/coast/source.toml: web pages, e-mails, PDFs, text files and lines of reports.

    python tools/make_coast.py            # writes the files
    python tools/make_coast.py --check    # says what would differ, and exits 1 if anything would

The same table gives the same bytes on every machine: nothing in the files depends on the clock, on chance or on a compressor's version.
"""

import argparse
import json
import sys
import textwrap
import tomllib
from collections.abc import Iterator
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP
from html import escape
from pathlib import Path
from typing import Any

COAST = Path(__file__).resolve().parent.parent / "examples" / "coast"
COPIED = {"received-again.html": "jableh-daily-sabah.html"}
"""A file that came in twice: name of the second -> name of the first."""

Entry = dict[str, Any]


def build_files(table: dict[str, Any]) -> dict[str, bytes]:
    """File name -> bytes, for the whole inbox."""
    by = table["by"]
    makers = {"html": make_page, "eml": make_mail, "pdf": make_pdf, "txt": make_text}
    files = {entry["file"]: makers[entry["file"].rpartition(".")[2]](entry, by) for entry in table["report"]}
    files |= {copy: files[first] for copy, first in COPIED.items()}
    files["reports.jsonl"] = "".join(f"{line}\n" for line in make_lines(table["line"], by)).encode()
    return files


def restated_line(entry: Entry, by: str) -> str:
    """The mark that every file carries where a reader sees it; intake reads it too."""
    return f"Restated by {by} from {entry['outlet']}, {entry.get('date', 'undated')}: {entry['url']}"


def restated_fields(entry: Entry, by: str) -> dict[str, str]:
    """The same mark as fields; those the page does not have are left out."""
    fields = {"by": by, "url": entry["url"], "outlet": entry["outlet"], "date": entry.get("date")}
    return {key: value for key, value in fields.items() if value is not None}


def make_lines(lines: list[Entry], by: str) -> Iterator[str]:
    """Reports in the contract's NDJSON."""
    for entry in lines:
        report = {
            "id": entry["id"],
            "text": entry["text"],
            "title": entry.get("title"),
            "published": entry.get("date"),
            "outlet": entry["outlet"],
            "url": entry["url"],
            "lang": "en",
            "credit": entry.get("credit"),
            "restates": restated_fields(entry, by),
        }
        yield json.dumps(report, ensure_ascii=False)


def make_text(entry: Entry, by: str) -> bytes:
    """A plain text file."""
    paragraphs = [*(body for _, body in kinds(entry["text"])), restated_line(entry, by)]
    return ("\n\n".join(paragraphs) + "\n").encode(entry.get("encoding", "utf-8"))


def kinds(text: list[str]) -> Iterator[tuple[str, str]]:
    """Each paragraph's kind and words."""
    marks = {"## ": "subhead", "- ": "list", "| ": "table", "> ": "quote", "^ ": "caption", "! ": "standfirst"}
    for paragraph in text:
        kind = next((kind for mark, kind in marks.items() if paragraph.startswith(mark)), "body")
        yield kind, paragraph if kind in ("body", "list", "table") else paragraph.partition(" ")[2]


# ------------------------------------------------------------------------------------------------------------------ web pages

_ELEMENTS = {"subhead": "<h2>{}</h2>", "body": "<p>{}</p>", "quote": "<blockquote><p>{}</p></blockquote>"}
_CAPTIONS = {
    "article": '<figure><img src="picture.jpg" alt=""><figcaption>{}</figcaption></figure>',
    "weblog": '<div class="wp-caption"><img src="picture.jpg" alt=""><p class="wp-caption-text">{}</p></div>',
    "plain": '<p class="caption">{}</p>',
}


def make_page(entry: Entry, by: str) -> bytes:
    """A web page as such outlets make them: the story, and around it what a reader of the story does not read."""
    skin = {"article": _article_skin, "weblog": _weblog_skin, "plain": _plain_skin}[entry["skin"]]
    encoding = entry.get("encoding", "utf-8")
    story = "\n".join(_elements(entry)) + f'\n<p class="restated">{escape(restated_line(entry, by))}</p>'
    head = "\n".join(
        [
            f'<meta charset="{encoding}">',
            f"<title>{escape(entry['title'])} | {escape(entry['outlet'])}</title>",
            f'<meta property="og:site_name" content="{escape(entry["outlet"])}">',
            f'<meta property="og:title" content="{escape(entry["title"])}">',
            f'<link rel="canonical" href="{escape(entry["url"])}">',
            *(f'<meta name="restates:{key}" content="{escape(value)}">' for key, value in restated_fields(entry, by).items()),
        ]
    )
    return skin(entry, head, story).encode(encoding)


def _elements(entry: Entry) -> Iterator[str]:
    for kind, words in kinds(entry["text"]):
        if kind == "list":
            yield "<ul>" + "".join(f"<li>{escape(item.removeprefix('- '))}</li>" for item in words.split("\n")) + "</ul>"
        elif kind == "table":
            rows = [row.removeprefix("| ").split(" | ") for row in words.split("\n")]
            head = "".join(f"<th>{escape(cell)}</th>" for cell in rows[0])
            body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows[1:])
            yield f"<table><tr>{head}</tr>{body}</table>"
        elif kind == "caption":
            yield _CAPTIONS[entry["skin"]].format(escape(words))
        elif kind == "standfirst":
            yield f'<p class="standfirst">{escape(words)}</p>'
        else:
            yield _ELEMENTS[kind].format(escape(words))


def _day(entry: Entry) -> str:
    day = date.fromisoformat(entry["date"])
    return f"{day.day} {day:%B %Y}"


def _article_skin(entry: Entry, head: str, story: str) -> str:
    record = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": entry["title"],
        "datePublished": entry["date"],
        "publisher": {"@type": "Organization", "name": entry["outlet"]},
    }
    if "byline" in entry:
        record["author"] = {"@type": "Organization", "name": entry["byline"]}
    by = f'<div class="byline">By {escape(entry["byline"])}</div>\n' if "byline" in entry else ""
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
{head}
<script type="application/ld+json">{json.dumps(record)}</script>
</head>
<body>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li><li><a href="/sport">Sport</a></li></ul></nav></header>
<div class="cookie-banner"><p>We use cookies so that you can go on reading.</p><button>Accept</button></div>
<main>
<article>
<h1>{escape(entry["title"])}</h1>
{by}<time datetime="{entry["date"]}">{_day(entry)}</time>
{story}
</article>
<aside class="related"><h3>More stories</h3><ul><li><a href="/1">Rain delays the harvest in the north</a></li>
<li><a href="/2">Ten things to do in town this weekend</a></li></ul></aside>
<section class="comments" id="comments"><h3>2 comments</h3><div class="comment"><p>Thank you for this report.</p></div>
<div class="comment"><p>Is there a map of the area?</p></div></section>
</main>
<footer><p>All rights reserved. Imprint, privacy, contact.</p></footer>
</body>
</html>
"""


def _weblog_skin(entry: Entry, head: str, story: str) -> str:
    by = f' by <span class="author">{escape(entry["byline"])}</span>' if "byline" in entry else ""
    return f"""<!DOCTYPE html>
<html lang="en-US">
<head>
{head}
<meta property="article:published_time" content="{entry["date"]}">
</head>
<body class="single">
<div id="masthead"><div class="menu"><a href="/">News</a> <a href="/about">About us</a></div></div>
<div id="content">
<div class="post hentry">
<h1 class="entry-title">{escape(entry["title"])}</h1>
<div class="entry-meta">Posted on <span class="entry-date">{_day(entry)}</span>{by}</div>
<div class="entry-content">
{story}
</div>
<div class="share">Share this: <a href="#">one</a> <a href="#">two</a></div>
</div>
<div id="sidebar"><h3>Most read</h3><ul><li><a href="/1">How to keep bread fresh</a></li></ul></div>
</div>
<div id="footer">Proudly made by hand.</div>
</body>
</html>
"""


def _plain_skin(entry: Entry, head: str, story: str) -> str:
    return f"""<html>
<head>
{head}
</head>
<body>
<h1>{escape(entry["title"])}</h1>
<p class="date">{_day(entry)}</p>
{story}
</body>
</html>
"""


# ------------------------------------------------------------------------------------------------------------------ e-mails


def make_mail(entry: Entry, by: str) -> bytes:
    """An e-mail that brings the report: plain and wrapped, HTML, or both; with what is attached."""
    message = EmailMessage(policy=SMTP.clone(linesep="\n", max_line_length=998))
    message["From"] = f"{by} <authors@knell.example>"
    message["To"] = "inbox@knell.example"
    message["Subject"] = entry["title"]
    message["Date"] = f"{date.fromisoformat(entry['date']):%a, %d %b %Y} 18:00:00 +0000"
    message["Message-ID"] = f"<{entry['file'].removesuffix('.eml')}@knell.example>"
    for key, value in restated_fields(entry, by).items():
        message[f"X-Restates-{key.capitalize()}"] = value
    plain = "\n\n".join(_wrapped(words) for _, words in kinds(entry["text"])) + f"\n\n{restated_line(entry, by)}\n"
    page = "<html><body>\n" + "\n".join(f"<p>{escape(words)}</p>" for _, words in kinds(entry["text"]))
    page += f"\n<p>{escape(restated_line(entry, by))}</p>\n</body></html>\n"
    if entry["form"] == "html":
        message.set_content(page, subtype="html")
    else:
        message.set_content(plain)
    if entry["form"] == "both":
        message.add_alternative(page, subtype="html")
    for attached in entry.get("attached", ()):
        message.add_attachment(make_text(attached, by), maintype="text", subtype="plain", filename=attached["file"])
    for number, part in enumerate(message.walk()):
        if part.is_multipart():
            part.set_boundary(f"=={entry['file'].removesuffix('.eml')}-{number}==")
    return message.as_bytes()


def _wrapped(words: str) -> str:
    return textwrap.fill(words, 72, break_long_words=False, break_on_hyphens=False)


# ------------------------------------------------------------------------------------------------------------------ PDFs

_WIDTH, _HEIGHT, _MARGIN, _LEADING = 420, 595, 50, 20
_CHARACTERS = 52
_LINES = 21
_BREAKS = {
    "documentation": "docu-mentation",
    "verification": "verifi-cation",
    "investigation": "investi-gation",
    "presidency": "presi-dency",
    "governorates": "gover-norates",
    "testimonies": "testi-monies",
    "survivors": "sur-vivors",
    "published": "pub-lished",
    "committee": "com-mittee",
    "security": "secu-rity",
    "accounts": "ac-counts",
    "therefore": "there-fore",
    "estimate": "esti-mate",
}
"""Where a word may be broken at a line's end."""


def make_pdf(entry: Entry, by: str) -> bytes:
    """A PDF of a few small pages, written by hand: one font for text, one for heads, no compression, no date of making."""
    lines = [("B", line) for line in _justify(entry["title"])] + [("R", "")]
    for kind, words in kinds(entry["text"]):
        lines += [("B" if kind == "subhead" else "R", line) for line in _justify(words)] + [("R", "")]
    lines.append(("I", restated_line(entry, by)))
    pages = [lines[start : start + _LINES] for start in range(0, len(lines), _LINES)]
    information = {"Title": entry["title"], **{f"Restates{key.capitalize()}": value for key, value in restated_fields(entry, by).items()}}
    return _write_pdf([_page_stream(page, number) for number, page in enumerate(pages, start=1)], information)


def _justify(words: str) -> list[str]:
    """Lines of at most so many characters; a word that does not fit is broken where the table says it may be."""
    lines: list[str] = []
    line = ""
    for word in words.split():
        joined = f"{line} {word}".strip()
        if len(joined) <= _CHARACTERS:
            line = joined
            continue
        head, _, tail = _BREAKS.get(word.rstrip(".,:"), "").partition("-")
        if tail and len(f"{line} {head}-") <= _CHARACTERS:
            lines.append(f"{line} {head}-")
            line = word[len(head) :]
        else:
            lines.append(line)
            line = word
    return [*lines, line]


def _page_stream(lines: list[tuple[str, str]], number: int) -> bytes:
    top = _HEIGHT - _MARGIN - 20
    commands = []
    for row, (font, line) in enumerate(lines):
        size = 5 if font == "I" else 12
        commands.append(b"BT /%s %d Tf %d %d Td (%s) Tj ET" % (font.encode(), size, _MARGIN, top - row * _LEADING, _literal(line)))
    commands.append(b"BT /R 10 Tf %d %d Td (%d) Tj ET" % (_WIDTH // 2, _MARGIN // 2, number))
    return b"\n".join(commands)


def _literal(words: str) -> bytes:
    return words.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _write_pdf(streams: list[bytes], information: dict[str, str]) -> bytes:
    first_page = 7
    kids = b" ".join(b"%d 0 R" % (first_page + 2 * index) for index in range(len(streams)))
    fonts = {"R": "Helvetica", "B": "Helvetica-Bold", "I": "Helvetica-Oblique"}
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (en) >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(streams), kids),
        *(b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>" % name.encode() for name in fonts.values()),
        b"<< " + b" ".join(b"/%s (%s)" % (key.encode(), _literal(value)) for key, value in information.items()) + b" >>",
    ]
    resources = b"<< /Font << " + b" ".join(b"/%s %d 0 R" % (key.encode(), 3 + index) for index, key in enumerate(fonts)) + b" >> >>"
    for index, stream in enumerate(streams):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Resources %s /Contents %d 0 R >>"
            % (_WIDTH, _HEIGHT, resources, first_page + 2 * index + 1)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


# ------------------------------------------------------------------------------------------------------------------ the command


def differences(files: dict[str, bytes], folder: Path) -> list[str]:
    """The names of files in ``folder`` that are not what would be built, missing ones and ones too many included."""
    there = {path.name: path.read_bytes() for path in folder.iterdir()} if folder.is_dir() else {}
    return sorted(name for name in files.keys() | there.keys() if files.get(name) != there.get(name))


def main() -> int:
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(description="Builds examples/coast/inbox from its source table.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file is not what would be built")
    asked = parser.parse_args()
    files = build_files(tomllib.loads((COAST / "source.toml").read_text("utf-8")))
    inbox = COAST / "inbox"
    if asked.check:
        wrong = differences(files, inbox)
        for name in wrong:
            print(f"examples/coast/inbox/{name}: not what the table gives; run tools/make_coast.py", file=sys.stderr)
        return 1 if wrong else 0
    inbox.mkdir(exist_ok=True)
    for path in inbox.iterdir():
        if path.name not in files:
            path.unlink()
    for name, content in files.items():
        (inbox / name).write_bytes(content)
    print(f"{len(files)} files in examples/coast/inbox")
    return 0


if __name__ == "__main__":
    sys.exit(main())
