"""The page stands alone, runs nothing, and lets nothing in from a report but words."""

import re
from html.parser import HTMLParser

import msgspec

from knell.publishing import render_page, write_brief
from tests.publishing.cast import coast, denied


class Page(HTMLParser):
    """Collects a page's tags, links and ids."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        self.ids += [value or "" for name, value in attrs if name == "id"]
        assert not [name for name, _ in attrs if name.startswith("on")]


def page_of(case: object) -> str:
    return render_page(write_brief(case.incident, case.claims, case.reports))  # type: ignore[attr-defined]


def test_the_page_needs_no_script_and_no_other_file() -> None:
    text = page_of(coast())
    page = Page(text)
    assert not {"script", "link", "img", "iframe", "form"} & set(page.tags)
    assert "@import" not in text
    assert "url(" not in text


def test_every_mark_leads_to_its_note_and_every_note_back() -> None:
    page = Page(page_of(denied()))
    inside = {link[1:] for link in page.links if link.startswith("#")}
    assert inside <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    assert {name for name in page.ids if name.startswith("note-")} <= inside


def test_words_of_a_report_cannot_become_markup() -> None:
    case = denied()
    (report,) = case.reports.values()
    hostile = report.text.replace("Our guns did not fire", "<b>ur guns</b> no fir").replace("Local officials", '<i>"al& officia')
    assert len(hostile) == len(report.text)
    case.reports = {report.id: msgspec.structs.replace(report, text=hostile, outlet="<script>alert(1)</script>", url='javascript:"x"')}
    text = page_of(case)
    assert "<script" not in text
    assert "<b>ur" not in text
    assert not [link for link in Page(text).links if not link.startswith(("#", "https://", "http://"))]


def test_the_restated_mark_stands_in_the_note() -> None:
    text = page_of(coast())
    assert re.search(r'<span class="restated">restated by Knell&#x27;s authors', text)
