"""The cast: reports in the project's own words, with the claims a careful reader would find in them, and incidents over those."""

from typing import Any

from knell.records import (
    Claim,
    Count,
    Cue,
    Event,
    Incident,
    Lane,
    Party,
    Place,
    Relation,
    Report,
    Restated,
    Scope,
    Span,
    Time,
    Toll,
    Verdict,
    Verdicts,
    Victim,
    claim_id,
)


def at(report: Report, words: str | None, made: type = Span, after: str = "", **fields: Any) -> Any:
    """A span over the words, found in the report after ``after``."""
    if words is None:
        return made(**fields)
    start = report.text.index(words, report.text.index(after) if after else 0)
    return made(start=start, end=start + len(words), **fields)


SOHR = {"name": "Syrian Observatory for Human Rights", "kind": "monitor"}
SNHR = {"name": "Syrian Network for Human Rights", "kind": "monitor"}


class Reader:
    """Makes the claims of one report; each keyword names the words of the report that a field rests on."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.claims: list[Claim] = []

    def claim(
        self, passage: str, event: str, type: str, harm: str = "none", *, count: tuple[Any, ...] | None = None, content: str | None = None,
        speakers: tuple[tuple[str | None, dict[str, Any]], ...] = (), cue: str | None = None, victims: tuple[tuple[str, dict[str, Any]], ...] = (),
        perpetrators: tuple[tuple[str, dict[str, Any]], ...] = (), places: tuple[tuple[str, dict[str, Any]], ...] = (),
        time: tuple[str, dict[str, Any]] | None = None, stance: Any = "asserted", basis: Any = "unstated",
        relations: tuple[tuple[str, Claim], ...] = (),
    ) -> Claim:  # fmt: skip
        """One claim. ``count`` is (words, kind, low, high) or (words, kind, low, high, best)."""
        at_ = lambda words, made=Span, **f: at(self.report, words, made, after=passage, **f)  # noqa: E731
        found_event = at_(event, Event, type=type)
        found_count = None
        if count is not None:
            words, kind, low, high, *best = count
            known = best[0] if best else low if low == high and kind != "vague" else None
            found_count = at_(words, Count, kind=kind, low=low, high=high, best=known)
        spoken = tuple(at_(words, Party, **fields) for words, fields in speakers)
        made = Claim(
            claim=claim_id(self.report.id, harm, found_event, found_count, spoken, len(self.claims)),
            report=self.report.id,
            passage=at_(passage),
            content=(at_(content),) if content else (),
            event=found_event,
            harm=harm,  # type: ignore[arg-type]
            count=found_count,
            victims=tuple(at_(words, Victim, **fields) for words, fields in victims),
            perpetrators=tuple(at_(words, Party, **fields) for words, fields in perpetrators),
            places=tuple(at_(words, Place, **fields) for words, fields in places),
            time=at_(time[0], Time, **time[1]) if time else None,
            speakers=spoken,
            cues=(at_(cue, Cue),) if cue else (),
            stance=stance,
            basis=basis,
            relations=tuple(Relation(kind=kind, claim=other.claim) for kind, other in relations),  # type: ignore[arg-type]
            reader="grammar@0.1",
        )
        self.claims.append(made)
        return made


def lane(claim: Claim, root: str, as_of: str | None = None, flags: tuple[str, ...] = ()) -> Lane:
    """The claim's figure as its root's lane."""
    count = claim.count
    assert count is not None
    return Lane(
        root=root,
        low=count.low,
        high=count.high,
        best=count.best,
        kind=count.kind,
        basis=claim.basis,
        as_of=as_of,
        claim=claim.claim,
        flags=flags,
    )


def toll(harm: str, *lanes: Lane, headline: Claim | None = None, group: str = "all", places: tuple[str, ...] = (), **fields: Any) -> Toll:
    """A toll over lanes, with the ends that rule ``reported`` gives for the cases used here."""
    closed = [one for one in lanes if one.high is not None]
    lows = [one.low for one in (closed or lanes) if one.low is not None]
    floors_above = any(
        one.high is None and (one.low or 0) > max((c.high or 0 for c in closed), default=0) for one in lanes if one.kind != "vague"
    )
    return Toll(
        harm=harm, group=group, scope=Scope(places=places), lanes=lanes, low=min(lows, default=None), # type: ignore[arg-type]
        high=None if floors_above or not closed else max(one.high or 0 for one in closed), headline=headline.claim if headline else None,
        n_independent=len(lanes), rule="reported@1", **fields,
    )  # fmt: skip


def incident(
    name: str, type: str, claims: list[Claim], *tolls: Toll, verdicts: tuple[str, str, str] = ("single_source",) * 3, **fields: Any
) -> Incident:
    """An incident over the claims."""
    reports = tuple(dict.fromkeys(claim.report for claim in claims))
    judged = [Verdict(is_=value, by=(claims[0].claim,), why="") for value in verdicts]  # type: ignore[arg-type]
    return Incident(
        incident=name, type=type, reports=reports, claims=tuple(c.claim for c in claims), tolls=tolls, # type: ignore[arg-type]
        verdicts=Verdicts(occurrence=judged[0], figure=judged[1], responsibility=judged[2]),
        **({"n_reports": len(reports), "n_independent": 1} | fields),
    )  # fmt: skip


class Case:
    """An incident with everything a brief needs."""

    def __init__(self, made: Incident, readers: list[Reader]) -> None:
        self.incident = made
        self.claims = {claim.claim: claim for reader in readers for claim in reader.claims}
        self.reports = {reader.report.id: reader.report for reader in readers}


def river() -> Case:
    """A report with an alleged execution, an unsourced figure that may overlap with it, an acknowledgement, footage and curfews."""
    report = Report(
        id="river",
        text=(
            "Monitor accuses security forces of executing 52 Marsh Arabs\n"
            "Provincial security forces executed 52 members of the Marsh minority in the river province of Basha, said the River Observatory, "
            "a monitoring group based abroad. Footage is said to show bodies in civilian clothes beside a canal.\n"
            'An interior ministry official acknowledged "isolated violations" and promised that those responsible would be held to account. '
            "None of this could be verified independently.\n"
            "Clashes between the army and tribal fighters have left over 70 people dead. Curfews were ordered in Basha, Qalat and Amar.\n"
            "The envoy, Ana Lindqvist, urged all sides to step back from further bloodshed. "
            "The Marsh minority makes up about one in ten of the population. "
            "It is one of the deadliest outbreaks since the old government fell in autumn."
        ),
    )
    read = Reader(report)
    observatory = (("the River Observatory", {"name": "River Observatory", "kind": "monitor"}),)
    official = (("An interior ministry official", {"kind": "government"}),)
    first = "Provincial security forces executed 52 members of the Marsh minority in the river province of Basha, said the River Observatory, a monitoring group based abroad."
    executed = read.claim(
        first, "executed", "execution", "killed", count=("52", "exact", 52, 52), speakers=observatory, cue="said", stance="alleged",
        content="Provincial security forces executed 52 members of the Marsh minority in the river province of Basha",
        victims=(("members of the Marsh minority", {"group": "Marsh Arabs"}),), perpetrators=(("Provincial security forces", {"kind": "state_forces"}),),
        places=(("Basha", {"name": "Basha", "precision": "admin1", "country": "IQ"}),),
    )  # fmt: skip
    clashes = read.claim(
        "Clashes between the army and tribal fighters have left over 70 people dead.", "Clashes", "clash", "killed", count=("over 70", "more_than", 71, None),
        victims=(("people", {}),), relations=(("overlap_unknown", executed),), stance="reported", speakers=((None, {}),),
    )  # fmt: skip
    read.claim(
        "Footage is said to show bodies in civilian clothes beside a canal.", "Footage", "footage", content="bodies in civilian clothes beside a canal",
        speakers=((None, {}),), cue="is said to", stance="reported",
    )  # fmt: skip
    both = 'An interior ministry official acknowledged "isolated violations" and promised that those responsible would be held to account.'
    read.claim(
        both,
        "acknowledged",
        "acknowledgement",
        content='"isolated violations"',
        speakers=official,
        cue="acknowledged",
        stance="acknowledged",
    )
    read.claim(
        both,
        "promised",
        "commitment",
        content="those responsible would be held to account",
        speakers=official,
        cue="promised",
        stance="promised",
    )
    gap = "None of this could be verified independently."
    read.claim(
        gap,
        "verified",
        "verification_gap",
        content="None of this could be verified independently",
        stance="unverified",
        relations=(("unverifies", executed),),
    )
    read.claim(
        "Curfews were ordered in Basha, Qalat and Amar.", "Curfews", "curfew",
        places=tuple((name, {"name": name, "precision": "town"}) for name in ("Basha", "Qalat", "Amar")),
    )  # fmt: skip
    read.claim(
        "The envoy, Ana Lindqvist, urged all sides to step back from further bloodshed.", "urged", "appeal", content="all sides to step back from further bloodshed",
        speakers=(("The envoy, Ana Lindqvist", {"name": "Ana Lindqvist", "kind": "international_body"}),), cue="urged", stance="urged",
    )  # fmt: skip
    read.claim("The Marsh minority makes up about one in ten of the population.", "makes up", "context")
    read.claim("It is one of the deadliest outbreaks since the old government fell in autumn.", "deadliest", "ranking")
    made = incident(
        "i:00000000000000a1", "execution", read.claims,
        toll("killed", lane(executed, "River Observatory"), lane(clashes, "source not named"), flags=("overlap_unknown",)),
        verdicts=("unverified", "contested", "unverified"),
    )  # fmt: skip
    return Case(made, [read])


def coast() -> Case:
    """An aggregate: a monitor's cumulative series, an official committee's list, a UN count, relays, and a copy."""
    restated = Restated(by="Knell's authors", url="https://example.org/wire/1", outlet="Example Wire", date="2025-03-08")
    since = ("since Thursday", {"from_": "2025-03-06", "precision": "days"})
    on_coast = {"name": "Syrian coast", "precision": "region", "country": "SY"}
    one = Reader(Report(
        id="w1", text="SOHR: 311 Alawite civilians killed on the Syrian coast since Thursday; 524 dead overall including 93 security personnel and 120 loyalists.",
        published="2025-03-08", outlet="Example Wire", url="https://example.org/wire/1", restates=restated,
    ))  # fmt: skip
    sohr = (("SOHR", SOHR),)
    early = one.claim(
        one.report.text, "killed", "killing", "killed", count=("311", "exact", 311, 311), speakers=sohr, stance="reported",
        victims=(("Alawite civilians", {"status": "civilian", "group": "Alawites"}),), places=(("the Syrian coast", on_coast),), time=since,
    )  # fmt: skip
    total = one.claim(
        one.report.text, "dead", "killing", "killed", count=("524", "exact", 524, 524), speakers=sohr, stance="reported",
        relations=(("total_of", early),),
    )  # fmt: skip
    one.claim(
        one.report.text, "dead", "killing", "killed", count=("93", "exact", 93, 93), speakers=sohr, stance="reported",
        victims=(("security personnel", {"status": None}),), relations=(("part_of", total),),
    )  # fmt: skip
    one.claim(
        one.report.text, "dead", "killing", "killed", count=("120", "exact", 120, 120), speakers=sohr, stance="reported",
        victims=(("loyalists", {}),), relations=(("part_of", total),),
    )  # fmt: skip
    two = Reader(Report(
        id="w2", text="SOHR on Sunday: 830 Alawite civilians killed on the Syrian coast since 6 March.", published="2025-03-09", outlet="Second Daily",
        url="https://example.org/daily/2",
    ))  # fmt: skip
    middle = two.claim(
        two.report.text, "killed", "killing", "killed", count=("830", "exact", 830, 830), speakers=sohr, stance="reported",
        victims=(("Alawite civilians", {"status": "civilian", "group": "Alawites"}),), places=(("the Syrian coast", on_coast),),
        time=("since 6 March", {"from_": "2025-03-06", "precision": "days"}),
    )  # fmt: skip
    three = Reader(Report(
        id="w3", text="The monitor SOHR now counts 973 Alawite civilians killed on the Syrian coast since 6 March.", published="2025-03-10", outlet="Third Post",
    ))  # fmt: skip
    late = three.claim(
        three.report.text, "killed", "killing", "killed", count=("973", "exact", 973, 973), speakers=sohr, stance="reported", basis="running",
        victims=(("Alawite civilians", {"status": "civilian", "group": "Alawites"}),), places=(("the Syrian coast", on_coast),),
        time=("since 6 March", {"from_": "2025-03-06", "precision": "days"}),
    )  # fmt: skip
    four = Reader(Report(
        id="w4", text="The UN human rights office has documented 111 civilians killed so far; a government committee says it verified at least 1,426 deaths.",
        published="2025-07-22", outlet="Fourth Gazette",
    ))  # fmt: skip
    office = four.claim(
        four.report.text, "killed", "killing", "killed", count=("111", "exact", 111, 111), basis="documented", stance="reported",
        speakers=(("The UN human rights office", {"name": "UN human rights office", "kind": "international_body"}),),
        victims=(("civilians", {"status": "civilian"}),),
    )  # fmt: skip
    committee = four.claim(
        four.report.text, "deaths", "killing", "killed", count=("at least 1,426", "at_least", 1426, None), basis="verified", stance="reported",
        speakers=(("a government committee", {"kind": "government"}),),
    )  # fmt: skip
    made = incident(
        "i:00000000000000b2", "killing", [c for r in (one, two, three, four) for c in r.claims],
        toll("killed", lane(total, "SOHR", "2025-03-08"), lane(committee, "a government committee", "2025-07-22"), headline=committee, places=("Syrian coast",)),
        toll("killed", lane(late, "SOHR", "2025-03-10"), lane(office, "UN human rights office"), group="civilians", headline=late, places=("Syrian coast",)),
        kind="aggregate", n_independent=3, copies=(("w2", "w3"),), verdicts=("corroborated", "contested", "unverified"),
        places=(Place(name="Syrian coast", country="SY", precision="region"),), time=Time(from_="2025-03-06", precision="days"),
    )  # fmt: skip
    assert middle and early
    return Case(made, [one, two, three, four])


def denied() -> Case:
    """A shelling with two figures from two sources, an army denial, a hospital named, a victim named, and somebody's word for the dead."""
    report = Report(
        id="d1", published="2024-11-03", outlet="Valley News", url="https://example.org/valley",
        text=(
            "Shelling of the market in Tarsa on 2 November killed 14 people, a hospital director said. "
            "Local officials put the dead at 9, among them the baker Samir Haddou.\n"
            'An army spokesman denied shelling the town: "Our guns did not fire on Tarsa on Saturday, nor on any market." '
            "The army said it had killed six terrorists near the town."
        ),
    )  # fmt: skip
    read = Reader(report)
    tarsa = (("Tarsa", {"name": "Tarsa", "precision": "town", "country": "SY"}),)
    day = ("on 2 November", {"from_": "2024-11-02", "to": "2024-11-02", "precision": "day"})
    first = "Shelling of the market in Tarsa on 2 November killed 14 people, a hospital director said."
    hospital = read.claim(
        first, "Shelling", "shelling", "killed", count=("14", "exact", 14, 14), victims=(("people", {}),), places=tarsa, time=day,
        speakers=(("a hospital director", {"kind": "medical"}),), cue="said", stance="reported",
    )  # fmt: skip
    second = "Local officials put the dead at 9, among them the baker Samir Haddou."
    officials = read.claim(
        second, "dead", "shelling", "killed", count=("9", "exact", 9, 9), speakers=(("Local officials", {"kind": "government"}),), stance="reported",
        relations=(("same_event", hospital),),
    )  # fmt: skip
    read.claim(
        second, "dead", "shelling", "killed", count=("the baker Samir Haddou", "named", 1, 1), victims=(("Samir Haddou", {"name": "Samir Haddou"}),),
        speakers=(("Local officials", {"kind": "government"}),), stance="reported", relations=(("part_of", officials),),
    )  # fmt: skip
    read.claim(
        'An army spokesman denied shelling the town: "Our guns did not fire on Tarsa on Saturday, nor on any market."', "denied", "denial",
        content="Our guns did not fire on Tarsa on Saturday, nor on any market", speakers=(("An army spokesman", {"kind": "state_forces"}),),
        cue="denied", stance="denied", relations=(("responds_to", hospital),),
    )  # fmt: skip
    six = read.claim(
        "The army said it had killed six terrorists near the town.", "killed", "killing", "killed", count=("six", "exact", 6, 6), stance="claimed",
        victims=(("terrorists", {"status": "combatant", "status_by": "the army"}),), speakers=(("The army", {"kind": "state_forces"}),),
        perpetrators=(("The army", {"kind": "state_forces"}),), cue="said",
    )  # fmt: skip
    made = incident(
        "i:00000000000000c3", "shelling", read.claims,
        toll("killed", lane(hospital, "a hospital director"), lane(officials, "local officials"), places=("Tarsa",), disputes=(read.claims[3].claim,)),
        toll("killed", lane(six, "the army"), group="combatants"),
        verdicts=("contested", "contested", "contested"),
        places=(Place(name="Tarsa", country="SY", precision="town"),), time=Time(from_="2024-11-02", to="2024-11-02", precision="day"),
    )  # fmt: skip
    return Case(made, [read])


