"""People's keys, and who is who: witnesses and sources sealed to named people, apart from the casebook.

To make a person known: their public line goes into the log.

To seal who somebody is: the record goes into a file that is not in the casebook's folder; then the log says that there is one, under its
reference. To open it: the log says who and why, before it is shown.
"""

from collections.abc import Sequence
from pathlib import Path

from knell.evidence.entries import Identity, Random, Unseal
from knell.evidence.entries import Person as PersonEntry
from knell.evidence.identities import add_identity, digest_of_record, find_identity, open_identity, seal_identity
from knell.evidence.people import Person, PublicPerson, parse_person, public_of_file
from knell.records.errors import CasebookError, UsageError

from .catching_up import catch_up
from .erasing import people_of
from .projection import Clock, writing_desk


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


def seal_to_people(folder: Path, told: str, people: Sequence[PublicPerson], file: Path, *, actor: str, random: Random, now: Clock) -> str:
    """Seals who somebody is to people, into a file apart from the casebook; returns the reference that the casebook calls them by.

    Raises ``UsageError`` for a file inside the casebook's folder, or for nothing told.
    """
    if file.resolve().is_relative_to(folder.resolve()):
        todo = "name a file elsewhere, best on a disk that is not with the casebook"
        raise UsageError("identities do not lie in the casebook's folder", where=str(file), todo=todo)
    if not told.strip():
        raise UsageError("nothing was told", todo="give who it is on standard input, or type it")
    with writing_desk(folder, actor=actor, random=random, now=now) as desk:
        catch_up(desk)
        record = seal_identity(desk.store.casebook, desk.store.key, told.strip(), people, random)
        add_identity(file, record)
        to = tuple(one.person for one in record.sealed.to)
        entry = Identity(reference=record.reference, record=digest_of_record(record), people=to)
        desk.store.append([entry], desk.stamp(), desk.random)
        catch_up(desk)
        return record.reference


def unseal_identity(
    folder: Path, reference: str, person: Person, file: Path, reason: str, *, actor: str, random: Random, now: Clock
) -> str:
    """Who it is. The log says who opened it and why, before it is given. Raises ``KnellError``; then nothing was opened."""
    if not reason.strip():
        raise UsageError("an identity is opened for a reason", todo="give --reason")
    with writing_desk(folder, actor=actor, random=random, now=now) as desk:
        catch_up(desk)
        record = find_identity(file, reference)
        known = {row.content.reference: row.content for row in desk.store.logged_of("identity/1") if isinstance(row.content, Identity)}
        if reference not in known or known[reference].record != digest_of_record(record):
            raise CasebookError("the casebook never sealed that record", where=reference, todo="take another copy of the file")
        told = open_identity(desk.store.casebook, desk.store.key, record, person)
        entry = Unseal(what=reference, reason=reason.strip(), person=person.public.reference)
        desk.store.append([entry], desk.stamp(), desk.random)
        catch_up(desk)
        return told
