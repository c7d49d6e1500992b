"""Begins a casebook.

1. Settle the inclusion policy from what the command line and a TOML file say.
2. Build the whole folder beside its place: evidence store, keyring, first entry, the policy as a decision, an empty ledger.
3. Put it in its place in one move, so that there is a whole casebook or none.
"""

import hashlib
import os
import re
import shutil
import tomllib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from knell.casebook.policy import Policy
from knell.evidence.elsewhere import Elsewhere
from knell.evidence.entries import Decide, Random
from knell.evidence.faults import disk_faults
from knell.evidence.moments import spell_moment
from knell.evidence.store import Stamp, decision, make_store
from knell.evidence.syncing import sync_folder
from knell.records.errors import CasebookError, InputError, UsageError
from knell.terms.corrections import read_corrections
from knell.terms.gazetteer import read_local

from .catching_up import catch_up
from .projection import Clock, writing_desk
from .unlocking import stay_unlocked

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_CASEBOOK_BYTES = 16
REASON = "as the casebook was begun"


def begin_casebook(
    folder: Path,
    name: str,
    policy: Policy,
    *,
    actor: str,
    random: Random,
    now: Clock,
    gazetteer: Path | None = None,
    corrections: Path | None = None,
    passphrase: str | None = None,
    elsewhere: Elsewhere = Elsewhere(),  # noqa: B008
) -> None:
    """Makes a casebook in a folder that is not there or empty. Raises ``CasebookError`` where it is neither.

    ``passphrase``: what unlocks it; ``None``: its keys lie in clear, on purpose. This process has it unlocked from then on.

    ``elsewhere``: a server for the log, a bucket for the bytes.
    ``gazetteer``, ``corrections``: files of places and of corrections that the casebook reads with; they go into the log as decisions.
    Raises ``InputError``.
    """
    check_policy(policy)
    elsewhere.check()
    taught = {} if gazetteer is None else {"gazetteer": _read_places(gazetteer)}
    if corrections is not None:
        read_corrections(corrections)
        taught["corrections"] = corrections.read_bytes()
    check_place(folder)
    with disk_faults(folder):
        place = folder.resolve()
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = place.parent / f".{place.name}.{random(8).hex()}"
        try:
            beside.mkdir(mode=0o700)
            _fill(beside, name, policy, taught, passphrase, elsewhere, actor=actor, random=random, now=now)
            sync_folder(beside)
            os.rename(beside, place)
            stay_unlocked(beside, place)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
        sync_folder(place.parent)


def check_place(folder: Path) -> None:
    """Raises ``CasebookError`` where a casebook cannot be begun because something is there."""
    with disk_faults(folder):
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CasebookError("is there already and not empty", where=str(folder), todo="give a new folder")


def read_policy(path: Path) -> Policy:
    """An inclusion policy from a TOML file: countries, admin1s, from, to, harms, deaths. Raises ``InputError``."""
    try:
        told = tomllib.loads(path.read_text("utf-8"))
        return msgspec.convert(_plain_days(told), Policy)
    except OSError as error:
        raise InputError(error.strerror or "cannot be read", where=str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise InputError(f"is no inclusion policy: {error}", where=str(path), todo="see docs/reference/casebook.md") from error


def join_policies(base: Policy, more: Policy) -> Policy:
    """``base`` with all that ``more`` states in its place."""
    stated = {name: value for name, value in msgspec.structs.asdict(more).items() if value != getattr(Policy(), name)}
    return msgspec.structs.replace(base, **stated)


def check_policy(policy: Policy) -> None:
    """Raises ``UsageError`` for a policy that cannot be meant."""
    for country in policy.countries:
        if not _COUNTRY.fullmatch(country):
            raise UsageError(f"{country!r} is no country code", todo="give two capital letters, such as SY")
    for day in (policy.from_, policy.to):
        if day is not None and not _DAY.fullmatch(day):
            raise UsageError(f"{day!r} is no day", todo="give it as 2025-03-06")
    if policy.from_ and policy.to and policy.from_ > policy.to:
        raise UsageError(f"the policy ends ({policy.to}) before it begins ({policy.from_})")


def _read_places(path: Path) -> bytes:
    read_local(path)
    return path.read_bytes()


def _fill(
    folder: Path,
    name: str,
    policy: Policy,
    taught: Mapping[str, bytes],
    passphrase: str | None,
    elsewhere: Elsewhere,
    *,
    actor: str,
    random: Random,
    now: Clock,
) -> None:
    at, casebook = spell_moment(now()), random(_CASEBOOK_BYTES).hex()
    store = make_store(folder / "evidence", casebook, name, at, actor, random, passphrase=passphrase, elsewhere=elsewhere)
    with store.writing():
        stamp = Stamp(at, store.key.pseudonym(actor))
        store.append([decision("policy", policy, reason=REASON)], stamp, random)
        for kind, content in taught.items():
            told = Decide(kind=kind, sha256=hashlib.sha256(content).hexdigest(), reason=REASON)
            store.append([told], stamp, random, blobs=[content])
    store.close()
    with writing_desk(folder, actor=actor, random=random, now=now) as desk:
        catch_up(desk)


def _plain_days(told: dict[str, object]) -> dict[str, object]:
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in told.items()}
