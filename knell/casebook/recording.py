"""Writing the ledger: rows for receipts, reports, claims, decisions and incidents. Only the projection calls this, as the one writer.

Every function leaves the same rows whether it is called once or twice, so that a projection cut short is simply done again.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
from django.db import connections, transaction
from django.db import models as fields

from knell.records import Claim, Incident, Report, cut

from .connection import set_up_django
from .fingerprint import Fingerprint, Followed
from .ledger import Decision, Receipt, about_report, report_from
from .policy import Judged, Policy
from .wording import take_words_out

set_up_django()  # before the models: Django has to know its settings when they are defined

from . import models  # noqa: E402

MANY = 500
"""How many ids go into one query."""
MOST_NEAR = 24
"""Neighbours under a key, on either side, that are matched again where a report goes."""


class Keyed(NamedTuple):
    """A report's matching keys, hashed, each after its kind: those it is found by, those that only count; and its place in time."""

    lookups: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    at: str = ""


class Read(NamedTuple):
    """A report as it was read: its claims in the order of the text, each with the incident id it would found and how the policy
    judged it; its matching keys; what it was read with; and the fault that kept it from being read.
    """

    report: Report
    blob: str
    given: str | None
    text_hash: str
    read_as: str
    claims: tuple[tuple[Claim, str, Judged], ...]
    keys: Keyed
    fault: str | None = None


class Told(NamedTuple):
    """An incident as the ledger has it, without words, and all harms that its claims tell of."""

    incident: Incident
    harms: frozenset[str]


class Pinned(NamedTuple):
    """A decision about claims. ``text`` and ``spans`` name the first, ``value`` the other; ``found``: those there are now (JSON)."""

    position: int
    kind: str
    text: str | None
    spans: list[list[int]]
    value: str | None
    reason: str | None
    state: str
    found: str | None
    leaf: str
    supersedes: str | None


