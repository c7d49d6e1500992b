"""Web archives for the tests: made by warcio, as archivists make them, and packed as a WACZ is."""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.intake.cast import page

URL = "https://news.example.org/coast/twelve-killed"


def answer(body: bytes, media: str = "text/html; charset=utf-8", status: str = "200 OK", **headers: str) -> tuple[StatusAndHeaders, bytes]:
    told = [("Content-Type", media), *((name.replace("_", "-"), value) for name, value in headers.items())]
    return StatusAndHeaders(status, told, protocol="HTTP/1.1"), body


def warc(*answers: tuple[str, tuple[StatusAndHeaders, bytes]], gzip: bool = True) -> bytes:
    """A WARC of addresses and what they answered."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=gzip, warc_version="1.1")
    writer.write_record(writer.create_warcinfo_record("test.warc.gz", {"software": "a test"}))
    for url, (headers, body) in answers:
        told = {"WARC-Date": "2025-03-08T09:00:00Z"}
        writer.write_record(
            writer.create_warc_record(
                url, "response", payload=io.BytesIO(body), length=len(body), http_headers=headers, warc_headers_dict=told
            )
        )
    return out.getvalue()


def story_warc(**how: bool) -> bytes:
    return warc((URL, answer(page().encode())), **how)


def wacz(
    files: Mapping[str, bytes], *, pages: Sequence[str] = (), listed: Mapping[str, bytes] | None = None, packed: int = zipfile.ZIP_STORED
) -> bytes:
    """A WACZ of WARC files. ``listed``: what the list's hashes are made of, where that is not what is in it."""
    held = dict(files)
    if pages:
        rows = [{"format": "json-pages-1.0", "id": "pages"}, *({"id": str(n), "url": url} for n, url in enumerate(pages))]
        held["pages/pages.jsonl"] = b"\n".join(json.dumps(row).encode() for row in rows)
    hashed = {**held, **(listed or {})}
    resources = [
        {"name": path.rpartition("/")[2], "path": path, "hash": f"sha256:{hashlib.sha256(content).hexdigest()}", "bytes": len(content)}
        for path, content in hashed.items()
    ]
    package = json.dumps({"profile": "data-package", "wacz_version": "1.1.1", "resources": resources}).encode()
    digest = json.dumps({"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(package).hexdigest()}"}).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packed) as file:
        for path, content in {**held, "datapackage.json": package, "datapackage-digest.json": digest}.items():
            file.writestr(path, content)
    return out.getvalue()
