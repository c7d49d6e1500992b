"""Texts put together from pieces: the blocks lie on the text, whatever the pieces are."""

from hypothesis import given
from hypothesis import strategies as st

from knell.intake.composition import Composition
from knell.records import Report
from knell.records.vocabulary import BlockKind, values

KINDS: st.SearchStrategy[BlockKind] = st.sampled_from(values(BlockKind))


@given(st.lists(st.tuples(st.text(max_size=30), KINDS, st.booleans())))
def test_every_block_is_its_piece(pieces: list[tuple[str, BlockKind, bool]]) -> None:
    composition = Composition()
    for text, kind, joined in pieces:
        composition.add_piece(text, kind, joined=joined)
    whole = composition.text()
    assert composition.length == len(whole)
    assert [(whole[block.start : block.end], block.kind) for block in composition.blocks()] == [
        (text.strip(), kind) for text, kind, _ in pieces if text.strip()
    ]
    Report(id="r", text=whole, blocks=composition.blocks())


def test_rows_follow_each_other_and_other_pieces_stand_apart() -> None:
    composition = Composition()
    composition.add_piece("By place:", "body")
    composition.add_piece("Latakia | 683", "table", joined=True)
    composition.add_piece("Tartus | 433", "table", joined=True)
    composition.add_piece("A caption", "caption", joined=True)
    assert composition.text() == "By place:\n\nLatakia | 683\nTartus | 433\n\nA caption"
