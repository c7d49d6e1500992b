"""Hostile files: each maker gives bytes that want to fill the memory, take all time, reach outside or break a parser.

Made here from a seed, by the formats' own rules; nobody's exploits.
"""

# ruff: noqa: E501, ARG001  rows of bytes are longer than lines, and makers share one signature

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import lru_cache

Maker = Callable[[random.Random], bytes]


@lru_cache(maxsize=64)
def packed_zeros(length: int) -> bytes:
    """So many zeros, packed."""
    return zlib.compress(bytes(length), 9)


@lru_cache(maxsize=1)
def nested_zip() -> bytes:
    """Zips in zips in zips, with a billion and more zeros at the bottom."""
    inner = b"0" * 30_000_000
    for depth in range(4):
        below = io.BytesIO()
        with zipfile.ZipFile(below, "w", zipfile.ZIP_DEFLATED) as one:
            for n in range(6):
                put(one, f"{n}.zip" if depth else f"{n}.txt", inner)
        inner = below.getvalue()
    return inner


def chunk(kind: bytes, content: bytes) -> bytes:
    """A PNG chunk."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width: int, height: int, *more: bytes, rows: bytes = b"") -> bytes:
    """A PNG of that size, whatever its rows hold."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def pixel_flood(chance: random.Random) -> bytes:
    """A picture of billions of pixels in some kilobytes."""
    side = chance.randrange(20_000, 2**31 - 1)
    other = chance.choice([side, 1, 7000])
    kind = chance.randrange(6)
    if kind == 0:
        return png(side, other, rows=bytes(chance.randrange(2_000_000)))
    if kind == 1:
        return (
            b"GIF89a"
            + struct.pack("<HH", 65535, 65535)
            + b"\xf7\x00\x00"
            + bytes(768)
            + b","
            + struct.pack("<HHHH", 0, 0, 65535, 65535)
            + b"\x00\x08"
            + bytes(600)
        )
    if kind == 2:
        return b"BM" + struct.pack("<IIIIiiHHI", 100, 0, 54, 40, side % 2**30, other % 2**30, 1, 24, 0) + bytes(200)
    if kind == 3:
        return b"\xff\xd8\xff\xc0\x00\x11\x08\xff\xff\xff\xff\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01" + chance.randbytes(400)
    if kind == 4:
        return (
            b"RIFF"
            + struct.pack("<I", 40)
            + b"WEBPVP8X"
            + struct.pack("<I", 10)
            + b"\x10\x00\x00\x00"
            + b"\xff\xff\xff" * 2
            + chance.randbytes(30)
        )
    return b"II*\x00\x08\x00\x00\x00" + _directory([(256, 4, 1, side), (257, 4, 1, other), (258, 3, 1, 8), (259, 3, 1, chance.choice([1, 5, 8, 32773])), (262, 3, 1, 2), (273, 4, 1, 8), (277, 3, 1, 3), (278, 4, 1, other), (279, 4, 1, 2**31)], 0)  # fmt: skip


def _directory(rows: list[tuple[int, int, int, int]], after: int) -> bytes:
    return struct.pack("<H", len(rows)) + b"".join(struct.pack("<HHII", *row) for row in rows) + struct.pack("<I", after)


def text_bomb(chance: random.Random) -> bytes:
    """Text chunks of a PNG that unpack to a thousand times their size."""
    packed = packed_zeros(chance.randrange(1, 20) * 10_000_000)
    kind = chance.choice(
        [chunk(b"zTXt", b"Comment\0\0" + packed), chunk(b"iTXt", b"Comment\0\x01\0\0\0" + packed), chunk(b"iCCP", b"x\0\0" + packed)]
    )
    return png(8, 8, *[kind] * chance.randrange(1, 40), rows=bytes(200))


