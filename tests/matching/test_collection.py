import random

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from knell.matching.collection import match
from knell.matching.tellings import makes_incident
from knell.records import Party, Place
from tests.matching.arrivals import collections, rulings
from tests.matching.cast import (
    CIVILIANS,
    COAST,
    NAMESAKE,
    NETWORK,
    OBSERVATORY,
    OTHER_NAMESAKE,
    OTHER_VILLAGE,
    PROVINCE,
    TOWN,
    VILLAGE,
    claim,
    days,
    report,
)  # fmt: skip

SEVENTH = days("2025-03-07")
SINCE_THURSDAY = days("2025-03-06", "2025-03-08")


def homes(reports, claims, **more):
    """Claim -> incident, and the incidents."""
    matched = match(reports, claims, **more)
    return {c: i.incident for i in matched.incidents for c in i.claims}, matched.incidents


def test_one_massacre_in_two_reports_is_one_incident_and_the_link_says_why():
    a, b = report("a"), report("b")
    one = claim(a, 24, kind="at_least", at=VILLAGE, when=SEVENTH)
    two = claim(b, 38, at=VILLAGE, when=SEVENTH, by=OBSERVATORY)
    home, (incident,) = homes([a, b], [one, two])
    assert home[one.claim] == home[two.claim] == incident.incident
    (link,) = incident.links
    assert "site: al-Mukhtariya" in link.why
    assert "same day" in link.why


def test_equal_figures_never_link():
    a, b = report("a"), report("b")
    one, two = claim(a, 38, at=VILLAGE, when=SEVENTH), claim(b, 38, at=OTHER_VILLAGE, when=SEVENTH)
    home, _ = homes([a, b], [one, two])
    assert home[one.claim] != home[two.claim]


def test_one_day_in_two_towns_of_one_name_is_two_incidents():
    a, b = report("a"), report("b")
    one, two = claim(a, 1, at=NAMESAKE, when=SEVENTH), claim(b, 1, at=OTHER_NAMESAKE, when=SEVENTH)
    home, _ = homes([a, b], [one, two])
    assert home[one.claim] != home[two.claim]


def test_one_town_on_two_days_is_two_incidents():
    a, b = report("a"), report("b", published="2025-03-20")
    one, two = claim(a, 3, at=TOWN, when=SEVENTH), claim(b, 3, at=TOWN, when=days("2025-03-19"))
    home, _ = homes([a, b], [one, two])
    assert home[one.claim] != home[two.claim]


def test_a_single_death_and_a_massacre_in_one_village_stay_two_incidents():
    a, b = report("a"), report("b")
    one = claim(a, 200, kind="more_than", at=VILLAGE, when=SEVENTH)
    two = claim(b, 1, at=VILLAGE, when=SEVENTH)
    home, _ = homes([a, b], [one, two])
    assert home[one.claim] != home[two.claim]


def test_two_reports_that_agree_in_the_site_alone_may_be_the_same():
    a, b = report("a"), report("b")
    one, two = claim(a, 3, at=TOWN, when=SEVENTH), claim(b, 3, at=TOWN)
    home, incidents = homes([a, b], [one, two])
    assert home[one.claim] != home[two.claim]
    assert {i.incident: i.may_be_same for i in incidents} == {home[one.claim]: (home[two.claim],), home[two.claim]: (home[one.claim],)}


def test_a_person_named_in_both_and_the_site_link():
    a = report("a", "Marta Quill was killed by a shell at the mill.")
    b = report("b", "Nobody was charged with the death of Marta Quill until today.", published="2025-03-20")
    one, two = claim(a, 1, at=TOWN, when=SEVENTH), claim(b, 1, at=TOWN)
    home, _ = homes([a, b], [one, two])
    assert home[one.claim] == home[two.claim]


def test_the_same_police_and_the_same_street_link_where_no_town_is_placed():
    a = report("a", "Millbrook police said a man was shot in the 400 block of Alder Street.")
    b = report("b", "A reader called: shots on Alder Street, Millbrook police confirmed, left one dead.", published="2025-03-09")
    c = report("c", "Ferndale police said a man was shot on Alder Street.")
    claims = [claim(r, 1, when=SEVENTH) for r in (a, b, c)]
    home, _ = homes([a, b, c], claims)
    assert home[claims[0].claim] == home[claims[1].claim]
    assert home[claims[0].claim] != home[claims[2].claim]


