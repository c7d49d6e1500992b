"""What runs inside a cell: it puts up the walls, then does one task after another, each in a process of its own.

The process that takes the orders never looks at the bytes: it forks, and waits. So one hostile file cannot reach the next one's
answer. An order is a JSON line's worth of bytes with two open files: the content, and where the answer goes.
"""

import contextlib
import importlib
import os
import signal
import socket
import struct
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from .walls import NETWORK, Bounds, bound, put_up_walls

OK, FAULT = b"K", b"F"
Task = Callable[[Mapping[str, Any], int], Sequence[bytes]]
"""What is asked, and the open file with the content -> the parts of the answer."""
LONGEST_FAULT = 300


class Start(msgspec.Struct, frozen=True, kw_only=True):
    """What a cell is started with: the bounds, the folders and files it may see, and what every task needs and is loaded once."""

    bounds: Bounds
    readable: tuple[str, ...]
    preload: tuple[str, ...] = ()


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """A task, named as "module:function", its question, and the processor time it has."""

    task: str
    question: dict[str, Any]
    seconds: int


class Ended(msgspec.Struct, frozen=True, kw_only=True):
    """How a task's process ended: its exit code, negative where a signal ended it; ``memory``: the most it held, in bytes."""

    exit: int
    memory: int


def serve(channel: int, started: str) -> None:
    """Never returns before the channel closes. Sends the walls that stand, then how each task ended."""
    start = msgspec.json.decode(started, type=Start)
    line = socket.socket(fileno=channel)
    walls = put_up_walls(start.bounds, [Path(path) for path in start.readable])
    if NETWORK & set(walls):
        for module in start.preload:
            with contextlib.suppress(ImportError):
                importlib.import_module(module)
    send(line, msgspec.json.encode(walls))
    while True:
        order, files = _next_order(line)
        if order is None:
            return
        send(line, msgspec.json.encode(_do_apart(order, files, line, start.bounds)))


def send(line: socket.socket, message: bytes, files: Sequence[int] = ()) -> None:
    """A message with its length before it; the files go along with its first byte."""
    whole = struct.pack("=I", len(message)) + message
    sent = socket.send_fds(line, [whole], list(files)) if files else line.send(whole)
    line.sendall(whole[sent:])


def _next_order(line: socket.socket) -> tuple[Order | None, list[int]]:
    first, files, _, _ = socket.recv_fds(line, 4, 2)
    if len(first) < 4:
        return None, []
    (length,) = struct.unpack("=I", first)
    told = b""
    while len(told) < length:
        more = line.recv(length - len(told))
        if not more:
            return None, []
        told += more
    return msgspec.json.decode(told, type=Order), files


def _do_apart(order: Order, files: list[int], line: socket.socket, bounds: Bounds) -> Ended:
    child = os.fork()
    if not child:
        os.setpgid(0, 0)
        line.detach()
        _do(order, *files, bounds=bounds)
    with contextlib.suppress(OSError):
        os.setpgid(child, child)
    for file in files:
        os.close(file)
    _, status, used = os.wait4(child, 0)
    with contextlib.suppress(OSError):
        os.killpg(child, signal.SIGKILL)  # what the task started and left
    with contextlib.suppress(OSError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    return Ended(exit=os.waitstatus_to_exitcode(status), memory=used.ru_maxrss * 1024)


def _do(order: Order, content: int, answer: int, *, bounds: Bounds) -> None:
    """Runs the task and ends this process, whatever comes."""
    try:
        bound(bounds, order.seconds)
        module, _, name = order.task.partition(":")
        task: Task = getattr(importlib.import_module(module), name)
        parts = task(order.question, content)
        _write(answer, OK + struct.pack("=I", len(parts)) + b"".join(struct.pack("=Q", len(part)) for part in parts), *parts)
    except MemoryError:
        _write(answer, FAULT + b"needs more memory than it is given")
    except Exception as error:  # noqa: BLE001  whatever hostile bytes lead a parser to raise
        said = f"breaks what opens it ({type(error).__name__}: {error})"
        _write(answer, FAULT + " ".join(said.split())[:LONGEST_FAULT].encode("utf-8", "replace"))
    finally:
        os._exit(0)


def _write(handle: int, *parts: bytes) -> None:
    for part in parts:
        view = memoryview(part)
        while view:
            view = view[os.write(handle, view) :]
