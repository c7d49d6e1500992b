"""Incidents made up by Hypothesis over made-up reports: all allowed by the contract, few of them sensible."""

from typing import Any

from hypothesis import strategies as st

from knell.publishing.brief import BriefContext
from knell.records import (
    Accused,
    Block,
    Claim,
    Count,
    Cue,
    Event,
    Incident,
    Lane,
    Party,
    Place,
    Relation,
    Report,
    Restated,
    Scope,
    Span,
    Time,
    Toll,
    Verdict,
    Verdicts,
    Victim,
    vocabulary,
)
from knell.records.vocabulary import values

WORDS = (
    "the army said killed 12 people in Tarsa and Qalat on Friday over 70 terrorists dozens of civilians were massacred by gunmen ; , . "
    '" “ ” : — ( ) 1,018 Samir Haddou a resident of Basha filmed by Omar None confirmed no children <b> | * deadliest at least two \n \n\n '
    "Observatory’s الجيش é 𝄞 & [1] independent sources genocide executed 7 March 2025 six witnesses who lives in Amar UN"
).split(" ")


def one_of(literal: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(values(literal))


texts = st.lists(st.sampled_from(WORDS), min_size=4, max_size=50).map(" ".join).filter(lambda text: bool(text.strip()))
days = st.dates().map(lambda day: day.isoformat())
names = st.none() | st.sampled_from(
    ["Syria TV", "River Observatory", "the army", "Samir Haddou", "civilians", "a", "1", "Army", "", "UN office"]
)
small = st.integers(0, 2000)


@st.composite
def reports(draw: st.DrawFn, name: str) -> Report:
    text = draw(texts)
    restates = draw(
        st.none() | st.builds(Restated, by=st.just("Knell's authors"), url=st.none() | st.just("javascript:alert(1)"), outlet=names)
    )
    return Report(
        id=name, text=text, published=draw(st.none() | days | st.just("2025-03") | st.just("2025-03-07T10:00:00Z")), outlet=draw(names),
        url=draw(st.none() | st.sampled_from(["https://example.org/a?b=1&c=<d>", "javascript:alert(1)", "no address"])), restates=restates,
        blocks=draw(st.none() | st.just((Block(start=0, end=1, kind="headline"),))),
    )  # fmt: skip


@st.composite
def spans(draw: st.DrawFn, text: str, made: type = Span, **fields: Any) -> Any:
    given = {key: draw(value) for key, value in fields.items()}
    if made is not Span and draw(st.integers(0, 5)) == 0:
        return made(**given)
    start = draw(st.integers(0, len(text) - 1))
    return made(start=start, end=draw(st.integers(start + 1, len(text))), **given)


@st.composite
def counts(draw: st.DrawFn, text: str) -> Count:
    low, kind = draw(st.none() | small), draw(one_of(vocabulary.CountKind))
    high = None if kind == "vague" else draw(st.none() | st.integers(low or 0, 3000))
    return draw(spans(text, Count, low=st.just(low), high=st.just(high), best=st.none() | small, kind=st.just(kind)))


def few(items: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(items, max_size=most).map(tuple)


@st.composite
def claims(draw: st.DrawFn, name: str, report: Report, others: tuple[str, ...]) -> Claim:
    text = report.text
    party = spans(text, Party, name=names, kind=one_of(vocabulary.PartyKind))
    return Claim(
        claim=name, report=report.id, passage=draw(spans(text)), content=draw(few(spans(text))),
        event=draw(spans(text, Event, type=one_of(vocabulary.EventType), stage=one_of(vocabulary.Stage))), harm=draw(one_of(vocabulary.Harm)),
        count=draw(st.none() | counts(text)),
        victims=draw(few(spans(
            text, Victim, name=names, group=names, status=st.none() | one_of(vocabulary.Status), status_by=names,
            age_group=st.none() | one_of(vocabulary.AgeGroup), sex=st.none() | one_of(vocabulary.Sex),
        ))),
        perpetrators=draw(few(party)), speakers=draw(few(party)), cues=draw(few(spans(text, Cue))),
        places=draw(few(spans(text, Place, name=names, country=st.none() | st.just("SY"), precision=st.none() | one_of(vocabulary.PlacePrecision), stated=st.booleans()))),
        time=draw(st.none() | spans(text, Time, from_=st.none() | days, to=st.none() | days, precision=st.none() | one_of(vocabulary.TimePrecision))),
        stance=draw(one_of(vocabulary.Stance)), basis=draw(one_of(vocabulary.Basis)),
        relations=draw(few(st.builds(Relation, kind=one_of(vocabulary.RelationKind), claim=st.sampled_from([*others, "c:gone"])))), reader="grammar@0.1",
    )  # fmt: skip


@st.composite
def tolls(draw: st.DrawFn, known: tuple[Claim, ...]) -> Toll:
    lanes = []
    for claim in draw(few(st.sampled_from(known), 4)):
        count = claim.count or Count()
        lanes.append(
            Lane(
                root="somebody",
                low=count.low,
                high=count.high,
                kind=count.kind,
                basis=claim.basis,
                as_of=draw(st.none() | days),
                claim=claim.claim,
            )
        )
    some = st.none() | st.sampled_from([claim.claim for claim in known])
    return Toll(
        harm=draw(one_of(vocabulary.Harm)), group=draw(st.sampled_from(["all", "civilians", "combatants", "unknown", "children", "Alawites"])),
        scope=Scope(places=draw(few(st.sampled_from(["Latakia", "coast"])))), lanes=tuple(lanes), low=draw(st.none() | small), headline=draw(some),
        disputes=draw(few(st.sampled_from([claim.claim for claim in known]))), rule="reported@1", flags=draw(few(st.just("overlap_unknown"), 1)),
    )  # fmt: skip


@st.composite
def incidents(draw: st.DrawFn, name: str, known: tuple[Claim, ...]) -> Incident:
    verdicts = [
        draw(st.builds(Verdict, is_=one_of(vocabulary.VerdictValue), by=few(st.sampled_from([c.claim for c in known])))) for _ in range(3)
    ]
    return Incident(
        incident=name, kind=draw(one_of(vocabulary.IncidentKind)), type=draw(one_of(vocabulary.EventType)), reports=tuple({c.report for c in known}),
        claims=tuple(claim.claim for claim in known), tolls=draw(few(tolls(known), 3)), n_reports=draw(st.integers(0, 40)),
        n_independent=draw(st.integers(0, 20)), copies=draw(few(st.just(("r0", "r1")))), may_be_same=draw(few(st.just("i:other"))),
        places=draw(few(st.builds(Place, name=names, country=st.none() | st.just("SY")))), time=draw(st.none() | st.builds(Time, from_=st.none() | days)),
        perpetrators=draw(few(st.builds(Accused, name=st.sampled_from(["the army", "gunmen"]), kind=one_of(vocabulary.PartyKind), standing=one_of(vocabulary.Standing)))),
        verdicts=Verdicts(occurrence=verdicts[0], figure=verdicts[1], responsibility=verdicts[2]),
    )  # fmt: skip


@st.composite
def cases(draw: st.DrawFn) -> tuple[Incident, dict[str, Claim], dict[str, Report], BriefContext]:
    given = [draw(reports(f"r{n}")) for n in range(draw(st.integers(1, 3)))]
    ids = tuple(f"c:{n}" for n in range(draw(st.integers(1, 6))))
    known = tuple(draw(claims(name, draw(st.sampled_from(given)), ids)) for name in ids)
    others = draw(few(incidents("i:other", known), 1))
    context = BriefContext(
        casebook=draw(names), others=others, names_allowed=draw(st.booleans()), left_out=draw(few(st.just("c:9: outside")))
    )
    return draw(incidents("i:mine", known)), {c.claim: c for c in known}, {r.id: r for r in given}, context
