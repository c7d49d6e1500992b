"""The mounting toll: what was known on each day."""

from knell.matching.collection import match
from knell.reckoning.history import known_by, reckon_history
from knell.reckoning.incidents import reckon
from tests.matching.cast import CIVILIANS, NETWORK, OBSERVATORY, VILLAGE, claim, days, report

WHEN = days("2025-03-07")


def told(*rows):
    reports, claims = [], []
    for n, (number, root, published, options) in enumerate(rows):
        reports.append(report(f"r{n}", published=published))
        claims.append(claim(reports[-1], number, by=root, at=VILLAGE, when=WHEN, **options))
    return match(reports, claims)


def history(*rows, rule="reported"):
    matched = told(*rows)
    (incident,) = reckon(matched)
    return reckon_history(matched, incident, rule=rule)


def ends(one):
    return [(k.day, k.toll.low, k.toll.high, k.reports) for k in one.rows]


def test_each_day_on_which_a_figure_changed_is_a_row():
    (one,) = history(
        (38, OBSERVATORY, "2025-03-08", {}),
        (38, OBSERVATORY, "2025-03-09", {}),
        (52, OBSERVATORY, "2025-03-10", {}),
        (45, NETWORK, "2025-03-11", {}),
    )
    assert ends(one) == [("2025-03-08", 38, 38, 1), ("2025-03-10", 52, 52, 3), ("2025-03-11", 45, 52, 4)]


def test_what_bears_no_date_is_in_the_last_row_alone():
    (one,) = history((38, OBSERVATORY, "2025-03-08", {}), (60, NETWORK, None, {}))
    assert ends(one) == [("2025-03-08", 38, 38, 1), (None, 38, 60, 2)]


def test_each_group_has_a_history_of_its_own():
    found = history((38, OBSERVATORY, "2025-03-08", {}), (20, NETWORK, "2025-03-09", {"victims": CIVILIANS}))
    assert [(h.group, len(h.rows)) for h in found] == [("all", 1), ("civilians", 1)]


def test_another_rule_has_another_history():
    (one,) = history((38, OBSERVATORY, "2025-03-08", {}), (52, NETWORK, "2025-03-09", {}), rule="acled")
    assert ends(one) == [("2025-03-08", 38, 38, 1), ("2025-03-09", 38, 38, 2)]


def test_the_last_row_is_the_toll_as_it_stands():
    rows = [(38, OBSERVATORY, "2025-03-08", {}), (52, NETWORK, "2025-03-09", {})]
    (incident,) = reckon(told(*rows))
    (one,) = history(*rows)
    assert one.rows[-1].toll == incident.tolls[0]


def test_what_was_published_later_is_not_there():
    early = known_by(told((38, OBSERVATORY, "2025-03-08", {}), (52, NETWORK, "2025-03-09", {})), "2025-03-08")
    assert [c.report for c in early.claims] == ["r0"]
    assert [g.reports for g in early.incidents] == [("r0",)]
