"""``knell init``: begins a casebook."""

from pathlib import Path
from typing import Literal

import click

from knell.records.vocabulary import Harm, values

from .casebook_options import FOLDER, hands
from .passphrases import VARIABLE, WAYS, new_passphrase

WAYS_TO_BEGIN = f"give one {WAYS}; or begin it with --unencrypted, on purpose"
Deaths = Literal["direct", "all"]


@click.command(short_help="Begin a casebook.")
@click.argument("folder", type=FOLDER)
@click.option("--name", help="What the casebook is called. Default: the folder's name.")
@click.option("--policy", "policy_file", type=click.Path(path_type=Path, dir_okay=False, exists=True), help="An inclusion policy in TOML.")
@click.option("--country", "countries", multiple=True, metavar="CODE", help="Only what happened in this country (SY). May be repeated.")
@click.option("--admin1", "admin1s", multiple=True, metavar="NAME", help="Only this first-level division (Latakia). May be repeated.")
@click.option("--from", "from_", metavar="DAY", help="Only what happened from this day on (2025-03-01).")
@click.option("--to", metavar="DAY", help="Only what happened up to this day.")
@click.option("--harm", "harms", multiple=True, type=click.Choice(values(Harm)), help="Only this harm. May be repeated.")
@click.option(
    "--deaths", type=click.Choice(["direct", "all"]), default="all", show_default=True, help="Deaths straight from violence, or all."
)
@click.option("--gazetteer", type=click.Path(path_type=Path, dir_okay=False, exists=True), help="Places of your own, in a table.")
@click.option(
    "--corrections", type=click.Path(path_type=Path, dir_okay=False, exists=True), help="What your team teaches the reader, in TOML."
)
@click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help=f"A file with the casebook's passphrase. Else it is taken from {VARIABLE} or asked for, twice.",
)
@click.option("--unencrypted", is_flag=True, help="Keep the keys in clear: whoever has the folder can read all of it.")
@click.option("--log", metavar="ADDRESS", help="Keep the log on a PostgreSQL server: postgresql://user@host/database, without a password.")
@click.option("--blobs", metavar="BUCKET", help="Keep received bytes, sealed, in an S3-compatible bucket: s3://bucket/prefix.")
@click.option("--s3-endpoint", metavar="URL", help="The bucket's service, where it is not Amazon's.")
def command(
    folder: Path,
    name: str | None,
    policy_file: Path | None,
    countries: tuple[str, ...],
    admin1s: tuple[str, ...],
    from_: str | None,
    to: str | None,
    harms: tuple[Harm, ...],
    deaths: Deaths,
    gazetteer: Path | None,
    corrections: Path | None,
    passphrase_file: Path | None,
    unencrypted: bool,
    log: str | None,
    blobs: str | None,
    s3_endpoint: str | None,
) -> None:
    """Begin a casebook in FOLDER, which is not there yet or empty.

    The inclusion policy says what the casebook counts. Reports outside it may be added all the same: they are kept as evidence, left out of
    the incidents, and shown with the reason.

    What the casebook holds is encrypted under a passphrase. Without it nobody can read it again, you included.

    The log and the received bytes lie in FOLDER, unless --log and --blobs say where else. Passwords of servers are never kept: give
    them as those servers' own tools take them (PGPASSWORD or ~/.pgpass, AWS_ACCESS_KEY_ID or a profile).
    """
    from knell.casebook.policy import Policy
    from knell.evidence.elsewhere import Elsewhere
    from knell.flows.init import begin_casebook, check_place, check_policy, join_policies, read_policy
    from knell.records.errors import UsageError

    if unencrypted and passphrase_file:
        raise UsageError("--unencrypted and --passphrase-file exclude one another", todo="see knell init --help")
    base = read_policy(policy_file) if policy_file else Policy()
    stated = Policy(countries=countries, admin1s=admin1s, from_=from_, to=to, harms=harms, deaths=deaths)
    policy = join_policies(base, stated)
    check_policy(policy)
    check_place(folder)
    elsewhere = Elsewhere(log=log, blobs=blobs, endpoint=s3_endpoint)
    elsewhere.check()
    passphrase = None if unencrypted else new_passphrase(passphrase_file, VARIABLE, WAYS_TO_BEGIN)
    taught = {"gazetteer": gazetteer, "corrections": corrections}
    begin_casebook(folder, name or folder.resolve().name, policy, passphrase=passphrase, elsewhere=elsewhere, **taught, **hands())
    click.echo(f"{folder}: a casebook that takes in: {policy.in_words()}")
    click.echo(f"next: knell add --casebook {folder} FILE...")
