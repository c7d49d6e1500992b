"""``knell exhibit``: photographs, films, sounds and documents as exhibits."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .casebook_options import casebook_option, hands
from .exhibit_lines import match_in_words, stretch_in_words

if TYPE_CHECKING:
    from knell.casebook.exhibits import Shown
    from knell.flows.exhibit_walk import Custody, ExhibitWalk
    from knell.flows.exhibits import Failed, Hung


_time_option = click.option(
    "--time", "seconds", type=click.IntRange(5, 3600), default=15, show_default=True, help="Seconds to open one file: more for long films."
)


class Exhibits(click.Group):
    """The group, its commands in the order in which they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands' names."""
        return list(self.commands)


@click.group(cls=Exhibits, short_help="Keep photographs, film, sound and documents as exhibits; find footage used before.")
def command() -> None:
    """Keep photographs, film, sound and documents as exhibits of a casebook, and find footage that was used before.

    What is received is sealed as it came. It is opened in a process of its own, without network and with bounded memory and time; what it
    states of itself is recorded and stands on no page. A person links an exhibit to a claim; nothing does so by itself.
    """


@command.command(name="add", short_help="Take files in as exhibits.")
@casebook_option
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--published", metavar="DATE", help="When it was published, where that is known.")
@click.option("--url", help="The address it is from.")
@click.option("--received-from", "origin", help="From whom or where it came to you: an organisation, never a witness's name.")
@_time_option
def add(folder: Path, files: tuple[Path, ...], published: str | None, url: str | None, origin: str | None, seconds: int) -> int:
    """Take FILES in as exhibits: pictures, film, sound, documents, or anything else that has to be kept.

    A line is printed for each once it is safe on the disk, with the exhibits that look like it. A file that cannot be opened is kept all
    the same; it gets one line on standard error, and the exit code is then 1.
    """
    from knell.flows.add import check_published
    from knell.flows.exhibits import Source, hang_exhibits

    check_published(published)
    return _show_all(hang_exhibits(folder, files, Source(published, url, origin), seconds=float(seconds), **hands()))


@command.command(name="examine", short_help="Open exhibits once more: with more time, or with programs that were not there.")
@casebook_option
@click.argument("asked", metavar="[EXHIBIT]...", nargs=-1)
@_time_option
def examine(folder: Path, asked: tuple[str, ...], seconds: int) -> int:
    """Open exhibits once more, or, where none is named, those that were never opened. What was found before stays in the log."""
    from knell.flows.exhibits import examine_again

    return _show_all(examine_again(folder, asked, seconds=float(seconds), **hands()))


@command.command(name="list", short_help="List a casebook's exhibits.")
@casebook_option
def list_(folder: Path) -> None:
    """List a casebook's exhibits in the order in which they came: what each is, how many claims it is linked to, how many look like it."""
    from knell.flows.exhibit_walk import list_all

    listing = list_all(folder, **hands())
    _say_note(listing.note)
    for shown in listing.exhibits:
        ties, alike = listing.ties.get(shown.exhibit, 0), listing.alike.get(shown.exhibit, 0)
        told = [f"linked to {ties} claim{'' if ties == 1 else 's'}"] if ties else []
        told += [f"{alike} look{'s' if alike == 1 else ''} like it"] if alike else []
        click.echo("  ".join([shown.exhibit, listing.names.get(shown.exhibit, ""), _said(shown), *told]))
    click.echo(f"{len(listing.exhibits)} exhibit{'' if len(listing.exhibits) == 1 else 's'}")


