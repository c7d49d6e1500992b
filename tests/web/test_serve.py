"""``knell serve`` as it is called: the address it says, a port that is taken, a casebook that is not there, the end."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from knell.casebook.ledger import Casebook
from knell.flows.serve import address_of, is_loopback, is_wildcard, take_port
from knell.records.errors import UsageError
from tests.signals import heard_interrupts


def start(folder: Path, *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "knell", "serve", "--casebook", str(folder), *options]
    said = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with heard_interrupts():
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=said)


@pytest.fixture(scope="module")
def own_casebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A casebook that ``serve`` may bring up to date; the cast's stays as the cast wrote it."""
    from datetime import UTC, datetime

    from knell.casebook.policy import Policy
    from knell.flows.init import begin_casebook

    folder = tmp_path_factory.mktemp("serve") / "empty"
    begin_casebook(folder, "Empty", Policy(), actor="tester", random=os.urandom, now=lambda: datetime(2031, 3, 12, tzinfo=UTC))
    return folder


def test_it_says_where_the_pages_are_serves_them_and_ends_quietly(own_casebook: Path) -> None:
    serving = start(own_casebook, "--port", "0")
    try:
        assert serving.stdout is not None
        said = serving.stdout.readline()
        found = re.fullmatch(r"Knell: Empty: (http://127\.0\.0\.1:\d+/) \(Ctrl-C ends\)\n", said)
        assert found, said + (serving.stderr.read() if serving.poll() is not None and serving.stderr else "")
        with urllib.request.urlopen(found[1], timeout=20) as answer:
            assert answer.status == 200
            assert "Server" not in answer.headers or "waitress" not in answer.headers["Server"]
            assert "No incident matches." in answer.read().decode()
        serving.send_signal(signal.SIGINT)
        rest, complaint = serving.communicate(timeout=20)
        assert (serving.returncode, rest, complaint) == (0, "", "")
    finally:
        serving.kill()
        serving.communicate()


def test_a_port_that_is_taken_is_one_clear_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        serving = start(tmp_path, "--port", str(port))
        out, complaint = serving.communicate(timeout=30)
    assert (serving.returncode, out) == (2, "")
    assert complaint == f"knell: port {port} on 127.0.0.1 is taken; give another with --port, or 0 for any that is free\n"


def test_a_folder_without_a_casebook_is_one_clear_line(tmp_path: Path) -> None:
    serving = start(tmp_path, "--port", "0")
    out, complaint = serving.communicate(timeout=30)
    assert (serving.returncode, out) == (1, "")
    assert len(complaint.splitlines()) == 1
    assert "there is no casebook here" in complaint


def test_another_address_than_the_loopback_is_warned_of(own_casebook: Path) -> None:
    serving = start(own_casebook, "--host", "0.0.0.0", "--port", "0")
    try:
        assert serving.stderr is not None
        assert serving.stderr.readline() == "knell: anyone who reaches 0.0.0.0 can read this casebook: the pages ask nobody who they are\n"
    finally:
        serving.kill()
        serving.communicate()


@pytest.mark.parametrize("host", ["no such host", "256.1.1.1", "192.0.2.7"])
def test_an_address_that_is_not_this_machines_is_refused(host: str) -> None:
    with pytest.raises(UsageError):
        take_port(host, 0)


def test_only_the_loopback_is_taken_for_the_loopback() -> None:
    assert all(is_loopback(host) for host in ("127.0.0.1", "127.8.8.8", "::1", "localhost", "LOCALHOST"))
    assert not any(is_loopback(host) for host in ("0.0.0.0", "::", "192.0.2.7", "casebook.example", "localhost.example"))
    assert is_wildcard("0.0.0.0")
    assert not is_wildcard("127.0.0.1")


def test_a_wildcard_is_shown_as_an_address_that_a_browser_takes() -> None:
    with take_port("0.0.0.0", 0) as listening:
        assert address_of(listening) == f"http://127.0.0.1:{listening.getsockname()[1]}/"


def test_two_casebooks_of_one_process_are_not_mixed_up(casebook: Casebook, own_casebook: Path) -> None:
    from django.test import Client

    from knell.casebook.ledger import open_casebook

    with open_casebook(own_casebook) as other:
        first = Client(headers={"host": "127.0.0.1"}, **{"knell.casebook": casebook}).get("/").content.decode()
        second = Client(headers={"host": "127.0.0.1"}, **{"knell.casebook": other}).get("/").content.decode()
    assert "The Kest coast" in first
    assert "<bdi>Empty</bdi>" in second
    assert "The Kest coast" not in second
