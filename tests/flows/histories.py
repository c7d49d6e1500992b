"""A casebook to which anything happens in any order, and what is known of it all the while (a state machine for Hypothesis).

What is known is kept in plain sets beside the casebook: which texts are in it, which names are withheld or erased, every entry that was
acknowledged. After each step the two are held against each other; a whole check (``knell verify``, a ledger computed beside) comes as a
step of its own and at the end.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from knell.casebook.dump import dump_ledger
from knell.casebook.ledger import open_casebook
from knell.casebook.policy import Policy
from knell.evidence import keyring
from knell.evidence.people import Person, make_person, open_person
from knell.evidence.store import open_store
from knell.flows.add import Failed, Source, add_files
from knell.flows.backup import back_up
from knell.flows.brief import brief_of_casebook
from knell.flows.codebook import codebook_of
from knell.flows.deciding import link_incidents, unlink_report
from knell.flows.encrypt import encrypt_casebook
from knell.flows.erase import approve_erasure, list_waiting, request_erasure
from knell.flows.hand_on import hand_log_on
from knell.flows.history import walk_history
from knell.flows.incidents import list_incidents
from knell.flows.init import begin_casebook
from knell.flows.judging import decide_verdict
from knell.flows.projection import ERASING, writing_desk
from knell.flows.prove import prove_incident
from knell.flows.rebuild import check_ledger, rebuild_ledger
from knell.flows.redact import redact_report
from knell.flows.restore import restore
from knell.flows.teach import teach_casebook
from knell.flows.unlocking import lock, unlock
from knell.flows.verify import verify_casebook
from knell.flows.why import walk_back
from knell.publishing import render_page
from knell.records.errors import UsageError
from soak.canaries import files_of, found_in, opened
from tests.evidence.cast import Chance, sha256
from tests.flows.books import Clock

WORDS = "seven quiet harbour doors"
NAMES = ("Quavexa Zortun", "Lodkesh Miptun", "Jixpola Warvex", "Drafenu Keshlod", "Poltunda Vexmip")
"""Of one person in each text; no other text of ours holds them."""
CORRECTIONS = tuple(
    f'[[actors]]\nname = "{name}"\nkind = "militia"\naliases = ["Shield riders"]\n' for name in ("Coast Shield", "Harbour Guard")
)
TEXTS = st.integers(0, len(NAMES) - 1)


def text_of(number: int) -> bytes:
    """A report that names one person, and gives a figure that others give too."""
    named = f"{NAMES[number]}, 34, a teacher, was killed in shelling of Jableh on 6 March 2025, a hospital official said."
    told = (
        f"At least {12 + number % 2} civilians were killed in the shelling by Shield riders, the Syrian Observatory for Human Rights said."
    )
    return f"Deaths in Jableh\n\n{named}\n\n{told}\n".encode()


def everything_shown(folder: Path, hands: dict[str, Any]) -> Iterator[str]:
    """All that a casebook shows or writes out: the ledger, lists, walks back, briefs, histories, the codebook."""
    listing = list_incidents(folder, as_of=None, **hands)
    yield repr(listing)
    yield codebook_of(folder, **hands).text
    for incident in listing.incidents:
        for walk in (walk_back, walk_history):
            yield repr(walk(folder, incident.incident, **hands))
        yield render_page(brief_of_casebook(folder, incident.incident, as_of=None, **hands).brief)
    with writing_desk(folder, **hands) as desk:
        yield dump_ledger(desk.ledger).decode()
    with open_casebook(folder) as casebook:
        yield repr([casebook.decisions(), casebook.left_out(), [casebook.receipts(report.id) for report in casebook.reports()]])


class Tired(Exception):
    """Raised by a source of chance that was to fail: what was under way breaks off in the middle."""


class Failing:
    """Chance that fails after so many draws."""

    def __init__(self, chance: Chance, draws: int) -> None:
        self._chance, self._left = chance, draws

    def __call__(self, number: int) -> bytes:
        if self._left == 0:
            raise Tired
        self._left -= 1
        return self._chance(number)


class Known(NamedTuple):
    """What is known of a casebook. ``held``: the texts in it, each with how often it had been erased when it came in; ``withheld``: those
    whose name is; ``leaves``: the entries that were acknowledged.
    """

    held: dict[int, int]
    withheld: set[int]
    leaves: list[str]


class Saved(NamedTuple):
    """A backup and what was known when it was made. ``sealed``: how often the casebook had been sealed anew."""

    file: Path
    known: Known
    passphrase: str | None
    sealed: int


class AnyHistory(RuleBasedStateMachine):
    """What people and programs may do to a casebook, in any order."""

    @initialize(encrypted=st.booleans())
    def begin(self, encrypted: bool) -> None:
        """An empty casebook, in clear or under a passphrase (at the least cost that is allowed)."""
        self.work = Path(tempfile.mkdtemp(prefix="knell-history-"))
        self.chance, self.clock, self.passphrase = Chance("history"), Clock(), WORDS if encrypted else None
        self.known, self.times, self.number = Known({}, set(), []), dict.fromkeys(range(len(NAMES)), 0), 0
        self.saved: list[Saved] = []
        self.sealed = 0
        self.folder = self.new("coast")
        begin_casebook(self.folder, "Coast", Policy(), passphrase=self.passphrase, **self.hands())
        make_person(self.work / "keeper.key", "Keeper", WORDS, os.urandom, keyring.LEAST)
        self.keeper: Person = open_person(self.work / "keeper.key", WORDS)

    def teardown(self) -> None:
        """The whole check, and no trace left."""
        if hasattr(self, "work"):
            try:
                self.verify()
                self.compute_beside()
            finally:
                shutil.rmtree(self.work, ignore_errors=True)

    # what people do

    @rule(number=TEXTS, outlet=st.sampled_from([None, "Coast Weekly"]))
    def add(self, number: int, outlet: str | None) -> None:
        """A report comes in, perhaps again."""
        assert not [one for one in self.receive(number, outlet, self.chance) if isinstance(one, Failed)]
        self.known.held.setdefault(number, self.times[number])

    @rule(number=TEXTS, draws=st.integers(0, 60))
    def add_and_break_off(self, number: int, draws: int) -> None:
        """A report comes in, and the run breaks off somewhere."""
        with suppress(Tired):
            self.receive(number, None, Failing(self.chance, draws))
        if number in self.texts():
            self.known.held.setdefault(number, self.times[number])

    @precondition(lambda self: self.known.held)
    @rule(data=st.data())
    def ask(self, data: st.DataObject) -> None:
        """Somebody asks that a report be erased: nothing goes yet."""
        number = data.draw(st.sampled_from(sorted(self.known.held)))
        request_erasure(self.folder, [self.report(number)], "protection", **self.hands())

    @rule(data=st.data(), who=st.sampled_from(["basma", "basma", "basma", "amal"]), draws=st.sampled_from([None, None, 0, 3, 6, 9, 12, 20]))
    def approve(self, data: st.DataObject, who: str, draws: int | None) -> None:
        """Somebody approves a request, and perhaps the run breaks off; who asked may not."""
        waiting = list_waiting(self.folder, **self.hands())
        if not waiting:
            return
        asked = data.draw(st.sampled_from(waiting))
        numbers = [number for number in self.known.held if self.report(number) in asked.content.targets]
        hands = self.hands(who) | ({} if draws is None else {"random": Failing(self.chance, draws)})
        try:
            approve_erasure(self.folder, asked.position, **hands)
        except Tired:
            numbers = [number for number in numbers if number not in self.texts()]
        except UsageError as error:
            if who == "amal" or "more has come in" in error.what:
                return
            raise
        assert who != "amal"
        for number in numbers:
            self.forget(number)

    @precondition(lambda self: self.known.held.keys() - self.known.withheld)
    @rule(data=st.data())
    def redact(self, data: st.DataObject) -> None:
        """A name is withheld."""
        number = data.draw(st.sampled_from(sorted(self.known.held.keys() - self.known.withheld)))
        redact_report(self.folder, self.report(number), "asked for", words=[NAMES[number]], **self.hands())
        self.known.withheld.add(number)

    @rule(content=st.sampled_from(CORRECTIONS))
    def teach(self, content: str) -> None:
        """The reader learns something: all is read again."""
        path = self.work / "corrections.toml"
        path.write_text(content)
        assert teach_casebook(self.folder, path, **self.hands()).faults == ()

    @precondition(lambda self: self.known.held)
    @rule(data=st.data(), how=st.sampled_from(["verdict", "unlink", "link"]))
    def decide(self, data: st.DataObject, how: str) -> None:
        """A person decides about an incident."""
        incidents = list_incidents(self.folder, as_of=None, **self.hands()).incidents
        if not incidents:
            return
        one = data.draw(st.sampled_from([incident.incident for incident in incidents]))
        if how == "verdict":
            decide_verdict(self.folder, one, "occurrence", "verified", "seen", **self.hands())
        elif how == "unlink":
            with suppress(UsageError):  # it rests on that report alone
                report = data.draw(st.sampled_from(sorted(next(i for i in incidents if i.incident == one).reports)))
                unlink_report(self.folder, one, report, "another day", **self.hands())
        elif len(incidents) > 1:
            other = data.draw(st.sampled_from([incident.incident for incident in incidents if incident.incident != one]))
            link_incidents(self.folder, one, other, "the same street", **self.hands())

    @precondition(lambda self: self.known.held)
    @rule(data=st.data())
    def prove(self, data: st.DataObject) -> None:
        """A proof goes out."""
        incidents = list_incidents(self.folder, as_of=None, **self.hands()).incidents
        if incidents:
            one = data.draw(st.sampled_from([incident.incident for incident in incidents]))
            prove_incident(self.folder, one, self.new("proof.zip"), **self.hands())

    # what is done with the casebook

    @rule()
    def back_up(self) -> None:
        """A backup is made."""
        file = self.new("backup")
        back_up(self.folder, file, [self.keeper.public], random=os.urandom, now=self.clock)
        self.saved.append(Saved(file, deepcopy(self.known), self.passphrase, self.sealed))

    @rule()
    def encrypt(self) -> None:
        """It is put under a passphrase, perhaps once more, everything sealed anew."""
        encrypt_casebook(self.folder, WORDS, **self.hands())
        self.passphrase, self.sealed = WORDS, self.sealed + 1

    @precondition(lambda self: self.saved)
    @rule(data=st.data(), how=st.sampled_from(["keyring", "erasures"]))
    def restore(self, data: st.DataObject, how: str) -> None:
        """A backup is restored and goes on in the old one's place: without what was erased since. Later backups are thrown away."""
        chosen = data.draw(st.integers(0, len(self.saved) - 1))
        saved, place = self.saved[chosen], self.new("restored")
        today = how == "keyring" and saved.sealed == self.sealed  # the keyring of another sealing opens nothing of it
        told = {"keyring": self.folder} if today else {"key": self.keeper, "erasures": self.folder}
        restore(saved.file, place, passphrase=saved.passphrase, **(self.hands() | told))
        known = deepcopy(saved.known)
        held = {number: times for number, times in known.held.items() if times == self.times[number]}
        self.folder, self.saved, self.passphrase, self.sealed = place, self.saved[: chosen + 1], saved.passphrase, saved.sealed
        self.known = Known(held, known.withheld & held.keys(), known.leaves)

    @rule()
    def hand_on(self) -> None:
        """The log is handed on to another key."""
        hand_log_on(self.folder, **self.hands())

    @rule()
    def rebuild(self) -> None:
        """The ledger is thrown away and computed."""
        assert rebuild_ledger(self.folder, **self.hands()).faults == ()

    @rule()
    def reopen(self) -> None:
        """Another process takes over."""
        lock(self.folder)
        unlock(self.folder, self.passphrase)

    @rule()
    def verify(self) -> None:
        """The casebook says that it is untouched."""
        assert verify_casebook(self.folder).findings == ()

    @rule()
    def compute_beside(self) -> None:
        """A ledger computed anew is the same."""
        assert check_ledger(self.folder, **self.hands()).differs == ((), ())

    # what always holds

    @invariant()
    def no_acknowledged_entry_is_lost(self) -> None:
        """The log begins as it did, entry for entry."""
        if hasattr(self, "folder"):
            opened_ = open_store(self.folder / "evidence")
            try:
                leaves = [leaf for _, leaf, _ in opened_.entries()]
            finally:
                opened_.close()
            assert leaves[: len(self.known.leaves)] == self.known.leaves
            self.known.leaves[:] = leaves

    @invariant()
    def what_is_held_is_shown_and_nothing_else(self) -> None:
        """Every text that came in is there, with its name unless that is withheld; no other is."""
        if hasattr(self, "folder"):
            assert set(self.texts()) == set(self.known.held)
            shown = [("shown", one.encode()) for one in everything_shown(self.folder, self.hands())]
            named = {NAMES[number] for number in self.known.held.keys() - self.known.withheld}
            assert set(found_in(NAMES, shown)) == named

    @invariant()
    def erased_words_are_nowhere(self) -> None:
        """No erased name in any file, entry or blob; and nothing is left half erased."""
        if hasattr(self, "folder"):
            gone = [NAMES[number] for number in self.times if number not in self.known.held]
            assert found_in(gone, [*files_of(self.folder), *opened(self.folder)]) == []
            assert not (self.folder / "evidence" / ERASING).exists()

    # in few words

    def hands(self, actor: str = "amal") -> dict[str, Any]:
        return {"actor": actor, "random": self.chance, "now": self.clock}

    def new(self, name: str) -> Path:
        self.number += 1
        return self.work / f"{self.number}-{name}"

    def receive(self, number: int, outlet: str | None, chance: Callable[[int], bytes]) -> list[object]:
        path = self.work / f"statement of {NAMES[number]}.txt"
        path.write_bytes(text_of(number))
        source = Source(outlet=outlet, url=f"https://example.org/{NAMES[number].lower().replace(' ', '-')}")
        return list(add_files(self.folder, [path], source, **(self.hands() | {"random": chance})))

    def texts(self) -> dict[int, str]:
        """The texts in the casebook, each with its report's id; told apart by their length and figure, since a name may be withheld."""
        list_incidents(self.folder, as_of=None, **self.hands())  # brings to an end what was begun
        with writing_desk(self.folder, **self.hands()) as desk, open_casebook(self.folder) as casebook:
            ids = {report.id for report in casebook.reports()}
            known = {number: desk.store.key.report_id(sha256(text_of(number))) for number in range(len(NAMES))}
        assert ids <= set(known.values())
        return {number: name for number, name in known.items() if name in ids}

    def report(self, number: int) -> str:
        return self.texts()[number]

    def forget(self, number: int) -> None:
        del self.known.held[number]
        self.known.withheld.discard(number)
        self.times[number] += 1
