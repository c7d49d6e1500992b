"""A small casebook with people and places that do not exist, written into a real ledger: every kind of figure, a denial, a total over
days with parts, copies, an erased report, and one report whose text tries to harm who reads it."""

import hashlib
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from knell.casebook.connection import set_up_django

set_up_django()

from knell.casebook.ledger import Casebook, Receipt, open_casebook  # noqa: E402
from knell.casebook.policy import Judged, Policy  # noqa: E402
from knell.casebook.recording import Keyed, Ledger, Read  # noqa: E402
from knell.evidence.entries import Ingest  # noqa: E402
from knell.evidence.store import Stamp, open_store  # noqa: E402
from knell.flows.init import begin_casebook  # noqa: E402
from knell.records import (  # noqa: E402
    Accused,
    Block,
    Claim,
    Count,
    Cue,
    Event,
    Garble,
    Incident,
    IncidentVictim,
    Lane,
    Link,
    Party,
    Place,
    Relation,
    Report,
    Restated,
    Scope,
    Time,
    Toll,
    Verdict,
    Verdicts,
    Victim,
    claim_id,
)

MONITOR = "Coastal Monitor for Human Rights"
MINISTRY = "interior ministry"
VICTIM = "Samir Haddad"

MORNING = Report(
    id="r:a1", outlet="Harbour Wire", published="2031-03-07", lang="en", title="Dozens reported killed in Marwa",
    text="Dozens reported killed in Marwa\n"
    "The Coastal Monitor for Human Rights said 31 people were killed in Marwa on Thursday. Residents spoke of dozens of dead.\n"
    "Footage shared online shows bodies lying in a garden.\n"
    "The interior ministry said up to 40 gunmen were killed and denied that its forces had fired on civilians.\n"
    "A curfew was imposed in Marwa and Teln.",
    blocks=(Block(start=0, end=31, kind="headline"), Block(start=153, end=206, kind="caption", locator="photo 1")),
)  # fmt: skip
EVENING = Report(
    id="r:a2", outlet="The Kest Courier", published="2031-03-08", lang="en", title="Toll rises in Marwa",
    text="The Coastal Monitor for Human Rights raised its toll to 45 killed in Marwa. Over 70 people died in clashes around the town. "
    "A doctor at the town hospital counted about 50 bodies. Among the dead was Samir Haddad, a teacher. Haddad was 41.",
    restates=Restated(by="Knell's authors", url="https://courier.example/marwa", outlet="The Kest Courier", date="2031-03-08"),
)  # fmt: skip
LATE = Report(
    id="r:a3", outlet="Harbour Wire", published="2031-03-09", lang="en", title="Monitor lists 52 dead in Marwa",
    text="The Coastal Monitor for Human Rights has documented 52 killed in Marwa, 10 to 12 of them children. It accused security forces.",
)  # fmt: skip
COPY = Report(id="r:a4", outlet="Mirror Daily", published="2031-03-09", lang="en", title=None, text=LATE.text + " ")
TOTAL = Report(
    id="r:b1", outlet="Harbour Wire", published="2031-03-10", lang="en", title="More than a thousand dead on the coast",
    text="At least 1,020 people were killed along the Kest coast between 6 and 9 March, the Coastal Monitor for Human Rights said.",
)  # fmt: skip
ELSEWHERE = Report(
    id="r:c1", outlet="Teln Radio", published="2031-02-20", lang="ar", title="تقرير من تلن",
    text="قُتل 3 أشخاص في تلن يوم الأربعاء، بحسب شهود.\nA shell killed three people in Teln, residents said.",
)  # fmt: skip
HOSTILE = Report(
    id="r:x1", outlet='<img src=x onerror="alert(1)">', published="2031-03-11", lang='en"><script>alert(2)</script>',
    title="</title><script>alert('title')</script>",
    text="<script>alert('text')</script> <u>Two</u> people were killed in <i>Marwa</i>, \u202edias siht\u202c.\n"
    "javascript:alert(3) \x00\x1b[31m {{ settings.SECRET_KEY }} {% load x %} \u2066hidden\u2069 \ud800 end",
    url="javascript:alert(4)",
)  # fmt: skip
ERASED = Report(id="r:e1", outlet="Gone Gazette", published="2031-03-07", title="Erased", text="Nine people were killed in Marwa.")
EMPTY = Report(id="r:f1", outlet="Weather Post", published=None, title="Rain", text="It rained.")

