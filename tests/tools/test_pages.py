"""The documentation's check sees what has drifted."""

from pathlib import Path

import pytest

from tools import pages


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project."""
    monkeypatch.setattr(pages, "ROOT", tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "there.md").write_text("# The Way: `why` it matters\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("target", ["docs/there.md", "docs", "docs/there.md#the-way-why-it-matters", "#here", "https://example.org/x"])
def test_a_link_that_leads_somewhere_is_left_alone(house: Path, target: str) -> None:
    text = f"# Here\n\n[see]({target})\n"
    (house / "page.md").write_text(text, encoding="utf-8")
    assert list(pages.dead_links(Path("page.md"), text)) == []


@pytest.mark.parametrize("target", ["docs/gone.md", "docs/there.md#another-way", "#gone", "picture.png"])
def test_a_link_that_leads_nowhere_is_named(house: Path, target: str) -> None:
    text = f"# Here\n\n![see]({target})\n"
    (house / "page.md").write_text(text, encoding="utf-8")
    assert len(list(pages.dead_links(Path("page.md"), text))) == 1


def test_a_link_in_a_listing_is_no_link(house: Path) -> None:
    assert list(pages.dead_links(Path("page.md"), "```text\n[see](gone.md)\n```\n")) == []


@pytest.mark.parametrize("shown", ["knell schema claim", "knell schema | head -3", "knell --version", "make test", "make gate RAISE=1"])
def test_a_command_that_exists_is_left_alone(shown: str) -> None:
    assert list(pages.wrong_commands(Path("page.md"), f"```sh\n{shown}   # why\n```\n", {"test", "gate"})) == []


@pytest.mark.parametrize(
    "shown", ["knell schemata", "knell schema --colour red", "echo `knell scheme`", "make tests", "knell schema && knell scheme"]
)
def test_a_command_that_does_not_exist_is_named(shown: str) -> None:
    page = shown if "`" in shown else f"```sh\n$ {shown}\n```\n"
    assert len(list(pages.wrong_commands(Path("page.md"), page, {"test"}))) == 1


def test_an_option_on_a_continued_line_is_looked_at() -> None:
    assert len(list(pages.wrong_commands(Path("page.md"), "```sh\nknell schema \\\n    --colour red\n```\n", set()))) == 1


def test_a_listing_that_is_set_in_is_looked_at_too() -> None:
    assert len(list(pages.wrong_commands(Path("page.md"), "So:\n\n    knell schema \\\n        --colour red\n", set()))) == 1


@pytest.mark.parametrize("shown", ["knell.flows.unlocking", "knell.flows.unlocking.unlock(folder)", "docs/there.md", "knell why"])
def test_a_name_of_ours_that_is_there_is_left_alone(house: Path, shown: str) -> None:
    assert list(pages.lost_names(Path("page.md"), f"See `{shown}`.")) == []


@pytest.mark.parametrize("shown", ["knell.flows.gone", "knell.flows.unlocking.unbolt", "knell/flows/gone.py", "soak/gone.py"])
def test_a_name_of_ours_that_is_not_there_is_named(house: Path, shown: str) -> None:
    assert len(list(pages.lost_names(Path("page.md"), f"See `{shown}`."))) == 1


def test_a_command_that_no_page_shows_is_named() -> None:
    assert "docs: no page shows `knell schema`" in list(pages.untold_commands({Path("page.md"): "nothing"}))
    assert "docs: no page shows `knell schema`" not in list(pages.untold_commands({Path("page.md"): "`knell schema`"}))


def test_a_page_that_the_index_does_not_name_is_named() -> None:
    index, page = Path("docs/index.md"), Path("docs/how-to/read.md")
    assert list(pages.lost_pages({index: "nothing", page: ""})) == ["docs/index.md: does not name docs/how-to/read.md"]
    assert list(pages.lost_pages({index: "[read](how-to/read.md#first)", page: ""})) == []


@pytest.mark.parametrize("word", ["https://py|pi.org/simple", "/ro|ot/.cache", "../sha|red/bench", "'/ho|me/somebody'"])
def test_what_no_file_may_hold_is_found_with_its_line(house: Path, word: str) -> None:
    (house / "notes.txt").write_text(f"first\nsecond {word.replace('|', '')}\n", encoding="utf-8")
    assert [line.partition(" ")[0] for line in pages.forbidden_words()] == ["notes.txt:2:"]


def test_what_is_not_ours_is_not_looked_into(house: Path) -> None:
    (house / ".venv").mkdir()
    (house / ".venv" / "notes.txt").write_text("/ro|ot/x".replace("|", ""), encoding="utf-8")
    (house / "web.html").write_text("https://example.org/home/news", encoding="utf-8")
    assert list(pages.forbidden_words()) == []


def test_a_generated_page_that_was_changed_by_hand_is_named(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "GENERATED", {Path("docs/made.md"): lambda: "as the code says\n"})
    assert len(list(pages.drifted_pages())) == 1
    (house / "docs" / "made.md").write_text("as the code says\n", encoding="utf-8")
    assert list(pages.drifted_pages()) == []
    (house / "docs" / "made.md").write_text("as somebody says\n", encoding="utf-8")
    assert len(list(pages.drifted_pages())) == 1
