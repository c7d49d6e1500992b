"""The splitter."""

from hypothesis import given
from hypothesis import strategies as st

from knell.reading.split import split_units
from knell.records import Block

ABBREVIATIONS = frozenset({"mr", "dr", "gen", "u.n", "no", "st", "jan"})


def units_of(text: str, blocks: tuple[Block, ...] | None = None) -> list[tuple[str, str]]:
    return [(u.kind, text[u.start : u.end]) for u in split_units(text, ABBREVIATIONS, blocks)]


def test_a_newline_is_a_hard_boundary_and_a_line_without_a_stop_is_a_headline() -> None:
    text = "Shelling Kills Five in Border Town\n\nFive people died. Rescuers kept digging."
    assert units_of(text) == [
        ("headline", "Shelling Kills Five in Border Town"),
        ("sentence", "Five people died."),
        ("sentence", "Rescuers kept digging."),
    ]


def test_a_title_an_initial_and_an_abbreviation_end_no_sentence() -> None:
    text = "Gen. A. Haddad spoke to Mr. Issa of the U.N. mission. Nobody was hurt."
    assert [words for _, words in units_of(text)] == ["Gen. A. Haddad spoke to Mr. Issa of the U.N. mission.", "Nobody was hurt."]


def test_only_lines_before_the_first_sentence_are_headlines_and_a_line_alone_is_none() -> None:
    text = "Five die in raid\nVillage mourns\nFive people died.\nThe search\nFive People Buried"
    assert [kind for kind, _ in units_of(text)] == ["headline", "headline", "sentence", "subhead", "headline"]
    assert [kind for kind, _ in units_of("\n Five die in raid \n")] == ["sentence"]


def test_text_wrapped_to_a_fixed_width_is_split_at_empty_lines_only() -> None:
    line = "THE COMMAND OF THE SECOND BRIGADE REPORTED THAT FOUR OF ITS MEN WERE"
    text = f"{line}\n{line}\n{line}\nWOUNDED. IT GAVE NO NAMES.\n\nTHE ROAD REMAINS CLOSED TO ALL TRAFFIC FROM THE NORTH SINCE THE DAY\nBEFORE."
    assert len(units_of(text)) == 3


def test_text_in_small_letters_is_still_split_at_full_stops() -> None:
    text = "police fired on the crowd in the old town. two men were killed. a curfew is in force there since the morning of the day."
    assert len(units_of(text)) == 3


def test_blocks_give_their_kind_to_the_units_inside_them() -> None:
    text = "Body text here. Mourners at the graves"
    blocks = (Block(start=16, end=len(text), kind="caption"),)
    assert units_of(text, blocks)[-1] == ("caption", "Mourners at the graves")


def test_of_blocks_inside_one_another_the_first_gives_the_kind_and_what_leaves_it_has_none() -> None:
    text = "One. Two. Three. Four."
    blocks = tuple(Block(start=s, end=e, kind=k) for s, e, k in ((0, 9, "list"), (5, 9, "quote"), (10, 16, "caption")))  # type: ignore[arg-type]
    assert [kind for kind, _ in units_of(text, blocks)] == ["list", "list", "caption", "sentence"]


def test_list_items_and_table_rows_are_units_of_their_kind() -> None:
    assert [kind for kind, _ in units_of("- Homs: 3 dead\n- Hama: 4 dead\nHoms | 3 | 4")] == ["list", "list", "table"]


@given(st.text(max_size=400))
def test_units_are_in_order_and_inside_the_text_whatever_it_is(text: str) -> None:
    units = split_units(text, ABBREVIATIONS)
    at = 0
    for unit in units:
        assert at <= unit.start < unit.end <= len(text)
        assert all(unit.start <= t.start < t.end <= unit.end and text[t.start : t.end] == t.text for t in unit.tokens)
        at = unit.end


def test_a_footer_in_capitals_does_not_hide_that_sentences_begin_small() -> None:
    lines = "the police came at noon. they left at one. " + "nobody was hurt in the old market of the town by the river. " * 4
    text = lines.strip() + "\nShare on Vox Populi"
    assert [words for _, words in units_of(text)][:2] == ["the police came at noon.", "they left at one."]
