"""The keyring: one file that holds every secret, opened by a passphrase."""

import errno
import json
import os
from pathlib import Path

import msgspec
import pytest

from knell.evidence import keyring as module
from knell.evidence import syncing
from knell.evidence.keyring import LEAST, Cost, Keyring, finish_writing, is_locked, make_keyring, open_keyring
from knell.records.errors import CasebookError, KnellError, UsageError
from tests.evidence.cast import Chance

WORDS = "olive harbour seven lantern"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "book" / "evidence").mkdir(parents=True)
    return tmp_path / "book" / "evidence" / "keyring"


@pytest.fixture
def locked(path: Path) -> Keyring:
    return make_keyring(path, WORDS, Chance(), LEAST)


@pytest.fixture
def clear(path: Path) -> Keyring:
    return make_keyring(path, None, Chance())


def secrets_of(ring: Keyring) -> tuple[object, ...]:
    return ring.store, ring.signing, ring.ledger, ring.key(0), ring.key(2**63 + 5)


def test_what_was_made_is_opened_again_with_the_same_keys(locked: Keyring, path: Path) -> None:
    assert secrets_of(open_keyring(path, WORDS)) == secrets_of(locked)
    assert len({locked.store.secret, locked.signing, locked.ledger, locked.key(0)}) == 4
    assert is_locked(path)


def test_one_made_without_a_passphrase_opens_without_one_and_leaves_the_ledger_in_clear(clear: Keyring, path: Path) -> None:
    assert not is_locked(path)
    assert secrets_of(open_keyring(path, None)) == secrets_of(clear)
    assert clear.ledger is None
    assert not clear.encrypted


def test_the_file_of_a_locked_one_holds_no_key_in_clear_and_is_closed_to_others(locked: Keyring, path: Path) -> None:
    lies = path.read_bytes()
    held = msgspec.json.decode(lies)
    body = msgspec.json.decode(msgspec.json.encode(held["body"]), type=bytes)
    for secret in (locked.store.secret, locked.signing, locked.ledger):
        assert secret is not None
        assert secret not in body
        assert secret.hex().encode() not in lies
    assert WORDS.encode() not in lies
    assert path.stat().st_mode & 0o077 == 0


def test_a_wrong_passphrase_is_one_clear_line(locked: Keyring, path: Path) -> None:
    with pytest.raises(CasebookError) as raised:
        open_keyring(path, "olive harbour seven lanterm")
    assert raised.value.line() == f"{path.parent.parent}: that is not the passphrase; try again"


def test_no_passphrase_for_a_locked_one_is_one_clear_line(locked: Keyring, path: Path) -> None:
    with pytest.raises(CasebookError, match="the casebook is locked; give its passphrase"):
        open_keyring(path, None)


def test_a_passphrase_is_the_same_however_its_accents_were_typed(path: Path) -> None:
    made = make_keyring(path, "un été très long", Chance(), LEAST)
    assert open_keyring(path, "un e\u0301te\u0301 tre\u0300s long").store == made.store


@pytest.mark.parametrize("short", ["", "secret", "elevenchars"])
def test_a_short_passphrase_is_refused_before_anything_is_written(path: Path, short: str) -> None:
    with pytest.raises(UsageError, match="at least 12 characters"):
        make_keyring(path, short, Chance(), LEAST)
    assert not path.exists()


def test_a_missing_keyring_is_one_clear_line(path: Path) -> None:
    with pytest.raises(CasebookError, match="the keyring is missing; restore it from a backup"):
        open_keyring(path, WORDS)


