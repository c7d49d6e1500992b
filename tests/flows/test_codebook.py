"""A codebook says what the casebook does, from its own settings."""

from datetime import UTC, datetime

from knell.casebook.policy import Policy
from knell.flows.add import Source
from knell.flows.codebook import codebook_of
from tests.flows.books import Book, begin


def written(book: Book) -> str:
    return codebook_of(book.folder, actor="Nora", random=book.chance, now=lambda: datetime(2026, 3, 1, tzinfo=UTC)).text


def test_it_is_dated_and_has_the_five_areas_of_the_standards(book: Book):
    text = written(book)
    assert "Written on 2026-03-01" in text
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        "## What is counted",
        "## 1. Sources",
        "## 2. Collection",
        "## 3. Evaluation",
        "## 4. Corroboration",
        "## 5. Quality control",
        "## Changes",
    ]


def test_it_says_the_policy_the_rule_the_versions_and_what_is_left_out(tmp_path):
    book = begin(tmp_path / "coast", Policy(countries=("SY",)))
    book.add("observatory.txt", "abroad.txt")
    text = written(book)
    assert "| Countries | SY |" in text
    assert "| outside the territory |" in text
    assert "Tolls are reckoned by rule `reported@1`" in text
    assert "| `entailed@1` |" in text
    assert "2 reports in 2 files or lines received" in text


def test_a_name_from_outside_makes_no_markup(tmp_path):
    book = begin(tmp_path / "coast")
    book.add("observatory.txt", source=Source(outlet="<b>*Wire*</b>"))
    assert "\\<b\\>\\*Wire\\*\\</b\\>" in written(book)
