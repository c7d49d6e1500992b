"""From files as they come in to the pages, through the real flows: pages, e-mail, PDF and text of the example casebook."""

import os
import re
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import pytest
from django.test import Client

from knell.casebook.ledger import Casebook, open_casebook
from knell.casebook.policy import Policy
from knell.flows.add import Failed, Source, add_files
from knell.flows.init import begin_casebook
from knell.flows.judging import decide_verdict

INBOX = Path(__file__).parents[2] / "examples" / "coast" / "inbox"
GIVEN = sorted(path for path in INBOX.glob("*") if path.suffix in (".html", ".eml", ".pdf", ".txt"))
HANDS = {"actor": "tester", "random": os.urandom, "now": lambda: datetime(2031, 3, 12, 9, 30, tzinfo=UTC)}


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Casebook]:
    folder = tmp_path_factory.mktemp("example") / "coast"
    begin_casebook(folder, "Example", Policy(), **HANDS)  # type: ignore[arg-type]
    came = list(add_files(folder, GIVEN, Source(), **HANDS))  # type: ignore[arg-type]
    assert not [one for one in came if isinstance(one, Failed)]
    with open_casebook(folder) as casebook:
        yield casebook


@pytest.fixture(scope="module")
def site(example: Casebook) -> dict[str, str]:
    return all_pages(example)


def all_pages(casebook: Casebook) -> dict[str, str]:
    """Address -> page, of all that can be reached from the first."""
    client = Client(headers={"host": "127.0.0.1"}, **{"knell.casebook": casebook})
    found: dict[str, str] = {}
    waiting = deque(["/"])
    while waiting:
        address = waiting.popleft()
        if address in found:
            continue
        response = client.get(address)
        assert response.status_code == 200, address
        found[address] = response.content.decode()
        # A claim's page shows what its report's page shows; one in five is enough here.
        targets = {urldefrag(urljoin(address, unescape(href)))[0] for href in re.findall(r'\bhref="([^"]*)"', found[address])}
        waiting.extend(t for t in sorted(targets) if t not in found and (not t.startswith("/claims/") or t[-2] in "048"))
    return found


def test_every_report_and_incident_has_its_page(example: Casebook, site: dict[str, str]) -> None:
    assert {f"/reports/{report.id}/" for report in example.reports()} <= set(site)
    assert {f"/incidents/{incident.incident}/" for incident in example.incidents()} <= set(site)
    assert len(example.incidents()) > 3


def test_every_figure_leads_to_a_sentence_that_is_there(site: dict[str, str]) -> None:
    figures = {href for html in site.values() for href in re.findall(r'<a class="says[^"]*" href="([^"]*)"', html)}
    assert len(figures) > 30
    for href in figures:
        report, claim = urldefrag(href)
        assert f'id="{claim}"' in site[report]


def test_every_figure_says_what_its_claim_says(example: Casebook, site: dict[str, str]) -> None:
    claims = {claim.claim: claim for claim in example.claims()}
    for report in example.reports():
        for card, says in re.findall(r'href="#card:(c:[0-9a-f]{16})">([^<]+)</a>', site[f"/reports/{report.id}/"]):
            claim = claims[card]
            words = {unescape(" ".join((span.text or "").split())) for span in (claim.count, claim.event) if span}
            assert any(" ".join(unescape(says).split()) in word for word in words)


def test_each_restated_report_says_so(example: Casebook, site: dict[str, str]) -> None:
    restated = [report for report in example.reports() if report.restates]
    assert restated
    for report in restated:
        assert "restated by" in site[f"/reports/{report.id}/"]


def test_every_page_parses_without_a_single_error(site: dict[str, str]) -> None:
    html5lib = pytest.importorskip("html5lib", reason="html5lib is not installed, so the pages' HTML is not checked")
    for address, html in site.items():
        if html.lstrip().startswith("<!doctype"):
            parser = html5lib.HTMLParser(strict=False)
            parser.parse(html)
            assert not parser.errors, f"{address}: {[(at, kind) for at, kind, _ in parser.errors[:3]]}"


NAMES = {
    "noon.txt": "Gunmen killed teacher Samira Haddad and four other people in Jableh on 6 March 2031, Amina Karam, a resident, said.",
    "night.txt": "Teacher Samira Haddad and six others were killed by gunmen in Jableh on 6 March 2031, a witness, Omar Qasim, told us. "
    "Nader al-Salloum, a relative of Samira Haddad, said seven people were killed.",
}


def test_no_page_names_who_was_killed_or_a_private_person_who_told_of_it(tmp_path: Path) -> None:
    begin_casebook(tmp_path / "told", "Told", Policy(), **HANDS)  # type: ignore[arg-type]
    for name, text in NAMES.items():
        (tmp_path / name).write_text(text)
    came = list(add_files(tmp_path / "told", [tmp_path / name for name in NAMES], Source(published="2031-03-07"), **HANDS))  # type: ignore[arg-type]
    assert not [one for one in came if isinstance(one, Failed)]
    with open_casebook(tmp_path / "told") as casebook:
        (incident,) = casebook.incidents()
    decide_verdict(tmp_path / "told", incident.incident, "occurrence", "verified", "we spoke to Amina Karam", **HANDS)  # type: ignore[arg-type]
    with open_casebook(tmp_path / "told") as casebook:
        pages = all_pages(casebook)
    assert f"/incidents/{incident.incident}/why/" in pages
    del pages["/method/"]  # it shows decisions with their reasons as people wrote them
    names = re.compile("Samira|Haddad|Amina|Karam|Omar|Qasim|Nader|Salloum")
    assert {address: found[0] for address, html in pages.items() if (found := names.search(html))} == {}