NAMED_PLACES = {
    "Marwa": Place(name="Marwa", country="XK", admin1="Kest", precision="town", lat=35.1, lon=35.9),
    "Teln": Place(name="Teln", country="XK", admin1="Kest", precision="town", lat=35.3, lon=35.8),
    "Kest coast": Place(name="Kest coast", country="XK", admin1="Kest", precision="region"),
}


class Teller:
    """Makes claims of one report by pointing at its words."""

    def __init__(self, report: Report) -> None:
        self.report, self.seen = report, 0

    def span(self, record: Any, words: str, /, **fields: Any) -> Any:
        """A span at the first place where the words stand."""
        start = self.report.text.index(words)
        return record(text=words, start=start, end=start + len(words), **fields)

    def claim(
        self,
        passage: str,
        event: str,
        type_: str,
        *,
        harm: str = "killed",
        count: Count | None = None,
        speakers: Sequence[Party] = (),
        **fields: Any,
    ) -> Claim:
        """A claim; ``passage`` and ``event`` are words of the text."""
        from knell.records import Span

        told = self.span(Event, event, type=type_)
        self.seen += 1
        return Claim(
            claim=claim_id(self.report.id, harm, told, count, speakers, self.seen), report=self.report.id, passage=self.span(Span, passage),
            event=told, harm=harm, count=count, speakers=tuple(speakers), reader="hand@1", **fields,
        )  # fmt: skip

    def place(self, name: str) -> Place:
        """A place that the text names."""
        import msgspec

        start = self.report.text.index(name)
        return msgspec.structs.replace(NAMED_PLACES[name], text=name, start=start, end=start + len(name))


def _sentence(report: Report, words: str) -> str:
    """The sentence of the text that holds the words."""
    at = report.text.index(words)
    stop = report.text.rfind(". ", 0, at)
    start = max(stop + 2 if stop >= 0 else 0, report.text.rfind("\n", 0, at) + 1)
    ends = [e for e in (report.text.find(". ", at), report.text.find("\n", at)) if e >= 0]
    end = min(ends) + (1 if report.text[min(ends)] == "." else 0) if ends else len(report.text.rstrip())
    return report.text[start:end]


