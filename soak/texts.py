"""Reads random and broken texts by the million: no crash, no span that lies, no text that costs more than its length.

    python soak/texts.py [--texts 20000] [--minutes 0] [--seed 1] [--jobs 2] [--growth 40] [--figures build/soak/texts.json]

A text is grown from pieces of our own gold reports and of made-up news by cutting, doubling, splicing and poisoning it: marks of
direction, emoji, broken encodings, lone surrogates, other scripts, quotes without an end, numbers without an end. Of every text the
claims and mentions are read, and each span is held to the very characters it names; every fiftieth is read twice and has to give the same
bytes. ``--minutes`` ends the reading early, with the figures of what was read. Growth repeats a broken piece from 10,000 to 1,000,000
characters and compares the time for a character.
"""

import gc
import multiprocessing
import random
import sys
import time
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from knell.flows.collecting import FEW
from knell.flows.read import default_settings
from knell.reading.reader import read_report
from knell.records import Report
from soak import command
from soak.command import Number
from tools.grammar import write_reports

ROOT = Path(__file__).resolve().parent.parent
BATCH = 500
TWICE = 50
"""One text in so many is read twice."""
SMALL, LARGE = 10_000, 1_000_000
STEEP = 4.0
"""A character of the large text may cost so many times one of the small: collection of garbage and caches have their share."""
POISON = (
    "\u202e", "\u200f", "\u200b", "\u0000", "\ufeff", "\ud800", "\U0001f480", "\U0001f469\u200d\U0001f467", "\u0640", "\u0610", "\x85",
    "\r", "\u2028", "''", "«", "“", "”", "((", "12,", "1.2.3", "٣٤", "½", "e\u0301" * 4, "İ", "ß", "ﬁ", "Ǆ", "一二三", "\\", "\t|\t",
    " of of ", " and and ", " said said ", " killed ", " قتل ", " muertos ", "2025-13-45", "999999999999999999999", "%", "-" * 9,
)  # fmt: skip
PUBLISHED = (None, "2025-03-08", "2025-03", "0001-01-01", "9999-12-31T23:59:59+14:00")
_HOLDING = (dict, list, tuple)
LANGUAGES = (None, None, "en", "ar", "es", "xx")


class Found(NamedTuple):
    """What a batch gave: texts read, characters, claims, and what was wrong, each as a line with the seed that makes it again."""

    texts: int
    characters: int
    claims: int
    wrong: tuple[str, ...]


def main() -> int:
    """Reads, prints the figures, and returns 0 where nothing was wrong."""
    numbers = (
        Number("texts", 20_000),
        Number("minutes", 0.0, help="end the reading after so many; 0: when all texts are read"),
        Number("jobs", 2),
        Number("growth", 40, help="pieces repeated to a million characters"),
    )
    return command.run(
        command.parser_of("random and broken texts through the reader", *numbers),
        lambda asked, _: (
            read_often(asked.texts, asked.seed, asked.jobs, asked.minutes) | {"growth": measure_growth(asked.growth, asked.seed)}
        ),
        lambda figures: not figures["wrong"] and not figures["growth"]["steep"],
    )


def read_often(texts: int, seed: int, jobs: int, minutes: float = 0.0) -> dict[str, Any]:
    """Reads so many texts and counts them. A line is written to the error stream as the work goes on.

    ``minutes``: ends after so many, 0 when all are read.
    """
    batches = [(seed, n, min(BATCH, texts - n)) for n in range(0, texts, BATCH)]
    total = Found(0, 0, 0, ())
    begun = shown = time.monotonic()
    with multiprocessing.get_context("spawn").Pool(jobs, settle_in) as pool:
        for found in pool.imap_unordered(read_batch, batches):
            total = Found(*(a + b for a, b in zip(total, found, strict=True)))  # type: ignore[operator]
            if time.monotonic() - shown > 10:
                shown = time.monotonic()
                sys.stderr.write(f"{total.texts:,} of {texts:,} texts, {len(total.wrong)} wrong\n")
            if minutes and time.monotonic() - begun > 60 * minutes:
                break
    return {
        "texts": total.texts,
        "characters": total.characters,
        "claims": total.claims,
        "seconds": round(time.monotonic() - begun, 1),
        "wrong": list(total.wrong[:20]),
        "wrong_count": len(total.wrong),
    }


def settle_in() -> None:
    """Readies a worker: what it holds for good is kept from the collector of garbage."""
    default_settings()
    read_pieces()
    gc.freeze()
    gc.set_threshold(*FEW)


def read_batch(asked: tuple[int, int, int]) -> Found:
    """Reads the texts of one batch: its seed, the number of its first text, and how many."""
    seed, first, many = asked
    pieces = read_pieces()
    characters = claims = 0
    wrong: list[str] = []
    for number in range(first, first + many):
        chance = random.Random(f"{seed}/{number}")
        report = make_report(chance, pieces)
        characters += len(report.text)
        try:
            told, lies = look_at(report, twice=number % TWICE == 0)
        except Exception as error:  # noqa: BLE001  (whatever a text can raise is what is looked for)
            wrong.append(f"{seed}/{number}: {type(error).__name__}: {error}")
            continue
        claims += told
        wrong += [f"{seed}/{number}: {lie}" for lie in lies]
    return Found(many, characters, claims, tuple(wrong))


