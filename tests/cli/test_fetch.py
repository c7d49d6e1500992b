"""Fetching, as it is typed: off until it is allowed, and then walled in."""

import json
import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from knell.cli.main import main
from knell.evidence.lock import only_writer
from tests.cli.test_casebook import Knell, knell  # noqa: F401  a fixture
from tests.intake.archives import story_warc

ROOT = Path(__file__).parents[2]
LISTEN = """
import json, socket, sys
heard = []
# A package may look at import whether this machine knows IPv6, by binding a socket; that asks and tells nobody anything.
quiet = {"socket.__new__", "socket.bind"}

def hear(event, args):
    # What goes to the cell that opens a page goes to a process of this machine, over a socket without an address.
    if event.startswith("socket.") and event not in quiet and not (event == "socket.sendmsg" and args[0].family == socket.AF_UNIX):
        heard.append(event)

sys.addaudithook(hear)
from knell.cli.main import main
codes = [main(arguments) for arguments in json.loads(sys.argv[1])]
sys.stdout.write("\\n" + json.dumps([codes, heard]))
"""


@pytest.mark.usefixtures("knell")
def test_without_the_allowance_no_name_is_looked_up_and_nothing_connected_to(tmp_path: Path) -> None:
    (tmp_path / "crawl.warc.gz").write_bytes(story_warc())
    url = "http://news.example.com/a"
    commands = [
        ["init", "coast", "--unencrypted"],
        ["fetch", "--casebook", "coast", url],
        ["watch", "--casebook", "coast", url],
        ["allow", "fetch", "--casebook", "coast", "--reason", "agencies"],
        ["forbid", "fetch", "--casebook", "coast", "--reason", "the office moved"],
        ["fetch", "--casebook", "coast", url],
        ["add", "--casebook", "coast", "crawl.warc.gz"],
        ["allow", "fetch", "--casebook", "coast", "--reason", "agencies"],
        ["fetch", "--casebook", "coast", "http://127.0.0.1/", "http://localhost/", "http://0x7f.1/", "http://[::1]/", "file:///etc/passwd"],
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    asked = [sys.executable, "-c", LISTEN, json.dumps(commands)]
    done = subprocess.run(asked, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    codes, heard = json.loads(done.stdout.splitlines()[-1])
    assert codes == [0, 2, 2, 0, 0, 2, 0, 0, 1], done.stderr
    assert heard == []


def test_it_says_how_to_allow_it_and_what_is_allowed(knell: Knell) -> None:  # noqa: F811
    knell("init", "coast", "--unencrypted")
    refused = knell("fetch", "--casebook", "coast", "http://news.example.com/a")
    assert refused.code == 2
    assert "knell allow fetch --casebook coast --reason WHY" in refused.err
    allowed = knell("allow", "fetch", "--casebook", "coast", "--reason", "their own sites", "--proxy", "socks5h://127.0.0.1:9050")
    assert allowed == (0, "coast: allowed fetch: fetching from the web, through socks5h://127.0.0.1:9050 only\n", "")
    book = knell("codebook", "--casebook", "coast")
    assert "fetching from the web, through socks5h://127.0.0.1:9050 only" in book.out
    assert "their own sites" in book.out
    wrong = knell("fetch", "--casebook", "coast", "http://10.0.0.1/", "http://who@news.example.com/")
    assert wrong.code == 1
    assert [line.count(":") > 1 for line in wrong.err.splitlines()] == [True, True]


def test_a_watch_goes_on_while_another_command_writes_and_ends_where_it_may_no_longer_fetch(
    knell: Knell,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    knell("init", "coast", "--unencrypted")
    knell("allow", "fetch", "--casebook", "coast", "--reason", "agencies")
    monkeypatch.setattr("knell.flows.fetch.WAIT", 0.0)
    slept: list[float] = []

    def meanwhile(seconds: float) -> None:
        """Between the rounds: another command writes through the second; then somebody takes the allowance back."""
        slept.append(seconds)
        if len(slept) == 1:
            holding.enter_context(only_writer(Path("coast/evidence/writer.lock"), 0.0))
        else:
            holding.close()
            main(["forbid", "fetch", "--casebook", "coast", "--reason", "the office moved"])

    with ExitStack() as holding:
        monkeypatch.setattr("knell.cli.watch.time.sleep", meanwhile)
        said = knell("watch", "--casebook", "coast", "http://127.0.0.1/feed", "--every", "5")
    assert slept == [300, 300]
    assert said.code == 2
    assert "another command is writing to this casebook; wait for it to end and try again; the next round goes on" in said.err
    assert "may not fetch from the web" in said.err.splitlines()[-1]
