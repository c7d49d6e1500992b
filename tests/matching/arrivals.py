"""Collections as chance makes them, for properties: few reports of few places and days, so that links, conflicts and parts come up."""

import msgspec
from hypothesis import strategies as st

from knell.records import Claim, Relation, Report
from knell.records.matched import Ruling
from tests.matching.cast import (
    CIVILIANS,
    COAST,
    LOYALISTS,
    NETWORK,
    OBSERVATORY,
    OTHER_VILLAGE,
    PROVINCE,
    SECURITY,
    TOWN,
    VILLAGE,
    claim,
    days,
    report,
)  # fmt: skip

PLACES = st.sampled_from([None, VILLAGE, OTHER_VILLAGE, TOWN, PROVINCE, COAST])
TIMES = st.sampled_from([None, days("2025-03-07"), days("2025-03-06"), days("2025-03-06", "2025-03-08"), days("2025-03-06", None)])
SPEAKERS = st.sampled_from([(), OBSERVATORY, NETWORK])
PEOPLE = st.sampled_from([(), CIVILIANS, SECURITY, LOYALISTS])
NUMBERS = st.sampled_from([1, 3, 38, 52, 240, 830])
STANCES = st.sampled_from(["asserted"] * 5 + ["retracted", "denied"])
WORDS = st.sampled_from(
    ["Marta Quill died at the mill.", "Pavel Orr and Marta Quill were shot.", "", "Nine hours of shelling at 40 sites."]
)
ROWS = (VILLAGE, OTHER_VILLAGE, TOWN)
CHANGES = ("updates", "repeats", "part_of", "overlap_unknown", "same_event")


@st.composite
def collections(draw, most: int = 7) -> tuple[list[Report], list[Claim]]:
    """A handful of reports: some tell of a few happenings, with corrections and denials among them, some are tables with a total."""
    reports, claims = [], []
    for n in range(draw(st.integers(2, most))):
        words = draw(WORDS)
        r = report(
            f"r{n}",
            words and f"{words} So says number {n}.",
            published=draw(st.sampled_from([None, "2025-03-07", "2025-03-08", "2025-03-20"])),
            outlet=draw(st.sampled_from([None, "A", "B (AFP)"])),
        )
        reports.append(r)
        claims += draw(tables(r)) if draw(st.integers(0, 5)) == 5 else draw(tellings(r))
    return reports, claims


@st.composite
def tellings(draw, of: Report) -> list[Claim]:
    """One to three claims of a report; a later one may correct, repeat or be a part of an earlier one, or be taken back itself."""
    out: list[Claim] = []
    for k in range(draw(st.integers(1, 3))):
        earlier = draw(st.sampled_from([None, None, *out]))
        relations = ((draw(st.sampled_from(CHANGES)), earlier),) if earlier is not None else ()
        out.append(
            claim(
                of, draw(NUMBERS), at=draw(PLACES), when=draw(TIMES), by=draw(SPEAKERS), victims=draw(PEOPLE), ordinal=k,
                relations=relations, stance=draw(STANCES), harm=draw(st.sampled_from(["killed", "killed", "injured"])),
            )
        )  # fmt: skip
    return out


@st.composite
def tables(draw, of: Report) -> list[Claim]:
    """A table: the dead of two or three places, and their sum in its last row, with no place of its own."""
    by, when = draw(SPEAKERS), draw(TIMES)
    rows = ROWS[: draw(st.integers(2, len(ROWS)))]
    numbers = [draw(NUMBERS) for _ in rows]
    width = max(1, len(of.text) // (len(rows) + 1))
    whole = claim(of, sum(numbers), by=by, when=when, ordinal=9, passage=(len(rows) * width, len(of.text)))
    parts = [
        claim(
            of, number, at=place, by=by, when=when, ordinal=n, passage=(n * width, (n + 1) * width), relations=(("part_of", whole),)
        )
        for n, (place, number) in enumerate(zip(rows, numbers, strict=True))
    ]  # fmt: skip
    return [*parts, msgspec.structs.replace(whole, relations=tuple(Relation(kind="total_of", claim=p.claim) for p in parts))]


def rulings(claims: list[Claim]) -> st.SearchStrategy[list[Ruling]]:
    """A few decisions on claims, no two on one pair: of one pair the latest alone is in force."""
    one = st.sampled_from([c.claim for c in claims])
    pairs = st.tuples(st.sampled_from(["link", "unlink"]), one, one).filter(lambda told: told[1] != told[2])
    several = st.lists(pairs, max_size=3, unique_by=lambda told: frozenset(told[1:]))
    return several.map(lambda some: [Ruling(kind=kind, a=a, b=b, why=f"a person decided: {kind} {a} {b}") for kind, a, b in some])
