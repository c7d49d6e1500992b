"""Records made up by Hypothesis, all of them allowed by the contract."""

from typing import Any

from hypothesis import strategies as st

from knell.records import Claim, Count, Mention, Report, vocabulary
from knell.records.vocabulary import values

words = st.text(min_size=1, max_size=12)
maybe_words = st.none() | words
small = st.integers(0, 10_000)
days = st.dates().map(lambda day: day.isoformat())


@st.composite
def spans(draw: st.DrawFn, **fields: st.SearchStrategy[Any]) -> dict[str, Any]:
    """The fields of a span, with words of the right length, no words, or no place in the text at all."""
    drawn = {name: draw(field) for name, field in fields.items()}
    place = draw(st.sampled_from(["words", "offsets", "implied"]))
    if place == "implied":
        return drawn
    text = draw(words)
    start = draw(st.integers(0, 5000))
    return drawn | {"start": start, "end": start + len(text), "text": text if place == "words" else None}


@st.composite
def counts(draw: st.DrawFn) -> dict[str, Any]:
    """A count that breaks none of its rules."""
    low = draw(st.none() | small)
    high = draw(st.none() | st.integers(low or 0, 20_000))
    kind = draw(st.sampled_from([k for k in values(vocabulary.CountKind) if k != "vague" or high is None]))
    return draw(
        spans(low=st.just(low), high=st.just(high), best=st.none() | small, kind=st.just(kind), cumulative=st.none() | st.booleans())
    )


def one_of(literal: Any) -> st.SearchStrategy[str]:
    """A word of a closed list."""
    return st.sampled_from(values(literal))


parties = spans(name=maybe_words, kind=one_of(vocabulary.PartyKind))
degrees = st.none() | st.floats(-90, 90)
places = spans(
    name=maybe_words,
    country=maybe_words,
    lat=degrees,
    lon=degrees,
    precision=st.none() | one_of(vocabulary.PlacePrecision),
    stated=st.booleans(),
)
times = spans(**{"from": st.none() | days, "to": st.none() | days, "precision": st.none() | one_of(vocabulary.TimePrecision)})
victims = spans(
    name=maybe_words,
    group=maybe_words,
    status=st.none() | one_of(vocabulary.Status),
    age_group=st.none() | one_of(vocabulary.AgeGroup),
    sex=st.none() | one_of(vocabulary.Sex),
    count=st.none() | st.fixed_dictionaries({"low": st.none() | small, "high": st.none() | small}),
)


def few(items: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    """A short list of them."""
    return st.lists(items, max_size=2)


claims = st.fixed_dictionaries(
    {
        "claim": st.from_regex(r"c:[0-9a-f]{16}", fullmatch=True),
        "report": words,
        "passage": spans(),
        "content": few(spans()),
        "event": spans(type=one_of(vocabulary.EventType), stage=one_of(vocabulary.Stage)),
        "harm": one_of(vocabulary.Harm),
        "count": st.none() | counts(),
        "victims": few(victims),
        "perpetrators": few(parties),
        "places": few(places),
        "time": st.none() | times,
        "speakers": few(parties),
        "cues": few(spans()),
        "stance": one_of(vocabulary.Stance),
        "basis": one_of(vocabulary.Basis),
        "relations": few(st.fixed_dictionaries({"kind": one_of(vocabulary.RelationKind), "claim": words})),
        "reader": words,
    }
)
mentions = st.builds(
    lambda report, kind, start, text: {"report": report, "kind": kind, "start": start, "end": start + len(text), "text": text},
    words,
    one_of(vocabulary.MentionKind),
    small,
    words,
)
reports = st.fixed_dictionaries(
    {"id": words, "text": st.text()},
    optional={"title": maybe_words, "published": st.none() | days, "outlet": maybe_words, "lang": maybe_words, "blocks": st.none()},
)

SHAPES: dict[str, tuple[type, st.SearchStrategy[dict[str, Any]]]] = {
    "report": (Report, reports),
    "claim": (Claim, claims),
    "mention": (Mention, mentions),
    "count": (Count, counts()),
}
