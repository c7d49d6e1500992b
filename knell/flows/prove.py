"""Gives out an incident so that outsiders can check it: a bag with the figures, the claims, their passages, and the proofs.

1. Open the casebook as its one writer and bring it up to its log; find the incident and all claims its figures rest on.
2. Settle what leaves and what is withheld: names of private people, words a person names, files unless they are asked for.
3. The texts that are shown are committed to in the log, word by word, where they are not yet.
4. Spell what goes out, and the statement that lists it. The log says that it was given out (once for the same content).
5. Prove each entry that is shown, on the newest checkpoint that outsiders vouch for, else on the newest.
6. Pack the bag beside its place and move it there.

Nothing that was not asked for leaves: no files or hashes of files, no actor's name, no sealed identity. What leaves is told to the caller.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from knell import __version__
from knell.casebook.ledger import Casebook, open_casebook
from knell.evidence.bagging import pack_bag
from knell.evidence.canonical import canonical_bytes
from knell.evidence.checkpoints import Proof, read_checkpoint, spell_proof
from knell.evidence.entries import Anchor, Commit, Export, Ingest, Random
from knell.evidence.handing import spell_handed
from knell.evidence.notes import NoteError
from knell.evidence.passages import SEED_BYTES, Open, Shown, cut_sentences, root_of_text, show
from knell.evidence.proving import FORMAT, STATED, log_name
from knell.evidence.store import Logged
from knell.records import Claim, Incident, Report
from knell.records.errors import InputError

from .catching_up import catch_up
from .projection import Clock, Desk, writing_desk
from .redacting import positions_in_force
from .whole import written_beside
from .withholding import Withheld, private_names

PROGRAM = f"knell {__version__}"
GROWN_FROM = 2_000
"""Entries back from which each signed checkpoint can be compared with the bag's."""
OPENED = {"commit/1": ("report", "root", "sentences", "outlet", "published", "program"), "export/1": ("incident", "statement", "program")}
"""Fields that are opened in a proof; a receipt's (``sha256``, ``size``) where its file goes along, an erasure's ``reason``."""


class Given(NamedTuple):
    """What came of it. ``leaves``: what went out, or would, a line each. ``stays``: what was kept back. ``size``: of the checkpoint it
    stands on; ``anchored``: how many outsiders vouched for that. ``path``: ``None`` where nothing was written.
    """

    incident: str
    leaves: tuple[str, ...]
    stays: tuple[str, ...]
    path: Path | None
    size: int = 0
    anchored: int = 0


class _Text(NamedTuple):
    """A report whose words are shown, its receipts, and which of them are erased."""

    report: Report
    claims: tuple[Claim, ...]
    receipts: tuple[Logged, ...]


class _Plan(NamedTuple):
    """All that is to go out, before anything of it is written."""

    incident: Incident
    claims: tuple[Claim, ...]
    texts: tuple[_Text, ...]
    withheld: Withheld
    files: tuple[tuple[str, Logged, Ingest], ...]
    kept_back: tuple[str, ...]


def prove_incident(
    folder: Path,
    asked: str,
    output: Path | None,
    *,
    actor: str,
    random: Random,
    now: Clock,
    withhold: Sequence[str] = (),
    names: bool = False,
    files: bool = False,
    since: Path | None = None,
) -> Given:
    """Makes a proof of an incident. ``output``: ``None`` = say what would leave, and write nothing anywhere.

    ``withhold``: words that stay out; ``names``: names of witnesses, residents and relatives go out too; ``files``: the received files as
    well; ``since``: a file with a checkpoint published earlier, to be compared with. Raises ``CasebookError``, ``InputError``.
    """
    earlier = None if since is None else _size_of(since)
    with writing_desk(folder, actor=actor, random=random, now=now) as desk:
        catch_up(desk)
        with open_casebook(folder) as casebook:
            plan = _settle(desk, casebook, asked, withhold, names=names, files=files)
        leaves, stays = tuple(_leaves(plan)), tuple(_stays(plan, files=files))
        if output is None:
            return Given(plan.incident.incident, leaves, stays, None)
        commits = {text.report.id: _commit(desk, text) for text in plan.texts}
        stated, received = _stated(plan, commits)
        statement = _state(desk, plan, stated, received)
        export = _export(desk, plan, statement, [commit.leaf for commit in commits.values()])
        shown = _entries(desk, plan, [*commits.values(), export])
        size, anchors = _stand(desk, max(shown) + 1)
        payload: dict[str, bytes | Iterable[bytes]] = {
            **stated,
            "statement.json": statement,
            **dict(_key_files(desk, size)),
            "checkpoint.txt": desk.store.checkpoint(size) or b"",
            "growth.jsonl": b"".join(_growth(desk, size, earlier)),
            **dict(_log_files(desk, plan, shown, size)),
            **_anchor_files(desk, anchors),
        }
        for name, _, ingest in plan.files:
            payload[name] = desk.store.stream_bytes(ingest.sha256) or ()
        info = {"Source-Organization": desk.store.public.name, "Bagging-Date": export.entry.at[:10], "Bag-Software-Agent": PROGRAM}
        _pack(output, payload, info)
        return Given(plan.incident.incident, leaves, stays, output, size, len(anchors))


