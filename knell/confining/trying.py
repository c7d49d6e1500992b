"""Tries to get out of a cell, from inside it: what is said of the walls is then what was found, not what was meant.

Each try is a task of a cell. Its answer is one part: ``refused`` or ``possible``, and in what words the system said so.
"""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

REFUSED, POSSIBLE = b"refused", b"possible"


def reach_network(question: Mapping[str, Any], content: int) -> Sequence[bytes]:
    """Sends a packet to ``host`` and ``port``, by UDP and by TCP."""
    address = (question["host"], question["port"])
    for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
        try:
            with socket.socket(socket.AF_INET, kind) as line:
                line.settimeout(2)
                line.connect(address)
                line.send(b"out")
        except OSError as error:
            said = str(error)
            continue
        return [POSSIBLE, b""]
    return [REFUSED, said.encode()]


def read_path(question: Mapping[str, Any], content: int) -> Sequence[bytes]:
    """Opens ``path`` for reading."""
    try:
        Path(question["path"]).read_bytes()
    except OSError as error:
        return [REFUSED, str(error.strerror).encode()]
    return [POSSIBLE, b""]


def write_path(question: Mapping[str, Any], content: int) -> Sequence[bytes]:
    """Writes a file ``path``."""
    try:
        Path(question["path"]).write_bytes(b"out")
    except OSError as error:
        return [REFUSED, str(error.strerror).encode()]
    return [POSSIBLE, b""]


def run_program(question: Mapping[str, Any], content: int) -> Sequence[bytes]:
    """Has a program, Python itself, try to open a socket: what a task starts stands behind the same walls."""
    code = (
        "import socket, sys; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.connect((sys.argv[1], int(sys.argv[2]))); s.send(b'x')"
    )
    command = [question["python"], "-I", "-S", "-c", code, question["host"], str(question["port"])]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return [POSSIBLE if done.returncode == 0 else REFUSED, (done.stderr.splitlines() or [""])[-1].encode()]


def see_processes(question: Mapping[str, Any], content: int) -> Sequence[bytes]:
    """Sends signal 0 to the process ``pid`` outside."""
    try:
        os.kill(question["pid"], 0)
    except OSError as error:
        return [REFUSED, str(error.strerror).encode()]
    return [POSSIBLE, b""]


def eat_memory(question: Mapping[str, Any], content: int) -> Sequence[bytes]:
    """Takes memory until there is none."""
    held = []
    while True:
        held.append(bytearray(16 * 1024 * 1024))


def hang(question: Mapping[str, Any], content: int) -> Sequence[bytes]:
    """Sleeps, and takes no leave."""
    while True:
        time.sleep(60)


def spin(question: Mapping[str, Any], content: int) -> Sequence[bytes]:
    """Uses the processor and nothing else."""
    while True:
        pass


def crash(question: Mapping[str, Any], content: int) -> Sequence[bytes]:
    """Ends as a broken library ends a process."""
    os.kill(os.getpid(), signal.SIGSEGV)
    return []


def flood(question: Mapping[str, Any], content: int) -> Sequence[bytes]:
    """Answers with more than anybody takes."""
    return [bytes(50 * 1024 * 1024)] * 4


def echo(question: Mapping[str, Any], content: int) -> Sequence[bytes]:
    """Gives back the content, once as handed in and once as a program would open it by name."""
    return [os.pread(content, 1 << 20, 0), Path(f"/proc/self/fd/{content}").read_bytes()]
