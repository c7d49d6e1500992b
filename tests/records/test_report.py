"""What a report may say about itself."""

import msgspec
import pytest

from knell.records import RecordError, Report


@pytest.mark.parametrize("when", ["2025-03", "2025-03-08", "2025-03-08T17:30", "2025-03-08 17:30:05Z", "2025-03-08T17:30:05.25+03:00"])
def test_a_day_a_month_and_a_moment_say_when(when: str) -> None:
    assert Report(id="r1", text="", published=when).published == when


@pytest.mark.parametrize("when", ["", "8 March 2025", "2025", "03/08/2025", "2025-03-08T", "2025-03-08 and more", "2025-3-8"])
def test_any_other_date_is_refused(when: str) -> None:
    with pytest.raises(RecordError, match="ISO 8601"):
        Report(id="r1", text="", published=when)


def test_a_report_without_an_id_is_refused() -> None:
    with pytest.raises(RecordError, match="needs an id"):
        Report(id="", text="words")


def test_a_block_outside_the_text_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="inside the text"):
        msgspec.json.decode(b'{"id": "r1", "text": "four", "blocks": [{"start": 0, "end": 5, "kind": "body"}]}', type=Report)


def test_id_and_text_are_enough() -> None:
    assert msgspec.json.decode(b'{"id": "r1", "text": "words"}', type=Report) == Report(id="r1", text="words")


def test_a_key_that_is_not_the_contracts_is_refused_not_dropped() -> None:
    with pytest.raises(msgspec.ValidationError, match="unknown field `publshed`"):
        msgspec.json.decode(b'{"id": "r1", "text": "words", "publshed": "2025-03-08"}', type=Report)