def _settle(desk: Desk, casebook: Casebook, asked: str, withhold: Sequence[str], *, names: bool, files: bool) -> _Plan:
    incident = casebook.incident(asked)
    wanted = [lane.claim for toll in incident.tolls for lane in toll.lanes] + [c for toll in incident.tolls for c in toll.disputes]
    claims = tuple(casebook.claims(dict.fromkeys([*wanted, *incident.claims])))
    reports = casebook.reports(sorted({claim.report for claim in claims}))
    texts = tuple(
        _Text(
            report,
            tuple(claim for claim in claims if claim.report == report.id),
            tuple(desk.store.at(receipt.position) for receipt in casebook.receipts(report.id)),
        )
        for report in reports
        if report.text
    )
    private = private_names(() if names else claims)
    withheld = Withheld.of([*withhold, *private.names], private.phrases)
    sent, back = list[tuple[str, Logged, Ingest]](), list[str]()
    hidden = positions_in_force(desk.ledger)
    for text in texts if files else ():
        if text.report.id in hidden:
            back.append(f"the file of {text.report.id}: it is redacted, and its original stays sealed")
            continue
        if any(withheld.is_in(words) for words in _all_in_file(desk, casebook, text, withheld)):
            back.append(f"the file of {text.report.id}: words that are withheld stand in it")
            continue
        for logged in text.receipts:
            if isinstance(logged.content, Ingest) and logged.content.sha256 not in {ingest.sha256 for _, _, ingest in sent}:
                sent.append((f"files/{len(sent) + 1:04}{_ending(logged.content.name)}", logged, logged.content))
    return _Plan(incident, claims, texts, withheld, tuple(sent), tuple(back))


def _all_in_file(desk: Desk, casebook: Casebook, text: _Text, withheld: Withheld) -> Iterator[str]:
    """All words that the report's file is known to hold, other reports in it included."""
    yield text.report.text
    if not withheld.words:
        return
    whole = text.report.id.partition(".")[0]
    yield from (report.text for report in casebook.reports() if report.id.partition(".")[0] == whole)
    for logged in text.receipts:
        if isinstance(logged.content, Ingest):
            yield (desk.store.read_bytes(logged.content.sha256) or b"").decode("utf-8", "ignore")


def _commit(desk: Desk, text: _Text) -> Logged:
    """The log's commitment to a text; a new one where there is none over these very words."""
    sentences = cut_sentences(text.report.text)
    living = tuple(logged.leaf for logged in text.receipts if logged.content is not None)
    for logged in desk.store.logged_of("commit/1"):
        old = logged.content
        if isinstance(old, Commit) and old.report == text.report.id and set(living) <= set(logged.entry.parents):
            told = (old.outlet, old.published) == (text.report.outlet, text.report.published)
            if told and root_of_text(sentences, bytes.fromhex(old.seed)).hex() == old.root:
                return logged
    seed = desk.random(SEED_BYTES)
    content = Commit(
        report=text.report.id,
        root=root_of_text(sentences, seed).hex(),
        sentences=len(sentences),
        length=len(text.report.text),
        seed=seed.hex(),
        outlet=text.report.outlet,
        published=text.report.published,
        program=PROGRAM,
    )
    (position,) = desk.store.append([content], desk.stamp(), desk.random, parents=living)
    return desk.store.at(position)


