"""``knell decide``: a person's verdict on an incident, with its reason."""

from pathlib import Path

import click

from knell.records.vocabulary import VerdictOn, VerdictValue, values

from .casebook_options import casebook_option, hands


@click.command(short_help="Put a person's verdict on an incident, with its reason, in place of the rule's.")
@casebook_option
@click.argument("asked", metavar="ID")
@click.option("--on", "question", type=click.Choice(values(VerdictOn)), required=True, help="Which of the three questions.")
@click.option("--is", "value", type=click.Choice(values(VerdictValue)), required=True, help="The verdict.")
@click.option("--reason", required=True, help="Why: what speaks for it. It stands beside the verdict wherever that is shown.")
def command(folder: Path, asked: str, question: str, value: str, reason: str) -> None:
    """Put a person's verdict on an incident in place of the rule's.

    It goes into the log, changes no figure, and holds through every rebuild and every new reader; what the rule says stays beside it. A
    later decision on the same question takes its place.
    """
    from knell.flows.judging import decide_verdict

    decided = decide_verdict(folder, asked, question, value, reason, **hands())
    click.echo(f"{decided.incident}: {question} is {decided.now.replace('_', ' ')} (was {decided.was.replace('_', ' ')})")
