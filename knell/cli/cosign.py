"""``knell cosign``: a partner signs that a casebook's checkpoint was seen."""

import os
from pathlib import Path

import click


@click.command(short_help="As a partner: sign that you saw a casebook's checkpoint.")
@click.argument("checkpoint", required=False, type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--keyfile", required=True, type=click.Path(path_type=Path, dir_okay=False), help="Your own key file.")
@click.option("--new", metavar="NAME", help="Make the key file first, under this name (one word), and print its public key.")
@click.option("--key", metavar="LINE", help="The casebook's public key, from its makers. Needed the first time, then remembered.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Where the cosigned checkpoint goes.")
def command(checkpoint: Path | None, keyfile: Path, new: str | None, key: str | None, output: Path | None) -> None:
    """Sign that you saw CHECKPOINT (from knell checkpoint, or knell anchor --request), with your own key. No casebook is needed.

    What you cosigned is remembered beside the key file. You never cosign a log that is not the one you saw before: then nothing is
    signed, exit code 3. With KNELL_PASSPHRASE the key file is under a passphrase.
    """
    import time

    from knell.evidence.notes import NoteError, parse_key
    from knell.evidence.partner import cosign_request, make_partner, open_partner
    from knell.flows.read import write_whole
    from knell.records.errors import UsageError

    passphrase = os.environ.get("KNELL_PASSPHRASE") or None
    if new is not None:
        click.echo(make_partner(keyfile, new, os.urandom(32), passphrase).spell())
    if checkpoint is None:
        if new is None:
            raise UsageError("give a checkpoint to cosign, or --new NAME to make a key", todo="see knell cosign --help")
        return
    if output is None:
        raise UsageError("say where the cosigned checkpoint goes", todo="give -o FILE")
    try:
        log = None if key is None else parse_key(key)
    except NoteError as error:
        raise UsageError(f"--key {error}", todo="give the line that knell checkpoint --key printed") from error
    done = cosign_request(checkpoint.read_bytes(), open_partner(keyfile, passphrase), log, int(time.time()), str(checkpoint))
    write_whole(output, [done.note])
    before = f", which grew from the {done.since} you cosigned before" if done.since else ", the first you cosign of it"
    click.echo(f"{output}: cosigned at {done.size} entries{before}")