def test_one_report_tells_of_one_persons_death_once_whatever_day_the_court_sits():
    from knell.records import Victim

    a = report("a", published="2025-03-10")
    full, last = (Victim(name="Pavel Orr"),), (Victim(name="Orr"),)
    one = claim(a, 1, at=TOWN, when=days("2025-03-10"), victims=full)
    two = claim(a, 1, at=TOWN, when=SEVENTH, victims=last, ordinal=1)
    three = claim(a, 1, at=TOWN, when=SEVENTH, victims=(Victim(name="Marta Quill"),), ordinal=2)
    home, _ = homes([a], [one, two])
    assert home[one.claim] == home[two.claim]
    apart, _ = homes([a], [one, three])
    assert apart[one.claim] != apart[three.claim]


def test_a_killing_of_many_links_no_telling_of_another_day_or_of_far_other_numbers():
    a, b, c = report("a"), report("b"), report("c")
    ambush = claim(a, 16, at=VILLAGE, when=days("2025-03-06"))
    next_day = claim(b, 30, at=VILLAGE, when=SEVENTH)
    undated = claim(c, 109, at=VILLAGE)
    home, _ = homes([a, b, c], [ambush, next_day, undated])
    assert home[ambush.claim] != home[next_day.claim]
    assert home[ambush.claim] != home[undated.claim]


def test_several_places_in_a_list_stand_for_the_total_they_are_in():
    a = report("a")
    total = claim(a, 340, kind="more_than", by=OBSERVATORY, when=SINCE_THURSDAY)
    total = msgspec.structs.replace(total, places=(TOWN, OTHER_VILLAGE))
    (incident,) = match([a], [total]).incidents
    assert incident.apart == ()


def test_two_events_of_one_report_stay_two():
    text = "Three people died in Jableh. A separate attack killed two people in the town."
    a = report("a", text)
    one = claim(a, 3, at=TOWN, when=SEVENTH, passage=(0, 28))
    two = claim(a, 2, at=TOWN, when=SEVENTH, passage=(29, len(text)), ordinal=1)
    home, _ = homes([a], [one, two])
    assert home[one.claim] != home[two.claim]


def test_the_harms_of_one_event_are_one_incident():
    a = report("a")
    one, two = claim(a, 3, at=TOWN, when=SEVENTH), claim(a, 9, harm="injured", event="assault", ordinal=1)
    home, _ = homes([a], [one, two])
    assert home[one.claim] == home[two.claim]


def test_a_monitors_running_total_is_one_aggregate_whoever_relays_it():
    a, b, c = report("a", outlet="A"), report("b", published="2025-03-09", outlet="B"), report("c", published="2025-03-10", outlet="C")
    one = claim(a, 532, by=OBSERVATORY, at=COAST, when=SINCE_THURSDAY, victims=CIVILIANS)
    two = claim(b, 830, by=OBSERVATORY, at=COAST, when=days("2025-03-06", None), victims=CIVILIANS)
    three = claim(c, 830, by=OBSERVATORY, victims=CIVILIANS)
    home, (incident,) = homes([a, b, c], [one, two, three])
    assert len(set(home.values())) == 1
    assert incident.kind == "aggregate"


def test_a_village_lies_in_the_total_that_covers_its_place_and_day():
    a, b = report("a"), report("b")
    village = claim(a, 38, at=TOWN, when=SEVENTH)
    total = claim(b, 830, at=COAST, when=days("2025-03-06", "2025-03-09"), by=OBSERVATORY)
    home, incidents = homes([a, b], [village, total])
    part = next(i for i in incidents if i.incident == home[village.claim])
    assert part.part_of == home[total.claim]
    assert any(link.kind == "part_of" and "inside the total's" in link.why for link in part.links)


