"""English inflection by rule."""

import pytest

from knell.reading.english import plural_of


@pytest.mark.parametrize(
    ("noun", "plural"),
    [("bus", "buses"), ("witness", "witnesses"), ("security forces", "security forces"), ("gunman", "gunmen"), ("city", "cities")],
)
def test_a_noun_has_its_regular_plural_and_a_plural_stays(noun: str, plural: str) -> None:
    assert plural_of(noun) == plural
