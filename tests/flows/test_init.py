"""A casebook is begun."""

from pathlib import Path

import pytest

from knell.casebook.policy import Policy
from knell.evidence.entries import Begin, Decide
from knell.evidence.store import open_store
from knell.flows.init import begin_casebook, check_policy, join_policies, read_policy
from knell.records.errors import CasebookError, InputError, UsageError
from tests.evidence.cast import Chance
from tests.flows.books import Clock, begin


def test_it_begins_with_its_name_and_its_policy_in_the_log(tmp_path: Path) -> None:
    book = begin(tmp_path / "coast", Policy(countries=("SY",), from_="2025-03-01"))
    store = open_store(book.folder / "evidence")
    name, policy = [row.content for row in store.logged()]
    store.close()
    assert name == Begin(name="Coast")
    assert isinstance(policy, Decide)
    assert policy.value == '{"admin1s":[],"countries":["SY"],"deaths":"all","from":"2025-03-01","harms":[],"to":null}'
    with book.open() as casebook:
        assert casebook.name == "Coast"
        assert casebook.policy == Policy(countries=("SY",), from_="2025-03-01")
        assert casebook.incidents() == []


def test_it_leaves_nothing_beside_the_folder(tmp_path: Path) -> None:
    begin(tmp_path / "coast")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["coast", "inbox"]


def test_two_casebooks_are_open_at_once_and_do_not_mix(tmp_path: Path) -> None:
    coast, north = begin(tmp_path / "a" / "coast"), begin(tmp_path / "b" / "north")
    coast.add("observatory.txt", "hospital.txt")
    north.add("elsewhere.txt")
    with coast.open() as one, north.open() as other:
        assert len(one.reports()) == 2
        assert len(other.reports()) == 1
        assert {i.incident for i in one.incidents()}.isdisjoint(i.incident for i in other.incidents())


def test_the_folder_one_stands_in_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "coast").mkdir()
    monkeypatch.chdir(tmp_path / "coast")
    begin_casebook(Path(), "Coast", Policy(), actor="amal", random=Chance(), now=Clock())
    assert sorted(path.name for path in (tmp_path / "coast").iterdir()) == ["evidence", "ledger.sqlite"]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "coast").mkdir()
    assert (begin(tmp_path / "coast").folder / "evidence").is_dir()


@pytest.mark.parametrize("there", ["file", "full folder"])
def test_what_is_there_is_left_alone(tmp_path: Path, there: str) -> None:
    path = tmp_path / "coast"
    if there == "file":
        path.write_text("mine")
    else:
        path.mkdir()
        (path / "mine").write_text("mine")
    with pytest.raises(CasebookError, match="is there already and not empty; give a new folder"):
        begin(path)
    assert [p.read_text() for p in tmp_path.rglob("*") if p.is_file()] == ["mine"]


def test_a_policy_file_says_the_same_as_the_options(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text('countries = ["SY"]\nfrom = 2025-03-01\nto = "2025-03-31"\nharms = ["killed"]\ndeaths = "direct"\n')
    policy = read_policy(path)
    assert policy == Policy(countries=("SY",), from_="2025-03-01", to="2025-03-31", harms=("killed",), deaths="direct")
    assert join_policies(policy, Policy(to="2025-04-30")).to == "2025-04-30"
    assert join_policies(policy, Policy()) == policy


@pytest.mark.parametrize("told", ["countries = SY", "contries = []", 'harms = ["hurt"]', "deaths = 1", "\xff"])
def test_a_policy_file_that_is_none_gets_one_line(tmp_path: Path, told: str) -> None:
    path = tmp_path / "policy.toml"
    path.write_bytes(told.encode("latin-1"))
    with pytest.raises(InputError, match="is no inclusion policy") as caught:
        read_policy(path)
    assert "\n" not in caught.value.line()


@pytest.mark.parametrize(
    "policy", [Policy(countries=("Syria",)), Policy(from_="March"), Policy(to="2025-3-1"), Policy(from_="2025-02-01", to="2025-01-01")]
)
def test_a_policy_that_cannot_be_meant_is_refused(policy: Policy) -> None:
    with pytest.raises(UsageError):
        check_policy(policy)


class TestPlaces:
    """A local gazetteer that the casebook reads with."""

    TABLE = "name\tcountry\tadmin1\tlat\tlon\nTell Example\tSY\tLatakia\t35.5\t35.9\n"
    REPORT = "At least nine people were killed in shelling of Tell Example on 6 March 2025, residents said.\n"

    def test_it_is_a_decision_in_the_log_and_its_places_are_read(self, tmp_path: Path) -> None:
        (tmp_path / "places.tsv").write_text(self.TABLE)
        book = begin(tmp_path / "coast", gazetteer=tmp_path / "places.tsv")
        book.write("note.txt", self.REPORT)
        book.add("note.txt")
        with book.open() as casebook:
            (incident,) = casebook.incidents()
            assert [(p.name, p.admin1, p.lat) for p in incident.places[:1]] == [("Tell Example", "Latakia", 35.5)]
            assert [(d.kind, d.state) for d in casebook.decisions()] == [("policy", "applied"), ("gazetteer", "applied")]

    def test_a_wrong_one_begins_no_casebook(self, tmp_path: Path) -> None:
        (tmp_path / "places.tsv").write_text("name\tcountry\nTell Example\tSY\n")
        with pytest.raises(InputError, match=r"places\.tsv"):
            begin(tmp_path / "coast", gazetteer=tmp_path / "places.tsv")
        assert not (tmp_path / "coast").exists()
