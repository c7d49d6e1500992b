"""A document: what it says of itself, and nothing else. Its text is a report's business (``knell add``)."""

import mmap
import re
import zipfile
from email import policy
from email.parser import BytesHeaderParser
from io import BytesIO
from typing import Any

from knell.intake.media import MAIL, PDF
from knell.records.exhibit import Found

from .sorts import Sort
from .tags import Tags, moment

MOST_MEMBERS = 10_000
MOST_MEMBER_BYTES = 1_000_000
_TOLD = ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml", "meta.xml")
_PDF_MOMENT = re.compile(r"D:(\d{4})(\d{2})(\d{2})(\d{2})?(\d{2})?(\d{2})?")


def open_document(data: Any, sort: Sort) -> tuple[Found, list[bytes]]:
    """What a document says of itself. Raises whatever a broken one leads its reader to."""
    tags = Tags()
    pages: int | None = None
    notes: list[str] = []
    tool = ""
    if sort.media == PDF:
        pages, notes, tool = _read_pdf(data, tags)
    elif sort.media == MAIL:
        head = BytesHeaderParser(policy=policy.compat32).parsebytes(bytes(data[:1_000_000]))
        tags.add_all("e-mail", head.items())
    else:
        _read_zipped(data, tags)
    if tags.full:
        notes.append("it says more of itself than is kept")
    said = sort.said + (f", {pages:,} page{'' if pages == 1 else 's'}" if pages is not None else "")
    made = tags.first("created", "creation-date") or _pdf_moment(tags.first("CreationDate"))
    found = Found(
        kind="document", media=sort.media, said=said, pages=pages, taken=moment(made), tags=tags.told(), notes=tuple(notes),
        tools=(tool,) if tool else (),
    )  # fmt: skip
    return found, []


def _read_pdf(data: Any, tags: Tags) -> tuple[int | None, list[str], str]:
    import pypdf

    reader = pypdf.PdfReader(BytesIO(bytes(data)), strict=False)
    tool, notes = f"pypdf {pypdf.__version__}", []
    if reader.is_encrypted and not reader.decrypt(""):
        return None, ["is locked with a password"], tool
    tags.add_all("PDF", ((str(name).lstrip("/"), value) for name, value in dict(reader.metadata or {}).items()))
    root: Any = reader.trailer["/Root"]
    if "/Metadata" in root:
        tags.add("XMP", "packet", root["/Metadata"].get_object().get_data()[:100_000])
    if "/OpenAction" in root or "/AA" in root or "/JavaScript" in root.get("/Names", {}):
        notes.append("it would do something by itself when opened")
    if "/EmbeddedFiles" in root.get("/Names", {}):
        notes.append("other files are in it")
    return len(reader.pages), notes, tool


def _read_zipped(data: Any, tags: Tags) -> None:
    """The properties that an office document states. Members are never unpacked but for these, and those only so far."""
    from lxml import etree

    with zipfile.ZipFile(BytesIO(data) if not isinstance(data, mmap.mmap) else _Seekable(data)) as folder:
        members = folder.infolist()
        if len(members) > MOST_MEMBERS:
            raise ValueError(f"it has {len(members):,} members")
        names = {member.filename for member in members}
        for name in _TOLD:
            if name not in names:
                continue
            with folder.open(name) as member:
                told = member.read(MOST_MEMBER_BYTES + 1)
            if len(told) > MOST_MEMBER_BYTES:
                raise ValueError("its properties unpack to more than is read")
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
            for element in etree.fromstring(told, parser).iter(etree.Element):
                if element.text and not len(element):
                    tags.add(name, etree.QName(element).localname, element.text)


class _Seekable(BytesIO):
    """A map of a file as a file again."""

    def __init__(self, held: mmap.mmap) -> None:
        super().__init__(held[:])


def _pdf_moment(stated: str | None) -> str | None:
    found = _PDF_MOMENT.search(stated or "")
    if found is None:
        return None
    parts = [found[n] or "00" for n in (4, 5, 6)]
    return f"{found[1]}-{found[2]}-{found[3]}T{':'.join(parts)}"
