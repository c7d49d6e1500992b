"""The pages of the cast's casebook, as somebody reads them."""

import re
from collections.abc import Callable

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from knell.casebook.ledger import Casebook

from .cast import COPY, ELSEWHERE, EMPTY, ERASED, EVENING, LATE, MONITOR, MORNING, TOTAL, VICTIM, tell_all

Page = Callable[[str], str]
KILLING, COAST, SHELLING = "/incidents/i:00000000000000aa/", "/incidents/i:00000000000000bb/", "/incidents/i:00000000000000cc/"
TOLD = {name: claim.claim for name, claim in tell_all().items()}


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def sections_of(html: str) -> dict[str, str]:
    return dict(re.findall(r'<section[^>]*aria-labelledby="([^"]+)">(.*?)</section>', html, re.DOTALL))


def test_the_overview_says_what_the_casebook_is_and_takes_in(page: Page) -> None:
    text = text_of(page("/"))
    assert "The Kest coast" in text
    assert "It takes in what is said to have happened in XK." in text
    assert "Incidents 3" in text
    assert "Reports 9" in text


def test_reports_stand_beside_distinct_sources(page: Page) -> None:
    assert "5 reports, 5 distinct sources" in text_of(page("/"))


def test_totals_over_days_stand_apart_from_incidents(page: Page) -> None:
    sections = sections_of(page("/"))
    assert "Reported total, Kest coast" in text_of(sections["totals-title"])
    assert COAST in sections["totals-title"]
    assert f'<h3><a href="{COAST}">' not in sections["incidents-title"]
    assert f'inside <a href="{COAST}">' in sections["incidents-title"]


def test_each_figure_of_the_overview_is_the_sources_own_words_and_leads_to_its_sentence(page: Page) -> None:
    html = page("/")
    assert f'<a class="says" href="/reports/r:a2/#{TOLD["seventy"]}"><bdi>Over 70</bdi></a>' in html
    assert not re.search(r">\s*71\s*<", html)


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("place=Teln", SHELLING, KILLING),
        ("type=shelling", SHELLING, KILLING),
        ("month=2031-03", KILLING, SHELLING),
        ("month=2031-02-19", SHELLING, KILLING),
        ("month=none", "/incidents/i:00000000000000dd/", KILLING),
        ("harm=killed&place=Kest", KILLING, "nothing"),
    ],
)
def test_the_list_can_be_narrowed_with_a_plain_form(page: Page, query: str, shown: str, hidden: str) -> None:
    html = page(f"/?{query}")
    assert f'<h3><a href="{shown}">' in html
    assert f'<h3><a href="{hidden}">' not in html
    assert "Show everything" in html


@pytest.mark.parametrize(
    "query", ["place=Nowhere", "type=zebra", "harm=injured", "month=x%00y", "page=999999999999", "page=-1&totals=q", "month=%27%22%3E"]
)
def test_a_query_that_matches_nothing_or_means_nothing_still_gets_a_page(page: Page, query: str) -> None:
    assert "Incidents" in page(f"/?{query}")


def test_an_incident_names_who_says_what_before_anything_else(page: Page) -> None:
    html = page(KILLING)
    assert "<h1><bdi>Reported killing, Marwa, Kest</bdi></h1>" in html
    head = html[: html.index("<dl")]
    assert "52" in text_of(head)
    assert MONITOR in text_of(head)
    assert "massacre" not in text_of(head).lower()


def test_the_toll_is_drawn_and_told_in_a_table_with_the_same_words(page: Page) -> None:
    panel = re.search(r'<article class="panel" id="toll-1">.*?</article>', page(KILLING), re.DOTALL)
    assert panel
    svg, table = panel[0].split("<table")
    for says in ("52", "Over 70", "up to 40", "about 50", "dozens", "9"):
        assert f">{says}<" in svg
        assert f"<bdi>{says}</bdi>" in table
    assert "documented cases; as of 9 March 2031" in text_of(table)
    assert "open above" in text_of(table)
    assert "overlap unknown" in text_of(table)


def test_the_computed_span_is_said_to_be_the_rules_and_stands_behind_a_click(page: Page) -> None:
    html = page(KILLING)
    found = re.search(r"<details><summary>How this was reckoned</summary>(.*?)</details>", html, re.DOTALL)
    assert found
    assert "from 40, open above; it is the rule’s, and no source gave it as a range" in text_of(found[1])
    assert f'href="/claims/{TOLD["seventy"]}/"' in found[1]


def test_groups_have_panels_of_their_own(page: Page) -> None:
    assert "Killed, children" in text_of(page(KILLING))


def test_what_one_source_gave_over_time_is_drawn_with_its_table(page: Page) -> None:
    over_time = sections_of(page(KILLING))["over-time"]
    assert [says for says in ("31", "45", "52") if f">{says}<" in over_time] != []
    assert "The same as a table" in over_time


