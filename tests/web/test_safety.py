"""What a hostile report, a hostile request or a curious neighbour gets: nothing that runs, nothing that leaves, nothing that changes."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from knell.casebook.ledger import Casebook
from knell.web.guard import POLICY
from knell.web.legible import SIGN

from .cast import HOSTILE, MORNING, tell_all

Page = Callable[[str], str]
CLAIM = tell_all()["hostile"].claim
HOSTILE_PAGES = ["/", "/reports/", f"/reports/{HOSTILE.id}/", "/incidents/i:00000000000000dd/", "/incidents/i:00000000000000dd/why/", "/incidents/i:00000000000000dd/history/",
                 "/incidents/i:00000000000000dd/brief/", f"/claims/{CLAIM}/", "/?place=%3Cscript%3Ealert(1)%3C/script%3E"]  # fmt: skip


@pytest.mark.parametrize("address", HOSTILE_PAGES)
def test_a_report_that_carries_markup_is_shown_as_the_letters_it_is(page: Page, address: str) -> None:
    html = page(address)
    assert not re.search(r"<(script|img|iframe|object|embed|u>|i>)", html)
    assert not re.search(r"<[^>]*\son[a-z]+\s*=", re.sub(r'"[^"]*"', '""', html))
    assert not re.search(r'(href|src|action)="\s*(javascript|data|https?|//)', html)


def test_the_text_itself_is_all_there(page: Page) -> None:
    html = page(f"/reports/{HOSTILE.id}/")
    assert "&lt;script&gt;alert(&#x27;text&#x27;)&lt;/script&gt;" in html
    assert "{{ settings.SECRET_KEY }} {% load x %}" in html


@pytest.mark.parametrize("address", HOSTILE_PAGES)
def test_characters_that_steer_the_screen_never_leave_the_server(page: Page, address: str) -> None:
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\x00\x1b\ud800-\udfff]", page(address))


def test_a_reader_is_told_that_signs_stand_for_hidden_characters(page: Page) -> None:
    html = page(f"/reports/{HOSTILE.id}/")
    assert "6 characters that would steer the screen are shown as" in html
    assert f"{SIGN}dias siht{SIGN}" in html


@pytest.mark.parametrize("address", ["/", "/style.css", "/nowhere", f"/reports/{MORNING.id}/"])
def test_every_answer_forbids_scripts_frames_and_foreign_addresses(client: Client, address: str) -> None:
    headers = client.get(address).headers
    assert headers["Content-Security-Policy"] == POLICY
    assert "default-src 'none'" in POLICY
    assert "script-src" not in POLICY
    assert "unsafe" not in POLICY
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"


def test_pages_stay_out_of_caches_and_set_no_cookie(client: Client) -> None:
    response = client.get("/")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert not response.cookies
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_nothing_but_reading_is_answered(client: Client, method: str) -> None:
    response = getattr(client, method)("/")
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"
    assert "changes nothing" in response.content.decode()


def test_head_answers_without_a_body(client: Client) -> None:
    response = client.head("/")
    assert (response.status_code, response.content) == (200, b"")


def test_a_foreign_host_name_is_refused_so_that_no_other_site_can_read_along(client: Client) -> None:
    response = client.get("/", headers={"host": "casebook.example"})
    assert response.status_code == 400
    assert "The Kest coast" not in response.content.decode()


def test_a_fault_is_said_in_plain_words_without_its_inside(casebook: Casebook) -> None:
    broken = Client(raise_request_exception=False, headers={"host": "127.0.0.1"})
    response = broken.get("/")
    assert response.status_code == 500
    body = response.content.decode()
    assert "A fault of Knell’s own" in body or "A fault of Knell&#x27;s own" in body
    assert "Traceback" not in body
    assert "KeyError" not in body


def test_no_page_holds_a_style_or_a_script_of_its_own(page: Page) -> None:
    for address in ("/", f"/reports/{MORNING.id}/", "/incidents/i:00000000000000aa/", "/method/"):
        assert not re.search(r"<style|<script|\sstyle=", page(address))
