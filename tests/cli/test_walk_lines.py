"""Incidents and tolls as lines of text."""

from hypothesis import given
from hypothesis import strategies as st

from knell.cli.walk_lines import incident_lines, lane_in_words, short_ids, span_in_words, toll_in_words, when_in_words, where_in_words
from knell.records import Claim, Count, Event, Incident, Lane, Place, Scope, Span, Time, Toll, Verdict, Verdicts

NOTHING = Verdict(is_="unverified")
OBSERVATORY = Lane(root="the Observatory", low=52, high=52, claim="c:1")
NOBODY = Lane(root="no source named", low=71, kind="more_than", claim="c:2")
OVER_70 = Claim(
    claim="c:2",
    report="r1",
    passage=Span(),
    event=Event(type="clash"),
    harm="killed",
    count=Count(text="over 70", start=0, end=7, low=71, kind="more_than"),
)
TOGETHER = Toll(harm="killed", scope=Scope(), lanes=(OBSERVATORY, NOBODY), low=71)


def incident(**more: object) -> Incident:
    verdicts = Verdicts(occurrence=NOTHING, figure=NOTHING, responsibility=NOTHING)
    return Incident(incident="i:3f9a000000000000", type="bodies_found", verdicts=verdicts, **more)  # type: ignore[arg-type]


@given(st.sets(st.from_regex(r"i:[0-9a-f]{16}", fullmatch=True), max_size=40))
def test_shortened_ids_tell_all_of_them_apart(ids: set[str]) -> None:
    short = short_ids(sorted(ids))
    assert len(set(short.values())) == len(ids)
    assert all(name.startswith(cut) and len(cut) >= 6 for name, cut in short.items())
    assert len({len(cut) for cut in short.values()}) <= 1


def test_a_lane_says_its_figure_as_its_source_did_and_never_as_its_bound() -> None:
    assert lane_in_words(NOBODY, OVER_70) == "over 70 (no source named)"
    assert "71" not in toll_in_words(TOGETHER, {"c:2": OVER_70})
    assert toll_in_words(TOGETHER, {"c:2": OVER_70}) == "killed: 52 (the Observatory); over 70 (no source named)"


def test_where_the_words_are_gone_the_bounds_are_said_plainly() -> None:
    assert lane_in_words(NOBODY, None) == "more than 70 (no source named)"


def test_a_group_is_named_and_a_toll_without_lanes_says_so() -> None:
    assert toll_in_words(Toll(harm="injured", group="children", scope=Scope()), {}) == "injured, children: no figure"


def test_an_open_end_is_called_open() -> None:
    assert span_in_words(TOGETHER) == "low 71, high open"
    assert span_in_words(Toll(harm="killed", scope=Scope(), low=52, best=52, high=52)) == "low 52, best 52, high 52"


def test_when_and_where_are_said_or_said_to_be_unknown() -> None:
    assert when_in_words(Time(from_="2025-03-06", to="2025-03-06")) == "2025-03-06"
    assert when_in_words(Time(from_="2025-03-06", to="2025-03-09")) == "2025-03-06 to 2025-03-09"
    assert when_in_words(Time(from_="2025-03-06")) == "from 2025-03-06"
    assert when_in_words(Time(to="2025-03-09")) == "up to 2025-03-09"
    assert when_in_words(None) == when_in_words(Time()) == "date unknown"
    assert where_in_words((Place(name="Latakia", admin1="Latakia", country="SY"),)) == "Latakia, SY"
    assert where_in_words(()) == where_in_words((Place(),)) == "place unknown"


def test_a_listed_incident_says_what_it_lies_in_and_what_it_may_be() -> None:
    inside, maybe = "i:aaaa000000000000", "i:bbbb000000000000"
    shown = incident(kind="aggregate", part_of=inside, may_be_same=(maybe,), n_reports=1, n_independent=2, tolls=(TOGETHER,))
    short = short_ids([shown.incident, inside, maybe])
    first, toll = incident_lines(shown, short, {"c:2": OVER_70})
    assert first == (
        "i:3f9a  date unknown  place unknown  bodies found, total over days or a region"
        "  (1 report, 2 independent roots; inside i:aaaa; may be i:bbbb)"
    )
    assert toll == "          killed: 52 (the Observatory); over 70 (no source named)"


def test_a_toll_of_less_than_the_whole_says_of_what() -> None:
    part = Toll(harm="killed", group="civilians", scope=Scope(by="loyalists", excludes=("children",)))
    assert toll_in_words(part, {}) == "killed, civilians, attributed to loyalists, leaving out children: no figure"
