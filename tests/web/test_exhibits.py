"""Exhibits on pages, in the brief and in ``knell why``: what people linked, pictures behind a click, and nobody's name."""

import re
from pathlib import Path

import pytest
from django.test import Client

from knell.casebook.ledger import Casebook
from knell.cli.main import main
from tests.examining.footage import PHOTOGRAPHER, again, needs_prints, photograph
from tests.flows.books import Book, begin
from tests.flows.test_exhibits import hang, link_first


class Show:
    """A casebook with two exhibits that look alike, one of them linked; and who asks for its pages."""

    def __init__(self, folder: Path) -> None:
        self.book: Book = begin(folder / "coast")
        self.book.add("observatory.txt")
        self.book.write(f"{PHOTOGRAPHER}.jpg", photograph())
        self.book.write("again.jpg", again())
        one, other = hang(self.book, f"{PHOTOGRAPHER}.jpg", "again.jpg")
        self.exhibit, self.other = one.exhibit, other.exhibit
        self.claim = link_first(self.book, self.exhibit)
        self.casebook: Casebook = self.book.open()
        self.client = Client(headers={"host": "127.0.0.1"}, **{"knell.casebook": self.casebook})

    def page(self, address: str) -> str:
        response = self.client.get(address)
        assert response.status_code == 200, address
        return str(response.content.decode())


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory) -> Show:
    return Show(tmp_path_factory.mktemp("exhibits"))


def incident_of(show: Show) -> str:
    return show.casebook.incidents()[0].incident


def addresses(show: Show) -> list[str]:
    return ["/exhibits/", f"/exhibits/{show.exhibit}/", f"/incidents/{incident_of(show)}/", f"/claims/{show.claim}/"]


def test_an_exhibit_stands_with_what_it_is_linked_to_and_why(show: Show) -> None:
    for address in addresses(show):
        told = show.page(address)
        assert show.exhibit in told, address
        assert "the same street" in told, address
        assert "possible evidence" in told.lower(), address


def test_no_page_has_a_name_that_the_file_states_or_the_files_own_name(show: Show) -> None:
    for address in [*addresses(show), f"/incidents/{incident_of(show)}/brief/", f"/incidents/{incident_of(show)}/why/"]:
        assert PHOTOGRAPHER not in show.page(address), address
        assert "35.0, 21.0" not in show.page(address), address


def test_pictures_stand_behind_a_click_and_are_made_by_knell(show: Show) -> None:
    told = show.page(f"/exhibits/{show.exhibit}/")
    pictures = re.findall(r'<img src="([^"]+)"', told)
    assert pictures
    outside = re.sub(r'<details class="graphic">.*?</details>', "", told, flags=re.DOTALL)
    assert "<img" not in outside
    for address in set(pictures):
        response = show.client.get(address)
        assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
        assert response.content.startswith(b"\xff\xd8\xff")
        assert PHOTOGRAPHER.encode() not in response.content


@needs_prints
def test_footage_that_looks_alike_stands_side_by_side(show: Show) -> None:
    told = show.page(f"/exhibits/{show.exhibit}/")
    side = re.search(r'<div class="side">(.*?)</div>', told, re.DOTALL)
    assert side is not None
    shown = re.findall(r'src="/exhibits/([^/]+)/', side[1])
    assert shown == [show.exhibit, show.other]


def test_no_other_log_entry_can_be_had_as_a_picture(show: Show) -> None:
    for position in range(12):
        response = show.client.get(f"/exhibits/{show.exhibit}/{position}.jpg")
        assert response.status_code == 404 or response.content.startswith(b"\xff\xd8\xff")
    assert show.client.get(f"/exhibits/{show.exhibit}/99999.jpg").status_code == 404
    assert show.client.get("/exhibits/x:nothing/").status_code == 404


def test_the_brief_says_that_people_linked_it_and_that_it_is_no_finding(show: Show) -> None:
    told = show.page(f"/incidents/{incident_of(show)}/brief/")
    assert show.exhibit in told
    assert "the link is no finding" in told


def test_why_and_incidents_name_it(show: Show, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(show.book.folder)
    for command in (["why", incident_of(show)], ["why", show.claim], ["incidents"], ["incidents", "--json"], ["brief", incident_of(show)]):
        assert main([command[0], "--casebook", folder, *command[1:]]) == 0
        assert show.exhibit in capsys.readouterr().out, command


@needs_prints
def test_the_commands_of_a_desk_walk_through(show: Show, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = ["--casebook", str(show.book.folder)]
    assert main(["exhibit", "show", *folder, show.exhibit[:7], "--metadata"]) == 0
    told = capsys.readouterr().out
    assert f"EXIF: Artist: {PHOTOGRAPHER}" in told
    assert "no sockets" in told or "own network" in told
    assert main(["exhibit", "matches", *folder, show.other]) == 0
    assert "the same picture" in capsys.readouterr().out
    assert main(["exhibit", "show", *folder, show.exhibit, "--save", str(tmp_path / "out.jpg")]) == 0
    assert (tmp_path / "out.jpg").read_bytes() == photograph()
    assert main(["exhibit", "list", *folder]) == 0
    assert "linked to 1 claim" in capsys.readouterr().out
    assert main(["exhibit", "describe", *folder, show.exhibit, "--filmed-by", PHOTOGRAPHER]) == 2
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nx")
    assert main(["exhibit", "add", *folder, str(tmp_path / "broken.png")]) == 1
    said = capsys.readouterr().err.splitlines()
    assert "not opened" in said[-1]
    assert not any("Traceback" in line for line in said)