def exif_loop(chance: random.Random) -> bytes:
    """EXIF whose folders lead back into themselves, or count to billions."""
    rows = [
        (0x8769, 4, 1, 8),
        (0x8825, 4, 1, 8),
        (0xA005, 4, 1, 8),
        (0x010F, 2, chance.choice([2**31, 2**32 - 1, 5]), chance.randrange(2**32)),
        (0x9286, 7, 2**32 - 1, 8),
    ]
    tiff = b"II*\x00\x08\x00\x00\x00" + _directory(rows * chance.randrange(1, 400), 8)
    told = b"Exif\0\0" + tiff[:65000]
    whole = b"\xff\xd8\xff\xe1" + struct.pack(">H", len(told) + 2) + told + _small_jpeg()[2:]
    return tiff if chance.random() < 0.3 else whole


def _small_jpeg() -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (40, 30), (120, 60, 10)).save(out, "JPEG")
    return out.getvalue()


def zip_bomb(chance: random.Random) -> bytes:
    """Zips: members that overlap and unpack to terabytes, an office document whose properties do, thousands of members, lying sizes."""
    kind = chance.randrange(5)
    if kind == 0:
        return overlapping(chance.randrange(50, 3000), chance.choice([1, 5, 20, 40]) * 1_000_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as folder:
        if kind == 1:
            put(folder, "word/document.xml", "<w/>")
            put(folder, "docProps/core.xml", b"<c><creator>" + b"A" * chance.choice([2, 30]) * 1_000_000 + b"</creator></c>")
        elif kind == 2:
            for number in range(chance.randrange(9_000, 15_000)):
                put(folder, f"word/{number}", b"")
        elif kind == 3:
            put(folder, "deep.zip", nested_zip())
        else:
            entities = "".join(
                f'<!ENTITY e{n} "{"&e" + str(n - 1) + ";" if n else "ha"}{("&e" + str(n - 1) + ";") * 9 if n else ""}">' for n in range(12)
            )
            put(folder, "word/document.xml", "<w/>")
            put(folder, "docProps/core.xml", f"<!DOCTYPE c [{entities}]><c><creator>&e11;</creator></c>")
            put(folder, "../../../../tmp/out", b"out")
    return _damaged(out.getvalue(), chance) if chance.random() < 0.3 else out.getvalue()


def put(folder: zipfile.ZipFile, name: str, content: str | bytes) -> None:
    """A member without today's date, so that the same seed makes the same bytes."""
    member = zipfile.ZipInfo(name)
    member.compress_type = zipfile.ZIP_DEFLATED
    folder.writestr(member, content)


def overlapping(members: int, each: int) -> bytes:
    """Members that all lie on one stretch of packed zeros: the size grows with their number, what they unpack to with its square."""
    kernel, crc = packed_zeros(each)[2:-4], zlib.crc32(bytes(each))
    name = b"word/document.xml"
    local = struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, 0, 33, crc, len(kernel), each, len(name), 0) + name
    central = b"".join(
        struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 8, 0, 33, crc, len(kernel), each, len(name), 0, 0, 0, 0, 0, 0) + name
        for _ in range(members)
    )
    start = len(local) + len(kernel)
    return local + kernel + central + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, members % 65536, members % 65536, len(central), start, 0)


