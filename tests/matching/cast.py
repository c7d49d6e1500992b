"""A cast for matching and reckoning: reports and claims made by hand, as a reader would make them."""

from knell.records import Claim, Count, Event, Party, Place, Relation, Report, Span, Time, Victim, claim_id

OBSERVATORY = Party(name="Syrian Observatory for Human Rights", kind="monitor")
NETWORK = Party(name="Syrian Network for Human Rights", kind="monitor")
COMMITTEE = Party(name="National Commission of Inquiry", kind="government")
VILLAGE = Place(name="al-Mukhtariya", precision="town", country="SY", admin1="Latakia")
OTHER_VILLAGE = Place(name="al-Sanobar", precision="town", country="SY", admin1="Latakia")
TOWN = Place(name="Jableh", precision="town", country="SY", admin1="Latakia", lat=35.361, lon=35.927)
PROVINCE = Place(name="Latakia", precision="admin1", country="SY", admin1="Latakia", lat=35.53, lon=35.79)
COAST = Place(name="Syrian coast", precision="region", country="SY", lat=35.2, lon=35.95)
NAMESAKE = Place(name="Springfield", precision="town", country="US", admin1="Ohio", lat=39.92, lon=-83.81)
OTHER_NAMESAKE = Place(name="Springfield", precision="town", country="US", admin1="Illinois", lat=39.8, lon=-89.64)
CIVILIANS = (Victim(text="civilians", start=0, end=9, status="civilian"),)
SECURITY = (Victim(text="security personnel", start=0, end=18, status="combatant"),)
LOYALISTS = (Victim(text="loyalists", start=0, end=9, status="combatant"),)
ALAWITES = (Victim(text="Alawites", start=0, end=8, group="Alawites"),)
MEN = (Victim(text="men", start=0, end=3, sex="male"),)
WOMEN = (Victim(text="women", start=0, end=5, sex="female"),)


def report(name: str, text: str = "", published: str | None = "2025-03-08", outlet: str | None = None, **more: object) -> Report:
    """A report; without a text it gets one that no other report has."""
    return Report(id=name, text=text or f"What {name} reports is told in words of its own.", published=published, outlet=outlet, **more)


def count(number: int | None, kind: str = "exact", high: int | None = None) -> Count | None:
    """A count as the contract holds it: 70 "more_than" is low 71."""
    if number is None:
        return None
    if kind == "about":
        return Count(best=number, kind="about")
    if kind == "at_most":
        return Count(low=0, high=number, kind="at_most")
    if kind == "between":
        return Count(low=number, high=high, kind="between")
    if kind in ("at_least", "more_than", "vague"):
        return Count(low=number + (kind == "more_than"), kind=kind)
    return Count(low=number, high=number, best=number, kind=kind)


def days(first: str | None, last: str | None = "same") -> Time:
    """A stated time: one day, or from the first day to the last."""
    last = first if last == "same" else last
    return Time(from_=first, to=last, precision="day" if first == last else "days")


def claim(
    of: Report,
    number: int | None = None,
    *,
    kind: str = "exact",
    high: int | None = None,
    harm: str = "killed",
    by: tuple[Party, ...] | Party = (),
    at: Place | None = None,
    when: Time | None = None,
    event: str = "killing",
    ordinal: int = 0,
    passage: tuple[int, int] | None = None,
    perpetrators: tuple[Party, ...] = (),
    relations: tuple[tuple[str, Claim], ...] = (),
    **more: object,
) -> Claim:
    """A claim of a report. ``ordinal`` tells apart the claims of one report."""
    start, end = passage or (0, len(of.text))
    speakers = by if isinstance(by, tuple) else (by,)
    return Claim(
        claim=claim_id(of.id, harm, Span(), None, (), ordinal),
        report=of.id,
        passage=Span(start=start, end=end, text=of.text[start:end]),
        event=Event(type=event),
        harm=harm,
        count=count(number, kind, high),
        places=(at,) if at else (),
        time=when,
        speakers=speakers,
        perpetrators=perpetrators,
        relations=tuple(Relation(kind=k, claim=c.claim) for k, c in relations),
        **more,
    )
