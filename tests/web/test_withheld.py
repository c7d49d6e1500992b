from knell.records import Claim, Event, Party, Span, Victim
from knell.web.withheld import WITHHELD, find_names, private_names, withhold

HELD = Claim(
    claim="c:1", report="r:1", passage=Span(text="x", start=0, end=1), event=Event(type="killing"),
    victims=(Victim(name="Samir Haddad"), Victim(name="Sheikh Omar Noor")),
    speakers=(Party(name="Layla Amin", kind="resident"), Party(name="Harbour Wire", kind="agency"), Party(name="residents", kind="resident")),
)  # fmt: skip


def test_victims_and_private_witnesses_are_kept_back_and_public_speakers_are_not() -> None:
    names = private_names([HELD])
    assert {"Samir Haddad", "Haddad", "Layla Amin", "Omar Noor", "Noor"} <= set(names)
    assert not {"Harbour Wire", "Wire", "residents"} & set(names)


def test_a_private_person_is_known_by_any_kind_of_word_for_one_and_by_the_words_around_the_name() -> None:
    spoke = (
        Party(text="Amina Karam, a resident,", name="Amina Karam", kind="individual"),
        Party(text="a witness, Omar Qasim,", kind="witness"),
        Party(text="Nader al-Salloum", name="Nader al-Salloum", kind="relative"),
        Party(text="A Hospital Source", name="A hospital source", kind="medical"),
    )
    names = private_names(
        [Claim(claim="c:2", report="r:1", passage=Span(text="x", start=0, end=1), event=Event(type="killing"), speakers=spoke)]
    )
    assert {"Amina Karam", "Karam", "Omar Qasim", "Qasim", "Nader al-Salloum"} <= set(names)
    assert not any("ospital" in name for name in names)


def test_a_name_is_kept_back_whole_and_by_its_last_word_alone() -> None:
    said = withhold("Samir Haddad was a teacher. Haddad was 41. Haddadi lives.", private_names([HELD]))
    assert said == f"{WITHHELD} was a teacher. {WITHHELD} was 41. Haddadi lives."


def test_places_of_names_do_not_overlap() -> None:
    found = find_names("Samir Haddad and Haddad", private_names([HELD]))
    assert found == [(0, 12), (17, 23)]


def test_nothing_is_kept_back_where_nobody_is_named() -> None:
    assert withhold("52 people were killed.", ()) == "52 people were killed."