def _stated(plan: _Plan, commits: Mapping[str, Logged]) -> tuple[dict[str, bytes], dict[str, int]]:
    """The files that the statement vouches for but those that were received, and each of these with the position of its receipt."""
    incident = plan.withheld.take_out(msgspec.to_builtins(plan.incident))
    texts = {text.report.id: text.report.text for text in plan.texts}
    claims = [_spell_claim(claim, texts.get(claim.report, ""), plan.withheld) for claim in plan.claims]
    passages = [row for text in plan.texts for row in _passages(text, commits[text.report.id], plan.withheld)]
    received = {name: logged.position for name, logged, _ in plan.files}
    return {
        "README.txt": _readme(plan),
        "incident.json": _line(incident),
        "claims.jsonl": b"".join(map(_line, claims)),
        "passages.jsonl": b"".join(map(_line, passages)),
    }, received


def _spell_claim(claim: Claim, text: str, withheld: Withheld) -> dict[str, Any]:
    """The contract's claim. Its passage has no words where one is withheld in a sentence that it is shown with."""
    told: dict[str, Any] = withheld.take_out(msgspec.to_builtins(claim))
    start, end = claim.passage.start, claim.passage.end
    if start is not None and end is not None:
        with_it = [s for s in cut_sentences(text) if s.start < end and start < s.end]
        if any(withheld.is_in(text[s.start : s.end]) for s in with_it):
            told["passage"]["text"] = None
    return told


def _passages(text: _Text, commit: Logged, withheld: Withheld) -> Iterator[dict[str, Any]]:
    assert isinstance(commit.content, Commit)
    sentences = cut_sentences(text.report.text)
    spans = [(claim.passage.start, claim.passage.end) for claim in text.claims]
    wanted = [n for n, s in enumerate(sentences) if any(a is not None and b is not None and s.start < b and a < s.end for a, b in spans)]
    stretches = withheld.stretches(text.report.text)

    def stays(start: int, end: int) -> bool:
        return any(start < b and a < end for a, b in stretches)

    for shown in show(sentences, bytes.fromhex(commit.content.seed), wanted, stays):
        yield _spell(shown, commit.position)


def _spell(shown: Shown, position: int) -> dict[str, Any]:
    return {
        "text": position,
        "index": shown.number,
        "start": shown.start,
        "end": shown.end,
        "pieces": [[piece.salt.hex(), piece.text] if isinstance(piece, Open) else [piece.hex()] for piece in shown.pieces],
        "path": [one.hex() for one in shown.path],
    }


def _state(desk: Desk, plan: _Plan, stated: Mapping[str, bytes], received: Mapping[str, int]) -> bytes:
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in stated.items()}
    hashes |= {name: ingest.sha256 for name, _, ingest in plan.files}
    assert set(STATED) <= set(hashes)
    told = {"format": FORMAT, "incident": plan.incident.incident, "files": hashes, "received": dict(received)}
    # What the log commits to must not be guessed at from what it says; and the same content gives the same statement.
    nonce = hmac.new(desk.store.key.secret, b"statement/v1" + canonical_bytes(told), hashlib.sha256).hexdigest()
    return _line(told | {"nonce": nonce})


def _export(desk: Desk, plan: _Plan, statement: bytes, parents: Sequence[str]) -> Logged:
    content = Export(incident=plan.incident.incident, statement=hashlib.sha256(statement).hexdigest(), program=PROGRAM)
    for logged in desk.store.logged_of("export/1"):
        if logged.content == content and set(parents) <= set(logged.entry.parents):
            return logged
    (position,) = desk.store.append([content], desk.stamp(), desk.random, parents=parents)
    return desk.store.at(position)


