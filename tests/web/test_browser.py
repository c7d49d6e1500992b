"""The pages in a real browser: Chromium, driven from its command line. NOT RUN where there is none."""

import json
import shutil
import struct
import subprocess
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from knell.casebook.ledger import Casebook
from knell.flows.serve import address_of, begin_listening, take_port
from knell.web.application import application_of

from .cast import HOSTILE, LATE, MORNING, tell_all

CHROMIUM = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine, so no page was looked at in a browser")

TOLD = {name: claim.claim for name, claim in tell_all().items()}
TARGET = (0xD9, 0xA5, 0x20)
"""--target of the light scheme: the colour of the words that an address points at."""


@pytest.fixture(scope="module")
def site(casebook: Casebook) -> Iterator[str]:
    from waitress.server import create_server

    listening = take_port("127.0.0.1", 0)
    begin_listening(listening, "127.0.0.1", 0)
    server = create_server(application_of(casebook), sockets=[listening], threads=2)
    running = threading.Thread(target=server.run, daemon=True)
    running.start()
    yield address_of(listening).rstrip("/")
    server.close()
    running.join(timeout=5)


def browse(folder: Path, address: str, *options: str, scripts: bool = False) -> subprocess.CompletedProcess[str]:
    """Opens a page; without ``scripts`` in a profile in which its owner has switched JavaScript off."""
    assert CHROMIUM is not None
    profile = folder / ("with-scripts" if scripts else "without-scripts")
    (profile / "Default").mkdir(parents=True, exist_ok=True)
    if not (profile / "Default" / "Preferences").exists():
        wishes = {} if scripts else {"profile": {"default_content_setting_values": {"javascript": 2}}}
        (profile / "Default" / "Preferences").write_text(json.dumps(wishes))
    command = [
        CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--disable-background-networking",
        "--enable-logging=stderr", "--blink-settings=preferredColorScheme=1", f"--user-data-dir={profile}", *options, address,
    ]  # fmt: skip
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)


def complaints(seen: subprocess.CompletedProcess[str]) -> list[str]:
    return [line for line in seen.stderr.splitlines() if ":CONSOLE" in line or "Refused to" in line]


def pixels(path: Path) -> list[tuple[int, int, int]]:
    """The pixels of an 8-bit PNG, read with the standard library alone."""
    raw = path.read_bytes()
    at, packed, width, channels = 8, b"", 0, 3
    while at < len(raw):
        (length,) = struct.unpack(">I", raw[at : at + 4])
        kind, body = raw[at + 4 : at + 8], raw[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, channels = struct.unpack(">I", body[:4])[0], {2: 3, 6: 4}[body[9]]
        elif kind == b"IDAT":
            packed += body
        at += 12 + length
    lines = zlib.decompress(packed)
    stride = width * channels
    before, found = bytearray(stride), []
    for start in range(0, len(lines), stride + 1):
        before = _unfiltered(lines[start], bytearray(lines[start + 1 : start + 1 + stride]), before, channels)
        found += [(before[n], before[n + 1], before[n + 2]) for n in range(0, stride, channels)]
    return found


def _unfiltered(kind: int, line: bytearray, above: bytearray, channels: int) -> bytearray:
    for n in range(len(line)):
        left = line[n - channels] if n >= channels else 0
        corner = above[n - channels] if n >= channels else 0
        line[n] = (line[n] + (0, left, above[n], (left + above[n]) // 2, _paeth(left, above[n], corner))[kind]) & 0xFF
    return line


def _paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    return min((left, up, corner), key=lambda one: abs(guess - one))


def test_the_browser_of_these_tests_really_runs_no_script(tmp_path: Path) -> None:
    trial = tmp_path / "trial.html"
    trial.write_text("<!doctype html><title>t</title><p id=p>still</p><script>document.getElementById('p').textContent = 'ran'</script>")
    assert ">still<" in browse(tmp_path, trial.as_uri(), "--dump-dom").stdout
    assert ">ran<" in browse(tmp_path, trial.as_uri(), "--dump-dom", scripts=True).stdout


def test_pages_render_with_scripts_switched_off_and_the_browser_has_nothing_to_complain_of(site: str, tmp_path: Path) -> None:
    seen = browse(tmp_path, f"{site}/incidents/i:00000000000000aa/", "--dump-dom")
    assert "Reported killing, Marwa, Kest" in seen.stdout
    assert "Over 70" in seen.stdout
    assert not complaints(seen)


def test_a_hostile_report_runs_nothing_in_a_browser_that_would_run_scripts(site: str, tmp_path: Path) -> None:
    seen = browse(tmp_path, f"{site}/reports/{HOSTILE.id}/", "--dump-dom", scripts=True)
    assert "dias siht" in seen.stdout
    assert "<script" not in seen.stdout
    assert not complaints(seen)


def test_the_link_from_a_figure_lights_up_its_sentence(site: str, tmp_path: Path) -> None:
    address = f"{site}/reports/{LATE.id}/"
    for fragment, lit in (("", False), (f"#{TOLD['fifty-two']}", True)):
        shot = tmp_path / "shot.png"
        browse(tmp_path, address + fragment, f"--screenshot={shot}", "--window-size=700,420")
        assert (pixels(shot).count(TARGET) > 150) == lit, fragment or "without a fragment"


def test_a_link_to_a_card_opens_it_without_a_script(site: str, tmp_path: Path) -> None:
    address = f"{site}/reports/{MORNING.id}/"
    assert "<details open" not in browse(tmp_path, address, "--dump-dom").stdout
    opened = browse(tmp_path, f"{address}#card:{TOLD['thirty-one']}", "--dump-dom").stdout
    assert opened.count("<details open") == 1


def test_a_link_to_a_graphic_sentence_does_not_open_its_curtain(site: str, tmp_path: Path) -> None:
    seen = browse(tmp_path, f"{site}/reports/{MORNING.id}/#{TOLD['footage']}", "--dump-dom").stdout
    assert '<details class="graphic">' in seen
    assert "<details open" not in seen


@pytest.mark.parametrize("address", ["/", "/incidents/i:00000000000000aa/"])
def test_nothing_runs_over_the_side_of_a_narrow_telephone(site: str, tmp_path: Path, address: str) -> None:
    """A page that is wider than the screen would be drawn smaller or cut; either way ink would stand at the very edge."""
    shot = tmp_path / "shot.png"
    browse(tmp_path, site + address, f"--screenshot={shot}", "--window-size=360,1500")
    found = pixels(shot)
    assert len(found) == 360 * 1500
    inks = {(0x1D, 0x1C, 0x1A), (0x57, 0x53, 0x4A), (0x1B, 0x4B, 0x72), (0x23, 0x40, 0x5F)}
    assert not {found[row * 360 + 358] for row in range(100, 1500)} & inks