def broken_pdf(chance: random.Random) -> bytes:
    """PDFs: page trees that are their own parents, streams that unpack for ever, tables of nowhere, nests without end."""
    packed = packed_zeros(chance.choice([1, 4, 20, 60, 120]) * 1_000_000)
    twice = zlib.compress(packed, 9)
    kinds: list[list[bytes]] = [
        [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9999999>>"],
        [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 2 0 R/Contents 4 0 R>>",
         b"<</Length %d/Filter/FlateDecode>>stream\n" % len(packed) + packed + b"\nendstream"],
        [b"<</Type/Catalog/Pages 2 0 R/Metadata 4 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 3 0 R/Contents 4 0 R>>",
         b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n" % len(twice) + twice + b"\nendstream"],
        [b"<</Type/Catalog/Pages 2 0 R/Names 1 0 R/OpenAction 1 0 R>>", b"[" * chance.randrange(1_000, 200_000)],
        [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[" + b"3 0 R " * chance.randrange(10_000, 90_000) + b"]/Count 90000>>",
         b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</XObject<</X 4 0 R>>>>>>",
         b"<</Type/XObject/Subtype/Form/Resources<</XObject<</X 4 0 R>>>>/Length 400>>stream\n" + b"/X Do " * 60 + b"\nendstream"],
    ]  # fmt: skip
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(chance.choice(kinds), 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1) + b"".join(b"%010d 00000 n \n" % at for at in places)
    out += b"trailer<</Size %d/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF" % (len(places) + 1, table, table)
    return _damaged(bytes(out), chance) if chance.random() < 0.4 else bytes(out)


def endless_film(chance: random.Random) -> bytes:
    """Films: lists that lead outside, frames of a billion pixels, times that never end, atoms within themselves."""
    kind = chance.randrange(6)
    if kind == 0:
        return b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + chance.randbytes(chance.randrange(100, 20_000))
    if kind == 1:
        inner = b""
        for _ in range(chance.randrange(100, 5_000)):
            inner = struct.pack(">I", len(inner) + 8) + chance.choice([b"moov", b"trak", b"mdia", b"udta", b"meta"]) + inner
        return b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + inner
    if kind == 2:
        return (
            b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webmB\x87\x81\x04B\x85\x81\x02\x18S\x80g\x01\xff\xff\xff\xff\xff\xff\xff"
            + b"\x1fC\xb6u\x01\xff\xff\xff\xff\xff\xff\xff\xe7\x81\x00" * chance.randrange(10, 20_000)
        )
    if kind == 3:
        return (b"G" + bytes([0x40, chance.randrange(256), 0x10]) + chance.randbytes(184)) * chance.randrange(50, 20_000)
    if kind == 4:
        lists = [
            b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/x\nfile:///etc/passwd\n",
            b"ffconcat version 1.0\nfile /etc/passwd\n",
            b"<?xml?><MPD><BaseURL>http://127.0.0.1:9/</BaseURL></MPD>",
        ]
        return chance.choice(
            [b"", b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom", b"ID3", b"RIFF\xff\xff\xff\xffAVI "]
        ) + chance.choice(lists) * chance.randrange(1, 500)
    return b"RIFF\xff\xff\xff\xffAVI LIST\xff\xff\xff\x7fhdrlavih8\x00\x00\x00" + chance.randbytes(56) + b"LIST" + chance.randbytes(3000)


def endless_sound(chance: random.Random) -> bytes:
    """Sounds without end, or with a cover of a billion pixels."""
    kind = chance.randrange(3)
    if kind == 0:
        return b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f" + chance.randbytes(30_000)
    if kind == 1:
        cover = png(60_000, 60_000)
        frame = b"APIC" + struct.pack(">I", len(cover) + 13) + b"\x00\x00\x00image/png\x00\x03\x00" + cover
        return b"ID3\x03\x00\x00" + bytes((len(frame) >> shift) & 127 for shift in (21, 14, 7, 0)) + frame + b"\xff\xfb\x90\x64" * 9_000
    return (
        b"RIFF\xff\xff\xff\xffWAVEfmt \x10\x00\x00\x00\x01\x00"
        + struct.pack("<HIIHH", chance.choice([0, 65535, 2]), 2**32 - 1, 2**32 - 1, 4, 16)
        + b"data\xff\xff\xff\xff"
        + bytes(chance.randrange(2_000_000))
    )


def entity_bomb(chance: random.Random) -> bytes:
    """Drawings and pages with entities that grow by tens, or lead to files and other machines."""
    grow = "".join(f'<!ENTITY e{n} "{("&e" + str(n - 1) + ";") * 10 if n else "ha"}">' for n in range(chance.randrange(8, 20)))
    lead = '<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY h SYSTEM "http://127.0.0.1:9/x">'
    root = chance.choice(["svg", "html", "feed", "rss"])
    return f'<?xml version="1.0"?><!DOCTYPE {root} [{grow}{lead}]><{root}>&e{7};&f;&h;<image href="http://127.0.0.1:9/"/></{root}>'.encode()


def deep_page(chance: random.Random) -> bytes:
    """Pages that nest, or hold attributes, by the hundred thousand."""
    many = chance.randrange(1_000, 150_000)
    kind = chance.randrange(4)
    if kind == 0:
        return b"<!doctype html><html><body>" + b"<div>" * many + b"text"
    if kind == 1:
        return b"<!doctype html><html><body><p " + b" ".join(b"a%d=1" % n for n in range(many)) + b">text</p>"
    if kind == 2:
        return b"<!doctype html><html><body>" + b"<table><tr><td>" * (many // 3) + b"<p>12 people were killed.</p>" * 50
    return b"<!doctype html><html><body><p>" + b"&#x" * many + b"<![CDATA[" * 500 + b"</p></body></html>"


def deep_mail(chance: random.Random) -> bytes:
    """Letters within letters, bounds that match everything, heads without end."""
    kind = chance.randrange(4)
    if kind == 0:
        return (
            b"From: a@b.example\nDate: Thu, 6 Mar 2031 10:00:00 +0000\nMessage-ID: <x>\n"
            + b"Content-Type: message/rfc822\n\nFrom: a@b.example\nSubject: x\nMIME-Version: 1.0\n" * chance.randrange(50, 3_000)
        )
    if kind == 1:
        return (
            b"From: a@b.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n"
            + b"--x\nContent-Type: multipart/mixed; boundary=x\n\n" * chance.randrange(100, 20_000)
        )
    if kind == 2:
        return b"From: a@b.example\nDate: x\nSubject: " + b"=?utf-8?Q?=41" * chance.randrange(1_000, 100_000) + b"\n\ntext"
    return (
        b"From: a@b.example\nMIME-Version: 1.0\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n"
        + io.BytesIO(broken_pdf(chance)).read().hex().encode()
    )


def polyglot(chance: random.Random) -> bytes:
    """Files that are several things at once."""
    parts = [maker(chance)[:200_000] for maker in chance.sample([broken_pdf, zip_bomb, exif_loop, endless_film, deep_page, entity_bomb], 3)]
    return b"".join(chance.sample([_small_jpeg(), b"GIF89a/*", b"%PDF-1.4\n", *parts], 4))


def damaged(chance: random.Random) -> bytes:
    """A whole file of some kind with bytes changed, cut or doubled."""
    makers: list[Maker] = [lambda _: _small_jpeg(), lambda _: png(64, 64, rows=bytes(64 * 193)), broken_pdf, exif_loop, _whole_zip]
    return _damaged(chance.choice(makers)(chance), chance)


def noise(chance: random.Random) -> bytes:
    """Any bytes after the mark of some kind."""
    marks = [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a", b"II*\x00", b"MM\x00*", b"%PDF-1.7\n", b"PK\x03\x04", b"OggS", b"fLaC", b"\x1aE\xdf\xa3",
             b"RIFF\x00\x00\x00\x00WEBP", b"\x00\x00\x00\x1cftypavif", b"\x00\x00\x01\xba", b"FLV\x01", b"#!AMR\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"WARC/1.0\r\n", b"\x1f\x8b\x08"]  # fmt: skip
    return chance.choice(marks) + chance.randbytes(chance.randrange(10, 100_000))


def _whole_zip(chance: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as folder:
        put(folder, "word/document.xml", "<w/>")
        put(folder, "docProps/core.xml", "<c><creator>A. Name</creator></c>")
    return out.getvalue()


def _damaged(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randrange(1, 30)):
        at = chance.randrange(len(changed))
        match chance.randrange(3):
            case 0:
                changed[at] = chance.randrange(256)
            case 1:
                del changed[at : at + chance.randrange(1, 64)]
            case _:
                changed[at:at] = changed[at : at + chance.randrange(1, 4096)]
        if not changed:
            return b"\x89PNG"
    return bytes(changed)


MAKERS: dict[str, Maker] = {
    "pixel flood": pixel_flood, "text bomb": text_bomb, "EXIF loop": exif_loop, "zip bomb": zip_bomb, "broken PDF": broken_pdf,
    "endless film": endless_film, "endless sound": endless_sound, "entity bomb": entity_bomb, "deep page": deep_page, "deep mail": deep_mail,
    "polyglot": polyglot, "damaged": damaged, "noise": noise,
}  # fmt: skip


def make_files(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """As many files as asked for, of each kind in turn, each from its own seed."""
    kinds = list(MAKERS)
    for number in range(count):
        kind = kinds[number % len(kinds)]
        yield kind, MAKERS[kind](random.Random(f"{seed}/{number}"))