def vague() -> Case:
    """Dozens, several: words that count without a number; one of them from residents."""
    report = Report(
        id="v1", published="2023-05", outlet="Hill Radio",
        text="Residents said dozens of people were killed in a raid on Upper Dorna. Several others were wounded. Hundreds fled.",
    )  # fmt: skip
    read = Reader(report)
    dozens = read.claim(
        "Residents said dozens of people were killed in a raid on Upper Dorna.", "raid", "killing", "killed", count=("dozens", "vague", 24, None),
        victims=(("people", {}),), speakers=(("Residents", {"kind": "resident"}),), cue="said", stance="reported",
        places=(("Upper Dorna", {"name": "Upper Dorna", "precision": "town"}),),
    )  # fmt: skip
    several = read.claim(
        "Several others were wounded.", "wounded", "killing", "injured", count=("Several", "vague", 2, None), victims=(("others", {}),)
    )
    hundreds = read.claim("Hundreds fled.", "fled", "displacement", "displaced", count=("Hundreds", "vague", 200, None))
    made = incident(
        "i:00000000000000d4", "killing", read.claims,
        toll("killed", lane(dozens, "residents"), headline=dozens, places=("Upper Dorna",)),
        toll("injured", lane(several, "Hill Radio"), headline=several), toll("displaced", lane(hundreds, "Hill Radio"), headline=hundreds),
        n_independent=2,
    )  # fmt: skip
    return Case(made, [read])