def tell_all() -> dict[str, Claim]:
    """Every claim of the cast by a short name."""
    m, e, l, c, t, w, x, g = (Teller(r) for r in (MORNING, EVENING, LATE, COPY, TOTAL, ELSEWHERE, HOSTILE, ERASED))
    told: dict[str, Claim] = {}

    def monitor(by: Teller) -> Party:
        return by.span(Party, MONITOR, name=MONITOR, kind="monitor")

    told["thirty-one"] = m.claim(
        _sentence(MORNING, "31 people"), "killed in Marwa on", "killing", count=m.span(Count, "31", low=31, high=31, best=31, kind="exact"),
        speakers=[monitor(m)], places=(m.place("Marwa"),), cues=(m.span(Cue, "said"),), stance="alleged",
        time=m.span(Time, "on Thursday", from_="2031-03-06", to="2031-03-06", precision="day"), victims=(m.span(Victim, "people"),),
    )  # fmt: skip
    told["dozens"] = m.claim(
        "Residents spoke of dozens of dead.", "dead", "killing", count=m.span(Count, "dozens", low=24, kind="vague"),
        speakers=[m.span(Party, "Residents", kind="resident")], stance="reported",
    )  # fmt: skip
    told["headline"] = m.claim("Dozens reported killed in Marwa", "killed", "killing", count=m.span(Count, "Dozens", low=24, kind="vague"), stance="reported",
                               relations=(Relation(kind="repeats", claim=told["dozens"].claim),))  # fmt: skip
    told["footage"] = m.claim(_sentence(MORNING, "Footage"), "Footage", "footage", harm="none", stance="unverified")
    told["ministry"] = m.claim(
        _sentence(MORNING, "up to 40"), "killed and", "clash", count=m.span(Count, "up to 40", low=0, high=40, kind="at_most"),
        speakers=[m.span(Party, MINISTRY, name=MINISTRY, kind="government")], stance="claimed",
        victims=(m.span(Victim, "gunmen", status="combatant", status_by=MINISTRY),),
    )  # fmt: skip
    told["denial"] = m.claim(
        _sentence(MORNING, "denied"), "denied", "denial", harm="none", stance="denied",
        speakers=[m.span(Party, MINISTRY, name=MINISTRY, kind="government")],
    )  # fmt: skip
    told["curfew"] = m.claim(_sentence(MORNING, "curfew"), "curfew", "curfew", harm="none", places=(m.place("Teln"),))
    told["forty-five"] = e.claim(
        _sentence(EVENING, "45 killed"), "killed in Marwa", "killing", count=e.span(Count, "45", low=45, high=45, best=45, kind="exact"),
        speakers=[monitor(e)], places=(e.place("Marwa"),), stance="alleged",
    )  # fmt: skip
    told["seventy"] = e.claim(
        _sentence(EVENING, "Over 70"), "died in clashes", "clash", count=e.span(Count, "Over 70", low=71, kind="more_than"), stance="reported",
        places=(e.place("Marwa"),), relations=(Relation(kind="overlap_unknown", claim=told["forty-five"].claim),),
    )  # fmt: skip
    told["fifty"] = e.claim(
        _sentence(EVENING, "about 50"), "bodies", "bodies_found", count=e.span(Count, "about 50", best=50, kind="about"),
        speakers=[e.span(Party, "A doctor at the town hospital", kind="medical")], basis="witnessed", stance="reported",
    )  # fmt: skip
    told["named"] = e.claim(
        _sentence(EVENING, "Among the dead"), "dead", "killing", count=e.span(Count, VICTIM, low=1, high=1, best=1, kind="named"),
        victims=(e.span(Victim, VICTIM + ", a teacher", name=VICTIM),), stance="reported",
    )  # fmt: skip
    told["fifty-two"] = l.claim(
        _sentence(LATE, "52 killed"), "killed in Marwa", "massacre", count=l.span(Count, "52", low=52, high=52, best=52, kind="exact"),
        speakers=[monitor(l)], places=(l.place("Marwa"),), basis="documented", stance="alleged",
        perpetrators=(l.span(Party, "security forces", name="security forces", kind="state_forces"),),
    )  # fmt: skip
    told["children"] = l.claim(
        _sentence(LATE, "52 killed"), "killed in Marwa", "killing", count=l.span(Count, "10 to 12", low=10, high=12, kind="between"),
        speakers=[monitor(l)], basis="documented", stance="alleged", victims=(l.span(Victim, "children", age_group="child"),),
        relations=(Relation(kind="part_of", claim=told["fifty-two"].claim),),
    )  # fmt: skip
    told["copied"] = c.claim(
        LATE.text, "killed in Marwa", "killing", count=c.span(Count, "52", low=52, high=52, best=52, kind="exact"), speakers=[monitor(c)],
        places=(c.place("Marwa"),), basis="documented", stance="alleged",
    )  # fmt: skip
    told["total"] = t.claim(
        TOTAL.text, "killed along", "killing", count=t.span(Count, "At least 1,020", low=1020, kind="at_least"), speakers=[monitor(t)],
        places=(t.place("Kest coast"),), basis="running", stance="reported",
    )  # fmt: skip
    told["shell"] = w.claim(
        "A shell killed three people in Teln, residents said.", "shell", "shelling", count=w.span(Count, "three", low=3, high=3, best=3, kind="exact"),
        speakers=[w.span(Party, "residents", kind="resident")], places=(w.place("Teln"),),
        time=w.span(Time, "يوم الأربعاء", from_="2031-02-19", to="2031-02-19", precision="day"),
    )  # fmt: skip
    told["hostile"] = x.claim(
        HOSTILE.text.split("\n")[0], "killed in <i>Marwa</i>", "killing", count=x.span(Count, "<u>Two</u>", low=2, high=2, best=2, kind="exact"),
        speakers=[x.span(Party, "<script>alert('text')</script>", name="\u202e<script>alert(5)</script>", kind="individual")],
        places=(x.place("Marwa"),),
    )  # fmt: skip
    told["nine"] = g.claim(ERASED.text, "killed", "killing", count=g.span(Count, "Nine", low=9, high=9, best=9, kind="exact"))
    return told


