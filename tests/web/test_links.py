"""Every page there is, followed from link to link: nothing is broken, nothing leads outside, every anchor is there."""

import re
from collections import deque
from collections.abc import Iterator
from html import unescape
from urllib.parse import urldefrag, urljoin

import pytest
from django.test import Client

from knell.casebook.ledger import Casebook

HREF = re.compile(r'\b(?:href|src|action)="([^"]*)"')


@pytest.fixture(scope="module")
def site(casebook: Casebook) -> dict[str, str]:
    """Address -> page, for everything that can be reached from the overview."""
    client = Client(headers={"host": "127.0.0.1"}, **{"knell.casebook": casebook})
    found: dict[str, str] = {}
    waiting = deque(["/"])
    while waiting:
        address = waiting.popleft()
        if address in found:
            continue
        response = client.get(address)
        assert response.status_code == 200, f"{address}: {response.status_code}"
        found[address] = response.content.decode()
        waiting.extend(target for target, _ in links_of(address, found[address]) if target not in found)
    return found


def links_of(address: str, html: str) -> Iterator[tuple[str, str]]:
    if not html.lstrip().startswith("<!doctype"):
        return
    for href in HREF.findall(html):
        target, fragment = urldefrag(urljoin(address, unescape(href)))
        yield target, fragment


def test_every_kind_of_page_is_reached_from_the_overview(site: dict[str, str]) -> None:
    for kind in (
        r"^/$",
        r"^/incidents/[^/]+/$",
        r"/why/$",
        r"/history/$",
        r"/brief/$",
        r"^/reports/$",
        r"^/reports/[^/]+/$",
        r"^/claims/",
        r"^/left-out/$",
        r"^/method/$",
    ):
        assert any(re.search(kind, address) for address in site), kind


def test_no_link_leads_outside(site: dict[str, str]) -> None:
    for address, html in site.items():
        for target, _ in links_of(address, html):
            assert target.startswith("/"), f"{address} leads to {target}"
            assert not target.startswith("//")


def test_every_anchor_that_is_pointed_at_is_there(site: dict[str, str]) -> None:
    ids = {address: set(re.findall(r'\bid="([^"]*)"', html)) for address, html in site.items()}
    missing = {
        f"{address} -> {target}#{fragment}"
        for address, html in site.items()
        for target, fragment in links_of(address, html)
        if fragment and fragment not in ids[target]
    }
    assert not missing


def test_every_figure_on_every_page_leads_to_a_sentence_in_a_report(site: dict[str, str]) -> None:
    figures = [(address, href) for address, html in site.items() for href in re.findall(r'<a class="says[^"]*" href="([^"]*)"', html)]
    assert len(figures) > 50
    for address, href in figures:
        assert re.fullmatch(r"/reports/[^/]+/#c:[0-9a-f]{16}", href), f"{address}: {href}"


def test_no_id_is_given_twice_on_a_page(site: dict[str, str]) -> None:
    for address, html in site.items():
        ids = re.findall(r'\bid="([^"]*)"', html)
        assert len(ids) == len(set(ids)), f"{address}: {sorted({i for i in ids if ids.count(i) > 1})}"


def test_labels_point_at_what_is_there(site: dict[str, str]) -> None:
    for address, html in site.items():
        ids = set(re.findall(r'\bid="([^"]*)"', html))
        named = re.findall(r'\b(?:for|aria-labelledby|aria-describedby)="([^"]*)"', html)
        assert {one for names in named for one in names.split()} <= ids, address


def test_every_page_parses_without_a_single_error(site: dict[str, str]) -> None:
    html5lib = pytest.importorskip("html5lib", reason="html5lib is not installed, so the pages' HTML is not checked")
    for address, html in site.items():
        if html.lstrip().startswith("<!doctype"):
            parser = html5lib.HTMLParser(strict=False)
            parser.parse(html)
            assert not parser.errors, f"{address}: {[(at, kind) for at, kind, _ in parser.errors[:3]]}"


def test_every_page_has_one_first_heading_a_language_and_a_title(site: dict[str, str]) -> None:
    for address, html in site.items():
        if html.lstrip().startswith("<!doctype"):
            assert len(re.findall(r"<h1\b", html)) == 1, address
            assert '<html lang="en"' in html
            assert re.search(r"<title>\S", html)
            assert '<main id="main"' in html
