"""Whose account a report passes on: the agency a byline credits, the origin an outlet's name tells, the words "retelling of X"."""

import re

from knell.records.base import Record
from knell.records.report import Report
from knell.terms.load import load_terms

_TERMS = load_terms("en", "particulars")["derived"]
HEAD = 40
"""Characters within which a text says that it is made from another."""

_NAME = r"[A-Z][\w.&'’-]*(?: (?:of|for|and|the|al) [A-Z][\w.&'’-]*| [A-Z][\w.&'’-]*){0,4}"
_DERIVED = re.compile(rf"(?i:\b(?:{'|'.join(_TERMS['words'])})\s+(?:of|on)\s+(?:the\s+|an?\s+|its\s+)?)({_NAME})")
_VIA = re.compile(r"^(?P<origin>.+?)\s+(?:via|through|courtesy of)\s+(?P<outlet>.+)$", re.IGNORECASE)
_BRACKET = re.compile(r"^(?P<outlet>.+?)\s*[(\[](?P<origin>[^()\[\]]+)[)\]]$")
_DATELINE = re.compile(rf"^[A-Z][^()\n]{{0,60}}\((?P<origin>{'|'.join(_TERMS['datelines'])})\)\s*[-–—:]")
_AFTER = re.compile(rf"\s+(?:{'|'.join(_TERMS['items'])})s?$", re.IGNORECASE)


class Credit(Record, frozen=True, kw_only=True):
    """The source a report passes on: its name, where the words stand (``None`` where the outlet's name says it) and the reason."""

    name: str
    start: int | None = None
    end: int | None = None
    why: str


def plain_name(name: str) -> str:
    """A source's name without the words for what it published: "OHCHR briefing" is OHCHR."""
    name = re.sub(r"^the\s+", "", name.strip(), flags=re.IGNORECASE)
    return _AFTER.sub("", name).strip(" .,:;")


def outlet_name(report: Report) -> str | None:
    """The outlet that published the report, without whom it credits: "NZ Herald (AFP)" and "AFP via NZ Herald" are NZ Herald's."""
    if not report.outlet:
        return _domain(report.url)
    for pattern in (_VIA, _BRACKET):
        m = pattern.match(report.outlet)
        if m:
            return m["outlet"] if pattern is _VIA or _named(m["origin"]) else report.outlet
    return report.outlet


def find_credit(report: Report) -> Credit | None:
    """The source whose account the report says it passes on; ``None`` where it speaks for itself.

    In order: the byline's credit, the outlet's own name ("Reuters via X", "X (AFP)"), words at the head of the text ("Retelling of
    CNN"), an agency's dateline.
    """
    if report.credit:
        return Credit(name=plain_name(report.credit), why=f"the byline credits {plain_name(report.credit)}")
    if report.outlet:
        for pattern in (_VIA, _BRACKET):
            m = pattern.match(report.outlet)
            if m and _named(m["origin"]):
                name = plain_name(m["origin"])
                return Credit(name=name, why=f"published as {report.outlet}")
    head = report.text[:200]
    m = _DERIVED.search(head)
    if m and m.start() <= HEAD and not head.isupper():
        return Credit(name=plain_name(m[1]), start=m.start(), end=m.end(), why=f"says itself that it is made from {plain_name(m[1])}")
    m = _DATELINE.match(head)
    if m:
        return Credit(name=m["origin"], start=m.start("origin"), end=m.end("origin"), why=f"the dateline credits {m['origin']}")
    return None


def _named(words: str) -> bool:
    """Whether the words are a name and not a handle or a remark: they begin with a capital letter."""
    return words.strip()[:1].isupper()


def _domain(url: str | None) -> str | None:
    """The site of an address, as the name of an outlet that has none."""
    m = re.match(r"https?://(?:www\.)?([^/:?#]+)", url or "", re.IGNORECASE)
    return m[1].lower() if m else None