class Ledger:
    """The tables of one casebook, for writing. ``alias``: the database connection."""

    def __init__(self, alias: str, casebook: str) -> None:
        self.alias, self.casebook = alias, casebook
        self._fingerprint: Fingerprint | None = None

    def watch(self, key: bytes) -> None:
        """Keeps the fingerprint of all that is written from now on, under this key. One that had not begun is thrown away and begins."""
        self._fingerprint = Fingerprint(self.alias, key)
        self._fingerprint.watch()
        if self.versions() is None:
            self.clear()

    def is_watched_over(self) -> bool:
        """Whether all rows there are were written under a fingerprint with these tables: else the ledger is to be computed anew."""
        return self._fingerprint is None or self._fingerprint.is_begun()

    def follow(self, size: int, root: bytes) -> None:
        """Notes how long the log was that the ledger has followed, and its root."""
        if self._fingerprint is not None:
            self._fingerprint.follow(Followed(size, root))

    def followed(self) -> Followed | None:
        """The log that the ledger has followed, as far as it says."""
        return None if self._fingerprint is None else self._fingerprint.followed()

    def together(self) -> Any:
        """All of what is written inside, or nothing of it."""
        return transaction.atomic(using=self.alias)

    def own(self, model: type[fields.Model]) -> Any:
        """The rows of this casebook in a table."""
        return model._default_manager.using(self.alias).filter(casebook=self.casebook)

    def position(self) -> int:
        """The next log position to be read; 0 for a ledger that has not begun."""
        row = self.own(models.Projection).first()
        return 0 if row is None else int(row.position)

    def versions(self) -> dict[str, str] | None:
        """What computed the ledger, or ``None`` for one that has not begun."""
        row = self.own(models.Projection).first()
        return None if row is None else msgspec.json.decode(row.versions, type=dict[str, str])

    def reach(self, position: int, versions: Mapping[str, str]) -> None:
        """The ledger now holds what the log says up to this position (exclusive)."""
        told = msgspec.json.encode(dict(versions), order="sorted").decode()
        self._manager(models.Projection).update_or_create(casebook_id=self.casebook, defaults={"position": position, "versions": told})

    def empty_journal(self) -> None:
        """Moves what SQLite's write-ahead log holds into the file and empties it, so that no erased words linger there."""
        with connections[self.alias].cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def begin(self, name: str) -> None:
        """The casebook's own row."""
        models.Casebook.objects.using(self.alias).update_or_create(id=self.casebook, defaults={"name": name})

    def clear(self) -> None:
        """Throws the ledger away, but for the casebook's own row."""
        for model in TABLES:
            self.own(model).delete()
        if self._fingerprint is not None:
            self._fingerprint.begin()

    def put_decision(self, decision: Decision, pinned: Mapping[str, str | None]) -> None:
        """A decision; one about the casebook as a whole supersedes those of its kind before it.

        ``pinned``: its ``leaf`` hash, what it is about (``text_hash``, ``spans``, ``field``) and what it ``supersedes``.
        """
        if decision.state == "applied":
            self.own(models.Decision).filter(kind=decision.kind, position__lt=decision.position).update(state="superseded")
        told: dict[str, Any] = msgspec.structs.asdict(decision) | dict(pinned)
        del told["position"]
        self._manager(models.Decision).update_or_create(casebook_id=self.casebook, position=decision.position, defaults=told)

    def put_receipt(self, receipt: Receipt) -> None:
        """Bytes received."""
        told = msgspec.structs.asdict(receipt)
        del told["position"]
        self._manager(models.Receipt).update_or_create(casebook_id=self.casebook, position=receipt.position, defaults=told)

    def receipts_of(self, blob: str) -> list[Receipt]:
        """Each receipt of these bytes, in the log's order."""
        return [
            Receipt(**{name: getattr(row, name) for name in Receipt.__struct_fields__})
            for row in self.own(models.Receipt).filter(blob=blob).order_by("position")
        ]

    def blobs(self) -> list[str]:
        """The keyed names of all received bytes, sorted."""
        return sorted(set(self.own(models.Receipt).values_list("blob", flat=True)))

    def read_already(self, blob: str) -> dict[str, str]:
        """The reports these bytes hold, each with what it was read with."""
        return dict(self.own(models.Report).filter(blob=blob).values_list("report", "read_as"))

    def has_reports(self, blob: str) -> bool:
        """Whether reports have been read out of these bytes."""
        return bool(self.own(models.Report).filter(blob=blob).exists())

    def put_report(self, read: Read) -> None:
        """A report with its text, claims and keys, in place of what the ledger had for it; its incidents are to be matched anew."""
        name = read.report.id
        if self.own(models.Report).filter(report=name).exists():
            self._unmatch_neighbours([name])
            self._drop_reports([name])
        self._add(
            models.Report(
                casebook_id=self.casebook,
                report=name,
                blob=read.blob,
                given=read.given,
                about=about_report(read.report),
                published=read.report.published,
                outlet=read.report.outlet,
                text_hash=read.text_hash,
                read_as=read.read_as,
                matched=False,
                lookups=" ".join(read.keys.lookups),
                marks=" ".join(read.keys.marks),
                at=read.keys.at,
            )
        )
        self._add(models.Text(casebook_id=self.casebook, report=name, text=read.report.text))
        self._add(*(self._claim_row(n, *told) for n, told in enumerate(read.claims)))
        self._add(*(models.Key(casebook_id=self.casebook, key=key, at=read.keys.at) for key in read.keys.lookups))
        self._leave_out(read)

    def leave_out_file(self, blob: str, reason: str) -> None:
        """Bytes that hold no report that can be read."""
        self._manager(models.LeftOut).update_or_create(
            casebook_id=self.casebook, blob=blob, report="", claim="", defaults={"reason": reason}
        )

    def take_in_file(self, blob: str) -> None:
        """Bytes that could not be read before and now can."""
        self.own(models.LeftOut).filter(blob=blob, report="").delete()

    def drop_receipts(self, positions: Iterable[int]) -> None:
        """Takes out erased receipts, and with the last one of some bytes all that came of them. What they were matched with is
        matched anew.
        """
        for position in positions:
            for row in self.own(models.Receipt).filter(position=position):
                row.delete(using=self.alias)
                if not self.own(models.Receipt).filter(blob=row.blob).exists():
                    gone = sorted(self.own(models.Report).filter(blob=row.blob).values_list("report", flat=True))
                    self._unmatch_neighbours(gone)
                    self._drop_reports(gone)
                    self.own(models.LeftOut).filter(blob=row.blob).delete()

    def drop_decisions(self, positions: Iterable[int]) -> None:
        """Takes out erased decisions. What they were about is settled anew."""
        self.own(models.Decision).filter(position__in=list(positions)).delete()

    def blob_of(self, report: str) -> str | None:
        """The keyed name of the bytes that hold a report."""
        row = self.own(models.Report).filter(report=report).first()
        return None if row is None else str(row.blob)

    def text_hash(self, report: str) -> str:
        """The keyed hash of a report's text as it was received, which is what decisions name it by."""
        return str(self.own(models.Report).get(report=report).text_hash)

    def text_hashes(self, blob: str) -> dict[str, str]:
        """The reports these bytes hold, each with the keyed hash of its text."""
        return dict(self.own(models.Report).filter(blob=blob).values_list("report", "text_hash"))

    def put_superseded(self, ids: Iterable[tuple[str, str | None]]) -> None:
        """Incident ids given out earlier, each with the one that answers for it now."""
        for was, now in ids:
            self._manager(models.Superseded).update_or_create(casebook_id=self.casebook, was=was, defaults={"now": now or ""})

    def unmatched(self) -> list[str]:
        """Reports whose incidents have to be computed, by id."""
        return sorted(self.own(models.Report).filter(matched=False).values_list("report", flat=True))

    def keys_of(self, reports: Sequence[str]) -> dict[str, Keyed]:
        """The matching keys of reports."""
        return {
            row.report: Keyed(tuple(row.lookups.split()), tuple(row.marks.split()), row.at)
            for row in self._among(models.Report, "report", reports)
        }

    def near(self, key: str, at: str, reach: int) -> tuple[list[str], list[str]]:
        """The places of the reports that stand nearest before and after a place under a key, nearest first; ``reach`` of each."""
        with connections[self.alias].cursor() as cursor:
            rows = []
            for query in (_BEFORE, _AFTER):
                cursor.execute(query, [self.casebook, key, at, reach])
                rows.append([str(row[0]) for row in cursor.fetchall()])
        return rows[0], rows[1]

    def homes_of(self, claims: Sequence[str]) -> dict[str, tuple[str, str]]:
        """The incident each claim is in, and that incident's kind."""
        of = {row.claim: row.incident for row in self._among(models.Claim, "claim", claims) if row.incident is not None}
        kinds = {row.incident: row.kind for row in self._among(models.Incident, "incident", sorted(set(of.values())))}
        return {claim: (incident, kinds[incident]) for claim, incident in of.items() if incident in kinds}

    def report_of_claim(self, claim: str) -> str | None:
        """The report that a claim stands in."""
        row = self.own(models.Claim).filter(claim=claim).first()
        return None if row is None else str(row.report)

    def members_of(self, reports: Sequence[str]) -> set[str]:
        """The reports that some incident rests on together with one of these, and these."""
        names = sorted({row.incident for row in self._incidents_on(reports)})
        return set(reports) | {row.report for row in self._among(models.Membership, "incident", names)}

    def incidents_on(self, reports: Sequence[str]) -> list[Told]:
        """The incidents that rest on any of these reports, without words."""
        return [_stored(row) for row in self._incidents_on(reports)]

    def incidents(self, names: Iterable[str]) -> list[Told]:
        """Incidents by id, without words."""
        return [_stored(row) for row in self._among(models.Incident, "incident", sorted(set(names)))]

    def parts_of(self, names: Iterable[str]) -> list[Told]:
        """The incidents that these contain, without words."""
        return [_stored(row) for row in self._among(models.Incident, "part_of", sorted(set(names)))]

    def begun_within(self, first: str, last: str) -> list[Told]:
        """The incidents that began between two days, without words."""
        return [_stored(row) for row in self.own(models.Incident).filter(begins__gte=first, begins__lte=last)]

    def totals_around(self, first: str) -> list[Told]:
        """The totals that had begun by a day and had not ended before it, without words."""
        begun = self.own(models.Incident).filter(kind="aggregate", begins__lte=first)
        return [_stored(row) for row in begun.filter(fields.Q(ends__isnull=True) | fields.Q(ends__gte=first))]

    def put_relations(self, incidents: Sequence[Incident]) -> None:
        """What contains an incident and what may be the same, in place of what its row said; nothing else of it changes."""
        for incident in incidents:
            body = msgspec.json.encode(incident).decode()
            self.own(models.Incident).filter(incident=incident.incident).update(body=body, part_of=incident.part_of)

    def decisions_on_claims(self, kinds: Sequence[str]) -> list[Pinned]:
        """The decisions of these kinds, in the log's order."""
        rows = self.own(models.Decision).filter(kind__in=kinds).order_by("position")
        return [
            Pinned(
                row.position, row.kind, row.text_hash, msgspec.json.decode(row.spans), row.value, row.reason, row.state, row.found,
                row.leaf, row.supersedes,
            )
            for row in rows
        ]  # fmt: skip

    def note_found(self, position: int, state: str, found: str | None) -> None:
        """What a decision about claims comes to now."""
        self.own(models.Decision).filter(position=position).update(state=state, found=found)

    def claims_of_text(self, text_hash: str) -> list[Claim]:
        """The claims of the report with this text, without words; of several with the same text the first by id."""
        row = self.own(models.Report).filter(text_hash=text_hash).order_by("report").first()
        if row is None:
            return []
        rows = self.own(models.Claim).filter(report=row.report, out__isnull=True).order_by("ordinal")
        return [msgspec.json.decode(row.body, type=Claim) for row in rows]

    def unmatch(self, reports: Iterable[str]) -> None:
        """Has reports matched again."""
        for some in _batches(sorted(set(reports))):
            self.own(models.Report).filter(report__in=some).update(matched=False)

    def all_reports(self) -> list[str]:
        """The ids of all reports, in order."""
        return sorted(self.own(models.Report).values_list("report", flat=True))

    def load(self, reports: Sequence[str]) -> tuple[list[Report], list[Claim]]:
        """Reports with their texts, and those of their claims that the policy takes in, with their words; both by id."""
        texts = {row.report: row.text for row in self._among(models.Text, "report", reports)}
        rows = sorted(self._among(models.Report, "report", reports), key=lambda row: str(row.report))
        told = [report_from(row.about, texts[row.report]) for row in rows]
        kept = [row for row in self._among(models.Claim, "report", reports) if row.out is None]
        kept.sort(key=lambda row: (row.report, row.ordinal))
        return told, [cut(msgspec.json.decode(row.body, type=Claim), texts[row.report]) for row in kept]

    def replace_incidents(self, reports: Sequence[str], incidents: Sequence[Incident], claims: Sequence[Claim]) -> None:
        """The incidents of a set of reports, in place of all that rested on any of them. ``claims``: theirs, with words.

        An incident that came out as it was is not written again, so that the cost is that of what changed.
        """
        by_name = {claim.claim: claim for claim in claims}
        rows = {incident.incident: self._incident_row(incident, by_name) for incident in incidents}
        there = {row.incident: row for row in self._incidents_on(reports)}
        same = {name for name, row in rows.items() if name in there and _told(there[name]) == _told(row)}
        self._drop_incidents(sorted(there.keys() - same))
        self._put_incidents([incident for incident in incidents if incident.incident not in same], rows)
        for some in _batches(reports):
            self.own(models.Report).filter(report__in=some, matched=False).update(matched=True)

    def incident_ids(self) -> dict[str, list[str]]:
        """The ids of all incidents, each with the claims it rests on."""
        return {row.incident: list(msgspec.json.decode(row.body, type=Incident).claims) for row in self.own(models.Incident)}

    def count_reports(self) -> int:
        """How many reports the ledger has."""
        return int(self.own(models.Report).count())

    def given_ids(self) -> dict[str, list[str]]:
        """Every incident id that may have been given out, each with the claims that show where it went: those of an incident, or
        the one claim that founds it.
        """
        founders = self.own(models.Claim).filter(incident__isnull=False).values_list("founds", "claim")
        return {founds: [claim] for founds, claim in founders} | self.incident_ids()

    def superseded_ids(self) -> set[str]:
        """Ids that the log says were given out and are computed no more."""
        return set(self.own(models.Superseded).values_list("was", flat=True))

    def policy(self) -> Policy:
        """The inclusion policy in force."""
        row = self.own(models.Decision).filter(kind="policy", state="applied").order_by("-position").first()
        return Policy() if row is None else msgspec.json.decode(row.value, type=Policy)

    def latest_of(self, kind: str) -> int | None:
        """The log position of the decision of that kind about the whole casebook ("gazetteer") that is in force."""
        row = self.own(models.Decision).filter(kind=kind, state="applied").order_by("-position").first()
        return None if row is None else int(row.position)

    def founder_ids(self) -> set[str]:
        """Every incident id that some claim in an incident would found."""
        return set(self.own(models.Claim).filter(incident__isnull=False).values_list("founds", flat=True))

    def incident_of(self, claims: Sequence[str]) -> str | None:
        """The incident that most of these claims are in now; on a tie the lowest id."""
        found = [row.incident for row in self._among(models.Claim, "claim", claims) if row.incident is not None]
        return max(sorted(set(found)), key=found.count, default=None)

    def _claim_row(self, ordinal: int, claim: Claim, founds: str, judged: Judged) -> models.Claim:
        return models.Claim(
            casebook_id=self.casebook,
            claim=claim.claim,
            report=claim.report,
            ordinal=ordinal,
            body=msgspec.json.encode(cut(claim, None)).decode(),
            harm=claim.harm,
            event=claim.event.type,
            founds=founds,
            out=judged.out,
            flags=msgspec.json.encode(judged.flags).decode(),
        )

    def _leave_out(self, read: Read) -> None:
        outs = [(claim.claim, judged.out) for claim, _, judged in read.claims if judged.out is not None]
        self._add(*(self._left_out_row(read, claim, reason) for claim, reason in outs))
        if read.fault is not None:
            self._add(self._left_out_row(read, "", read.fault))
        elif not read.claims:
            self._add(self._left_out_row(read, "", "nothing attributed was found in it"))
        elif len(outs) == len(read.claims):
            self._add(self._left_out_row(read, "", "each of its claims is left out"))

    def _left_out_row(self, read: Read, claim: str, reason: str) -> models.LeftOut:
        return models.LeftOut(casebook_id=self.casebook, blob=read.blob, report=read.report.id, claim=claim, reason=reason)

    def _put_incidents(self, incidents: Sequence[Incident], rows: Mapping[str, models.Incident]) -> None:
        self._add(*(rows[incident.incident] for incident in incidents))
        self._add(*(self._toll_row(incident, n) for incident in incidents for n in range(len(incident.tolls))))
        self._add(*(models.Membership(casebook_id=self.casebook, incident=i.incident, report=r) for i in incidents for r in i.reports))
        homes = [(incident.incident, self.casebook, claim) for incident in incidents for claim in incident.claims]
        with connections[self.alias].cursor() as cursor:
            cursor.executemany(_HOME, homes)

    def _incident_row(self, incident: Incident, claims: Mapping[str, Claim]) -> models.Incident:
        wordless, anchors = take_words_out(incident, claims)
        place = incident.places[0] if incident.places else None
        return models.Incident(
            casebook_id=self.casebook,
            incident=incident.incident,
            body=msgspec.json.encode(wordless).decode(),
            anchors=msgspec.json.encode(anchors).decode(),
            kind=incident.kind,
            type=incident.type,
            part_of=incident.part_of,
            begins=incident.time.from_ if incident.time else None,
            ends=incident.time.to if incident.time else None,
            place=place.name if place else None,
            country=place.country if place else None,
            admin1=place.admin1 if place else None,
            harms=" ".join(sorted({claims[c].harm for c in incident.claims if c in claims} - {"none"})),
            n_reports=incident.n_reports,
            n_independent=incident.n_independent,
        )

    def _incidents_on(self, reports: Sequence[str]) -> list[models.Incident]:
        names = {
            name
            for some in _batches(reports)
            for name in self.own(models.Membership).filter(report__in=some).values_list("incident", flat=True)
        }
        return list(self._among(models.Incident, "incident", sorted(names)))

    def _toll_row(self, incident: Incident, ordinal: int) -> models.Toll:
        toll = incident.tolls[ordinal]
        told = {name: getattr(toll, name) for name in ("harm", "group", "low", "best", "high", "kind", "n_independent")}
        return models.Toll(casebook_id=self.casebook, incident=incident.incident, ordinal=ordinal, **told)

    def _unmatch_neighbours(self, reports: Sequence[str]) -> None:
        """Whatever shares an incident or a key with these reports, or lies in or near such an incident, has to be matched again."""
        on = [row.incident for row in self._incidents_on(reports)]
        told = [_stored(row).incident for row in self._among(models.Incident, "incident", on)]
        touched = {name for incident in told for name in (incident.incident, *incident.may_be_same)}
        touched |= {row.incident for row in self._among(models.Incident, "part_of", on)}
        near = {row.report for row in self._among(models.Membership, "incident", sorted(touched))}
        for keys in self.keys_of(reports).values():
            for key in keys.lookups:
                before, after = self.near(key, keys.at, MOST_NEAR)
                near |= {place.rsplit("/", 1)[1] for place in (*before, *after)}
        self._drop_incidents(on)
        self.unmatch(near)

    def _drop_incidents(self, incidents: Sequence[str]) -> None:
        for some in _batches(sorted(set(incidents))):
            for model in (models.Incident, models.Toll, models.Membership):
                self.own(model).filter(incident__in=some).delete()
            self.own(models.Claim).filter(incident__in=some).update(incident=None)

    def _drop_reports(self, reports: Sequence[str]) -> None:
        for keys in self.keys_of(reports).values():
            for some in _batches(keys.lookups):
                self.own(models.Key).filter(at=keys.at, key__in=some).delete()
        for model in (models.Report, models.Text, models.Claim, models.LeftOut):
            self.own(model).filter(report__in=reports).delete()

    def _among(self, model: type[fields.Model], column: str, names: Sequence[str]) -> Iterable[Any]:
        for some in _batches(names):
            yield from self.own(model).filter(**{f"{column}__in": some})

    def _add(self, *rows: fields.Model) -> None:
        if rows:
            self._manager(type(rows[0])).bulk_create(rows, batch_size=MANY)

    def _manager(self, model: type[fields.Model]) -> Any:
        return model._default_manager.using(self.alias)


