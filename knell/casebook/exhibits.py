"""Exhibits in the ledger: written by the projection, read by whoever shows them.

What a file states of itself is not here: it may hold names, and stays in the log's sealed values. The ledger has what overviews need,
where the log's entries are, and which exhibits look alike.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

import msgspec

from knell.records import Record
from knell.records.errors import CasebookError
from knell.records.exhibit import FootageMatch, Measured

from .connection import set_up_django
from .ledger import Casebook
from .recording import Ledger
from .verdicts import Pinned

set_up_django()  # before the models: Django has to know its settings when they are defined

from . import models  # noqa: E402

KIND = "exhibit"
"""The kind of a decision about an exhibit."""

FIELDS = ("summary", "claimed_place", "claimed_time", "geolocation", "chronolocation", "filmed_by")
"""What people say of an exhibit, each with a reason."""
LINK, UNLINK = "link", "unlink"


class About(Record, frozen=True, kw_only=True):
    """The value of a decision about an exhibit: which; what is said of it; for a link, the claim's harm."""

    exhibit: str
    says: str | None = None
    harm: str | None = None


class Looks(Measured, frozen=True, kw_only=True):
    """What an examination found, as far as overviews need it; see ``records.exhibit.Found``."""

    kind: str
    credential: str | None = None
    stated: int = 0


class Picture(Record, frozen=True, kw_only=True):
    """A derivative: where its entry is, what it shows, and its size."""

    position: int
    kind: str
    at: int | None = None
    width: int
    height: int


class Said(Record, frozen=True, kw_only=True):
    """What a person said of an exhibit, now in force."""

    position: int
    at: str
    actor: str
    field: str
    says: str
    reason: str | None = None


class Tie(Record, frozen=True, kw_only=True):
    """An exhibit that a person linked to a claim as possible evidence for it. ``how``: whether the very claim was found again."""

    exhibit: str
    claim: str
    incident: str | None
    how: str
    position: int
    at: str
    actor: str
    reason: str | None = None


class Shown(Record, frozen=True, kw_only=True):
    """An exhibit as the ledger has it. ``looks`` is ``None`` where it has not been examined. ``receipts``: log positions.

    ``examined``: where the log has what was found.
    """

    exhibit: str
    receipts: tuple[int, ...]
    looks: Looks | None = None
    examined: int | None = None
    pictures: tuple[Picture, ...] = ()

    @property
    def thumbnail(self) -> Picture | None:
        """The picture that stands for it."""
        return next((one for one in self.pictures if one.kind == "thumbnail"), None)

    def nearest(self, second: int) -> Picture | None:
        """The keyframe nearest a second of a film; of anything else the thumbnail."""
        frames = [one for one in self.pictures if one.at is not None]
        return min(frames, key=lambda one: (abs((one.at or 0) - second), one.at or 0), default=self.thumbnail)


def put_exhibit(ledger: Ledger, exhibit: str, blob: str, position: int, leaf: str) -> None:
    """An exhibit's bytes were received once more, or for the first time."""
    _manager(ledger, models.Exhibit).get_or_create(casebook_id=ledger.casebook, exhibit=exhibit, defaults={"blob": blob})
    _put_entry(ledger, exhibit, position, leaf, "receipt", None)


def put_examination(ledger: Ledger, exhibit: str, position: int, leaf: str, looks: Looks, prints: str | None) -> None:
    """What an examination found; it takes the place of an earlier one, with the pictures of that."""
    _put_entry(ledger, exhibit, position, leaf, "examination", msgspec.json.encode(looks, order="sorted").decode())
    ledger.own(models.Exhibit).filter(exhibit=exhibit).update(prints=prints or "")


def put_picture(ledger: Ledger, exhibit: str, position: int, leaf: str, picture: Mapping[str, Any]) -> None:
    """A derivative."""
    _put_entry(ledger, exhibit, position, leaf, "picture", msgspec.json.encode(picture, order="sorted").decode())


def put_matches(ledger: Ledger, exhibit: str, matches: Iterable[FootageMatch]) -> None:
    """What an exhibit looks like, in place of what was known."""
    _drop_matches(ledger, exhibit)
    for match in matches:
        told = msgspec.json.encode(match, order="sorted").decode()
        _manager(ledger, models.FootageMatch).update_or_create(
            casebook_id=ledger.casebook, a=match.a, b=match.b, defaults={"distance": match.distance, "about": told}
        )


def drop_exhibit_entries(ledger: Ledger, positions: Iterable[int]) -> None:
    """Takes out what erased entries said, and with an exhibit's last receipt all that came of it."""
    gone = list(positions)
    touched = set(ledger.own(models.ExhibitEntry).filter(position__in=gone).values_list("exhibit", flat=True))
    ledger.own(models.ExhibitEntry).filter(position__in=gone).delete()
    for exhibit in sorted(touched):
        own = ledger.own(models.ExhibitEntry).filter(exhibit=exhibit)
        if not own.filter(what="receipt").exists():
            own.delete()
            ledger.own(models.Exhibit).filter(exhibit=exhibit).delete()
            _drop_matches(ledger, exhibit)
        elif not own.filter(what="examination").exists():
            ledger.own(models.Exhibit).filter(exhibit=exhibit).update(prints="")
            _drop_matches(ledger, exhibit)


def exhibit_of_leaf(ledger: Ledger, leaves: Iterable[str]) -> str | None:
    """The exhibit whose receipt is one of these entries."""
    row = ledger.own(models.ExhibitEntry).filter(leaf__in=list(leaves), what="receipt").order_by("position").first()
    return None if row is None else str(row.exhibit)


