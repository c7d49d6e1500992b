"""The ledger's tables. Everything here is computed from the log and can be computed again; nothing here is evidence.

Each row carries its casebook. Rows are named by their own ids (report, claim, incident), never by a row number. Claims are kept as
the contract's JSON with the words taken out; a report's words are in ``Text`` alone, so that erasing a report erases them.
"""

from django.db import models


class Casebook(models.Model):
    """A casebook: its id in the log, and its name."""

    id = models.CharField(max_length=32, primary_key=True)
    name = models.TextField()


class OfCasebook(models.Model):
    """What every other table has: the casebook it belongs to."""

    casebook = models.ForeignKey(Casebook, on_delete=models.PROTECT, db_index=False, related_name="+")

    class Meta:
        abstract = True


class Projection(OfCasebook):
    """How far the ledger has followed the log, and which versions of the programs computed it (JSON)."""

    position = models.BigIntegerField()
    versions = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["casebook"], name="one_projection")]


class Decision(OfCasebook):
    """What a person decided, as the log has it; ``state``: applied, superseded or waiting. ``found``: the claims it is about now (JSON)."""

    position = models.BigIntegerField()
    at = models.CharField(max_length=32)
    actor = models.CharField(max_length=64)
    kind = models.CharField(max_length=64)
    value = models.TextField(null=True)
    text_hash = models.CharField(max_length=64, null=True)
    spans = models.TextField(default="[]")
    field = models.CharField(max_length=64, null=True)
    reason = models.TextField(null=True)
    supersedes = models.CharField(max_length=64, null=True)
    leaf = models.CharField(max_length=64)
    state = models.CharField(max_length=16)
    found = models.TextField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["casebook", "position"], name="one_decision_a_position")]


class Receipt(OfCasebook):
    """Bytes received once: when, from where, under which keyed name, and the log's position."""

    position = models.BigIntegerField()
    at = models.CharField(max_length=32)
    actor = models.CharField(max_length=64)
    blob = models.CharField(max_length=64)
    name = models.TextField()
    part = models.IntegerField(null=True)
    outlet = models.TextField(null=True)
    published = models.CharField(max_length=40, null=True)
    url = models.TextField(null=True)
    origin = models.TextField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["casebook", "position"], name="one_receipt_a_position")]
        indexes = [models.Index(fields=["casebook", "blob"], name="receipt_by_blob")]


class Report(OfCasebook):
    """A report that received bytes hold. ``about``: the report's fields but its text, as JSON. ``given``: the id it came with.

    ``read_as``: what it was read with (reader's version, and a hash of all that the reader was given). ``matched``: whether the
    incidents take it into account yet. ``lookups`` and ``marks``: its matching keys, hashed, each after its kind; ``at``: where it stands
    in time among those that share a key.
    """

    report = models.CharField(max_length=40)
    blob = models.CharField(max_length=64)
    given = models.TextField(null=True)
    about = models.TextField()
    published = models.CharField(max_length=40, null=True)
    outlet = models.TextField(null=True)
    text_hash = models.CharField(max_length=64)
    read_as = models.CharField(max_length=128)
    matched = models.BooleanField(default=False)
    lookups = models.TextField(default="")
    marks = models.TextField(default="")
    at = models.CharField(max_length=96, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["casebook", "report"], name="one_row_a_report")]
        indexes = [
            models.Index(fields=["casebook", "blob"], name="report_by_blob"),
            models.Index(fields=["casebook", "matched"], name="report_by_matched"),
            models.Index(fields=["casebook", "text_hash"], name="report_by_text"),
        ]


class Text(OfCasebook):
    """A report's words: the only place that has them."""

    report = models.CharField(max_length=40)
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["casebook", "report"], name="one_text_a_report")]


class Claim(OfCasebook):
    """A claim without its words. ``founds``: the id of the incident whose earliest claim it would be, so that an id once given out
    resolves for ever. ``incident``: where it is now. ``out``: why it is left out. ``flags``: what could not be told (JSON).
    """

    claim = models.CharField(max_length=40)
    report = models.CharField(max_length=40)
    ordinal = models.IntegerField()
    body = models.TextField()
    harm = models.CharField(max_length=16)
    event = models.CharField(max_length=32)
    founds = models.CharField(max_length=40)
    incident = models.CharField(max_length=40, null=True)
    out = models.TextField(null=True)
    flags = models.TextField(default="[]")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["casebook", "claim"], name="one_row_a_claim")]
        indexes = [
            models.Index(fields=["casebook", "report", "ordinal"], name="claim_by_report"),
            models.Index(fields=["casebook", "founds"], name="claim_by_founds"),
            models.Index(fields=["casebook", "incident"], name="claim_by_incident"),
        ]


