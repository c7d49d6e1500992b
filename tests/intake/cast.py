"""The files that come in: small, real, and made here."""

import zlib
from email.message import EmailMessage

STORY = (
    "The Syrian Observatory for Human Rights said on Friday that at least twelve people were killed near Jableh.",
    "The monitor, which is based in Britain, put the number of the injured at 30 and said its count was still under way.",
    "The state news agency SANA reported a curfew in the town until Saturday morning.",
)


def page(story: str = "", head: str = "", around: str = "", title: str = "Twelve killed near Jableh, monitor says") -> str:
    """A web page with the story in an article; ``story`` goes in after the standing paragraphs, ``around`` behind the article."""
    paragraphs = "\n".join(f"<p>{paragraph}</p>" for paragraph in STORY)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} | Example Post</title>{head}</head><body>'
        f'<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>'
        f"<main><article><h1>{title}</h1>{paragraphs}{story}</article></main>{around}"
        f"<footer>All rights reserved.</footer></body></html>"
    )


def mail(text: str | None = "\n\n".join(STORY), html: str | None = None, **headers: str) -> EmailMessage:
    """An e-mail from a private person; headers as keywords, with ``_`` for ``-``."""
    message = EmailMessage()
    given = {"From": "Pat Person <pat.person@mailbox.example>", "To": "inbox@monitor.example", "Subject": "Twelve killed near Jableh"}
    given |= {"Date": "Fri, 07 Mar 2025 18:22:00 +0200"} | {name.replace("_", "-"): value for name, value in headers.items()}
    for name, value in given.items():
        message[name] = value
    if text is not None:
        message.set_content(text)
        if html is not None:
            message.add_alternative(html, subtype="html")
    elif html is not None:
        message.set_content(html, subtype="html")
    return message


def pdf(*pages: tuple[str, ...], info: dict[str, str] | None = None, more: str = "", packed: bool = False) -> bytes:
    """A PDF with one line of text a string, 14 points apart; an empty string leaves a line free. ``more`` goes into the trailer."""
    streams = []
    for lines in pages:
        rows = [
            f"BT /F 12 Tf 50 {760 - 14 * row} Td ({line.replace('(', chr(92) + '(').replace(')', chr(92) + ')')}) Tj ET"
            for row, line in enumerate(lines)
            if line
        ]
        streams.append("\n".join(rows).encode("cp1252"))
    return pdf_of(streams, info, more, packed=packed)


def pdf_of(streams: list[bytes], info: dict[str, str] | None = None, more: str = "", *, packed: bool = False) -> bytes:
    """A PDF with these page streams."""
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(streams)))
    fields = " ".join(f"/{key} ({value})" for key, value in (info or {}).items())
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(streams)} /Kids [{kids}] >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< {fields} >>".encode("cp1252"),
    ]
    for number, stream in enumerate(streams):
        body = zlib.compress(stream) if packed else stream
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >> /Contents {6 + 2 * number} 0 R >>".encode()
        )
        packing = b"/Filter /FlateDecode " if packed else b""
        objects.append(b"<< %s/Length %d >>\nstream\n%s\nendstream" % (packing, len(body), body))
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 4 0 R {more} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
