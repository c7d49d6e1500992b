"""One reader for the tests of reading: the shipped lexicon and gazetteer."""

from collections.abc import Callable

import pytest

from knell.flows.read import default_settings
from knell.reading.reader import read_report
from knell.records import Claim, Report

Read = Callable[..., list[Claim]]


@pytest.fixture(scope="session")
def read() -> Read:
    """Reads a text and gives its claims."""

    def read_text(text: str, published: str | None = "2025-03-08", **more: object) -> list[Claim]:
        report = Report(id="r", text=text, published=published, **more)  # type: ignore[arg-type]
        return list(read_report(report, default_settings()).claims)

    return read_text


@pytest.fixture(scope="session")
def counted(read: Read) -> Read:
    """Reads a text of May 2024 and gives the claims that count."""

    def read_text(text: str) -> list[Claim]:
        return [claim for claim in read(text, "2024-05-06") if claim.count is not None]

    return read_text