def test_a_part_that_a_source_states_is_a_part():
    a = report("a")
    total = claim(a, 70, kind="more_than", at=COAST, when=days("2025-03-06", "2025-03-08"), by=OBSERVATORY)
    town = claim(a, 48, at=TOWN, when=days("2025-03-06"), by=OBSERVATORY, ordinal=1, relations=(("part_of", total),))
    home, incidents = homes([a], [total, town])
    part = next(i for i in incidents if i.incident == home[town.claim])
    assert part.part_of == home[total.claim]
    assert part.links[-1].why == "a source states that it is a part"


def test_totals_over_a_province_and_over_the_whole_are_not_one():
    a = report("a")
    whole = claim(a, 1225, at=COAST, by=OBSERVATORY, when=days("2025-03-06", "2025-03-11"))
    part = claim(a, 658, at=PROVINCE, by=OBSERVATORY, when=days("2025-03-06", "2025-03-11"), ordinal=1)
    home, _ = homes([a], [whole, part])
    assert home[whole.claim] != home[part.claim]


def test_an_undated_total_joins_the_one_dated_total_of_its_region_and_waits_where_there_are_two():
    a, b, late = report("a"), report("b", published="2025-08-01"), report("late", published="2025-09-01")
    march = claim(a, 1334, at=COAST, when=days("2025-03-06", "2025-03-10"), by=NETWORK)
    july = claim(b, 300, at=COAST, when=days("2025-07-10", "2025-07-20"), by=NETWORK)
    inquiry = claim(late, 1426, at=COAST, by=Party(name="National Commission of Inquiry", kind="government"))
    home, _ = homes([a, late], [march, inquiry])
    assert home[inquiry.claim] == home[march.claim]
    home, _ = homes([a, b, late], [march, july, inquiry])
    assert home[inquiry.claim] not in (home[march.claim], home[july.claim])


def test_claims_that_speak_about_an_incident_are_with_it_and_context_is_with_none():
    a = report("a")
    killing = claim(a, 52, at=TOWN, when=SEVENTH)
    appeal = claim(a, harm="none", event="appeal", ordinal=1, stance="urged")
    share = claim(a, harm="none", event="context", ordinal=2)
    home, (incident,) = homes([a], [killing, appeal, share])
    assert home[appeal.claim] == incident.incident
    assert share.claim not in home
    assert incident.main == (killing.claim,)


def test_a_number_that_moves_from_all_the_dead_to_the_civilians_is_shown_as_a_garble():
    a, b = report("a"), report("b", published="2025-03-09")
    total = claim(a, 745, by=OBSERVATORY, at=COAST, when=SINCE_THURSDAY)
    civilians = claim(b, 745, by=OBSERVATORY, at=COAST, when=SINCE_THURSDAY, victims=CIVILIANS)
    (garble,) = match([a, b], [total, civilians]).garbles
    assert (garble.claim, garble.of) == (civilians.claim, total.claim)
    assert f"745 dead in all ({total.claim}), 745 civilians ({civilians.claim})" in garble.why


def test_as_of_takes_what_was_published_by_that_day():
    a, b, undated = report("a"), report("b", published="2025-03-12"), report("undated", published=None)
    claims = [claim(r, 3, at=TOWN, when=SEVENTH) for r in (a, b, undated)]
    matched = match([a, b, undated], claims, as_of="2025-03-08")
    assert [s.report for s in matched.sources] == ["a"]


def test_an_incidents_id_is_its_earliest_claims():
    a, b = report("a"), report("b", published="2025-03-12")
    one, two = claim(a, 24, at=VILLAGE, when=SEVENTH), claim(b, 38, at=VILLAGE, when=SEVENTH)
    (alone,) = match([a], [one]).incidents
    (both,) = match([a, b], [one, two]).incidents
    assert alone.incident == both.incident


def test_a_part_told_place_by_place_is_apart_from_the_whole_and_takes_its_place_with_it():
    a = report("a")
    whole = claim(a, 1225, by=OBSERVATORY, at=TOWN, victims=CIVILIANS)
    here = claim(a, 658, by=OBSERVATORY, at=TOWN, ordinal=1, relations=(("part_of", whole),))
    there = claim(a, 384, by=OBSERVATORY, at=OTHER_VILLAGE, ordinal=2, relations=(("part_of", whole),))
    home, incidents = homes([a], [whole, here, there])
    assert len({home[c.claim] for c in (whole, here, there)}) == 3
    assert {i.part_of for i in incidents} == {None, home[whole.claim]}


