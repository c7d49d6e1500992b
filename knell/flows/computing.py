"""The steps that compute a casebook's ledger, with the versions that the ledger is marked with.

1. open: received bytes into reports
2. read: a report into claims
3. key: a report into the keys under which it can meet others
4. match and reckon: reports and claims into incidents with their tolls
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from knell import __version__
from knell.casebook.policy import Policy
from knell.casebook.recording import Keyed
from knell.evidence.keys import StoreKey
from knell.records import Claim, Incident, Report
from knell.records.errors import IntakeError
from knell.records.matched import Matched, Ruling

from .opening import PATIENT, open_bytes

if TYPE_CHECKING:
    from knell.matching.profile import Profile
    from knell.reading.reader import Settings
    from knell.terms.corrections import Corrections

RULE = "reported"
"""The reckoning rule of a casebook's ledger: the contract's default."""


class Setting(NamedTuple):
    """What a casebook's people decided that reading and judging need. ``places``: a local gazetteer file, as it was received;
    ``corrections``: what the team taught the reader, likewise.
    """

    policy: Policy
    places: bytes | None = None
    corrections: bytes | None = None


class Steps:
    """The steps at this version. ``versions`` names what each is computed by."""

    def __init__(self) -> None:
        self.versions = _versions()

    def open(self, name: str, content: bytes, *, line: bool = False) -> tuple[Report, ...]:
        """The reports in received bytes, under the ids they came with; ``line``: they are one line of reports. Raises ``IntakeError``."""
        from knell.intake.lines import read_reports

        if not line:
            return open_bytes(name, content, seconds=PATIENT).reports
        for row in read_reports([content], name):
            if row.report is not None:
                return (row.report,)
            if row.fault is not None:
                raise row.fault
        raise IntakeError("is empty", where=name)

    def read(self, report: Report, setting: Setting) -> tuple[Claim, ...]:
        """A report's claims, read with the casebook's territory and places as context."""
        from knell.reading.reader import read_report

        return tuple(read_report(report, _settings(setting)).claims)

    def rules(self, report: Report, setting: Setting) -> Mapping[str, Mapping[str, str]]:
        """Claim -> field -> the rule that filled it and the corrections that changed it, by reading the report again."""
        from knell.reading.reader import read_report
        from knell.reading.taught import add_to_rules, trace_corrections

        settings = _settings(setting)
        reading = read_report(report, settings)
        if settings.corrections:
            given = (setting.policy.countries, setting.policy.admin1s, setting.places)
            taught = trace_corrections(report, reading.claims, settings.corrections, lambda other: _settings_of(*given, other))
            reading = add_to_rules(reading, taught)
        return reading.rules

    def read_as(self, report: Report, setting: Setting, key: StoreKey) -> str:
        """What a report is read with: the reader's versions and a keyed hash of all that it is given."""
        context: tuple[object, ...] = (setting.policy.countries, setting.policy.admin1s, hashlib.sha256(setting.places or b"").hexdigest())
        if setting.corrections is not None:
            context += (hashlib.sha256(setting.corrections).hexdigest(),)
        given = msgspec.json.encode((report, *context), order="sorted").decode()
        return f"{self.versions['reader']}/{self.versions['terms']}/{key.text_hash(given)[:16]}"

    def keys(self, report: Report, claims: Sequence[Claim], key: StoreKey) -> Keyed:
        """The report's matching keys, hashed: they may spell names, and only their being equal matters."""
        from knell.matching.profile import keys_of

        profile = self.profile(report, claims)
        keys = keys_of(profile)
        return Keyed(_hashed(keys.lookups, key), _hashed(keys.marks, key), profile.order)

    def profile(self, report: Report, claims: Sequence[Claim]) -> "Profile":
        """What matching needs of one report, whatever else there is."""
        from knell.matching.profile import profile_report

        known = {claim.claim for claim in claims}
        return profile_report(report, [_relate_within(claim, known) for claim in claims])

    def reckon(
        self, reports: Sequence[Report], claims: Sequence[Claim], rulings: Sequence[Ruling] = (), *, rule: str = RULE
    ) -> tuple[Incident, ...]:
        """The incidents of a whole collection, with their tolls by a rule. ``rulings``: what people decided of claims."""
        from knell.matching.collection import match
        from knell.reckoning.incidents import reckon

        known = {claim.claim for claim in claims}
        within = [_relate_within(claim, known) for claim in claims]
        return tuple(reckon(match(reports, within, rulings=rulings), rule=rule))

    def reckon_part(self, matched: Matched) -> tuple[Incident, ...]:
        """The incidents of reports that have been matched, with their tolls."""
        from knell.reckoning.incidents import reckon

        return tuple(reckon(matched, rule=RULE))

    def founds(self, claim: Claim) -> str:
        """The id of the incident whose earliest claim this would be."""
        return f"i:{hashlib.sha256(claim.claim.encode()).hexdigest()[:16]}"


@cache
def the_steps() -> Steps:
    """The steps of this version of Knell."""
    return Steps()


def _hashed(keys: Iterable[str], key: StoreKey) -> tuple[str, ...]:
    """Keys as they are kept: the kind in clear, the rest hashed."""
    return tuple(sorted(f"{plain.split('/', 1)[0]}/{key.match_key(plain)[:16]}" for plain in keys))


def _relate_within(claim: Claim, known: set[str]) -> Claim:
    """The claim without relations to claims that the policy leaves out."""
    kept = tuple(relation for relation in claim.relations if relation.claim in known)
    return claim if kept == claim.relations else msgspec.structs.replace(claim, relations=kept)


def _settings(setting: Setting) -> "Settings":
    from knell.terms.corrections import Corrections, parse_corrections

    told = parse_corrections(setting.corrections) if setting.corrections is not None else Corrections()
    return _settings_of(setting.policy.countries, setting.policy.admin1s, setting.places, told)


@lru_cache(maxsize=16)
def _settings_of(countries: tuple[str, ...], admin1s: tuple[str, ...], places: bytes | None, corrections: "Corrections") -> "Settings":
    from knell.reading.places import PlaceContext
    from knell.reading.reader import Settings
    from knell.terms.gazetteer import load_gazetteer, parse_local

    gazetteer = load_gazetteer()
    if places is not None:
        gazetteer = gazetteer.with_places(parse_local(places.decode("utf-8").splitlines()))
    return Settings(gazetteer, PlaceContext(countries=countries, admin1s=admin1s), corrections=corrections)


def _versions() -> dict[str, str]:
    from knell.matching.collection import VERSION as MATCHING
    from knell.matching.footage import VERSION as FOOTAGE
    from knell.reading.reader import VERSION

    return {"footage": FOOTAGE, "knell": __version__, "matching": MATCHING, "reader": VERSION, "rule": RULE, "terms": _hash_terms()}


def _hash_terms() -> str:
    """A hash of every term file: lexicons and the gazetteer. A changed word may change what is read; a second opinion changes nothing."""
    digest = hashlib.sha256()
    root = Path(str(files("knell.terms")))
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.suffix not in (".py", ".pyc") and path.parent.name != "opinion":
            digest.update(f"{path.relative_to(root)}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:12]
