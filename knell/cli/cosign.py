"""``knell cosign``: a partner signs that a casebook's checkpoint was seen."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .passphrases import VARIABLE, given_passphrase

if TYPE_CHECKING:
    from knell.evidence.partner import Partner


@click.command(short_help="As a partner: sign that you saw a casebook's checkpoint.")
@click.argument("checkpoint", required=False, type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--keyfile", required=True, type=click.Path(path_type=Path, dir_okay=False), help="Your own key file.")
@click.option("--new", metavar="NAME", help="Make the key file first, under this name (one word), and print its public key.")
@click.option("--key", "keys", multiple=True, metavar="LINE", help="The casebook's public key, from its makers. Needed the first time.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Where the cosigned checkpoint goes.")
@click.option(
    "--handed-on",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Follow a log to the key it was handed on to: the file that knell checkpoint --handed-on printed.",
)
@click.option("--serve", is_flag=True, help="Cosign what is sent to you over HTTP (c2sp.org/tlog-witness), until Ctrl-C.")
@click.option("--host", default="127.0.0.1", show_default=True, help="With --serve: the address to listen on.")
@click.option("--port", default=8080, show_default=True, type=click.IntRange(0, 65535), help="With --serve: the port; 0 takes any.")
def command(
    checkpoint: Path | None,
    keyfile: Path,
    new: str | None,
    keys: tuple[str, ...],
    output: Path | None,
    handed_on: Path | None,
    serve: bool,
    host: str,
    port: int,
) -> None:
    """Sign that you saw CHECKPOINT (from knell checkpoint, or knell anchor --request), with your own key. No casebook is needed.

    What you cosigned is remembered beside the key file. You never cosign a log that is not the one you saw before: then nothing is
    signed, exit code 3. With KNELL_PASSPHRASE the key file is under a passphrase. With --serve casebooks ask for it themselves.
    """
    import time

    from knell.evidence.notes import NoteError, parse_key
    from knell.evidence.partner import cosign_request, make_partner, open_partner
    from knell.flows.whole import write_whole
    from knell.records.errors import UsageError

    passphrase = given_passphrase(VARIABLE)
    if new is not None:
        click.echo(make_partner(keyfile, new, os.urandom(32), passphrase).spell())
    if handed_on is not None:
        _follow(handed_on, open_partner(keyfile, passphrase))
    if checkpoint is None and not serve:
        if new is None and handed_on is None:
            raise UsageError("give a checkpoint to cosign, --serve, or --new NAME to make a key", todo="see knell cosign --help")
        return
    try:
        logs = [parse_key(key) for key in keys]
    except NoteError as error:
        raise UsageError(f"--key {error}", todo="give the line that knell checkpoint --key printed") from error
    if serve:
        from knell.flows.witness import serve_witness

        if checkpoint is not None or output is not None:
            raise UsageError("--serve takes neither a checkpoint nor -o", todo="see knell cosign --help")
        serve_witness(
            open_partner(keyfile, passphrase), logs, host, port, clock=lambda: int(time.time()),
            say=lambda line: click.echo(f"Knell: {line}"),
            warn=lambda line: click.echo(f"knell: {line}", err=True),
        )  # fmt: skip
        return
    if checkpoint is None or output is None or len(logs) > 1:
        what = "say where the cosigned checkpoint goes" if output is None else "one checkpoint is of one log: give one --key"
        raise UsageError(what, todo="give -o FILE" if output is None else "see knell cosign --help")
    log = logs[0] if logs else None
    done = cosign_request(checkpoint.read_bytes(), open_partner(keyfile, passphrase), log, int(time.time()), str(checkpoint))
    write_whole(output, [done.note])
    before = f", which grew from the {done.since} you cosigned before" if done.since else ", the first you cosign of it"
    click.echo(f"{output}: cosigned at {done.size} entries{before}")


def _follow(path: Path, partner: "Partner") -> None:
    from knell.evidence.handing import parse_handed
    from knell.evidence.notes import NoteError
    from knell.evidence.partner import take_handed
    from knell.records.errors import InputError

    try:
        notes = parse_handed(path.read_bytes())
    except (OSError, NoteError) as error:
        told = error.strerror if isinstance(error, OSError) else f"it {error}"
        raise InputError(told or "cannot be read", where=str(path), todo="ask for: knell checkpoint --handed-on") from error
    key = take_handed(notes, partner, str(path))
    click.echo(f"{path}: cosigned from now on with its key {key.spell()}, which the one before handed it on to")
