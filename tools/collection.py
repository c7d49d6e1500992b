"""Made-up collections of reports with their claims, for the matching bench: as many reports as asked for, the same for the same seed.

A casebook grows in time, so the number of days grows with the number of reports: about forty reports a day, over a few hundred towns.
Each happening has a town, a day, dead and hurt, a named victim and a street; one to a dozen reports tell of it, some in words of their
own, some as copies of a wire item with a line added. Two monitors count each province's dead week by week, and outlets relay them.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from knell.records import Claim, Count, Event, Party, Place, Report, Span, Time, Victim, claim_id

A_DAY = 40
"""Reports a day."""
PROVINCES = 14
TOWNS = 40
"""Towns a province."""
BEGUN = date(2012, 1, 1)
MONITORS = ("Harbour Monitor", "Plains Centre for Documentation")
_ONSETS = ("B", "D", "F", "G", "H", "J", "K", "L", "M", "N", "R", "S", "T", "Z")
_CORES = ("ara", "eli", "ona", "ashi", "uri", "ame", "isa", "olu", "ada", "eni")
_WORDS = tuple(
    "the road market night smoke people said came stood fire house water morning field bridge wall school guns heard left "
    "carried wounded family waited truck hill north south clinic men women crossing shots after before near walked nothing".split()
)


class Told(NamedTuple):
    """A report, its claims, and the happening it tells of."""

    report: Report
    claims: tuple[Claim, ...]
    of: str


def make_collection(size: int, seed: int = 7) -> list[Told]:
    """So many reports with their claims."""
    chance = random.Random(seed)
    towns = [_town(chance, n) for n in range(PROVINCES * TOWNS)]
    days = max(7, size // A_DAY)
    out: list[Told] = []
    number = 0
    while len(out) < size:
        number += 1
        if number % 12 == 0:
            out += _total(chance, number, days)
        else:
            out += _happening(chance, number, days, towns)
    return out[:size]


def _name(chance: random.Random) -> str:
    return chance.choice(_ONSETS) + chance.choice(_CORES) + chance.choice(_ONSETS).lower() + chance.choice(_CORES)


def _town(chance: random.Random, n: int) -> Place:
    province = n % PROVINCES
    lat, lon = 30.0 + province * 0.5 + chance.random() * 0.4, 35.0 + (n // PROVINCES) * 0.05
    name = f"{_name(chance)} {n}" if chance.random() < 0.05 else _name(chance) + chance.choice(_CORES)
    return Place(name=name, country="SY", admin1=f"Province {province}", lat=round(lat, 4), lon=round(lon, 4), precision="town")


def _prose(chance: random.Random, words: int) -> str:
    return " ".join(chance.choice(_WORDS) for _ in range(words)).capitalize() + "."


def _happening(chance: random.Random, number: int, days: int, towns: list[Place]) -> Iterator[Told]:
    town, day = chance.choice(towns), BEGUN + timedelta(chance.randrange(days))
    dead, hurt = 1 + int(chance.expovariate(0.25)), int(chance.expovariate(0.15))
    victim = f"{_name(chance)} {_name(chance)}"
    act = chance.choice(("shelling", "airstrike", "killing", "bombing"))
    wire = _prose(chance, chance.randint(60, 200))
    for n in range(min(12, 1 + int(chance.expovariate(0.45)))):
        published = day + timedelta(int(chance.expovariate(0.8)))
        lead = f"{dead} people were killed in {town.name}, among them {victim}, {chance.choice(('officials', 'residents', 'medics'))} said."
        body = wire if n and chance.random() < 0.4 else _prose(chance, chance.randint(60, 200))
        text = f"{lead} {body}"
        report = Report(id=f"e{number}.{n}", text=text, published=published.isoformat(), outlet=f"Outlet {chance.randrange(60)}")
        when = Time(from_=day.isoformat(), to=day.isoformat(), precision="day") if chance.random() < 0.7 else None
        named = (Victim(name=victim),) if chance.random() < 0.6 else ()
        claims = [_claim(report, "killed", dead, act, town, when, lead, named, 0)]
        if hurt:
            claims.append(_claim(report, "injured", hurt, act, town, when, lead, (), 1))
        yield Told(report, tuple(claims), f"e{number}")


def _total(chance: random.Random, number: int, days: int) -> Iterator[Told]:
    week = BEGUN + timedelta(chance.randrange(max(1, days // 7)) * 7)
    of, monitor, dead = chance.randrange(PROVINCES), chance.choice(MONITORS), chance.randint(20, 400)
    place = Place(name=f"Province {of}", country="SY", admin1=f"Province {of}", lat=30.2 + of * 0.5, lon=36.0, precision="admin1")
    end = week + timedelta(6)
    for n in range(chance.randint(1, 4)):
        lead = f"{monitor} counted {dead} people killed in Province {of} since {week.isoformat()}."
        text = f"{lead} {_prose(chance, chance.randint(40, 120))}"
        report = Report(id=f"t{number}.{n}", text=text, published=(end + timedelta(n)).isoformat(), outlet=f"Outlet {chance.randrange(60)}")
        when = Time(from_=week.isoformat(), to=end.isoformat(), precision="days")
        speaker = Party(text=monitor, start=0, end=len(monitor), name=monitor, kind="monitor")
        claim = _claim(report, "killed", dead, "killing", place, when, lead, (), 0, (speaker,))
        yield Told(report, (claim,), f"t{of}.{week}.{monitor}")


def _claim(
    report: Report,
    harm: str,
    number: int,
    act: str,
    place: Place,
    when: Time | None,
    lead: str,
    victims: tuple[Victim, ...],
    ordinal: int,
    speakers: tuple[Party, ...] = (),
) -> Claim:
    return Claim(
        claim=claim_id(report.id, harm, Span(), None, (), ordinal),
        report=report.id,
        passage=Span(text=lead, start=0, end=len(lead)),
        event=Event(type=act),  # type: ignore[arg-type]
        harm=harm,  # type: ignore[arg-type]
        count=Count(low=number, high=number, best=number, kind="exact"),
        places=(place,),
        time=when,
        victims=victims,
        speakers=speakers,
    )