def _entries(desk: Desk, plan: _Plan, given: Sequence[Logged]) -> dict[int, Logged]:
    """The entries that are shown: receipts, texts, the export; and what has been erased of the incident since it was last given out."""
    shown = {logged.position: logged for text in plan.texts for logged in text.receipts} | {logged.position: logged for logged in given}
    known = {logged.leaf: logged for logged in desk.store.logged_of("commit/1", "export/1")}
    before = [logged for logged in known.values() if isinstance(logged.content, Export)]
    ours = {logged.leaf for logged in given}
    mine = [logged for logged in before if _is_about(logged, plan.incident.incident) or ours & set(logged.entry.parents)]
    rests_on = {leaf for logged in mine for leaf in _below(logged, known)} | {logged.leaf for logged in shown.values()}
    for logged in desk.store.logged_of("erase/1"):
        gone = desk.store.positions_of(rests_on & set(logged.entry.parents))
        shown |= {position: desk.store.at(position) for position in gone}
        if gone:
            shown[logged.position] = logged
    return shown


def _is_about(logged: Logged, incident: str) -> bool:
    return isinstance(logged.content, Export) and logged.content.incident == incident


def _below(logged: Logged, known: Mapping[str, Logged]) -> Iterator[str]:
    for leaf in logged.entry.parents:
        yield leaf
        if leaf in known:
            yield from _below(known[leaf], known)


def _stand(desk: Desk, needed: int) -> tuple[int, tuple[Logged, ...]]:
    """The size of the checkpoint to stand on, of at least so many entries, and what outsiders said of it."""
    anchors = [
        logged for logged in desk.store.logged_of("anchor/1") if isinstance(logged.content, Anchor) and logged.content.size >= needed
    ]
    if not anchors:
        return desk.store.length(), ()
    size = max(logged.content.size for logged in anchors if isinstance(logged.content, Anchor))
    return size, tuple(logged for logged in anchors if isinstance(logged.content, Anchor) and logged.content.size == size)


def _growth(desk: Desk, size: int, earlier: int | None) -> Iterator[bytes]:
    sizes = {one for one in desk.store.checkpoint_sizes(GROWN_FROM) if one < size}
    if earlier is not None and 0 < earlier < size:
        sizes.add(earlier)
    for one in sorted(sizes):
        yield _line({"size": one, "path": [value.hex() for value in desk.store.prove_growth(one, size)]})


def _log_files(desk: Desk, plan: _Plan, shown: Mapping[int, Logged], size: int) -> Iterator[tuple[str, bytes]]:
    sent = {logged.position for _, logged, _ in plan.files}
    for position, logged in shown.items():
        yield log_name(position, "entry.json"), canonical_bytes(logged.entry)
        proof: Proof = desk.store.prove(position, size)
        yield log_name(position, "tlog-proof"), spell_proof(proof)
        fields = OPENED.get(logged.entry.type, ())
        if position in sent:
            fields = ("sha256", "size")
        opened = {o.field: {"salt": o.salt.hex(), "value": o.value.decode()} for o in desk.store.openings(position) if o.field in fields}
        if opened:
            yield log_name(position, "openings.json"), _line(opened)