def opened_with_a_bit_flipped(path: Path, lies: bytes, at: int, passphrase: str | None) -> object:
    """The secrets, or the first words of the error."""
    flipped = bytearray(lies)
    flipped[at // 8] ^= 1 << at % 8
    path.write_bytes(flipped)
    try:
        return secrets_of(open_keyring(path, passphrase))
    except KnellError as error:
        return error.what


def test_every_flipped_bit_of_the_file_is_found(locked: Keyring, path: Path) -> None:
    lies = path.read_bytes()
    came = [opened_with_a_bit_flipped(path, lies, at, WORDS) for at in range(0, len(lies) * 8, 7)]
    assert {row for row in came if row != secrets_of(locked)} == {"the keyring is damaged"}


def test_a_flipped_bit_of_an_unencrypted_one_is_found_too(clear: Keyring, path: Path) -> None:
    lies = path.read_bytes()
    came = [opened_with_a_bit_flipped(path, lies, at, None) for at in range(0, len(lies) * 8, 7)]
    assert {row for row in came if row != secrets_of(clear)} == {"the keyring is damaged"}


@pytest.mark.parametrize("cut", [0, 1, 40, 300])
def test_a_file_cut_short_is_damaged(locked: Keyring, path: Path, cut: int) -> None:
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(CasebookError, match="the keyring is damaged; restore it from a backup"):
        open_keyring(path, WORDS)


def with_cost(path: Path, **changed: int) -> None:
    told = msgspec.json.decode(path.read_bytes(), type=module._File)
    assert told.cost is not None
    told = msgspec.structs.replace(told, cost=msgspec.structs.replace(told.cost, **changed))
    path.write_bytes(msgspec.json.encode(msgspec.structs.replace(told, check=module._check(told))))


@pytest.mark.parametrize("weak", [{"memory_kib": 46 * 1024 - 1}, {"iterations": 0}, {"lanes": 0}, {"memory_kib": 2**40}])
def test_a_file_that_asks_for_a_hash_below_the_floor_or_beyond_reason_is_refused(locked: Keyring, path: Path, weak: dict[str, int]) -> None:
    with_cost(path, **weak)
    with pytest.raises(CasebookError, match=f"passphrase hash of {next(iter(weak))}"):
        open_keyring(path, WORDS)


def test_other_costs_above_the_floor_are_kept_in_the_file(path: Path) -> None:
    cost = Cost(memory_kib=50 * 1024, iterations=2, lanes=3)
    make_keyring(path, WORDS, Chance(), cost)
    assert json.loads(path.read_text())["cost"] == msgspec.to_builtins(cost)
    again = open_keyring(path, WORDS)
    again.erase([1], Chance("more"))
    assert json.loads(path.read_text())["cost"] == msgspec.to_builtins(cost)


class TestRewriting:
    def test_an_erased_key_is_gone_from_the_open_ring_and_from_the_file(self, locked: Keyring, path: Path) -> None:
        kept = locked.key(6)
        locked.erase([5], Chance("more"))
        for ring in (locked, open_keyring(path, WORDS)):
            assert ring.key(5) is None
            assert ring.key(6) == kept

    def test_it_draws_a_new_salt_and_leaves_no_other_file(self, locked: Keyring, path: Path) -> None:
        before = json.loads(path.read_text())["salt"]
        locked.erase([5], Chance("more"))
        assert json.loads(path.read_text())["salt"] != before
        assert [file.name for file in path.parent.iterdir()] == ["keyring"]

    def test_the_old_files_bytes_are_overwritten(self, locked: Keyring, path: Path) -> None:
        with path.open("rb") as old:
            before = old.read()
            locked.erase([5], Chance("more"))
            old.seek(0)
            assert old.read()[: len(before)] != before

    def test_a_disk_that_knows_no_second_names_will_do(self, locked: Keyring, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*names: object) -> None:
            raise PermissionError(errno.EPERM, "Operation not permitted")

        monkeypatch.setattr(os, "link", refuse)
        with path.open("rb") as old:
            before = old.read()
            locked.erase([5], Chance("more"))
            old.seek(0)
            assert old.read()[: len(before)] != before
        assert open_keyring(path, WORDS).key(5) is None
        assert [file.name for file in path.parent.iterdir()] == ["keyring"]

    def test_another_passphrase_opens_it_from_then_on_and_the_old_one_does_not(self, locked: Keyring, path: Path) -> None:
        before = secrets_of(locked)
        locked.change_passphrase("another harbour eight", Chance("more"))
        assert secrets_of(open_keyring(path, "another harbour eight")) == before
        with pytest.raises(CasebookError, match="not the passphrase"):
            open_keyring(path, WORDS)

    def test_an_unencrypted_one_takes_no_passphrase_later(self, clear: Keyring) -> None:
        with pytest.raises(UsageError, match="made unencrypted"):
            clear.change_passphrase("another harbour eight", Chance("more"))

    def test_it_takes_another_key_for_the_ledger(self, locked: Keyring, path: Path) -> None:
        locked.put_ledger_key(b"l" * 32, Chance("more"))
        assert open_keyring(path, WORDS).ledger == locked.ledger == b"l" * 32

    def test_one_that_another_process_rewrote_is_read_again_so_that_no_erased_key_comes_back(self, locked: Keyring, path: Path) -> None:
        other = open_keyring(path, WORDS)
        other.erase([5], Chance("other"))
        locked.refresh()
        locked.erase([9], Chance("more"))
        again = open_keyring(path, WORDS)
        assert (again.key(5), again.key(9)) == (None, None)

    @pytest.mark.parametrize("stop", ["link", "rename", "overwrite", "sync"])
    def test_a_kill_at_any_step_leaves_one_whole_keyring_and_the_next_writer_finishes(
        self, locked: Keyring, path: Path, stop: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        class Killed(BaseException):
            pass

        def die(*arguments: object, **named: object) -> None:
            raise Killed

        if stop == "sync":
            monkeypatch.setattr(syncing, "sync", die)
        elif stop == "overwrite":
            monkeypatch.setattr(module, "_overwrite", die)
        else:
            monkeypatch.setattr(os, stop, die)
        with pytest.raises(Killed):
            locked.erase([5], Chance("more"))
        monkeypatch.undo()
        between = open_keyring(path, WORDS)
        assert (between.key(5) is None) == (stop == "overwrite")
        finish_writing(path, Chance("again"))
        assert [file.name for file in path.parent.iterdir()] == ["keyring"]
        between.erase([5], Chance("again"))
        assert open_keyring(path, WORDS).key(5) is None


def test_the_old_file_is_overwritten_by_the_next_writer_where_a_kill_left_it(locked: Keyring, path: Path) -> None:
    old = path.with_name("keyring.old")
    before = path.read_bytes()
    old.write_bytes(before)
    with old.open("rb") as left:
        finish_writing(path, Chance("again"))
        left.seek(0)
        assert left.read() != before
    assert not old.exists()
