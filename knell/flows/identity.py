"""People's keys, and who is who: witnesses and sources sealed to named people, apart from the casebook.

To make a person known: their public line goes into the log.
"""

from collections.abc import Sequence
from pathlib import Path

from knell.evidence.entries import Person as PersonEntry
from knell.evidence.entries import Random
from knell.evidence.people import PublicPerson, parse_person, public_of_file
from knell.records.errors import UsageError

from .erasing import people_of
from .projection import Clock, catch_up, writing_desk


def read_person(told: str) -> PublicPerson:
    """The person of a public line, or of a file with it. Raises ``UsageError`` or ``InputError``."""
    return parse_person(told) if told.startswith("knell-person ") else public_of_file(Path(told))


def enrol_person(folder: Path, person: PublicPerson, *, actor: str, random: Random, now: Clock) -> None:
    """Makes a person's public keys known to a casebook. Raises ``UsageError`` where they are known."""
    with writing_desk(folder, actor=actor, random=random, now=now) as desk:
        catch_up(desk)
        if person.reference in people_of(desk.store):
            raise UsageError(f"{person.name} ({person.reference}) is known already", where=str(folder))
        told = PersonEntry(name=person.name, sealing=person.sealing.hex(), signing=person.signing.hex())
        desk.store.append([told], desk.stamp(), desk.random)
        catch_up(desk)


def list_people(folder: Path, *, actor: str, random: Random, now: Clock) -> list[PublicPerson]:
    """The people whose keys the casebook knows, by name."""
    with writing_desk(folder, actor=actor, random=random, now=now) as desk:
        catch_up(desk)
        return sorted(people_of(desk.store).values(), key=lambda person: (person.name, person.reference))


def find_people(folder: Path, told: Sequence[str], *, actor: str, random: Random, now: Clock) -> list[PublicPerson]:
    """People by what the casebook knows them by (p:..., or a name that only one has), or by public lines and files with them.

    Raises ``UsageError`` or ``InputError``.
    """
    known = list_people(folder, actor=actor, random=random, now=now)
    found = []
    for one in told:
        mine = [person for person in known if one in (person.reference, person.name)]
        if len(mine) > 1:
            raise UsageError(f"{len(mine)} people are called {one}", todo="name them by p:...; see knell identity people")
        if not mine and one.startswith("p:"):
            raise UsageError(f"the casebook knows nobody as {one}", todo="see knell identity people")
        found.append(mine[0] if mine else read_person(one))
    return found