class Key(OfCasebook):
    """A key that a report is found by, and where the report stands in time among those that have the key (``at`` ends in its id)."""

    key = models.CharField(max_length=64)
    at = models.CharField(max_length=96)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["casebook", "key", "at"], name="one_place_a_key")]


class Incident(OfCasebook):
    """An incident: the contract's JSON without words, and beside it what overviews sort and filter by.

    ``anchors``: where the words of its places, time and victims are cut from (JSON). ``harms``: all that its claims tell of, in order, with
    spaces between.
    """

    incident = models.CharField(max_length=40)
    body = models.TextField()
    anchors = models.TextField(default="[]")
    kind = models.CharField(max_length=16)
    type = models.CharField(max_length=32)
    part_of = models.CharField(max_length=40, null=True)
    begins = models.CharField(max_length=32, null=True)
    ends = models.CharField(max_length=32, null=True)
    place = models.TextField(null=True)
    country = models.CharField(max_length=2, null=True)
    admin1 = models.TextField(null=True)
    harms = models.TextField(default="")
    n_reports = models.IntegerField()
    n_independent = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["casebook", "incident"], name="one_row_an_incident")]
        indexes = [
            models.Index(fields=["casebook", "begins"], name="incident_by_time"),
            models.Index(fields=["casebook", "country", "admin1"], name="incident_by_place"),
            models.Index(fields=["casebook", "part_of"], name="incident_by_container"),
            models.Index(fields=["casebook", "kind", "begins"], name="incident_by_kind"),
        ]


class Toll(OfCasebook):
    """One toll of an incident, for queries; the whole of it is in the incident's body."""

    incident = models.CharField(max_length=40)
    ordinal = models.IntegerField()
    harm = models.CharField(max_length=16)
    group = models.TextField()
    low = models.BigIntegerField(null=True)
    best = models.BigIntegerField(null=True)
    high = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=16)
    n_independent = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["casebook", "incident", "ordinal"], name="one_row_a_toll")]
        indexes = [models.Index(fields=["casebook", "harm", "low"], name="toll_by_harm")]


class Membership(OfCasebook):
    """A report that an incident rests on."""

    incident = models.CharField(max_length=40)
    report = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["casebook", "report", "incident"], name="one_membership")]
        indexes = [models.Index(fields=["casebook", "incident"], name="membership_by_incident")]


class LeftOut(OfCasebook):
    """What is kept as evidence and counts in no incident, and why. ``claim`` empty: the whole report or file."""

    blob = models.CharField(max_length=64)
    report = models.CharField(max_length=40, default="")
    claim = models.CharField(max_length=40, default="")
    reason = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["casebook", "blob", "report", "claim"], name="one_reason")]
        indexes = [models.Index(fields=["casebook", "report"], name="left_out_by_report")]


class Superseded(OfCasebook):
    """An incident id that the log says was given out and is computed no more; ``now`` empty: nothing answers for it."""

    was = models.CharField(max_length=40)
    now = models.CharField(max_length=40, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["casebook", "was"], name="one_successor")]


class Exhibit(OfCasebook):
    """An exhibit. ``prints``: what it looks like, as JSON; empty where it has none."""

    exhibit = models.CharField(max_length=40)
    blob = models.CharField(max_length=64)
    prints = models.TextField(default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["casebook", "exhibit"], name="one_row_an_exhibit")]


class ExhibitEntry(OfCasebook):
    """A log entry about an exhibit: a ``receipt``, an ``examination`` or a ``picture`` made of it; ``about``: as JSON."""

    position = models.BigIntegerField()
    leaf = models.CharField(max_length=64)
    exhibit = models.CharField(max_length=40)
    what = models.CharField(max_length=16)
    about = models.TextField(default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["casebook", "position"], name="one_exhibit_entry_a_position")]
        indexes = [
            models.Index(fields=["casebook", "exhibit"], name="exhibit_entry_by_exhibit"),
            models.Index(fields=["casebook", "leaf"], name="exhibit_entry_by_leaf"),
        ]


class FootageMatch(OfCasebook):
    """Two exhibits that look alike, in the order of their ids; ``distance``: in bits; ``about``: the whole of it as JSON."""

    a = models.CharField(max_length=40)
    b = models.CharField(max_length=40)
    distance = models.IntegerField()
    about = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["casebook", "a", "b"], name="one_row_a_footage_match")]
        indexes = [models.Index(fields=["casebook", "b"], name="footage_match_by_second")]