def _lane(claim: Claim, root: str, as_of: str | None, *flags: str) -> Lane:
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


def _verdicts(occurrence: str, figure: str, responsibility: str, by: Sequence[str]) -> Verdicts:
    def said(value: Any) -> Verdict:
        return Verdict(is_=value, by=tuple(by), why=f"{len(by)} claims, first {by[0]}" if by else "nobody says so")

    return Verdicts(occurrence=said(occurrence), figure=said(figure), responsibility=said(responsibility))


def incidents_of(told: dict[str, Claim]) -> list[Incident]:
    """The cast's incidents."""
    scope = Scope(places=("Marwa",), from_="2031-03-06", to="2031-03-09")
    marwa = [
        "thirty-one",
        "dozens",
        "headline",
        "footage",
        "ministry",
        "denial",
        "curfew",
        "forty-five",
        "seventy",
        "fifty",
        "named",
        "fifty-two",
        "children",
        "copied",
        "nine",
    ]
    ids = {name: claim.claim for name, claim in told.items()}
    killing = Incident(
        incident="i:00000000000000aa", part_of="i:00000000000000bb", may_be_same=("i:00000000000000cc",), type="massacre",
        reports=(MORNING.id, EVENING.id, LATE.id, COPY.id, ERASED.id), claims=tuple(ids[name] for name in marwa), places=(NAMED_PLACES["Marwa"],),
        time=Time(from_="2031-03-06", to="2031-03-09", precision="days"),
        tolls=(
            Toll(
                harm="killed", scope=scope,
                lanes=(
                    _lane(told["fifty-two"], MONITOR, "2031-03-09"), _lane(told["seventy"], "no source named", "2031-03-08", "overlap "
                    "unknown"),
                    _lane(told["ministry"], MINISTRY, "2031-03-07"), _lane(told["fifty"], "A doctor at the town hospital", "2031-03-08"),
                    _lane(told["dozens"], "Residents", None), _lane(told["nine"], "Gone Gazette", "2031-03-07"),
                ),
                low=40, high=None, best=None, kind="at_least", headline=ids["fifty-two"], n_independent=4, independence_unknown=2, rule="reported@1",
                disputes=(ids["denial"],), why=f"closed figures set both ends; {ids['seventy']} is open above",
            ),
            Toll(harm="killed", group="children", scope=scope, lanes=(_lane(told["children"], MONITOR, "2031-03-09"),), low=10, high=12, kind="between", n_independent=1, rule="reported@1"),
        ),
        perpetrators=(Accused(name="security forces", kind="state_forces", standing="accused", by=(ids["fifty-two"],)),),
        victims=(IncidentVictim(text=VICTIM + ", a teacher", name=VICTIM, harm="killed"), IncidentVictim(text="children", harm="killed")),
        n_reports=5, n_independent=5, copies=((LATE.id, COPY.id),), verdicts=_verdicts("corroborated", "contested", "single_source", [ids["fifty-two"], ids["denial"]]),
        links=(Link(a=ids["fifty-two"], b=ids["forty-five"], kind="same_place_and_time", why="place and day agree; one monitor"), Link(a=LATE.id, b=COPY.id, kind="copy", why="all of the text is in both")),
        garbles=(Garble(claim=ids["fifty-two"], of=ids["forty-five"], why=f"one number of two ({ids['fifty-two']})"),),
    )  # fmt: skip
    coast = Incident(
        incident="i:00000000000000bb", kind="aggregate", type="killing", reports=(TOTAL.id,), claims=(ids["total"],), places=(NAMED_PLACES["Kest coast"],),
        time=Time(from_="2031-03-06", to="2031-03-09", precision="days"),
        tolls=(Toll(harm="killed", scope=Scope(places=("Kest coast",)), lanes=(_lane(told["total"], MONITOR, "2031-03-10"),), low=1020, kind="at_least", n_independent=1, rule="reported@1", headline=ids["total"]),),
        n_reports=1, n_independent=1, verdicts=_verdicts("single_source", "single_source", "unverified", [ids["total"]]),
    )  # fmt: skip
    shelling = Incident(
        incident="i:00000000000000cc", may_be_same=("i:00000000000000aa",), type="shelling", reports=(ELSEWHERE.id,), claims=(ids["shell"],), places=(NAMED_PLACES["Teln"],),
        time=Time(from_="2031-02-19", to="2031-02-19", precision="day"),
        tolls=(Toll(harm="killed", scope=Scope(), lanes=(_lane(told["shell"], "residents", "2031-02-20"),), low=3, high=3, best=3, n_independent=1, rule="reported@1", headline=ids["shell"]),),
        n_reports=1, n_independent=1, verdicts=_verdicts("single_source", "single_source", "unverified", [ids["shell"]]),
    )  # fmt: skip
    hostile = Incident(
        incident="i:00000000000000dd", type="killing", reports=(HOSTILE.id,), claims=(ids["hostile"],), places=(NAMED_PLACES["Marwa"],),
        tolls=(Toll(harm="killed", group="<u>group</u>", scope=Scope(by="<i>\u202eby</i>"), lanes=(_lane(told["hostile"], "\u202e<script>alert(5)</script>", None),), low=2, high=2, best=2, rule="reported@1", why="<script>alert(6)</script>"),),
        n_reports=1, n_independent=1, verdicts=_verdicts("unverified", "unverified", "unverified", []),
    )  # fmt: skip
    return [killing, coast, shelling, hostile]