def look_at(report: Report, *, twice: bool) -> tuple[int, list[str]]:
    """The number of claims of a report, and each span that is not the text at its offsets."""
    reading = read_report(report, default_settings(), mentions=True)
    claims = msgspec.to_builtins(reading.claims)
    lies = list(find_lies([claims, msgspec.to_builtins(reading.mentions)], report.text))
    if twice and msgspec.to_builtins(read_report(report, default_settings()).claims) != claims:
        lies.append("a second reading gave other claims")
    return len(reading.claims), lies


def find_lies(value: Any, text: str) -> Iterator[str]:
    """Every span below a value whose words are not the text at its offsets."""
    # A stack and no recursion: the looking must not cost more than the reading.
    left = [value]
    while left:
        value = left.pop()
        if isinstance(value, dict):
            start, end, words = value.get("start"), value.get("end"), value.get("text")
            if start is not None and (end is None or text[start:end] != words or not 0 <= start <= end <= len(text)):
                yield f"span {start}-{end} says {words!r}"
            value = value.values()
        left += [item for item in value if item and isinstance(item, _HOLDING)]


@cache
def read_pieces() -> tuple[str, ...]:
    """Texts of our own to grow others from: the gold reports of every language, and made-up news."""
    files = sorted((ROOT / "tests" / "gold").glob("*/*.toml"))
    gold = [row["text"] for path in files for row in tomllib.loads(path.read_text(encoding="utf-8"))["reports"]]
    return (*gold, *(row["text"] for row in write_reports(12, 300, 7)))


def make_report(chance: random.Random, pieces: Sequence[str]) -> Report:
    """One report: a stretch of a piece, changed up to six times."""
    text = chance.choice(pieces)
    start = chance.randrange(len(text))
    text = text[start : start + int(chance.paretovariate(0.9) * 60)]
    for _ in range(chance.randrange(7)):
        text = change(chance, text, pieces)[:200_000]
    return Report(id="r", text=text, published=chance.choice(PUBLISHED), lang=chance.choice(LANGUAGES))


def change(chance: random.Random, text: str, pieces: Sequence[str]) -> str:
    """The text with one thing done to it."""
    at = chance.randrange(len(text) + 1)
    to = min(len(text), at + chance.randrange(1, 40))
    other = chance.choice(pieces)
    cut = chance.randrange(len(other))
    ways = (
        lambda: text[:at] + chance.choice(POISON) + text[at:],
        lambda: text[:at] + text[to:],
        lambda: text[:at] + text[at:to] * chance.randrange(2, 30) + text[to:],
        lambda: text[:at] + other[cut : cut + chance.randrange(1, 300)] + text[at:],
        lambda: (
            text[:at] + "".join(chr(chance.choice((chance.randrange(32, 0x700), chance.randrange(0x110000)))) for _ in range(5)) + text[at:]
        ),
        lambda: text.upper() if chance.random() < 0.5 else text.lower(),
        lambda: text.encode("utf-8", "replace").decode(chance.choice(("latin-1", "cp1256", "utf-16-le")), "replace"),
        lambda: text[:at] + text[at:to][::-1] + text[to:],
        lambda: text.replace(" ", chance.choice(("", "\n", "\u00a0", "  "))),
        lambda: text[:at] + "\n\n" + text[at:],
    )
    return chance.choice(ways)()


def measure_growth(pieces: int, seed: int) -> dict[str, Any]:
    """How much more a character costs in a text of a million than in one of ten thousand, for broken pieces: the worst, and the steep."""
    chance = random.Random(f"{seed}/growth")
    whole = read_pieces()
    worst = 0.0
    steep: list[str] = []
    for _ in range(pieces):
        text = chance.choice(whole)
        start = chance.randrange(len(text))
        piece = text[start : start + chance.randrange(1, 90)]
        for _ in range(chance.randrange(3)):
            piece = change(chance, piece, whole)[:300]
        ratio = time_character(piece or "a", LARGE, 1) / time_character(piece or "a", SMALL, 3)
        worst = max(worst, ratio)
        if ratio > STEEP:
            steep.append(f"{ratio:.1f}: {piece!r}")
    return {"pieces": pieces, "worst": round(worst, 2), "steep": steep}


def time_character(piece: str, size: int, runs: int) -> float:
    """The processor's seconds for a character of the piece repeated to a size: the best of some runs."""
    text = (piece * (size // len(piece) + 1))[:size]
    best = float("inf")
    for _ in range(runs):
        begun = time.process_time()
        read_report(Report(id="r", text=text, published="2025-03-08"), default_settings())
        best = min(best, time.process_time() - begun)
    return best / size


if __name__ == "__main__":
    sys.exit(main())
