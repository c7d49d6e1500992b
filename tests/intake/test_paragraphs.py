"""Lines into paragraphs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knell.intake.paragraphs import PagedLine, join_lines, unwrap_mail, without_running_heads

LINE = "The monitor said on Friday that a dozen people were killed in the"


def joined(*lines: str) -> list[str]:
    return [paragraph.text for paragraph in join_lines(PagedLine(1, line) for line in lines)]


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        ("They came from the govern-", "ment offices.", "They came from the government offices."),
        ("It was a self-", "declared authority.", "It was a self-declared authority."),
        ("They left for al-", "Shir at dawn.", "They left for al-Shir at dawn."),
        ("From 7-", "9 March they stayed.", "From 7-9 March they stayed."),
        ("It was a govern\u00ad", "ment office.", "It was a government office."),
    ],
)
def test_a_word_broken_at_a_line_end_is_whole_again_and_a_hyphen_of_its_own_stays(before: str, after: str, whole: str) -> None:
    assert joined(LINE, before, after)[-1].endswith(whole)


def test_how_the_text_writes_a_word_elsewhere_decides_its_hyphen() -> None:
    assert joined("A cease-fire held, and the cease-fire was to last until the week-", "end. It was the cease-", "fire of March.")[
        0
    ].endswith("the cease-fire of March.")


def test_a_list_stays_a_list() -> None:
    places = [f"{name}: {number} dead" for number, name in enumerate("Banias Jableh Tuwaym Shir Qarfis Qardaha Arza Hama Homs".split(), 9)]
    assert joined(*places) == places


def test_bullets_begin_paragraphs() -> None:
    assert joined(LINE, "• twelve in the town itself, most of them men of the same family,", "• thirty in the fields") == [
        LINE,
        "• twelve in the town itself, most of them men of the same family,",
        "• thirty in the fields",
    ]


def test_arabic_lines_are_joined_though_they_have_no_capitals() -> None:
    first, second = (
        "قال المرصد السوري لحقوق الإنسان يوم الجمعة إن اثني عشر شخصا",
        "على الأقل قتلوا في هجوم قرب مدينة جبلة على الساحل السوري.",
    )
    assert joined(first, second) == [f"{first} {second}"]


def test_a_sentence_that_stands_at_the_top_of_every_page_with_other_figures_is_no_head() -> None:
    lines = [
        PagedLine(page, text)
        for page in range(1, 5)
        for text in (f"The monitor counted {page} dead in all.", f"Words on page {page} go on here", f"{page}")
    ]
    assert [line.text for line in without_running_heads(lines)] == [
        text for page in range(1, 5) for text in (f"The monitor counted {page} dead in all.", f"Words on page {page} go on here")
    ]


def test_a_running_head_needs_three_pages() -> None:
    lines = [PagedLine(page, text) for page in (1, 2) for text in ("The same head", f"Words of page {page}", "More words")]
    assert without_running_heads(lines) == lines


def test_mail_that_was_not_wrapped_is_left_alone() -> None:
    assert unwrap_mail("Twelve were killed.\n\nA curfew is in force.") is None
    assert (
        unwrap_mail("One long line that goes on and on, as mail programs send it when they wrap nothing, beyond any page.\nAnd another.")
        is None
    )


@given(st.lists(st.tuples(st.integers(1, 4), st.text(max_size=90)), max_size=20))
def test_no_word_is_lost_or_made(lines: list[tuple[int, str]]) -> None:
    given_lines = [PagedLine(page, text) for page, text in sorted(lines, key=lambda line: line[0])]
    before = "".join(letter for line in given_lines for letter in line.text if letter.isalnum())
    after = "".join(letter for paragraph in join_lines(given_lines) for letter in paragraph.text if letter.isalnum())
    assert after == before