@command.command(name="show", short_help="Walk an exhibit back: custody, what was found, what people say, what looks like it.")
@casebook_option
@click.argument("asked", metavar="EXHIBIT")
@click.option("--metadata", is_flag=True, help="All that the file says of itself. It may hold names.")
@click.option("--credential", is_flag=True, help="Its content credential (C2PA), as JSON.")
@click.option("--save", "to", type=click.Path(path_type=Path), help="Write the original bytes to a new file.")
def show(folder: Path, asked: str, metadata: bool, credential: bool, to: Path | None) -> None:
    """Walk an exhibit back: each receipt with its hash, checked now; what was found and by what; what people say of it and why; the claims
    it is linked to; the exhibits that look like it.
    """
    from knell.flows.exhibit_walk import walk_exhibit, write_original

    if to is not None:
        length = write_original(folder, asked, to, **hands())
        click.echo(f"{to}: {length:,} bytes, as they were received")
        return
    walk = walk_exhibit(folder, asked, **hands())
    _say_note(walk.note)
    for line in _lines_of(walk, metadata=metadata):
        click.echo(line)
    if credential:
        click.echo(walk.credential or "no content credential was found in it")


@command.command(name="describe", short_help="Say what an exhibit is claimed to show, and where and when it was found to be from.")
@casebook_option
@click.argument("asked", metavar="EXHIBIT")
@click.option("--summary", help="What it shows, in a sentence.")
@click.option("--claimed-place", help="Where it is said to be from.")
@click.option("--claimed-time", help="When it is said to be from.")
@click.option("--geolocation", help="Where it was found to be from. Needs --reason.")
@click.option("--chronolocation", help="When it was found to be from. Needs --reason.")
@click.option("--filmed-by", metavar="REFERENCE", help="The reference of a sealed identity. Never a name.")
@click.option("--reason", help="Why: who claims it, or what was compared with what.")
def describe(folder: Path, asked: str, reason: str | None, **says: str | None) -> None:
    """Say something of an EXHIBIT. Each is a decision in the log, with its reason.

    A later word on the same takes its place; an empty one takes it back.
    """
    from knell.flows.exhibit_decisions import describe_exhibit

    told = describe_exhibit(folder, asked, {field: words for field, words in says.items() if words is not None}, reason, **hands())
    click.echo(f"{told.exhibit}: {', '.join(field.replace('_', ' ') for field in told.fields)} noted")


@command.command(name="link", short_help="Say that an exhibit is possible evidence for a claim.")
@casebook_option
@click.argument("asked", metavar="EXHIBIT")
@click.argument("claim", metavar="CLAIM")
@click.option("--reason", required=True, help="Why. It stands beside the link wherever that is shown.")
def link(folder: Path, asked: str, claim: str, reason: str) -> None:
    """Say that an EXHIBIT (x:3f9a) is possible evidence for a CLAIM (c:77b0). It changes no figure and no verdict."""
    from knell.flows.exhibit_decisions import link_exhibit

    tied = link_exhibit(folder, asked, claim, reason, **hands())
    click.echo(f"{tied.exhibit}: possible evidence for {tied.claim}" + (f", in {tied.incident}" if tied.incident else ""))


@command.command(name="unlink", short_help="Take such a link back.")
@casebook_option
@click.argument("asked", metavar="EXHIBIT")
@click.argument("claim", metavar="CLAIM")
@click.option("--reason", required=True, help="Why. It goes into the log with the decision.")
def unlink(folder: Path, asked: str, claim: str, reason: str) -> None:
    """Take back that an EXHIBIT is possible evidence for a CLAIM. The link and its reason stay in the log."""
    from knell.flows.exhibit_decisions import unlink_exhibit

    tied = unlink_exhibit(folder, asked, claim, reason, **hands())
    click.echo(f"{tied.exhibit}: no longer linked to {tied.claim}")


@command.command(name="matches", short_help="Show which exhibits look alike.")
@casebook_option
@click.argument("asked", metavar="[EXHIBIT]", required=False)
def matches(folder: Path, asked: str | None) -> None:
    """Show which exhibits look alike, side by side, nearest first: all pairs, or those of one EXHIBIT.

    Found by what they show, also where one was compressed anew, made smaller, cropped, framed, mirrored or turned. To look alike is no
    proof of anything by itself.
    """
    from knell.flows.exhibit_walk import all_matches

    found, note = all_matches(folder, asked, **hands())
    _say_note(note)
    for match in found:
        click.echo(match_in_words(match))
        for stretch in match.stretches:
            click.echo(f"  {stretch_in_words(match, stretch)}")
    click.echo(f"{len(found)} pair{'' if len(found) == 1 else 's'}")