def test_denials_are_quoted_in_their_own_words(page: Page) -> None:
    denials = text_of(sections_of(page(KILLING))["denials"])
    assert "and denied that its forces had fired on civilians." in denials
    assert "interior ministry" in denials


def test_the_accused_are_called_alleged_and_whose_word_it_is_is_said(page: Page) -> None:
    accused = text_of(sections_of(page(KILLING))["accused"])
    assert accused.startswith("Alleged perpetrators")
    assert "security forces state forces accused" in accused
    assert MONITOR in accused


def test_the_three_verdicts_are_judged_apart_with_their_reasons(page: Page) -> None:
    verdicts = text_of(sections_of(page(KILLING))["verdicts"])
    for words in ("Did it happen? corroborated", "How many? contested", "Who did it? one source", "2 claims, first"):
        assert words in verdicts


def test_the_share_of_unknown_status_is_told(page: Page) -> None:
    assert re.search(r"\d+ of \d+ figures say nothing of who was a civilian", text_of(page(KILLING)))


def test_copies_links_parts_and_lookalikes_are_shown_with_why(page: Page) -> None:
    html = page(KILLING)
    links = text_of(sections_of(html)["links"])
    assert "place and day agree; one monitor" in links
    assert "May be the same happening" in links
    assert "Reported shelling, Teln, Kest" in links
    assert "shares its text with Mirror Daily" in text_of(sections_of(html)["sources"])
    assert "Inside it, and not added to it" in text_of(page(COAST))


def test_one_number_told_of_different_people_is_shown_and_leads_to_the_claim(page: Page) -> None:
    garbles = sections_of(page(KILLING))["garbles"]
    assert "one number of two" in text_of(garbles)
    assert '<a class="id" href="/claims/' in garbles


def test_when_a_report_became_known_here_is_told(page: Page) -> None:
    assert "Known here since 12 March 2031, 09:30 UTC" in text_of(page(KILLING))


def test_footage_is_described_only_behind_a_click(page: Page) -> None:
    for address in (KILLING, f"{KILLING}brief/", f"/reports/{MORNING.id}/", f"/claims/{TOLD['footage']}/"):
        html = page(address)
        curtains = re.findall(r'<details class="graphic">.*?</details>', html, re.DOTALL)
        assert any("bodies lying in a garden" in curtain for curtain in curtains)
        assert "bodies lying in a garden" not in re.sub(r'<details class="graphic">.*?</details>', "", html, flags=re.DOTALL)


def test_following_a_link_to_a_graphic_sentence_does_not_open_it(page: Page) -> None:
    html = page(f"/reports/{MORNING.id}/")
    anchor = html.index(f'id="{TOLD["footage"]}"')
    curtain = html.index('<details class="graphic">', anchor)
    assert "</details>" not in html[anchor:curtain]
    assert html.index("bodies lying", anchor) > curtain


@pytest.mark.parametrize(
    "address", [KILLING, f"{KILLING}brief/", f"{KILLING}why/", f"/reports/{EVENING.id}/", f"/claims/{TOLD['named']}/", "/", "/reports/"]
)
def test_names_of_victims_are_withheld_everywhere(page: Page, address: str) -> None:
    html = page(address)
    assert VICTIM not in html
    assert "Haddad" not in html


def test_a_report_shows_its_whole_text_with_each_claims_words_marked(page: Page) -> None:
    html = page(f"/reports/{LATE.id}/")
    body = re.search(r'<div class="text".*?</div>', html, re.DOTALL)
    assert body
    shown = re.sub(r'<a class="ref".*?</a>', "", body[0])
    assert " ".join(re.sub(r"<[^>]+>", "", shown).split()) == " ".join(LATE.text.split())
    assert re.search(r'<a class="in core k1[^"]*" href="#card:c:[0-9a-f]{16}">52</a>', html)


def test_a_sentence_that_two_claims_share_has_an_anchor_for_each(page: Page) -> None:
    html = page(f"/reports/{LATE.id}/")
    for name in ("fifty-two", "children"):
        assert html.count(f'id="{TOLD[name]}"') == 1
        assert html.count(f'id="card:{TOLD[name]}"') == 1
    assert 'class="in k1 k2"' in html


def test_headlines_and_captions_are_marked_as_what_the_file_said_they_are(page: Page) -> None:
    html = page(f"/reports/{MORNING.id}/")
    assert '<div class="paragraph headline">' in html
    assert "Caption, <bdi>photo 1</bdi>" in html


def test_a_restated_text_says_so_and_whose_page_it_restates(page: Page) -> None:
    text = text_of(page(f"/reports/{EVENING.id}/"))
    assert "restated by Knell&#x27;s authors" in text
    assert "https://courier.example/marwa" in text