def test_a_sources_later_total_joins_its_only_one_and_stays_alone_where_it_has_two():
    a, b, late = report("a"), report("b", published="2025-06-01"), report("late", published="2025-08-14")
    march = claim(a, 1383, by=OBSERVATORY, at=COAST, when=days("2025-03-06", "2025-03-12"))
    may = claim(b, 400, by=OBSERVATORY, at=PROVINCE, when=days("2025-05-02", "2025-05-20"))
    later = claim(late, 1700, kind="about", by=OBSERVATORY)
    home, _ = homes([a, late], [march, later])
    assert home[later.claim] == home[march.claim]
    home, _ = homes([a, b, late], [march, may, later])
    assert home[later.claim] not in (home[march.claim], home[may.claim])


def test_a_months_total_of_a_country_is_not_the_count_of_five_days_that_its_source_gives_beside_it():
    a, b = report("a", published="2025-04-09"), report("b", published="2025-04-10")
    country = Place(name="Syria", precision="country", country="SY")
    month = claim(a, 1562, by=NETWORK, at=country, when=days("2025-03-01", "2025-03-31"))
    stretch = claim(b, 800, kind="more_than", by=NETWORK, when=days("2025-03-06", "2025-03-10"))
    home, _ = homes([a, b], [month, stretch])
    assert home[month.claim] != home[stretch.claim]
    loose = claim(a, 830, kind="at_least", by=NETWORK, when=days("2025-03-01", "2025-03-31"))
    home, _ = homes([a, b], [loose, stretch])
    assert home[loose.claim] == home[stretch.claim]


def test_an_arrest_in_a_town_is_not_every_arrest_there_that_day():
    a, b = report("a"), report("b")
    one = claim(a, 1, harm="detained", event="detention", at=TOWN, when=SEVENTH)
    two = claim(b, 1, harm="detained", event="detention", at=TOWN, when=SEVENTH)
    home, _ = homes([a, b], [one, two])
    assert home[one.claim] != home[two.claim]


def test_relays_may_name_the_village_or_the_town_beside_it():
    a, b = report("a", published="2025-03-07"), report("b", published="2025-03-07")
    near = Place(name="Beit Ana", precision="town", country="SY", admin1="Latakia", lat=35.30, lon=36.02)
    one, two = claim(a, 16, by=OBSERVATORY, at=TOWN), claim(b, 16, by=OBSERVATORY, at=near)
    home, _ = homes([a, b], [one, two])
    assert home[one.claim] == home[two.claim]


@given(collections(), st.data(), st.randoms(use_true_random=False))
def test_any_order_of_arrival_gives_the_same(collection, data, chance: random.Random):
    reports, claims = collection
    decided = data.draw(rulings(claims))
    first = match(reports, claims, rulings=decided)
    for some in (reports, claims, decided):
        chance.shuffle(some)
    assert match(reports, claims, rulings=decided) == first


@given(collections(), st.data())
def test_what_a_person_took_apart_is_never_in_one_incident(collection, data):
    reports, claims = collection
    decided = data.draw(rulings(claims))
    for incident in match(reports, claims, rulings=decided).incidents:
        held = set(incident.main)
        assert not [r for r in decided if r.kind == "unlink" and {r.a, r.b} <= held and not shares_telling(r, claims)]


def shares_telling(ruling, claims):
    """Whether both claims are of one report: what one report tells as one is not taken apart claim by claim."""
    of = {c.claim: c.report for c in claims}
    return of[ruling.a] == of[ruling.b]


@given(collections())
def test_every_claim_of_a_happening_is_in_exactly_one_incident(collection):
    reports, claims = collection
    matched = match(reports, claims)
    placed = [c for i in matched.incidents for c in i.main]
    assert sorted(placed) == sorted(c.claim for c in claims if makes_incident(c))


@given(collections())
def test_nothing_contains_what_contains_it(collection):
    around = {i.incident: i.part_of for i in match(*collection).incidents}
    for start in around:
        seen, at = set(), start
        while at is not None:
            assert at not in seen
            seen.add(at)
            at = around[at]
