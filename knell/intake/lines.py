"""Lines of reports (NDJSON, as the contract gives them) into reports. One clear line for each bad one; the rest go on."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

import msgspec

from knell.records.errors import IntakeError
from knell.records.report import Report

from .opened import Limits

_KNOWN = frozenset(Report.__struct_fields__)
_DECODER = msgspec.json.Decoder(Report)
_TYPES = {"str": "text", "int": "a whole number", "object": "an object", "array": "a list", "null": "null", "bool": "true or false"}


class Line(NamedTuple):
    """What one line gave: a report, or the fault that kept it out; and warnings, each said once in a file."""

    number: int
    report: Report | None
    fault: IntakeError | None
    warnings: tuple[str, ...]


def read_reports(lines: Iterable[bytes], where: str = "input", limits: Limits | None = None) -> Iterator[Line]:
    """Each line that is not blank, in order, as a ``Line``. Never raises for what a line holds.

    ``where`` names the file in faults. An id seen before is a fault of the later line. A key the contract does not have is left
    out and named once.
    """
    limits = limits or Limits()
    first_line: dict[str, int] = {}
    named: set[str] = set()
    for number, line in enumerate(lines, start=1):
        stripped = line.removeprefix(b"\xef\xbb\xbf").strip() if number == 1 else line.strip()
        if not stripped:
            continue
        place = f"{where}, line {number}"
        try:
            report, unknown = _decode(stripped, place, limits)
            if report.id in first_line:
                what = f"the id {report.id[:60]!r} was already given in line {first_line[report.id]}"
                raise IntakeError(what, where=place, todo="give each report its own id")
        except IntakeError as fault:
            yield Line(number, None, fault, ())
            continue
        first_line[report.id] = number
        fresh = [key for key in unknown if key not in named]
        named.update(fresh)
        yield Line(number, report, None, tuple(_warning(place, key) for key in fresh))


def _warning(place: str, key: str) -> str:
    return f"{place}: the key {key[:60]!r} is not one of a report's and is left out (said once)"


def _decode(line: bytes, place: str, limits: Limits) -> tuple[Report, tuple[str, ...]]:
    if len(line) > limits.line_bytes:
        raise IntakeError(f"{len(line):,} bytes in one line", where=place, todo=f"at most {limits.line_bytes:,} are read")
    unknown: tuple[str, ...] = ()
    try:
        try:
            report = _DECODER.decode(line)
        except msgspec.ValidationError:
            report, unknown = _leave_out_unknown(line)
    except msgspec.ValidationError as error:
        raise IntakeError(_plain(str(error)), where=place, todo="mend the line") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise IntakeError(_broken(error), where=place, todo="one JSON object a line, in UTF-8") from None
    _check_published(report, place)
    return report, unknown


def _leave_out_unknown(line: bytes) -> tuple[Report, tuple[str, ...]]:
    given: Any = msgspec.json.decode(line)
    if not isinstance(given, dict):
        raise msgspec.ValidationError(f"Expected `object`, got `{_kind(given)}`")
    unknown = tuple(key for key in given if key not in _KNOWN)
    return msgspec.convert({key: value for key, value in given.items() if key in _KNOWN}, Report), unknown


def _kind(value: object) -> str:
    names = {list: "array", str: "str", bool: "bool", type(None): "null"}
    return names.get(type(value), "number")


def _plain(message: str) -> str:
    """A message of msgspec in words a person who wrote the line can use."""
    message = re.sub(r" - at `\$\.?([^`]+)`", r" in \1", message)
    if missing := re.search(r"Object missing required field `(\w+)`(.*)", message):
        return f"a report needs {missing[1]!r}{missing[2]}"
    if wrong := re.match(r"Expected `([^`]+)`, got `([^`]+)`(.*)", message):
        expected = " or ".join(_TYPES.get(kind.strip(), kind.strip()) for kind in wrong[1].split("|"))
        return f"expected {expected}, got {_TYPES.get(wrong[2], wrong[2])}{wrong[3]}"
    return message[:300]


def _broken(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"is not UTF-8 (byte {error.start + 1})"
    if isinstance(error, RecursionError):
        return "is nested too deeply"
    message = str(error).removeprefix("JSON is malformed: ")
    # "truncated" is msgspec's word for half a surrogate pair as well as for a line cut short.
    return f"is not JSON: {message}" if "truncated" not in message else "is not JSON: it breaks off, or holds half a surrogate pair"


def _check_published(report: Report, place: str) -> None:
    """A day that no calendar has cannot anchor "Tuesday"."""
    if report.published is None:
        return
    day = report.published[:10]
    try:
        date.fromisoformat(day if len(day) == 10 else f"{day}-01")
    except ValueError:
        raise IntakeError(f"published {report.published!r} is in no calendar", where=place, todo="give a day that exists") from None