def test_a_report_shows_how_it_was_received_and_that_the_bytes_still_fit_their_hash(page: Page) -> None:
    import hashlib

    text = text_of(page(f"/reports/{TOTAL.id}/"))
    assert hashlib.sha256(TOTAL.text.encode()).hexdigest() in text
    assert "the bytes still have this hash" in text


def test_a_text_that_runs_from_right_to_left_is_left_to_do_so(page: Page) -> None:
    html = page(f"/reports/{ELSEWHERE.id}/")
    assert '<div class="text" dir="auto" lang="ar">' in html
    assert "قُتل 3 أشخاص" in html


def test_an_erased_report_keeps_its_figure_and_loses_its_words(page: Page) -> None:
    html = page(f"/reports/{ERASED.id}/")
    assert "The text of this report was erased" in html
    assert "Nine people" not in html
    assert "Nine people" not in page(KILLING)
    assert f'href="/reports/{ERASED.id}/#{TOLD["nine"]}"' in page(KILLING)
    assert f'id="{TOLD["nine"]}"' in html


def test_a_report_in_which_nothing_was_found_is_listed_as_left_out(page: Page) -> None:
    html = page("/left-out/")
    assert f'href="/reports/{EMPTY.id}/"' in html
    assert "nothing attributed was found in it" in html


def test_a_claim_has_a_page_with_every_field_and_the_words_it_was_read_from(page: Page) -> None:
    text = text_of(page(f"/claims/{TOLD['thirty-one']}/"))
    for words in ("31 killed", MONITOR, "alleged", "6 March 2031 (to the day)", "“ on Thursday ”", "Marwa, Kest, XK", "Read by hand@1"):
        assert words in text
    assert "may or may not overlap with" in text_of(page(f"/claims/{TOLD['seventy']}/"))


def test_the_history_says_what_was_claimed_by_each_day_drawn_and_as_a_table(page: Page) -> None:
    html = page(KILLING + "history/")
    text = text_of(html)
    assert "How the figures mounted" in text
    assert "7 March 2031" in text
    assert "the span of what was claimed, over time" in text
    assert html.count("<tr>") > 2
    assert f'href="{KILLING}history/"' in page(KILLING) or 'href="history/"' in page(KILLING)


def test_the_walk_back_goes_from_figure_to_sentence_to_hash(page: Page) -> None:
    import hashlib

    text = text_of(page(f"{KILLING}why/"))
    assert "reported@1" in text
    assert hashlib.sha256(LATE.text.encode()).hexdigest() in text
    assert "has documented 52 killed in Marwa" in text


def test_the_brief_stands_inside_the_pages_with_its_figures_leading_to_sentences(page: Page) -> None:
    html = page(f"{KILLING}brief/")
    assert 'id="note-1"' in html
    assert f'href="/reports/{LATE.id}/#{TOLD["fifty-two"]}"' in html


def test_the_method_page_gives_the_policy_and_versions_in_force(page: Page) -> None:
    text = text_of(page("/method/"))
    assert "Countries XK" in text
    assert "reader hand@1" in text
    assert "policy" in text


def test_an_id_may_be_shortened_and_leads_to_the_whole(client: Client) -> None:
    response = client.get("/incidents/i:00000000000000a/")
    assert (response.status_code, response.headers["Location"]) == (302, KILLING)


@pytest.mark.parametrize(
    "address",
    ["/nowhere", "/incidents/i:ffff/", "/reports/%00/", "/claims/c:none/", "/incidents/../x/", "/marks/7.css", "/marks/999950.css"],
)
def test_what_is_not_there_is_said_in_plain_words(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    if not address.endswith(".css"):
        assert "There is no such page" in response.content.decode()


def test_a_copy_and_its_source_are_two_reports_of_one_source(page: Page) -> None:
    assert f"/reports/{COPY.id}/" in page(KILLING)


@pytest.mark.parametrize(
    ("address", "most"), [("/", 20), (KILLING, 20), (f"/reports/{MORNING.id}/", 16), ("/reports/", 12), (f"{KILLING}why/", 24)]
)
def test_a_page_asks_the_database_a_fixed_number_of_times(casebook: Casebook, client: Client, address: str, most: int) -> None:
    with CaptureQueriesContext(connections[casebook.alias]) as queries:
        assert client.get(address).status_code == 200
    asked = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
    assert len(asked) <= most


def test_incidents_can_be_ordered_by_how_many_reports_tell_of_them(page: Page) -> None:
    entry = re.compile(r'<h3><a href="(/incidents/[^"]+)"')
    latest, most = (entry.findall(page(address)) for address in ("/", "/?order=reports"))
    assert sorted(latest) == sorted(most)
    assert most[0] == KILLING
