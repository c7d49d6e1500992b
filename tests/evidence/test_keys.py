"""Names made with the store key."""

from knell.evidence.keys import StoreKey
from tests.evidence.cast import sha256

OURS, THEIRS = StoreKey(b"a" * 32), StoreKey(b"b" * 32)
KNOWN = sha256(b"a file everybody has")


def test_a_blob_name_does_not_show_which_known_file_it_is() -> None:
    assert OURS.blob_name(KNOWN) != KNOWN
    assert OURS.blob_name(KNOWN) != THEIRS.blob_name(KNOWN)
    assert OURS.blob_name(KNOWN) == OURS.blob_name(KNOWN)


def test_a_report_has_sixteen_hex_and_the_parts_after_the_first_a_number() -> None:
    first = OURS.report_id(KNOWN)
    assert first == f"r:{OURS.blob_name(KNOWN)[:16]}"
    assert [OURS.report_id(KNOWN, part) for part in (1, 2, 3)] == [first, f"{first}.2", f"{first}.3"]


def test_names_for_different_uses_never_meet() -> None:
    word = "amal"
    made = {OURS.blob_name(sha256(word.encode())), OURS.text_hash(word), OURS.match_key(word), OURS.pseudonym(word)}
    assert len({name.removeprefix("a:")[:16] for name in made}) == 4


def test_a_text_with_half_a_surrogate_pair_has_a_hash_all_the_same() -> None:
    assert len(OURS.text_hash("\ud800")) == 64
