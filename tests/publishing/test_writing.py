"""Briefs of the cast, as an editor would read them; and briefs of anything at all, which never end in a traceback."""

from typing import Any

import pytest
from hypothesis import given, settings
from syrupy.assertion import SnapshotAssertion

from knell.publishing import check_brief, render_markdown, render_page, render_plain, write_brief
from knell.publishing.brief import BriefContext
from knell.records.errors import BriefError
from tests.publishing.cast import CASES
from tests.publishing.strategies import cases

RENDERERS = {"md": render_markdown, "html": render_page, "text": render_plain}
CONTEXT = BriefContext(casebook="coast", version="0.1.0")


def brief_of(made: Any, context: BriefContext = CONTEXT) -> Any:
    case = made()
    return write_brief(case.incident, case.claims, case.reports, context)


@pytest.mark.parametrize("form", RENDERERS)
@pytest.mark.parametrize("name", CASES)
def test_a_brief_reads_as_it_was_approved(name: str, form: str, snapshot: SnapshotAssertion) -> None:
    assert RENDERERS[form](brief_of(CASES[name])) == snapshot


@given(cases())
@settings(max_examples=50)
def test_any_incident_gives_a_brief_that_keeps_the_rules_or_one_clear_line(case: Any) -> None:
    incident, claims, reports, context = case
    try:
        brief = write_brief(incident, claims, reports, context)
    except BriefError as error:
        line = error.line()
    else:
        line = ""
    assert "\n" not in line
    if line:
        return
    check_brief(brief, incident, claims, reports, context)
    for render in RENDERERS.values():
        assert render(brief) == render(brief)
