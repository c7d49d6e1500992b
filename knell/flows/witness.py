"""A partner's service: cosigns checkpoints that are sent to it (c2sp.org/tlog-witness, "add-checkpoint"). No casebook is needed.

1. Take the port, or say in one line why it cannot be had; by default on the loopback only.
2. For each request: which log it is of, whether its key signed it, how it grew from what was cosigned before. What was seen is on the disk
   before a signature is let out.
3. Answer with the signature, or with the status code that says why not. A line for each goes to whoever runs it.

It answers ``POST /add-checkpoint`` and nothing else, one request at a time, and reads no more than it needs.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from typing import Any, NamedTuple

from knell.evidence.checkpoints import read_checkpoint
from knell.evidence.cosigning import parse_request, spell_answer
from knell.evidence.notes import NoteError, PublicKey
from knell.evidence.partner import Behind, Diverged, OutOfStep, Partner, UnknownLog, Unsigned, cosign_request
from knell.evidence.telling import plain
from knell.records.errors import CheckFailed, InputError, KnellError

from .ask_partner import CALL, SIZE
from .serve import address_of, begin_listening, is_loopback, take_port

LARGEST = 65_536
"""Bytes of a request. Sixty-three hashes and a checkpoint with many signatures are not a quarter of it."""
PLAIN = "text/plain; charset=utf-8"
_SAID = {
    200: "OK", 400: "Bad Request", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 409: "Conflict",
    413: "Content Too Large", 422: "Unprocessable Content", 500: "Internal Server Error",
}  # fmt: skip

_STATUS = ((UnknownLog, 404), (Unsigned, 403), (CheckFailed, 403), (InputError, 400))

Say = Callable[[str], None]
Seconds = Callable[[], int]
"""The time, in seconds since 1970."""


class Answer(NamedTuple):
    """What is answered, and the line for whoever runs the service."""

    status: int
    body: bytes
    kind: str
    line: str


def serve_witness(partner: Partner, logs: Iterable[PublicKey], host: str, port: int, *, clock: Seconds, say: Say, warn: Say) -> None:
    """Serves until interrupted. ``logs``: the keys of the logs that are cosigned, beside those of before. Raises ``UsageError``."""
    from waitress.server import create_server  # type: ignore[import-untyped]

    keys = {key.name: key for key in logs}
    with closing(take_port(host, port)) as listening:
        if not is_loopback(host):
            warn(f"anyone who reaches {host} can ask; put a web server with TLS before it")
        begin_listening(listening, host, port)
        server = create_server(
            application_of(partner, keys, clock, say), sockets=[listening], threads=1, ident=None, max_request_body_size=LARGEST
        )
        say(f"{partner.key.name} cosigns at {address_of(listening)} (Ctrl-C ends)")
        server.run()
        server.close()


def application_of(
    partner: Partner, logs: Mapping[str, PublicKey], clock: Seconds, say: Say
) -> Callable[[dict[str, Any], Any], list[bytes]]:
    """The service as a WSGI application."""

    def application(asked: dict[str, Any], start: Any) -> list[bytes]:
        answer = _answer(asked, partner, logs, clock)
        say(answer.line)
        head = [("Content-Type", answer.kind), ("Content-Length", str(len(answer.body)))]
        start(f"{answer.status} {_SAID[answer.status]}", head)
        return [answer.body]

    return application


def _answer(asked: Mapping[str, Any], partner: Partner, logs: Mapping[str, PublicKey], clock: Seconds) -> Answer:
    if asked["PATH_INFO"] != CALL:
        return _refuse(404, f"a request for what is not there: {plain(asked['PATH_INFO'])}")
    if asked["REQUEST_METHOD"] != "POST":
        return _refuse(405, "a request with another method than POST")
    raw = asked["wsgi.input"].read(LARGEST + 1)
    if len(raw) > LARGEST:
        return _refuse(413, "a request that is too long")
    return answer_request(raw, partner, logs, clock())


def answer_request(raw: bytes, partner: Partner, logs: Mapping[str, PublicKey], at: int) -> Answer:
    """What a request is answered with. ``at``: now, in seconds since 1970."""
    try:
        checkpoint = read_checkpoint(parse_request(raw)[2])
    except NoteError as error:
        return _refuse(400, f"a request that {error}")
    where = plain(checkpoint.origin)
    try:
        done = cosign_request(raw, partner, logs.get(checkpoint.origin), at, where, exact=True)
    except (OutOfStep, Behind) as error:
        if isinstance(error, Diverged) and checkpoint.size > error.size:
            return _refuse(422, error.line())
        return Answer(409, f"{error.size}\n".encode(), SIZE, f"409 {error.line()}")
    except KnellError as error:
        return _refuse(next((status for kind, status in _STATUS if isinstance(error, kind)), 500), error.line())
    except OSError as error:
        return _refuse(500, f"{partner.seen}: {error.strerror}; nothing was signed")
    return Answer(200, spell_answer(done.note), PLAIN, f"200 {where}: cosigned at {done.size} entries, before at {done.since}")


def _refuse(status: int, line: str) -> Answer:
    """Without the line: what is wrong is for whoever runs the service."""
    return Answer(status, b"", PLAIN, f"{status} {line}")