class Row(NamedTuple):
    """A decision about an exhibit as the ledger has it. ``text`` and ``spans`` name the claim of a link."""

    position: int
    field: str
    about: About
    text: str | None
    spans: tuple[tuple[int, int], ...]
    state: str
    found: str | None


def decisions_on_exhibits(ledger: Ledger) -> list[Row]:
    """All decisions about exhibits, in the log's order."""
    rows = ledger.own(models.Decision).filter(kind=KIND).order_by("position")
    return [
        Row(
            row.position, row.field or "", msgspec.json.decode(row.value or "", type=About), row.text_hash,
            msgspec.json.decode(row.spans, type=tuple[tuple[int, int], ...]), row.state, row.found,
        )
        for row in rows
    ]  # fmt: skip


def exhibit_ids(ledger: Ledger) -> set[str]:
    """The ids of all exhibits."""
    return set(ledger.own(models.Exhibit).values_list("exhibit", flat=True))


def all_prints(ledger: Ledger) -> Iterator[tuple[str, str]]:
    """Each exhibit that has prints, with them as JSON text, by id."""
    yield from ledger.own(models.Exhibit).exclude(prints="").order_by("exhibit").values_list("exhibit", "prints")


def list_exhibits(casebook: Casebook, exhibits: Iterable[str] | None = None) -> list[Shown]:
    """Exhibits in the order asked for; all, in the order in which they were first received, where none are named."""
    wanted = None if exhibits is None else list(dict.fromkeys(exhibits))
    entries = casebook._own("ExhibitEntry") if wanted is None else casebook._among("ExhibitEntry", "exhibit", wanted)
    by_exhibit: dict[str, list[Any]] = {}
    for row in entries:
        by_exhibit.setdefault(row.exhibit, []).append(row)
    shown = {name: _shown(name, sorted(rows, key=lambda row: row.position)) for name, rows in by_exhibit.items()}
    if wanted is None:
        return sorted(shown.values(), key=lambda one: one.receipts)
    return [shown[name] for name in wanted if name in shown]


def find_exhibit(casebook: Casebook, beginning: str) -> Shown:
    """An exhibit by its id or the beginning of it. Raises ``CasebookError``."""
    full = casebook._only(casebook._full_ids("Exhibit", "exhibit", beginning), beginning, "exhibit")
    found = list_exhibits(casebook, [full])
    if not found:
        raise CasebookError(f"no exhibit has an id that begins with {beginning}", where=str(casebook.path))
    return found[0]


def list_matches(casebook: Casebook, exhibit: str | None = None) -> list[FootageMatch]:
    """Which exhibits look alike, nearest first: all pairs, or those of one exhibit."""
    rows = casebook._own("FootageMatch").order_by("distance", "a", "b")
    told = [msgspec.json.decode(row.about, type=FootageMatch) for row in rows]
    return [match for match in told if exhibit is None or exhibit in (match.a, match.b)]


def list_said(casebook: Casebook, exhibit: str) -> list[Said]:
    """What people say of an exhibit now, by field."""
    found = []
    for row, about in _decisions(casebook):
        if about.exhibit == exhibit and row.field in FIELDS and about.says:
            found.append(Said(position=row.position, at=row.at, actor=row.actor, field=row.field, says=about.says, reason=row.reason))
    return sorted(found, key=lambda said: FIELDS.index(said.field))


def list_ties(casebook: Casebook, *, claims: Iterable[str] | None = None, exhibit: str | None = None) -> list[Tie]:
    """Links of exhibits to claims that are in force, in the log's order: all, those to some claims, or those of one exhibit."""
    wanted = None if claims is None else set(claims)
    found = []
    for row, about in _decisions(casebook):
        if row.field != LINK or not row.found or exhibit not in (None, about.exhibit):
            continue
        pinned = msgspec.json.decode(row.found, type=Pinned)
        if wanted is None or pinned.claim in wanted:
            told = {name: getattr(row, name) for name in ("position", "at", "actor", "reason")}
            found.append(Tie(exhibit=about.exhibit, claim=pinned.claim, incident=None, how=pinned.how, **told))
    homes = {row.claim: row.incident for row in casebook._among("Claim", "claim", [tie.claim for tie in found])}
    return [msgspec.structs.replace(tie, incident=homes.get(tie.claim)) for tie in found]


def _decisions(casebook: Casebook) -> Iterator[tuple[Any, About]]:
    for row in casebook._own("Decision").filter(kind=KIND, state="applied").order_by("position"):
        yield row, msgspec.json.decode(row.value, type=About)


def _shown(exhibit: str, rows: list[Any]) -> Shown:
    examined = next((row for row in reversed(rows) if row.what == "examination"), None)
    after = examined.position if examined is not None else 0
    pictures = tuple(
        Picture(position=row.position, **msgspec.json.decode(row.about)) for row in rows if row.what == "picture" and row.position > after
    )
    return Shown(
        exhibit=exhibit,
        receipts=tuple(row.position for row in rows if row.what == "receipt"),
        looks=None if examined is None else msgspec.json.decode(examined.about, type=Looks),
        examined=None if examined is None else examined.position,
        pictures=pictures,
    )


def _put_entry(
    ledger: Ledger, exhibit: str, position: int, leaf: str, what: Literal["receipt", "examination", "picture"], about: str | None
) -> None:
    told = {"exhibit": exhibit, "leaf": leaf, "what": what, "about": about or ""}
    _manager(ledger, models.ExhibitEntry).update_or_create(casebook_id=ledger.casebook, position=position, defaults=told)


def _drop_matches(ledger: Ledger, exhibit: str) -> None:
    ledger.own(models.FootageMatch).filter(a=exhibit).delete()
    ledger.own(models.FootageMatch).filter(b=exhibit).delete()


def _manager(ledger: Ledger, model: Any) -> Any:
    return model._default_manager.using(ledger.alias)
