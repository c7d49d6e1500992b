"""Reading a casebook: incidents, claims with their words, reports, receipts, and what was left out.

``open_casebook(path)`` never writes and needs no lock, so a page can be read while reports are being added.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec

from knell.records import Claim, Incident, Record, Report, cut
from knell.records.errors import CasebookError

from . import connection
from .policy import Policy
from .verdicts import KIND, judge_over
from .wording import Anchor, put_words_in

MANY = 500
"""How many ids go into one query."""


class Receipt(Record, frozen=True, kw_only=True):
    """Bytes received once. ``position``: the place in the log; ``at``: UTC; ``blob``: the keyed name; ``part``: the line of a
    stream; ``outlet``, ``published``, ``url``: as stated by who added it; ``origin``: from whom or where it came.
    """

    position: int
    at: str
    actor: str
    blob: str
    name: str
    part: int | None = None
    outlet: str | None = None
    published: str | None = None
    url: str | None = None
    origin: str | None = None


class LeftOut(Record, frozen=True, kw_only=True):
    """What is kept as evidence and counts in no incident, and why. No ``claim``: the whole report; no ``report``: the file."""

    reason: str
    report: str | None = None
    claim: str | None = None
    name: str | None = None


class Decision(Record, frozen=True, kw_only=True):
    """What a person decided. ``value``: JSON text. ``state``: applied, superseded or waiting (for a person to look at it again).

    ``found``: for a decision about claims, those it is about now, as JSON text.
    """

    position: int
    at: str
    actor: str
    kind: str
    value: str | None = None
    reason: str | None = None
    state: str
    found: str | None = None


class Projection(Record, frozen=True, kw_only=True):
    """How far the ledger has followed the log (the next position it would read), and what computed it."""

    position: int
    versions: dict[str, str]


class Casebook:
    """An open casebook. Close it, or use it in a ``with``."""

    def __init__(self, path: Path, alias: str) -> None:
        self.path, self.alias = path, alias
        with connection.ledger_faults(path):
            row = self._rows("Casebook").first()
        if row is None:
            raise CasebookError("the ledger is empty", where=str(path), todo=f"run: knell rebuild --casebook {path}")
        self.id: str = row.id
        self.name: str = row.name

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Closes this thread's connection."""
        connection.disconnect(self.alias)

    @property
    def projection(self) -> Projection:
        """How far the ledger has followed the log."""
        row = self._own("Projection").first()
        if row is None:
            return Projection(position=0, versions={})
        return Projection(position=row.position, versions=msgspec.json.decode(row.versions))

    def is_unmatched(self) -> bool:
        """Whether reports wait to be matched: a run was cut short."""
        return bool(self._own("Report").filter(matched=False).exists())

    @property
    def policy(self) -> Policy:
        """The inclusion policy in force."""
        row = self._own("Decision").filter(kind="policy", state="applied").order_by("-position").first()
        return Policy() if row is None else msgspec.json.decode(row.value, type=Policy)

    def latest_of(self, kind: str) -> int | None:
        """The log position of the decision of that kind about the whole casebook ("gazetteer") that is in force."""
        row = self._own("Decision").filter(kind=kind, state="applied").order_by("-position").first()
        return None if row is None else int(row.position)

    def incidents(self, *, words: bool = True) -> list[Incident]:
        """All incidents, earliest first, then by id; those without a date last. ``words=False`` is quicker."""
        rows = sorted(self._own("Incident"), key=lambda row: (row.begins is None, row.begins or "", row.incident))
        return self._worded(rows) if words else self.judge_over([msgspec.json.decode(row.body, type=Incident) for row in rows])

    def judge_over(self, incidents: Sequence[Incident]) -> list[Incident]:
        """Incidents with the verdicts that people decided, in place of the rule's."""
        return judge_over(incidents, self._own("Decision").filter(kind=KIND, state="applied").order_by("position"))

    def incident(self, incident: str) -> Incident:
        """One incident, by its id, by one that was superseded, or by the beginning of either. Raises ``CasebookError``."""
        current = self.find_incident(incident)
        return self._worded(list(self._own("Incident").filter(incident=current)))[0]

    def find_incident(self, beginning: str) -> str:
        """The full id of the incident that this id, or its beginning, now stands for. Raises ``CasebookError``."""
        current = self._full_ids("Incident", "incident", beginning)
        if beginning in current:
            return beginning
        founded = self._own("Claim").filter(founds__startswith=beginning, incident__isnull=False)
        given = set(current) | {now for (now,) in founded.values_list("incident")}
        answers = {was: self.superseded(was) for was in self._full_ids("Superseded", "was", beginning)}
        given |= {now for now in answers.values() if now}
        if not given and answers:
            what = f"{min(answers)} was given out and is no more: what it rested on was erased, or is read otherwise now"
            raise CasebookError(what, where=str(self.path))
        return self._only(sorted(given), beginning, "incident")

    def superseded(self, incident: str) -> str | None:
        """The incident that now answers for an id that was given out earlier; ``None`` where it is current or none answers."""
        if self._own("Incident").filter(incident=incident).exists():
            return None
        founder = self._own("Claim").filter(founds=incident, incident__isnull=False).order_by("claim").first()
        if founder is not None:
            return str(founder.incident)
        row = self._own("Superseded").filter(was=incident).first()
        if row is None or not row.now:
            return None
        return self.superseded(row.now) or row.now

    def claim(self, claim: str) -> Claim:
        """One claim with its words, by its id or the beginning of it. Raises ``CasebookError``."""
        return self.claims([self._only(self._full_ids("Claim", "claim", claim), claim, "claim")])[0]

    def claims(self, claims: Iterable[str] | None = None) -> list[Claim]:
        """Claims with their words, in the order asked for (unknown ids are passed over); all of them where none are named."""
        if claims is None:
            return self._cut(list(self._own("Claim").order_by("report", "ordinal")))
        wanted = list(claims)
        found = {row.claim: row for row in self._among("Claim", "claim", wanted)}
        return self._cut([found[name] for name in wanted if name in found])

    def claims_of_report(self, report: str) -> list[Claim]:
        """A report's claims in the order of the text, those left out included."""
        return self._cut(list(self._own("Claim").filter(report=report).order_by("ordinal")))

    def incident_of_claim(self, claim: str) -> str | None:
        """The incident a claim is in."""
        row = self._own("Claim").filter(claim=claim).first()
        return None if row is None else row.incident

    def incidents_of_report(self, report: str) -> list[str]:
        """The ids of the incidents that rest on a report."""
        return sorted(self._own("Membership").filter(report=report).values_list("incident", flat=True))

    def report(self, report: str) -> Report:
        """A report with its text, by its id or the beginning of it. Raises ``CasebookError``."""
        full = self._only(self._full_ids("Report", "report", report), report, "report")
        return self._told(list(self._own("Report").filter(report=full)))[0]

    def reports(self, reports: Iterable[str] | None = None) -> list[Report]:
        """Reports with their texts, in the order asked for; all of them, by id, where none are named."""
        if reports is None:
            return self._told(list(self._own("Report").order_by("report")))
        wanted = list(reports)
        found = {row.report: row for row in self._among("Report", "report", wanted)}
        return self._told([found[name] for name in wanted if name in found])

    def receipts(self, report: str) -> list[Receipt]:
        """Each time the bytes of a report were received, in the log's order."""
        blobs = list(self._own("Report").filter(report=report).values_list("blob", flat=True))
        return [_receipt(row) for row in self._own("Receipt").filter(blob__in=blobs).order_by("position")]

    def left_out(self) -> list[LeftOut]:
        """What is kept as evidence and counts in no incident, with the reason."""
        names = {row.blob: row.name for row in self._own("Receipt").order_by("-position")}
        rows = self._own("LeftOut").order_by("report", "claim", "blob")
        return [LeftOut(reason=row.reason, report=row.report or None, claim=row.claim or None, name=names.get(row.blob)) for row in rows]

    def flagged(self) -> list[tuple[str, tuple[str, ...]]]:
        """Claims that stay in although something the policy asks is unknown of them, with what that is."""
        rows = self._own("Claim").exclude(flags="[]").order_by("report", "ordinal")
        return [(row.claim, tuple(msgspec.json.decode(row.flags))) for row in rows]

    def decisions(self) -> list[Decision]:
        """What people decided, in the log's order."""
        return [
            Decision(**{name: getattr(r, name) for name in Decision.__struct_fields__}) for r in self._own("Decision").order_by("position")
        ]

    def _rows(self, model: str) -> Any:
        from . import models

        return getattr(models, model).objects.using(self.alias)

    def _own(self, model: str) -> Any:
        return self._rows(model).filter(casebook=self.id)

    def _among(self, model: str, column: str, names: Sequence[str]) -> Iterator[Any]:
        once = list(dict.fromkeys(names))
        for start in range(0, len(once), MANY):
            yield from self._own(model).filter(**{f"{column}__in": once[start : start + MANY]})

    def _full_ids(self, model: str, column: str, beginning: str) -> list[str]:
        return list(self._own(model).filter(**{f"{column}__startswith": beginning}).order_by(column).values_list(column, flat=True)[:MANY])

    def _only(self, found: Sequence[str], asked: str, what: str) -> str:
        if asked in found:
            return asked
        if not found:
            raise CasebookError(f"no {what} has an id that begins with {asked}", where=str(self.path))
        if len(found) > 1:
            named = ", ".join(found[:3]) + (", ..." if len(found) > 3 else "")
            raise CasebookError(f"{len(found)} {what}s begin with {asked}: {named}", where=str(self.path), todo="give more of it")
        return found[0]

    def _texts(self, reports: Sequence[str]) -> Mapping[str, str]:
        return {row.report: row.text for row in self._among("Text", "report", reports)}

    def _cut(self, rows: Sequence[Any]) -> list[Claim]:
        texts = self._texts([row.report for row in rows])
        return [cut(msgspec.json.decode(row.body, type=Claim), texts.get(row.report)) for row in rows]

    def _told(self, rows: Sequence[Any]) -> list[Report]:
        texts = self._texts([row.report for row in rows])
        return [report_from(row.about, texts.get(row.report, "")) for row in rows]

    def _worded(self, rows: Sequence[Any]) -> list[Incident]:
        anchors = {row.incident: msgspec.json.decode(row.anchors, type=tuple[Anchor, ...]) for row in rows}
        claims = {c.claim: c for c in self.claims(a.claim for some in anchors.values() for a in some)}
        told = [put_words_in(msgspec.json.decode(row.body, type=Incident), anchors[row.incident], claims) for row in rows]
        return self.judge_over(told)


def open_casebook(path: str | Path) -> Casebook:
    """Opens a casebook folder for reading. Raises ``CasebookError`` where there is none or its ledger has to be rebuilt."""
    folder = Path(path)
    if not (folder / "evidence").is_dir():
        raise CasebookError("there is no casebook here", where=str(folder), todo="make one with: knell init FOLDER")
    if not (folder / connection.LEDGER).is_file():
        raise CasebookError("the ledger is not there", where=str(folder), todo=f"run: knell rebuild --casebook {folder}")
    return Casebook(folder, connection.connect(folder))


def about_report(report: Report) -> str:
    """A report's fields but its text, as JSON."""
    fields = msgspec.to_builtins(report)
    del fields["text"]
    return msgspec.json.encode(fields, order="sorted").decode()


def report_from(about: str, text: str) -> Report:
    """The report again, from its fields and its text; its blocks go where the text has been erased."""
    fields = msgspec.json.decode(about) | {"text": text}
    if not text:
        fields["blocks"] = None
    return msgspec.convert(fields, Report)


def _receipt(row: Any) -> Receipt:
    return Receipt(**{name: getattr(row, name) for name in Receipt.__struct_fields__})
