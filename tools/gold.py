"""Our own gold: reports in our own words, annotated in the contract's form, and how a reading of them is scored.

A file of tests/gold/LANGUAGE/ holds reports of one style (docs/reference/own-gold.md says how to write one). Words are quoted from the
text and have to stand there once; ``[...]`` inside a quote marks the part that is meant. ``a|b`` says that the contract leaves room for
both, ``-`` stands for null, a field named in ``open`` is not scored, and an ``optional`` claim is neither missed nor too many.

    python -m tools.gold [--errors] [LANGUAGE ...]     prints the figures of these folders of tests/gold, or of all;
                                                       --errors names every expectation that was not met
"""

import argparse
import json
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "tests" / "gold"
Json = Mapping[str, Any]
Range = tuple[int, int]

LISTED = frozenset(
    "curfew restriction commitment acknowledgement denial warning appeal verification_gap footage ranking context investigation "
    "ceasefire inaction protest".split()
)
"""The types without a figure that the gold annotates wherever they are. Bare statements are annotated nowhere, and not counted."""
CARRIED = ("event", "perpetrators", "places", "time", "speakers", "stance", "basis")
SCORED_RELATIONS = frozenset({"part_of", "repeats", "updates"})


class Quote(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """Words of the text and what they are expected to say. One shape for all fields; each uses the keys the contract gives it."""

    words: str
    also: str | None = None  # other words of the text for the same, such as what a pronoun stands for
    low: int | None = None
    high: int | None = None
    best: int | None = None
    cumulative: bool | None = None
    kind: str | None = None
    name: str | None = None
    group: str | None = None
    status: str | None = None
    age_group: str | None = None
    sex: str | None = None
    country: str | None = None
    precision: str | None = None
    from_: str | None = None
    to: str | None = None


class Expected(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A claim that the text makes. ``like`` takes over from the claim so labelled the fields of ``CARRIED``
    and what it leaves open."""

    label: str
    harm: str
    event: str = ""
    like: str | None = None
    words: str | None = None
    count: Quote | None = None
    victims: tuple[Quote, ...] = ()
    perpetrators: tuple[Quote, ...] = ()
    places: tuple[Quote, ...] = ()
    time: Quote | None = None
    speakers: tuple[Quote, ...] = ()
    stance: str = "asserted"
    basis: str = "unstated"
    relations: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    optional: bool = False


class GoldReport(msgspec.Struct, frozen=True):
    """One report and all that it claims. ``traps`` says what it is there for."""

    id: str
    style: str
    text: str
    outlet: str
    published: str | None
    traps: tuple[str, ...]
    claims: tuple[Expected, ...]


class GoldFile(msgspec.Struct, frozen=True):
    """A file of reports of one style, and who read it when."""

    path: Path
    invented: bool
    annotated_by: str
    checked_by: str
    reports: tuple[GoldReport, ...]


def load_file(path: Path) -> GoldFile:
    """A file of the gold. Raises ``msgspec.ValidationError`` for what is no part of the form."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    reports = []
    for row in table["reports"]:
        claims: dict[str, Json] = {}
        for claim in row.get("claims", ()):
            base = claims[claim["like"]] if "like" in claim else {}
            carried = {key: base[key] for key in CARRIED if key in base}
            claims[claim["label"]] = {**carried, **claim, "open": [*base.get("open", ()), *claim.get("open", ())]}
        known = {"style": table["style"], "published": None, "traps": (), **row, "claims": list(claims.values())}
        reports.append(msgspec.convert(known, GoldReport))
    return GoldFile(path, table["invented"], table["annotated_by"], table["checked_by"], tuple(reports))


def load_folder(folder: Path) -> list[GoldFile]:
    """Every file of a folder, by name."""
    return [load_file(path) for path in sorted(folder.glob("*.toml"))]


def languages() -> list[str]:
    """The folders of gold that there are, by name."""
    return sorted(path.name for path in FOLDER.iterdir() if any(path.glob("*.toml")))


def locate(text: str, words: str) -> Range:
    """Where quoted words stand. Raises ``ValueError`` where they stand nowhere or more than once."""
    before, opened, rest = words.partition("[")
    meant, _, after = rest.partition("]")
    whole = before + meant + after if opened else words
    start = text.find(whole)
    if start < 0 or text.find(whole, start + 1) >= 0:
        raise ValueError(f"{whole!r} stands {'nowhere' if start < 0 else 'more than once'} in the text")
    start += len(before) if opened else 0
    return start, start + len(meant if opened else words)


def says(expected: str | None, read: object) -> bool:
    """Whether a value is one of those that an expectation allows."""
    return (read if read is not None else "-") in (expected or "-").split("|")


def shared(a: Range, b: Range) -> bool:
    """Whether two spans share at least half of the shorter."""
    return 2 * (min(a[1], b[1]) - max(a[0], b[0])) >= max(1, min(a[1] - a[0], b[1] - b[0]))


def at(span: Json | None) -> Range | None:
    """A span's offsets, or ``None`` where it has none."""
    return None if span is None or span.get("start") is None else (span["start"], span["end"])


def same_words(text: str, quote: Quote, read: Json) -> bool:
    """Whether a span that was read is the quoted one: half shared, or the same words where they stand elsewhere in the text."""
    there = at(read)
    if there is None:
        return quote.kind is not None and "unknown" in quote.kind.split("|")
    meant = [locate(text, words) for words in (quote.words, quote.also) if words is not None]
    told = text[there[0] : there[1]].casefold()
    return any(shared(span, there) or text[span[0] : span[1]].casefold() == told for span in meant)


Answer = bool | None
"""Right, wrong, or ``None``: neither the text nor the reading says anything."""


def judge_list(text: str, name: str, quotes: Sequence[Quote], read: Sequence[Json], keys: Sequence[str]) -> dict[str, Answer]:
    """A list of quotes against a list of spans: the words (all of them and no more), then each key of those that were found."""
    pairs: list[tuple[Quote, Json]] = []
    free = list(read)
    for quote in quotes:
        found = next((span for span in free if same_words(text, quote, span)), None)
        if found is not None:
            free.remove(found)
            pairs.append((quote, found))
    answers: dict[str, Answer] = {f"{name}: words": None if not quotes and not read else len(pairs) == len(quotes) and not free}
    for key in keys:
        told = [(getattr(q, key), span.get(key)) for q, span in pairs]
        if key == "name":  # a name is expected only where the text gives a proper one
            told = [(wanted, got) for wanted, got in told if wanted is not None]
        stated = [(wanted, got) for wanted, got in told if wanted is not None or got is not None]
        answers[f"{name}: {key}"] = all(says(wanted, got) for wanted, got in stated) if stated else None
    return answers


def judge_count(wanted: Quote | None, read: Json | None) -> dict[str, Answer]:
    """A count's numbers and its kind."""
    if wanted is None or read is None:
        return {}
    best = wanted.best if wanted.best is not None else wanted.low if wanted.low == wanted.high else None
    return {
        "count: low": wanted.low == read["low"],
        "count: high": wanted.high == read["high"],
        "count: best": best == read["best"],
        "count: kind": says(wanted.kind, read["kind"]),
        "count: cumulative": bool(wanted.cumulative) == bool(read["cumulative"]) if wanted.cumulative or read["cumulative"] else None,
    }


def judge_time(text: str, wanted: Quote | None, read: Json | None) -> dict[str, Answer]:
    """A time's words and what they resolve to."""
    if wanted is None or read is None:
        return {"time: words": None if wanted is None and read is None else False}
    return {
        "time: words": same_words(text, wanted, read),
        "time: from": wanted.from_ == read["from"],
        "time: to": wanted.to == read["to"],
        "time: precision": says(wanted.precision, read["precision"]),
    }


def leave_containers(quotes: Sequence[Quote], read: Sequence[Json]) -> list[Json]:
    """The places that were read, less those after the first that only say in what country or province an expected one lies."""
    wide = ("country", "region", "admin1")
    countries = {q.country for q in quotes if q.precision not in wide}
    return [p for n, p in enumerate(read) if not (n and p["precision"] in wide and p["country"] in countries)]


def judge(text: str, wanted: Expected, read: Json) -> dict[str, Answer]:
    """Field by field, whether a claim that was read says what the text says. Relations are judged apart."""
    answers: dict[str, Answer] = {"event: type": says(wanted.event, read["event"]["type"])}
    answers |= judge_count(wanted.count, read["count"])
    answers |= judge_list(text, "victims", wanted.victims, read["victims"], ("group", "status", "age_group", "sex"))
    answers |= judge_list(text, "perpetrators", wanted.perpetrators, read["perpetrators"], ("kind", "name"))
    answers |= judge_list(text, "places", wanted.places, leave_containers(wanted.places, read["places"]), ("name", "country", "precision"))
    answers |= judge_time(text, wanted.time, read["time"])
    answers |= judge_list(text, "speakers", wanted.speakers, read["speakers"], ("kind", "name"))
    answers |= {"stance": says(wanted.stance, read["stance"]), "basis": says(wanted.basis, read["basis"])}
    return {key: answer for key, answer in answers.items() if not is_open(wanted, key)}


def is_open(wanted: Expected, key: str) -> bool:
    """Whether an expectation leaves a field, or one key of it, unscored."""
    return key.partition(":")[0] in wanted.open or key.replace(": ", ".") in wanted.open


def is_figure(claim: Json) -> bool:
    """Whether a claim that was read gives a number of people harmed."""
    return claim["harm"] != "none" and at(claim["count"]) is not None


def is_counted_word(claim: Json) -> bool:
    """Whether a claim without a figure is of the kinds that the gold annotates wherever they are."""
    return not is_figure(claim) and (claim["event"]["type"] in LISTED or claim["stance"] == "denied" or claim["harm"] != "none")


def may_be(text: str, wanted: Expected, read: Json) -> bool:
    """Whether a claim that was read is the expected one: harm and count words, or type and words where there is no count."""
    if not says(wanted.harm, read["harm"]):
        return False
    if wanted.count is not None:
        there = at(read["count"])
        return there is not None and shared(locate(text, wanted.count.words), there)
    passage = at(read["passage"])
    denied = (wanted.stance == "denied") == (read["stance"] == "denied")
    return (
        denied and says(wanted.event, read["event"]["type"]) and passage is not None and shared(locate(text, wanted.words or ""), passage)
    )


def pair(report: GoldReport, read: Sequence[Json]) -> dict[str, Json]:
    """The claim that was read for each label that was found. Of several, the one that gets most right; none is taken twice."""
    offers = [
        (sum(answer is False for answer in judge(report.text, wanted, claim).values()), n, m)
        for n, wanted in enumerate(report.claims)
        for m, claim in enumerate(read)
        if may_be(report.text, wanted, claim)
    ]
    found: dict[str, Json] = {}
    taken: set[int] = set()
    for _, n, m in sorted(offers):
        label = report.claims[n].label
        if label not in found and m not in taken:
            found[label] = read[m]
            taken.add(m)
    return found


def judge_relations(report: GoldReport, wanted: Expected, found: Mapping[str, Json]) -> Answer:
    """Whether the expected relations are there, and none of the scored kinds that the text does not give.
    A repeat of a repeat is one of either."""
    if "relations" in wanted.open:
        return None
    labels = {claim["claim"]: label for label, claim in found.items()}
    expected = {label: [r.split(" ", 1) for r in claim.relations] for label, claim in ((c.label, c) for c in report.claims)}

    def first_told(label: str) -> str:
        return next((first_told(target) for kind, target in expected.get(label, ()) if kind == "repeats"), label)

    told = {(kind, first_told(target)) for kind, target in expected[wanted.label]}
    read = {(r["kind"], first_told(labels.get(r["claim"], "?"))) for r in found[wanted.label]["relations"]}
    if not told and not any(kind in SCORED_RELATIONS for kind, _ in read):
        return None
    return told <= read and all(kind not in SCORED_RELATIONS for kind, _ in read - told)


@dataclass
class Score:
    """What was counted: claims expected, read and found of each sort, right and asked for each field, and what was not met."""

    expected: Counter[str] = field(default_factory=Counter)
    read: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    whole: int = 0
    errors: list[str] = field(default_factory=list)

    def add(self, report: GoldReport, read: Sequence[Json]) -> None:
        """Counts one report and the claims read in it."""
        found = pair(report, read)
        met = {claim["claim"] for claim in found.values()}
        for wanted in report.claims:
            if wanted.optional:
                continue
            sort = "figures" if wanted.count is not None else "words"
            self.expected[sort] += 1
            if wanted.label not in found:
                self._note(report, wanted.label, f"missed: {wanted.harm} {wanted.count.words if wanted.count else wanted.words}")
                continue
            self.found[sort] += 1
            self.read[sort] += 1
            self._count_fields(report, wanted, found)
        for claim in read:
            if claim["claim"] not in met and (is_figure(claim) or is_counted_word(claim)):
                self.read["figures" if is_figure(claim) else "words"] += 1
                words = claim["count"]["text"] if is_figure(claim) else claim["passage"]["text"][:60]
                self._note(report, "?", f"not in the text: {claim['harm']} {claim['event']['type']} {words!r}")

    def _count_fields(self, report: GoldReport, wanted: Expected, found: Mapping[str, Json]) -> None:
        answers = {**judge(report.text, wanted, found[wanted.label]), "relations": judge_relations(report, wanted, found)}
        for key, answer in answers.items():
            if answer is not None:
                self.asked[key] += 1
                self.right[key] += answer
                if not answer:
                    name = key.partition(":")[0]
                    got = found[wanted.label][name]
                    self._note(report, wanted.label, f"{key}: read {shorten(got)}")
        self.whole += all(answer is not False for answer in answers.values())

    def _note(self, report: GoldReport, label: str, line: str) -> None:
        self.errors.append(f"{report.id} / {label} / {line}")

    def values(self) -> dict[str, float]:
        """The figures in per cent, by row, as the gate holds them."""
        rows: dict[str, float] = {}
        for sort, name in (("figures", "figures"), ("words", "claims without a figure")):
            found, read, expected = self.found[sort], self.read[sort], self.expected[sort]
            rows[f"{name} P"] = percent(found, read)
            rows[f"{name} R"] = percent(found, expected)
            rows[f"{name} F1"] = percent(2 * found, read + expected)
        rows |= {f"of those found: {key}": percent(self.right[key], self.asked[key]) for key in sorted(self.asked)}
        rows["headline"] = percent(self.whole, self.expected.total())
        return rows


def percent(part: int, whole: int) -> float:
    """A share in per cent to one decimal; nothing of nothing is 0."""
    return round(100 * part / whole, 1) if whole else 0.0


def shorten(read: object) -> str:
    """What was read for a field, on one line and without what is null."""
    if isinstance(read, Mapping):
        drop = ("start", "end", "lat", "lon", "admin1", "admin2", "stated")
        return json.dumps({k: v for k, v in read.items() if v not in (None, []) and k not in drop}, ensure_ascii=False)
    if isinstance(read, list):
        return "[" + ", ".join(shorten(item) for item in read) + "]"
    return str(read)


def spans(record: object) -> Iterator[Json]:
    """Every span in a claim."""
    if isinstance(record, Mapping):
        if record.get("start") is not None:
            yield record
        for value in record.values():
            yield from spans(value)
    elif isinstance(record, list):
        for item in record:
            yield from spans(item)


class ReadingFailed(Exception):
    """``knell read`` ended with an exit code that is not 0."""


def read_gold(reports: Iterable[GoldReport], folder: Path) -> list[Json]:
    """Has ``knell read`` read the reports, as anyone would; what went in and came out stays in the folder. Raises ``ReadingFailed``."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps({"id": r.id, "text": r.text, "published": r.published, "outlet": r.outlet}, ensure_ascii=False) for r in reports]
    (folder / "reports.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "knell", "read", "--jobs", "1", "--input", str(folder / "reports.jsonl")]
    done = subprocess.run([*command, "--output", str(folder / "claims.jsonl")], capture_output=True, text=True, check=False, cwd=ROOT)
    if done.returncode:
        raise ReadingFailed(f"exit code {done.returncode}: {done.stderr.strip()[-300:]}")
    return [json.loads(line) for line in (folder / "claims.jsonl").read_text(encoding="utf-8").split("\n") if line]


def score_folder(gold: Path, kept: Path) -> tuple[Score, list[str]]:
    """The score of a folder of gold, and what was wrong with the contract. Raises ``ReadingFailed``."""
    reports = [report for file in load_folder(gold) for report in file.reports]
    by_report: dict[str, list[Json]] = {report.id: [] for report in reports}
    for claim in read_gold(reports, kept):
        by_report[claim["report"]].append(claim)
    score = Score()
    wrong = []
    for report in reports:
        score.add(report, by_report[report.id])
        for span in (s for claim in by_report[report.id] for s in spans(claim)):
            if report.text[span["start"] : span["end"]] != span["text"]:
                wrong.append(f"contract: {report.id}: {span['text']!r} is not what stands at {span['start']}")
    return score, wrong


def main() -> int:
    """The command line. Exit code 0; 1 where the reading failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("languages", nargs="*", metavar="LANGUAGE", help="folders of tests/gold (default: all)")
    parser.add_argument("--errors", action="store_true", help="name every expectation that was not met")
    arguments = parser.parse_args()
    known = languages()
    for language in arguments.languages or known:
        if language not in known:
            parser.error(f"there is no tests/gold/{language}; there are {', '.join(known)}")
        try:
            score, wrong = score_folder(FOLDER / language, ROOT / ".gate" / f"own_{language}")
        except ReadingFailed as error:
            print(f"gold: {error}", file=sys.stderr)
            return 1
        for line in [*wrong, *(score.errors if arguments.errors else ())]:
            print(line)
        print(f"{language}: {score.expected.total()} claims")
        for row, value in score.values().items():
            asked = score.asked.get(row.removeprefix("of those found: "))
            print(f"    {row:<40} {value:>6}" + (f"  of {asked}" if asked else ""))
    return 0


if __name__ == "__main__":
    sys.exit(main())
