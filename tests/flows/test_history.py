"""The history of an incident of a casebook."""

from click.testing import CliRunner

from knell.cli.main import knell
from knell.flows.history import rows_as_csv, walk_history
from tests.flows.books import Book


def test_a_casebooks_incident_mounts_as_its_reports_were_published(book: Book):
    one = book.write(
        "one.txt",
        "Shelling in Jableh\n\n8 March 2025\n\nAt least 12 people were killed in shelling of Jableh on 6 March 2025, the Syrian "
        "Observatory for Human Rights said.\n",
    )
    two = book.write(
        "two.txt",
        "Shelling in Jableh\n\n9 March 2025\n\nThe shelling of Jableh on 6 March 2025 killed 20 people, the Syrian Observatory for Human "
        "Rights said.\n",
    )
    book.add(one.name, two.name)
    with book.open() as casebook:
        (incident,) = casebook.incidents()
    told = walk_history(book.folder, incident.incident, actor="amal", random=book.chance, now=book.clock)
    (killed,) = [h for h in told.histories if h.harm == "killed"]
    assert killed.rows[-1].toll.low == 20
    assert next(row[4] for row in rows_as_csv(told.histories)) == "known_by"


def test_the_command_prints_rows_and_a_table(book: Book):
    book.add("observatory.txt", "hospital.txt")
    with book.open() as casebook:
        name = casebook.incidents()[0].incident
    shown = CliRunner().invoke(knell, ["history", "--casebook", str(book.folder), name[:8]])
    assert shown.exit_code == 0
    assert "killed" in shown.output
    table = CliRunner().invoke(knell, ["history", "--casebook", str(book.folder), name, "--csv"])
    assert table.output.startswith("harm,group,by,places,known_by,low,best,high,")


def test_why_and_incidents_take_a_rule_and_a_day(book: Book):
    book.add("observatory.txt", "hospital.txt")
    with book.open() as casebook:
        name = casebook.incidents()[0].incident
    why = CliRunner().invoke(knell, ["why", "--casebook", str(book.folder), "--rule", "entailed", name])
    assert "rule entailed@1" in why.output
    listed = CliRunner().invoke(knell, ["incidents", "--casebook", str(book.folder), "--rule", "ucdp", "--json"])
    assert '"rule":"ucdp@1"' in listed.output
    wrong = CliRunner().invoke(knell, ["why", "--casebook", str(book.folder), "--rule", "guess", name])
    assert "is not a rule" in str(wrong.exception)