def no_toll() -> Case:
    """A curfew and a detention without a figure; a rights group's appeal."""
    report = Report(
        id="n1", published="2025-01-15", outlet="Harbour Times",
        text=(
            "The governor imposed a night curfew in Port Selin on 14 January. Police detained union members, the Dockers' Union said. "
            '"Release them at once," the union urged the court.'
        ),
    )  # fmt: skip
    read = Reader(report)
    union = (("the Dockers' Union", {"name": "Dockers' Union", "kind": "ngo"}),)
    read.claim(
        "Police detained union members, the Dockers' Union said.", "detained", "detention", "detained", victims=(("union members", {}),),
        perpetrators=(("Police", {"kind": "police"}),), speakers=union, cue="said", stance="reported",
    )  # fmt: skip
    read.claim(
        "The governor imposed a night curfew in Port Selin on 14 January.", "curfew", "curfew", places=(("Port Selin", {"name": "Port Selin", "precision": "town"}),),
        time=("on 14 January", {"from_": "2025-01-14", "to": "2025-01-14", "precision": "day"}),
    )  # fmt: skip
    read.claim(
        '"Release them at once," the union urged the court.', "urged", "appeal", content="Release them at once", cue="urged", stance="urged",
        speakers=(("the union", {"name": "Dockers' Union", "kind": "ngo"}),),
    )  # fmt: skip
    return Case(incident("i:00000000000000e5", "detention", read.claims), [read])


CASES = {"river": river, "coast": coast, "denied": denied, "vague": vague, "no_toll": no_toll}
