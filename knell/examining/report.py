"""The task of a cell that opens a report: web pages, PDFs, mail and archives are for parsers, and parsers are for cells."""

import time
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from knell.intake.file import open_file
from knell.intake.opened import Intake, Limits
from knell.records import Record
from knell.records.errors import IntakeError

from .contents import read_all

PRELOAD = ("knell.intake.page", "knell.intake.document", "knell.intake.message", "trafilatura", "pypdf")


class Refused(Record, frozen=True, kw_only=True, tag_field="answer", tag="refused"):
    """Why nothing of a file could be opened; the parts of an ``IntakeError``."""

    what: str
    where: str | None = None
    todo: str | None = None


class Given(Record, frozen=True, kw_only=True, tag_field="answer", tag="given"):
    """What a file held."""

    intake: Intake


def open_report(question: Mapping[str, Any], content: int) -> Sequence[bytes]:
    """Opens a file of that ``name`` within intake's bounds and the ``seconds`` there are; one part, ``Given`` or ``Refused`` as JSON."""
    limits = msgspec.structs.replace(Limits(), seconds=float(question["seconds"]))
    try:
        intake = open_file(question["name"], read_all(content), limits=limits, clock=time.monotonic)
    except IntakeError as error:
        return [msgspec.json.encode(Refused(what=error.what, where=error.where, todo=error.todo))]
    return [msgspec.json.encode(Given(intake=intake))]
