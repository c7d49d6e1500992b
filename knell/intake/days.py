"""Dates as pages, mails and PDFs state them, into the contract's ``published``. A date that could be read two ways is not read."""

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

_ISO = re.compile(
    r"^\s*(\d{4})-(\d{2})-(\d{2})(?:[T ]+(\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?\s*$", re.IGNORECASE
)
_SLASHES = re.compile(r"^\s*(\d{4})[/.](\d{1,2})[/.](\d{1,2})\b")
_COMPACT = re.compile(r"^\s*(?:D:)?(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?(?:(Z)|([+-])(\d{2})'?(\d{2})?'?)?\s*$")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier januar enero gennaio janeiro ocak يناير كانون январь января",
            "february feb février fevrier februar febrero febbraio fevereiro şubat فبراير شباط февраль февраля",
            "march mar mars märz maerz marzo março mart مارس آذار март марта",
            "april apr avril abril aprile nisan أبريل ابريل نيسان апрель апреля",
            "may mai mayo maggio maio mayıs مايو أيار май мая",
            "june jun juin juni junio giugno junho haziran يونيو حزيران июнь июня",
            "july jul juillet juli julio luglio julho temmuz يوليو تموز июль июля",
            "august aug août aout agosto ağustos أغسطس آب август августа",
            "september sept sep septembre septiembre settembre setembro eylül سبتمبر أيلول сентябрь сентября",
            "october oct octobre oktober octubre ottobre outubro ekim أكتوبر октябрь октября",
            "november nov novembre noviembre novembro kasım نوفمبر ноябрь ноября",
            "december dec décembre decembre dezember diciembre dicembre dezembro aralık ديسمبر декабрь декабря",
        ),
        start=1,
    )
    for name in names.split()
}
_WORD = r"[^\W\d_]+"
_DAY_FIRST = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?\s+(?:de\s+)?({_WORD})\.?,?\s+(?:de\s+)?(\d{{4}})(?!\d)", re.IGNORECASE
)
_MONTH_FIRST = re.compile(rf"({_WORD})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})(?!\d)", re.IGNORECASE)
_YEARS = range(1900, 2101)


def read_stated_date(value: str) -> str | None:
    """A date or moment as ISO 8601 in its own time zone, or ``None``.

    Takes ISO forms, PDF's ``D:20250307...``, mail's "Fri, 07 Mar 2025 ...", and days with the month's name in eleven
    languages. "07/03/2025" is a day in March or in July and gives ``None``.
    """
    value = value.strip()[:200]
    if found := _ISO.match(value):
        year, month, day, hour, minute, second, zone = found.groups()
        return _moment(year, month, day, hour, minute, second, _zone(zone))
    if found := _COMPACT.match(value):
        year, month, day, hour, minute, second, zulu, sign, hours, minutes = found.groups()
        offset = "Z" if zulu else f"{sign}{hours}:{minutes or '00'}" if sign else ""
        return _moment(year, month, day, hour, minute, second, offset)
    if found := _SLASHES.match(value):
        return _day(*found.groups())
    return (_of_mail(value) if ":" in value else None) or _in_words(value)


def _zone(zone: str | None) -> str:
    if zone is None:
        return ""
    if zone.upper() in ("Z", "UTC", "GMT"):
        return "Z"
    return zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"


def _day(year: str, month: str | int, day: str) -> str | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found.isoformat() if found.year in _YEARS else None


def _moment(year: str, month: str, day: str, hour: str | None, minute: str | None, second: str | None, zone: str) -> str | None:
    on = _day(year, month, day)
    if on is None or hour is None or minute is None:
        return on
    if not (int(hour) < 24 and int(minute) < 60 and int(second or 0) < 61):
        return on
    # Midnight with no zone is how many systems write a day without an hour.
    if (hour, minute, second or "00", zone) == ("00", "00", "00", ""):
        return on
    return f"{on}T{hour}:{minute}:{second or '00'}{zone}"


def _in_words(value: str) -> str | None:
    if (found := _DAY_FIRST.search(value)) and (month := _MONTHS.get(found[2].lower())):
        return _day(found[3], month, found[1])
    if (found := _MONTH_FIRST.search(value)) and (month := _MONTHS.get(found[1].lower())):
        return _day(found[3], month, found[2])
    return None


def _of_mail(value: str) -> str | None:
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return iso_moment(moment)


def iso_moment(moment: datetime) -> str | None:
    """A moment as the contract writes it, in its own time zone; ``None`` outside 1900-2100."""
    if moment.year not in _YEARS:
        return None
    written = moment.replace(microsecond=0).isoformat()
    # Some old senders give seconds in the offset; the contract has none.
    return written if re.fullmatch(r"[\dT:-]{19}([+-]\d{2}:\d{2})?", written) else moment.date().isoformat()