def _anchor_files(desk: Desk, anchors: Sequence[Logged]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for number, logged in enumerate(anchors, 1):
        anchor = logged.content
        assert isinstance(anchor, Anchor)
        answer = desk.store.read_bytes(anchor.sha256)
        if answer is None:
            continue
        found[f"anchors/{number:04}.{'tsr' if anchor.kind == 'stamp' else 'cosigned'}"] = answer
        chain = desk.store.read_bytes(anchor.chain) if anchor.chain else None
        if chain is not None:
            found[f"anchors/{number:04}.pem"] = chain
    return found


def _leaves(plan: _Plan) -> Iterator[str]:
    yield f"the figures and verdicts of {plan.incident.incident}, with the names of {len(plan.incident.perpetrators)} alleged perpetrators"
    yield f"{len(plan.claims)} claims as they were read, with the names in them"
    for text in plan.texts:
        report = text.report
        source = ", ".join(part for part in (report.outlet, report.published) if part) or "source not named"
        number = len({(claim.passage.start, claim.passage.end) for claim in text.claims})
        yield f"{number} passage{'s' if number > 1 else ''} of {report.id} ({source}), and when it was received"
    yield "the keyed pseudonyms of those who added the reports, and the casebook's id and size"
    for name, logged, ingest in plan.files:
        yield f"{name}: the file received as entry {logged.position}, {ingest.size} bytes, whole, with all that is in it and its hash"


def _stays(plan: _Plan, *, files: bool) -> Iterator[str]:
    if plan.withheld.words:
        yield f"withheld: {len(plan.withheld.words)} names and words, wherever they stand in claims, passages and figures"
    if not files:
        yield "the received files and their hashes (--with-files)"
    yield from plan.kept_back
    yield "sealed identities, file names, and from whom files came"


def _readme(plan: _Plan) -> bytes:
    received = "".join(f"  data/{name}\n      a file as it was received\n" for name, _, _ in plan.files)
    return (README.replace("INCIDENT", plan.incident.incident).replace("RECEIVED\n", received)).encode()


README = """A proof of the figures of incident INCIDENT

Made by Knell, a casualty recorder's casebook, for people who do not have to trust those who made it. To check it you need Python 3.11 and
the one file verify.pyz, which you should get from somewhere else than this proof:

    python3 verify.pyz proof.zip

What a good proof proves
  - The log entries in data/log are in the casebook's log, unchanged, and the log was signed with the key in data/key.txt.
  - The figures, claims and passages here are those that the log says were given out, not one more and not one less.
  - Each passage stands in a text that the log has held since, at that place, to the letter. Words that stay out are "[withheld]".
  - A received file, where one came along, is byte for byte what was received.
What it does not prove
  - That any of it is true. It says that nothing was changed since it was received, not that it was right.
  - When what is told happened, or when a page or photograph was made.
  - The times of receipt, where no outsider whom you trust vouches for the checkpoint: they are then the casebook's own clock.
  - Whose key it is: compare data/key.txt with the key that the casebook's makers publish elsewhere.

What is in it (the zip file is a BagIt bag, RFC 8493)
  data/incident.json, data/claims.jsonl
      the figures, with their reasons and sources, and the claims they rest on, as Knell's contract has them
  data/passages.jsonl
      the sentences the claims rest on, each word with its salt, and the path to the text's commitment
RECEIVED
  data/statement.json
      the hash of each of the files above; the log has the hash of this one
  data/log
      entries of the log; .tlog-proof: that it is in (c2sp.org/tlog-proof); .openings.json: the fields that are shown, with their salts
  data/checkpoint.txt, data/key.txt
      the log's signed state (c2sp.org/tlog-checkpoint), and the public key
  data/handed.txt (only where the log had other keys too)
      how each key handed the log on to the next, signed by both
  data/growth.jsonl
      how the log grew from states that were signed earlier (RFC 6962 consistency proofs)
  data/anchors
      what outsiders said of the checkpoint: time stamps (RFC 3161), partners' signatures (c2sp.org/tlog-cosignature); empty if none did

A figure is a span of claims, not an error bar. Who is accused of something has been accused of it by the sources named, and no more.
"""


def _ending(name: str) -> str:
    ending = Path(name).suffix.lower()
    return ending if ending[1:].isascii() and ending[1:].isalnum() and len(ending) <= 6 else ""


def _line(told: object) -> bytes:
    return json.dumps(told, ensure_ascii=True, sort_keys=True, allow_nan=False).encode("ascii") + b"\n"


def _size_of(path: Path) -> int:
    try:
        return read_checkpoint(path.read_bytes()).size
    except OSError as error:
        raise InputError(error.strerror or "cannot be read", where=str(path)) from error
    except NoteError as error:
        raise InputError(f"is no checkpoint: {error}", where=str(path), todo="give a file that knell checkpoint printed") from error


def _key_files(desk: Desk, size: int | None) -> Iterator[tuple[str, bytes]]:
    """The key that signed the checkpoint, and how the log was handed on from key to key."""
    key = desk.store.signer_of(desk.store.checkpoint(size) or b"")
    yield "key.txt", f"{key.spell()}\n".encode()
    if desk.store.keyring.handed:
        yield "handed.txt", spell_handed(desk.store.keyring.handed)


def _pack(output: Path, payload: Mapping[str, bytes | Iterable[bytes]], info: Mapping[str, str]) -> None:
    with written_beside(output) as place:
        pack_bag(place, payload, info)