CASEBOOKS = models.Casebook
"""The table of casebooks themselves."""

TABLES: tuple[type[fields.Model], ...] = (
    models.Claim,
    models.Decision,
    models.Exhibit,
    models.ExhibitEntry,
    models.FootageMatch,
    models.Incident,
    models.Key,
    models.LeftOut,
    models.Membership,
    models.Projection,
    models.Receipt,
    models.Report,
    models.Superseded,
    models.Text,
    models.Toll,
)
"""Every table but the casebook's own row, by name."""


_HOME = "UPDATE casebook_claim SET incident = %s WHERE casebook_id = %s AND claim = %s"
"""Where a claim is now; many at once, which the ORM has no quick way to say."""


_BEFORE = "SELECT at FROM casebook_key WHERE casebook_id = %s AND key = %s AND at < %s ORDER BY at DESC LIMIT %s"
_AFTER = "SELECT at FROM casebook_key WHERE casebook_id = %s AND key = %s AND at > %s ORDER BY at LIMIT %s"
"""The nearest under a key; asked a hundred times a report, which the ORM is slow at."""


def _stored(row: models.Incident) -> Told:
    return Told(msgspec.json.decode(row.body, type=Incident), frozenset(row.harms.split()))


def _told(row: models.Incident) -> tuple[str, str]:
    """All that an incident's row says: its other columns are computed from these."""
    return row.body, row.anchors


def _batches(names: Sequence[str]) -> Iterable[Sequence[str]]:
    for start in range(0, len(names), MANY):
        yield names[start : start + MANY]