def build_casebook(folder: Path, policy: Policy = Policy(countries=("XK",))) -> Casebook:  # noqa: B008
    """The cast's casebook, in a new folder."""
    begin_casebook(
        folder, "The Kest coast", policy, actor="tester", random=os.urandom, now=lambda: datetime(2031, 3, 12, 9, 30, tzinfo=UTC)
    )
    with open_casebook(folder) as empty:
        name = empty.id
    from knell.casebook.connection import connect

    ledger = Ledger(connect(folder), name)
    told = tell_all()
    reports = [MORNING, EVENING, LATE, COPY, TOTAL, ELSEWHERE, HOSTILE, ERASED, EMPTY]
    store = open_store(folder / "evidence")
    for number, given in enumerate(reports):
        report = _storable(given)
        claims = sorted((claim for claim in told.values() if claim.report == report.id), key=lambda claim: claim.passage.start or 0)
        at = f"2031-03-12T09:3{number}:00Z"
        content = report.text.encode()
        ingest = Ingest(sha256=hashlib.sha256(content).hexdigest(), size=len(content), name=f"{report.id}.txt <u>")
        with store.writing():
            (position,) = store.append([ingest], Stamp(at, store.key.pseudonym("tester")), os.urandom, blobs=[content])
        blob = store.key.blob_name(ingest.sha256)
        ledger.put_receipt(Receipt(position=position, at=at, actor=store.key.pseudonym("tester"), blob=blob, name=ingest.name))
        judged = tuple((claim, claim.claim.replace("c:", "i:"), Judged(None, ())) for claim in claims)
        ledger.put_report(Read(report, blob, None, blob, "hand@1", judged, Keyed()))
    ledger.reach(store.length(), {"reader": "hand@1"})
    store.close()
    ledger.replace_incidents([report.id for report in reports], incidents_of(told), list(told.values()))
    ledger.own(_model("Text")).filter(report=ERASED.id).delete()
    return open_casebook(folder)


def _storable(report: Report) -> Report:
    """A lone surrogate cannot be stored; the rest can."""
    import msgspec

    return msgspec.structs.replace(report, text=report.text.replace("\ud800", "?"))


def _model(name: str) -> Any:
    from knell.casebook import models

    return getattr(models, name)