@command.command(name="walls", short_help="Try whether hostile files would be kept in on this system.")
def walls() -> int:
    """Try, from inside, to get out of the process that opens exhibits: by the network, the disk, other programs, memory, time.

    The exit code is 3 where something gave way.
    """
    from knell.flows.trying import Try, try_walls

    gave_way = 0
    for told in try_walls():
        if not isinstance(told, Try):
            click.echo(f"walls that stand: {'; '.join(told)}")
            continue
        gave_way += not told.held
        click.echo(f"{'held' if told.held else 'GAVE WAY'}: {told.what}" + (f" ({told.said})" if told.said else ""))
    return 3 if gave_way else 0


def _show_all(came: "Iterable[Hung | Failed]") -> int:
    from knell.flows.exhibits import Failed

    failed = 0
    for row in came:
        if isinstance(row, Failed):
            failed += 1
            click.echo(f"knell: {row.line}", err=True)
            continue
        click.echo(f"{row.name}: {row.became} ({row.exhibit}), {row.said}")
        for match in row.alike:
            click.echo(f"  {match_in_words(match)}")
        for note in row.notes:
            click.echo(f"knell: {row.name}: {note}", err=True)
        if row.fault:
            failed += 1
            click.echo(f"knell: {row.name}: kept as {row.exhibit}, not opened: {row.fault}", err=True)
    return 1 if failed else 0


def _lines_of(walk: "ExhibitWalk", *, metadata: bool) -> Iterator[str]:
    yield f"{walk.shown.exhibit}  {_said(walk.shown)}"
    for custody in walk.custody:
        yield f"  {_custody(custody)}"
    looks = walk.shown.looks
    if looks is not None:
        if looks.taken:
            yield f"  made {looks.taken}, as recorded in it"
        if looks.located:
            yield "  a position is recorded in it (--metadata shows it)"
        if looks.credential:
            yield f"  content credential: {looks.credential}; it proves who signed, not what happened"
        yield f"  {looks.stated} value{'' if looks.stated == 1 else 's'} that the file states of itself" + (
            "" if metadata else " (--metadata shows them)"
        )
        yield f"  opened by {walk.examiner}; {'; '.join(walk.walls) or 'no walls'}"
        yield from (f"  note: {note}" for note in looks.notes)
        if looks.fault:
            yield f"  not opened: {looks.fault}"
    for said in walk.said:
        yield f"{said.field.replace('_', ' ')}: {said.says}" + (f" (because: {said.reason})" if said.reason else "")
    for tie in walk.ties:
        flag = "; the claim is read otherwise now" if tie.how != "exact" else ""
        yield f"possible evidence for {tie.claim}" + (f" in {tie.incident}" if tie.incident else "") + f": {tie.reason}{flag}"
    for match in walk.alike:
        yield match_in_words(match)
        yield from (f"  {stretch_in_words(match, stretch)}" for stretch in match.stretches)
    if metadata:
        yield from (f"{tag.group}: {tag.name}: {' '.join(tag.value.split())}" for tag in walk.stated)


def _custody(custody: "Custody") -> str:
    sources = "".join(f", {part}" for part in (custody.origin and f"from {custody.origin}", custody.url, custody.published) if part)
    received = f"received {custody.at} as {custody.name}{sources}, log position {custody.position}"
    return f"{received}, {custody.size:,} bytes, SHA-256 {custody.sha256} ({custody.state})"


def _said(shown: "Shown") -> str:
    if shown.looks is None:
        return "not opened yet (knell exhibit examine)"
    return shown.looks.said + (", not opened" if shown.looks.fault else "")


def _say_note(note: str | None) -> None:
    if note:
        click.echo(f"knell: {note}", err=True)
