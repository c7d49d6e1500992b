"""Where things are found on the server. Ids go into addresses percent-encoded, whatever they hold."""

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from knell.records import Claim


def _id(name: str) -> str:
    return quote(name, safe=":", errors="replace")


def incident_address(incident: str) -> str:
    """The page of an incident."""
    return f"/incidents/{_id(incident)}/"


def report_address(report: str) -> str:
    """The page of a report."""
    return f"/reports/{_id(report)}/"


def sentence_address(claim: Claim) -> str:
    """The sentence a claim was read from, highlighted in its report."""
    return f"{report_address(claim.report)}#{_id(claim.claim)}"


def claim_address(claim: str) -> str:
    """The page of a claim."""
    return f"/claims/{_id(claim)}/"


def exhibit_address(exhibit: str) -> str:
    """The page of an exhibit."""
    return f"/exhibits/{_id(exhibit)}/"


def picture_address(exhibit: str, position: int) -> str:
    """A picture made of an exhibit, by its place in the log."""
    return f"{exhibit_address(exhibit)}{position}.jpg"


def overview_address(wanted: Mapping[str, str | int | None] | None = None) -> str:
    """The overview, narrowed to what is wanted."""
    given = {key: value for key, value in (wanted or {}).items() if value}
    return f"/?{urlencode(given)}" if given else "/"
