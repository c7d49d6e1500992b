"""Rule ``reported``, case by case, on collections small enough to check by eye."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knell.matching.collection import match
from knell.reckoning.figures import find_figures
from knell.reckoning.incidents import reckon
from knell.records import Incident, Party, Place, Toll
from knell.records.errors import UsageError
from knell.records.matched import Matched
from tests.matching.cast import (
    ALAWITES,
    CIVILIANS,
    COAST,
    COMMITTEE,
    LOYALISTS,
    MEN,
    NETWORK,
    OBSERVATORY,
    SECURITY,
    VILLAGE,
    WOMEN,
    claim,
    days,
    report,
)  # fmt: skip

SEVENTH = days("2025-03-07")
RESIDENTS = Party(text="residents", start=0, end=9, kind="resident")
ACTIVISTS = Party(text="two activists", start=0, end=13, kind="ngo")


def incident_of(*told, **more) -> Incident:
    """The one incident of claims about one village on one day, each in a report of its own unless it says otherwise."""
    (incident,) = reckon(gather(*told, **more))
    return incident


def gather(*told, **more) -> Matched:
    """Claims about one village on one day, matched."""
    reports, claims = {}, []
    for n, (number, options) in enumerate(told):
        options = dict(options)
        name = options.pop("of", f"r{n}")
        if name not in reports:
            reports[name] = report(name, published=options.pop("published", "2025-03-08"), outlet=options.pop("outlet", None))
        options.pop("published", None)
        options.setdefault("at", VILLAGE)
        options.setdefault("when", SEVENTH)
        claims.append(claim(reports[name], number, ordinal=n, **options))
    return match(list(reports.values()), claims, **more)


def toll_of(incident: Incident, group: str = "all", harm: str = "killed", by: str | None = None) -> Toll:
    (toll,) = [t for t in incident.tolls if (t.group, t.harm, t.scope.by) == (group, harm, by)]
    return toll


def ends(toll: Toll) -> tuple[int | None, int | None, int | None]:
    return toll.low, toll.best, toll.high


def test_one_roots_closed_figure_is_the_toll():
    toll = toll_of(incident_of((52, {"by": OBSERVATORY})))
    assert ends(toll) == (52, 52, 52)
    assert [lane.root for lane in toll.lanes] == ["Syrian Observatory for Human Rights"]
    assert toll.headline == toll.lanes[0].claim
    assert (toll.n_independent, toll.independence_unknown) == (1, 0)


def test_closed_figures_set_both_ends_and_there_is_no_best():
    toll = toll_of(incident_of((38, {"by": OBSERVATORY}), (52, {"by": NETWORK})))
    assert ends(toll) == (38, None, 52)
    assert toll.kind == "between"
    assert "38" in toll.why
    assert "52" in toll.why


def test_a_floor_beneath_closed_figures_sets_no_end():
    toll = toll_of(incident_of((24, {"kind": "at_least", "by": ACTIVISTS}), (38, {"by": OBSERVATORY})))
    assert ends(toll) == (38, 38, 38)


def test_a_floor_above_the_closed_figures_leaves_the_upper_end_open():
    toll = toll_of(incident_of((38, {"by": OBSERVATORY}), (200, {"kind": "more_than", "by": RESIDENTS})))
    assert ends(toll) == (38, None, None)
    assert "over 200" in toll.why


def test_of_floors_alone_the_lowest_is_the_low_end_unless_one_is_documented():
    plain = incident_of((84, {"kind": "at_least", "by": OBSERVATORY}), (200, {"kind": "more_than", "by": RESIDENTS}))
    assert ends(toll_of(plain)) == (84, None, None)
    firm = incident_of((84, {"kind": "at_least", "by": OBSERVATORY}), (110, {"by": NETWORK, "basis": "verified"}))
    assert ends(toll_of(firm)) == (110, None, None)


def test_a_verified_figure_is_a_floor_and_contradicts_nothing_above_it():
    toll = toll_of(incident_of((111, {"by": NETWORK, "basis": "verified"}), (830, {"by": OBSERVATORY})))
    assert ends(toll) == (830, 830, 830)


def test_about_is_closed_at_its_best():
    toll = toll_of(incident_of((1400, {"kind": "about", "by": COMMITTEE}), (1334, {"by": NETWORK})))
    assert ends(toll) == (1334, None, 1400)


def test_up_to_and_between_are_closed():
    toll = toll_of(incident_of((40, {"kind": "at_most", "by": OBSERVATORY}), (10, {"kind": "between", "high": 12, "by": NETWORK})))
    assert ends(toll) == (0, None, 40)


def test_a_vague_count_sets_no_end_where_anything_firmer_is_there():
    toll = toll_of(incident_of((24, {"kind": "vague", "by": RESIDENTS}), (30, {"by": OBSERVATORY})))
    assert ends(toll) == (30, 30, 30)
    alone = toll_of(incident_of((24, {"kind": "vague", "by": RESIDENTS})))
    assert (alone.kind, alone.high, alone.flags[0]) == ("vague", None, "vague")


def test_a_roots_later_figure_takes_the_place_of_its_earlier_one_whoever_relays_it():
    toll = toll_of(
        incident_of(
            (38, {"by": OBSERVATORY, "published": "2025-03-08", "outlet": "A"}),
            (52, {"by": OBSERVATORY, "published": "2025-03-09", "outlet": "B"}),
            (52, {"by": OBSERVATORY, "published": "2025-03-09", "outlet": "C"}),
        )
    )
    assert ends(toll) == (52, 52, 52)
    assert len(toll.lanes) == 1
    assert toll.n_independent == 1


def test_the_previous_toll_that_a_report_recalls_is_no_lane():
    r = report("a", published="2025-03-10")
    old = claim(r, 830, by=OBSERVATORY, at=COAST, when=days("2025-03-06", None))
    new = claim(r, 973, by=OBSERVATORY, at=COAST, when=days("2025-03-06", None), relations=(("updates", old),), ordinal=1)
    (incident,) = reckon(match([r], [old, new]))
    assert ends(toll_of(incident)) == (973, 973, 973)


def test_a_fall_is_kept_and_flagged():
    toll = toll_of(incident_of((60, {"by": OBSERVATORY, "published": "2025-03-08"}), (45, {"by": OBSERVATORY, "published": "2025-03-12"})))
    assert ends(toll) == (45, 45, 45)
    assert toll.lanes[0].flags == ("falls from 60 (2025-03-08) without a reason given",)


def test_a_later_floor_beneath_a_roots_figure_takes_nothing_from_it():
    toll = toll_of(
        incident_of(
            (1311, {"by": OBSERVATORY, "when": days("2025-03-06", "2025-03-09"), "at": COAST, "published": "2025-03-09"}),
            (
                1000,
                {"by": OBSERVATORY, "kind": "more_than", "when": days("2025-03-06", "2025-03-10"), "at": COAST, "published": "2025-03-10"},
            ),
        )
    )
    assert ends(toll) == (1311, 1311, 1311)


def test_a_part_of_the_dead_is_no_figure_of_the_whole():
    incident = incident_of(
        (48, {"by": OBSERVATORY, "of": "a"}),
        (16, {"by": OBSERVATORY, "of": "a", "victims": SECURITY}),
        (28, {"by": OBSERVATORY, "of": "a", "victims": LOYALISTS}),
        (4, {"by": OBSERVATORY, "of": "a", "victims": CIVILIANS}),
    )
    assert ends(toll_of(incident)) == (48, 48, 48)
    assert ends(toll_of(incident, "security forces")) == (16, 16, 16)
    assert ends(toll_of(incident, "loyalists")) == (28, 28, 28)
    assert ends(toll_of(incident, "civilians")) == (4, 4, 4)


def test_two_parts_are_never_added_to_a_whole_nobody_gave():
    incident = incident_of(
        (16, {"by": OBSERVATORY, "of": "a", "victims": SECURITY}), (4, {"by": OBSERVATORY, "of": "a", "victims": CIVILIANS})
    )
    assert [t.group for t in incident.tolls] == ["civilians", "security forces"]


def test_a_community_or_men_describe_the_whole_where_nobody_else_is_counted():
    assert ends(toll_of(incident_of((52, {"by": OBSERVATORY, "victims": ALAWITES})))) == (52, 52, 52)
    assert ends(toll_of(incident_of((38, {"by": OBSERVATORY, "victims": MEN})))) == (38, 38, 38)


def test_a_community_is_a_part_where_others_are_counted_too():
    incident = incident_of((52, {"by": OBSERVATORY, "victims": ALAWITES}), (16, {"by": OBSERVATORY, "victims": SECURITY}))
    assert {t.group for t in incident.tolls} == {"Alawites", "security forces"}


CNN = Party(name="CNN", kind="outlet")


def test_bodies_on_footage_are_an_exhibit_told_in_the_reason_and_no_lane_beside_the_dead_told_of():
    incident = incident_of((84, {"kind": "at_least", "event": "footage", "by": CNN}), (200, {"kind": "more_than", "by": RESIDENTS}))
    (toll,) = incident.tolls
    assert (ends(toll), [lane.root for lane in toll.lanes]) == ((201, None, None), ["residents"])
    assert "footage shows at least 84 (CNN)" in toll.why


def test_bodies_on_footage_are_a_toll_where_nobody_counts_otherwise():
    (toll,) = incident_of((84, {"kind": "at_least", "event": "footage", "by": CNN})).tolls
    assert (ends(toll), toll.scope.includes) == ((84, None, None), ("only bodies seen on footage",))


def test_a_figure_without_a_source_is_the_one_roots_that_gives_it():
    toll = toll_of(incident_of((148, {"by": OBSERVATORY}), (148, {"by": Party(kind="unknown"), "published": "2025-03-09"})))
    assert [lane.root for lane in toll.lanes] == ["Syrian Observatory for Human Rights"]
    earlier = toll_of(incident_of((148, {"by": OBSERVATORY}), (148, {"by": Party(kind="unknown"), "published": "2025-03-07"})))
    assert len(earlier.lanes) == 2


def test_a_country_that_confirms_its_bodys_uneven_figure_is_no_second_root():
    country = Place(name="Syria", precision="country", country="SY")
    a, b = report("a", published="2025-07-22"), report("b", published="2025-07-22")
    for number, roots in ((1426, {"National Commission of Inquiry"}), (1400, {"National Commission of Inquiry", "Syria"})):
        body = claim(a, number, by=COMMITTEE, at=COAST)
        state = claim(b, number, by=Party(name="Syria", kind="government"), at=country)
        matched = match([a, b], [body, state])
        figures = find_figures([body, state], {r.claim: r for r in matched.roots}, {s.report: s for s in matched.sources})
        assert {f.root.name for f in figures} == roots


MONITOR = Party(text="a monitor", start=0, end=9, kind="monitor")


def test_a_monitor_nobody_names_is_the_one_whose_count_it_goes_on():
    total = {"at": COAST, "victims": CIVILIANS, "when": days("2025-03-06", None)}
    incident = incident_of(
        (1383, {"by": OBSERVATORY, "published": "2025-03-12", **total}),
        (1400, {"by": MONITOR, "kind": "more_than", "published": "2025-03-14", **total}),
    )
    assert [(lane.root, lane.low) for lane in toll_of(incident, "civilians").lanes] == [("Syrian Observatory for Human Rights", 1401)]


def test_a_monitor_nobody_names_stays_one_where_two_can_be_meant():
    total = {"at": COAST, "when": days("2025-03-06", None)}
    toll = toll_of(
        incident_of(
            (1383, {"by": OBSERVATORY, "published": "2025-03-12", **total}),
            (1334, {"by": NETWORK, "published": "2025-03-12", **total}),
            (1400, {"by": MONITOR, "published": "2025-03-14", **total}),
        )
    )
    assert len(toll.lanes) == 3


def test_what_a_monitor_says_by_name_stands_before_what_is_told_of_a_monitor_without_a_name():
    told = toll_of(incident_of((38, {"by": OBSERVATORY, "of": "a"}), (24, {"kind": "at_least", "by": MONITOR, "of": "a"})))
    assert [(lane.root, lane.low) for lane in told.lanes] == [("Syrian Observatory for Human Rights", 38)]


def test_one_days_number_stands_in_the_words_with_the_strongest_basis():
    told = [
        (142, {"by": COMMITTEE, "kind": "at_least", "outlet": "A"}),
        (142, {"by": COMMITTEE, "kind": "at_least", "outlet": "B"}),
        (142, {"by": COMMITTEE, "basis": "verified", "outlet": "C"}),
    ]
    (lane,) = toll_of(incident_of(*told)).lanes
    assert (lane.kind, lane.basis) == ("exact", "verified")


def test_sources_that_nobody_names_have_no_lane_in_a_total_beside_a_body_that_counts():
    total = {"at": COAST, "when": days("2025-03-06", "2025-03-10")}
    field = Party(text="field sources", start=0, end=13, kind="unknown")
    toll = toll_of(incident_of((1334, {"by": NETWORK, **total}), (2300, {"by": field, **total})))
    assert [lane.root for lane in toll.lanes] == ["Syrian Network for Human Rights"]
    assert (toll.n_independent, toll.independence_unknown) == (1, 1)
    assert "2300 is told by field sources" in toll.why


def test_a_total_that_later_relays_make_one_of_civilians_stays_a_total():
    total = {"at": COAST, "when": days("2025-03-06", "2025-03-10"), "by": COMMITTEE}
    incident = incident_of((1426, total), (1426, {**total, "victims": CIVILIANS, "published": "2025-07-22", "when": total["when"]}))
    (toll,) = incident.tolls
    assert (toll.group, ends(toll)) == ("all", (1426, 1426, 1426))


def test_one_reports_several_figures_of_one_group_within_one_whole_are_none_of_them_the_groups():
    r = report("a", published="2025-03-10")
    whole = claim(r, 779, by=NETWORK, at=COAST, when=days("2025-03-06", None))
    some = claim(r, 211, by=NETWORK, at=COAST, victims=CIVILIANS, relations=(("part_of", whole),), ordinal=1)
    others = claim(r, 396, by=NETWORK, at=COAST, victims=CIVILIANS, relations=(("part_of", whole),), ordinal=2)
    (incident,) = reckon(match([r], [whole, some, others]))
    assert [(t.group, ends(t)) for t in incident.tolls] == [("all", (779, 779, 779))]


def test_one_figure_laid_to_one_hand_under_two_names_is_one_toll():
    total = {"at": COAST, "when": days("2025-03-06", "2025-03-31"), "by": NETWORK}
    armed, loyal = (Party(text="armed groups", start=0, end=12, kind="armed_group"),), (Party(text="loyalists", start=0, end=9),)
    incident = incident_of(
        (1334, {**total, "of": "a"}),
        (445, {**total, "of": "a", "perpetrators": armed}),
        (1334, {**total, "of": "b"}),
        (446, {**total, "of": "b", "perpetrators": loyal}),
    )
    assert [t.scope.by for t in incident.tolls] == [None, "loyalists"]


def test_an_incidents_independent_roots_are_neither_the_voice_around_a_quotation_nor_a_body_beside_its_part():
    nations = Party(name="United Nations", kind="international_body")
    office = Party(name="UN human rights office", kind="international_body")
    body = Party(text="the committee", start=0, end=13, kind="government")
    incident = incident_of(
        (20, {"of": "a", "outlet": "Herald", "by": OBSERVATORY}),
        (9, {"of": "a", "harm": "injured"}),
        (24, {"by": nations}),
        (25, {"by": office}),
        (26, {"by": RESIDENTS}),
        (27, {"by": body}),
    )
    assert incident.n_independent == 4  # the residents saw it with their own eyes


def test_an_outlet_that_passes_on_nobodys_word_counts_as_itself():
    assert incident_of((20, {"outlet": "Herald"}), (21, {"by": OBSERVATORY})).n_independent == 2


def test_a_part_of_unsaid_cut_is_in_no_toll():
    r = report("a", published="2025-03-12")
    whole = claim(r, 1383, by=OBSERVATORY, at=COAST, when=days("2025-03-06", None), victims=CIVILIANS)
    added = claim(r, 158, by=OBSERVATORY, at=COAST, when=days("2025-03-06", None), ordinal=1)
    (incident,) = reckon(match([r], [whole, added]))
    assert [(t.group, ends(t)) for t in incident.tolls] == [("civilians", (1383, 1383, 1383))]


def test_a_figure_of_another_place_than_the_totals_own_has_its_own_scope():
    country = Place(name="Syria", precision="country", country="SY")
    whole, march = report("a", published="2025-04-09"), days("2025-03-01", "2025-03-31")
    wide = claim(whole, 1562, by=NETWORK, at=country, when=march)
    coast = claim(whole, 1334, by=NETWORK, at=COAST, when=march, ordinal=1, relations=(("part_of", wide),))
    tolls = [t for i in reckon(match([whole], [wide, coast])) for t in i.tolls]
    assert sorted((t.scope.places, t.low) for t in tolls) == [(("Syria",), 1562), (("Syrian coast",), 1334)]


def test_a_witness_sets_no_end_of_a_total_beside_a_body_that_counts():
    witness = Party(text="eyewitnesses", start=0, end=12, kind="witness")
    total = {"at": COAST, "when": days("2025-03-06", "2025-03-10")}
    toll = toll_of(incident_of((1334, {"by": NETWORK, **total}), (4000, {"kind": "more_than", "by": witness, **total})))
    assert ends(toll) == (1334, 1334, 1334)
    assert [lane.flags for lane in toll.lanes if lane.root == "witnesses"] == [("no stated access to a total",)]


def test_mostly_civilians_are_not_civilians():
    from knell.records import Victim

    mostly = (Victim(text="mostly civilians", start=0, end=16, status="civilian"),)
    assert ends(toll_of(incident_of((1400, {"by": COMMITTEE, "victims": mostly})))) == (1400, 1400, 1400)


def test_a_headlines_figure_is_its_sources():
    r = report("a", outlet="Example Wire")
    headline = claim(r, 52, at=VILLAGE)
    body = claim(r, 52, at=VILLAGE, by=OBSERVATORY, ordinal=1)
    (incident,) = reckon(match([r], [headline, body]))
    toll = toll_of(incident)
    assert (toll.n_independent, toll.independence_unknown) == (1, 0)
    assert toll.headline == body.claim


def test_women_are_a_toll_of_their_own():
    incident = incident_of((1426, {"by": COMMITTEE, "of": "a"}), (90, {"by": COMMITTEE, "of": "a", "victims": WOMEN}))
    assert ends(toll_of(incident, "women")) == (90, 90, 90)
    assert ends(toll_of(incident)) == (1426, 1426, 1426)


def test_figures_by_different_hands_are_figures_of_different_scope():
    forces, loyal = Party(name="Syrian security forces", kind="state_forces"), Party(name="loyalists", kind="armed_group")
    incident = incident_of(
        (1334, {"by": NETWORK, "of": "a"}),
        (889, {"by": NETWORK, "of": "a", "perpetrators": (forces,)}),
        (445, {"by": NETWORK, "of": "a", "perpetrators": (loyal,)}),
    )
    assert ends(toll_of(incident)) == (1334, 1334, 1334)
    assert ends(toll_of(incident, by="Syrian security forces")) == (889, 889, 889)
    assert ends(toll_of(incident, by="loyalists")) == (445, 445, 445)


def test_figures_whose_overlap_is_unknown_are_at_least_the_largest_and_never_added():
    r = report("a", published=None)
    executed = claim(r, 52, by=OBSERVATORY, event="execution", victims=ALAWITES)
    repeat = claim(r, 52, by=OBSERVATORY, event="execution", victims=ALAWITES, ordinal=1, relations=(("repeats", executed),))
    clashes = claim(r, 70, kind="more_than", event="clash", ordinal=2, relations=(("overlap_unknown", executed),))
    (incident,) = reckon(match([r], [executed, repeat, clashes]))
    toll = toll_of(incident)
    assert ends(toll) == (71, None, None)
    assert toll.headline is None
    assert sorted((lane.root, lane.low) for lane in toll.lanes) == [("Syrian Observatory for Human Rights", 52), ("no source named", 71)]
    assert "never their sum" in toll.why


def test_victims_named_one_by_one_count_once_a_name_where_their_root_gives_no_figure():
    from knell.records import Victim

    named = lambda name: {"kind": "named", "victims": (Victim(text=name, start=0, end=len(name), name=name),), "by": RESIDENTS}  # noqa: E731
    toll = toll_of(incident_of((1, named("Marta Quill")), (1, named("Pavel Orr")), (1, named("Marta Quill"))))
    assert ends(toll) == (2, 2, 2)
    assert [lane.kind for lane in toll.lanes] == ["named"]


def test_a_denial_lowers_nothing():
    denial = {"by": Party(name="Syrian government", kind="government"), "stance": "denied", "event": "denial", "of": "a"}
    incident = incident_of((52, {"by": OBSERVATORY, "of": "a"}), (None, denial))
    toll = toll_of(incident)
    assert ends(toll) == (52, 52, 52)
    assert len(toll.disputes) == 1
    assert incident.verdicts.figure.is_ == "contested"


def test_an_unsourced_voice_and_an_implied_one_have_unknown_independence():
    toll = toll_of(incident_of((52, {"outlet": "A"}), (52, {"by": Party(kind="unknown")}), (52, {"by": OBSERVATORY})))
    assert (toll.n_independent, toll.independence_unknown) == (1, 2)


def test_the_headline_is_the_strongest_basis_then_the_latest_and_none_where_it_is_a_tie():
    strongest = toll_of(incident_of((110, {"by": NETWORK, "basis": "verified"}), (200, {"by": OBSERVATORY, "published": "2025-03-12"})))
    assert next(lane.root for lane in strongest.lanes if lane.claim == strongest.headline) == "Syrian Network for Human Rights"
    assert toll_of(incident_of((38, {"by": OBSERVATORY}), (52, {"by": NETWORK}))).headline is None


def test_a_figures_date_is_the_roots_own_cut_off_and_not_the_relays_publication():
    toll = toll_of(
        incident_of((1018, {"by": OBSERVATORY, "at": COAST, "when": days("2025-03-06", "2025-03-08"), "published": "2025-03-11"}))
    )
    assert toll.lanes[0].as_of == "2025-03-08"


@pytest.mark.parametrize("rule", ["guess", "Reported"])
def test_a_rule_that_is_not_there_is_refused(rule):
    with pytest.raises(UsageError, match=rule):
        reckon(match([], []), rule=rule)


ROOTS = [OBSERVATORY, NETWORK, COMMITTEE, RESIDENTS]
TOLD = st.lists(
    st.tuples(st.integers(20, 300), st.sampled_from(["exact", "at_least", "more_than", "about", "vague"]), st.integers(0, 3)),
    min_size=1,
    max_size=7,
)


@given(TOLD)
def test_no_closed_lane_lies_outside_the_span_and_no_end_is_one_that_nobody_gave(told):
    toll = toll_of(incident_of(*[(n, {"kind": k, "by": ROOTS[r], "event": "killing", "harm": "killed"}) for n, k, r in told]))
    closed = [lane for lane in toll.lanes if lane.kind in ("exact", "about")]
    given_ = {lane.low for lane in toll.lanes} | {lane.high for lane in toll.lanes} | {lane.best for lane in toll.lanes}
    assert toll.low in given_
    assert toll.high is None or toll.high in given_
    for lane in closed:
        assert toll.low is not None
        assert toll.low <= (lane.best or 0)
        assert toll.high is None or (lane.best or 0) <= toll.high
    assert len({lane.root for lane in toll.lanes}) == len(toll.lanes)


def test_one_number_told_of_all_and_of_civilians_is_shown_on_its_incident():
    incident = incident_of((38, {"by": OBSERVATORY}), (38, {"by": OBSERVATORY, "victims": CIVILIANS}))
    (garble,) = incident.garbles
    assert {garble.claim, garble.of} <= set(incident.claims)
    assert "38 dead in all" in garble.why and "38 civilians" in garble.why


def test_residents_count_beside_those_who_are_named_and_activists_do_not():
    assert incident_of((38, {"by": OBSERVATORY}), (40, {"by": RESIDENTS})).n_independent == 2
    assert incident_of((38, {"by": OBSERVATORY}), (40, {"by": ACTIVISTS})).n_independent == 1


def test_the_committee_is_the_one_its_country_has():
    incident = incident_of((38, {"by": Party(text="the national committee", start=0, end=22, kind="government")}))
    assert [lane.root for lane in toll_of(incident).lanes] == ["National Committee for Investigation and Fact-Finding (NCI)"]
