"""``knell redact``: withholds names or stretches of a report."""

from pathlib import Path

import click

from knell.records.errors import UsageError

from .casebook_options import FOLDER, hands
from .passphrases import passphrase_option


@click.command(short_help="Withhold names or sentences of a report; the original stays sealed.")
@click.argument("folder", metavar="CASEBOOK", type=FOLDER)
@click.argument("report", metavar="REPORT")
@click.option(
    "--name", "words", metavar="WORDS", multiple=True, help="A name or words to withhold wherever they stand. May be given again."
)
@click.option("--sentence", "sentences", metavar="NUMBER", type=int, multiple=True, help="A whole sentence, by its number.")
@click.option("--span", "spans", metavar="START:END", multiple=True, help="A stretch of the text, in characters from 0.")
@click.option("--original", is_flag=True, help="Show the report as it was received. The log keeps who and why.")
@click.option("--reason", help="Why, without the name: the reason is shown.")
@passphrase_option
@click.pass_context
def command(
    ctx: click.Context,
    folder: Path,
    report: str,
    words: tuple[str, ...],
    sentences: tuple[int, ...],
    spans: tuple[str, ...],
    original: bool,
    reason: str | None,
) -> None:
    """Withhold names, sentences or stretches of REPORT from all that CASEBOOK shows or gives out.

    Without an option: its sentences, numbered. A block stands for each withheld character, so that everything else stays where it is;
    claims keep their figures and lose the names. The original stays sealed in the casebook: knell erase destroys it.
    """
    from knell.flows.redact import number_sentences, redact_report, show_original

    if not (words or sentences or spans or original):
        for number, sentence in enumerate(number_sentences(folder, report, **hands()), 1):
            click.echo(f"{number:>4}  {' '.join(sentence.split())}")
        return
    if reason is None:
        raise click.UsageError("say why with --reason", ctx)
    if original:
        if words or sentences or spans:
            raise click.UsageError("--original shows; it withholds nothing", ctx)
        click.echo(show_original(folder, report, reason, **hands()).text)
        return
    stretches = [_read_span(span) for span in spans]
    done = redact_report(folder, report, reason, words=words, sentences=sentences, spans=stretches, **hands())
    click.echo(f"{done.report}: withheld: {done.stretches} stretches, {done.characters} characters (entry {done.position})")
    click.echo("not reached: what was written out before (briefs, tables, proofs); the original is sealed, not gone", err=True)


def _read_span(told: str) -> tuple[int, int]:
    start, _, end = told.partition(":")
    if not (start.isdecimal() and end.isdecimal()):
        raise UsageError(f"{told!r} is no stretch", todo="give it as START:END, such as 120:134")
    return int(start), int(end)
