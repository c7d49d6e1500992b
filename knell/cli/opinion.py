"""``knell opinion``: a second reader's word on claims, beside them."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal

import click
import msgspec

if TYPE_CHECKING:
    from knell.flows.endpoint import Endpoint
    from knell.flows.second import Asked
    from knell.records import Claim, Report

By = Literal["llm", "model"]


@click.command(name="opinion", short_help="Ask a second reader about claims; changes none.")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--input", "lines", type=click.Path(path_type=Path, allow_dash=True), help="Reports as NDJSON, one a line; - for standard input."
)
@click.option(
    "--claims",
    "claims_from",
    type=click.Path(path_type=Path),
    help="Claims that knell read wrote for these reports. Default: read them now.",
)
@click.option(
    "--by",
    type=click.Choice(["llm", "model"]),
    required=True,
    help="A language model that you run or name, or the small model that comes with Knell.",
)
@click.option("--output", type=click.Path(path_type=Path), help="Where the opinions go. Default: standard output.")
@click.option("--answers", type=click.Path(path_type=Path), help="Keep every question and raw answer here (NDJSON). Needed with --by llm.")
@click.option("--llm-url", envvar="KNELL_LLM_URL", help="An OpenAI-compatible endpoint, such as http://127.0.0.1:11434/v1.")
@click.option("--llm-model", envvar="KNELL_LLM_MODEL", help="The model, as the endpoint calls it.")
@click.option("--llm-seconds", type=click.FloatRange(min=0.1), default=120.0, show_default=True, help="How long one answer may take.")
@click.option("--send-reports-to", metavar="HOST", help="Name the endpoint's host where that is not this machine: reports go there.")
def command(
    files: tuple[Path, ...],
    lines: Path | None,
    claims_from: Path | None,
    by: By,
    output: Path | None,
    answers: Path | None,
    llm_url: str | None,
    llm_model: str | None,
    llm_seconds: float,
    send_reports_to: str | None,
) -> int:
    """Ask a second reader about the claims in reports, and print its opinions, one JSON object a line.

    Opinions stand beside the claims: where the two agree, what the other would say instead, what only one of them has. No claim's field is
    changed by them. The key of an endpoint that asks for one is taken from KNELL_LLM_KEY.
    """
    from knell.flows.read import read_collection
    from knell.flows.reckon import read_claims
    from knell.flows.second_model import load_model
    from knell.flows.take_in import take_in

    if by == "llm":
        ask_by = _settle_endpoint(llm_url, llm_model, llm_seconds, send_reports_to, answers)
    else:
        ask_by = None
        load_model()
    taken = take_in(files, lines)
    for line in (*taken.notes, *taken.faults):
        click.echo(f"knell: {line}", err=True)
    if claims_from is not None:
        claims = list(read_claims(claims_from))
    else:
        claims = [claim for reading in read_collection(taken.reports) for claim in reading.claims]
    with _out(output) as out:
        if ask_by is not None and answers is not None:
            failed = _ask(taken.reports, claims, ask_by, answers, out)
        else:
            failed = _weigh(taken.reports, claims, out)
    return 1 if failed or taken.faults else 0


def _settle_endpoint(url: str | None, model: str | None, seconds: float, sent_to: str | None, answers: Path | None) -> "Endpoint":
    """The endpoint, where all that asking it takes is there. Raises ``UsageError``."""
    from knell.flows.endpoint import Endpoint, check_endpoint
    from knell.records.errors import UsageError

    if not url:
        raise UsageError("no language model is configured", todo="give --llm-url and --llm-model (docs/how-to/llm.md)")
    if answers is None:
        raise UsageError("raw answers have to be kept", todo="give --answers FILE")
    endpoint = Endpoint(url, model or "", os.environ.get("KNELL_LLM_KEY") or None, seconds)
    check_endpoint(endpoint, sent_to)
    return endpoint


def _weigh(reports: "Sequence[Report]", claims: "Sequence[Claim]", out: BinaryIO) -> bool:
    """Prints what the small model holds of the claims. Nothing of it fails report by report."""
    from knell.flows.second_model import load_model, model_opinions

    encode = msgspec.json.Encoder().encode
    out.writelines(encode(opinion) + b"\n" for opinion in model_opinions(reports, claims, load_model()))
    return False


@contextmanager
def _out(output: Path | None) -> "Iterator[BinaryIO]":
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    else:
        with output.open("wb") as file:
            yield file


def _ask(reports: "Sequence[Report]", claims: "Sequence[Claim]", endpoint: "Endpoint", answers: Path, out: BinaryIO) -> bool:
    """Asks, keeps each answer before its opinions go out, and says on standard error what was dropped. Whether something failed."""
    from knell.flows.endpoint import ask
    from knell.flows.read import default_settings
    from knell.flows.second import count_dropped, second_opinions

    encode = msgspec.json.Encoder().encode
    asked: list[Asked] = []
    with answers.open("ab") as kept:
        for one in second_opinions(reports, claims, endpoint, default_settings(), ask):
            kept.write(encode(one.kept) + b"\n")
            kept.flush()
            if one.kept.fault is not None:
                click.echo(f"knell: {one.kept.report}: {one.kept.fault}", err=True)
            out.writelines(encode(opinion) + b"\n" for opinion in one.opinions)
            asked.append(one)
    dropped = count_dropped(asked)
    findings = sum(one.kept.findings for one in asked)
    click.echo(f"knell: {len(asked)} asked, {findings} findings kept, {dropped.total()} dropped", err=True)
    for reason, number in sorted(dropped.items()):
        click.echo(f"knell:   {number} {reason}", err=True)
    return any(one.kept.fault is not None for one in asked)
