"""How an alleged perpetrator stands by the words of one claim."""

import msgspec

from knell.reckoning.standing import standing_of
from knell.records import Party
from tests.matching.cast import claim, report


def told_of(doer: Party, **more: object) -> str:
    return standing_of(msgspec.structs.replace(claim(report("a"), 3), perpetrators=(doer,), **more), doer)


def test_who_is_told_plainly_stands_as_fact_and_who_is_only_suspected_as_accused():
    assert told_of(Party(text="rebels", kind="armed_group"), speakers=(), stance="asserted") == "fact"
    assert told_of(Party(text="alleged members of the Front", kind="armed_group"), speakers=(), stance="asserted") == "accused"


def test_a_witness_who_only_suspects_accuses():
    seen = (Party(text="residents", kind="resident"),)
    assert told_of(Party(text="rebels", kind="armed_group"), speakers=seen, stance="reported") == "fact"
    assert told_of(Party(text="suspected rebels", kind="armed_group"), speakers=seen, stance="reported") == "accused"
