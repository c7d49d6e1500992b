"""The filter the kernel runs: read back instruction by instruction by an interpreter of our own."""

import errno
import struct

import pytest

from knell.confining.filter import _AUDIT_ARCH, _REFUSED, filter_program, refused_calls

ALLOW, REFUSE, KILL = 0x7FFF0000, 0x00050000 | errno.EPERM, 0x80000000


def verdict(program: bytes, number: int, architecture: int) -> int:
    lines = list(struct.iter_unpack("=HBBI", program))
    at, held = 0, 0
    while True:
        code, yes, no, value = lines[at]
        at += 1
        if code == 0x20:
            held = {0: number, 4: architecture}[value]
        elif code == 0x15:
            at += yes if held == value else no
        elif code == 0x35:
            at += yes if held >= value else no
        else:
            assert code == 0x06
            return value


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_every_call_that_is_named_is_refused_and_no_other(machine: str) -> None:
    program = filter_program(machine)
    assert program is not None
    named = set(_REFUSED[machine].values())
    for number in range(500):
        assert verdict(program, number, _AUDIT_ARCH[machine]) == (REFUSE if number in named else ALLOW)


def test_another_architectures_calls_end_the_process() -> None:
    program = filter_program("x86_64")
    assert program is not None
    assert verdict(program, 0, _AUDIT_ARCH["aarch64"]) == KILL
    assert verdict(program, 0x40000000 + 41, _AUDIT_ARCH["x86_64"]) == REFUSE


def test_both_architectures_refuse_the_same() -> None:
    assert set(_REFUSED["x86_64"]) == set(_REFUSED["aarch64"]) == set(refused_calls())
    assert {"socket", "connect", "bind", "ptrace", "io_uring_setup"} <= set(refused_calls())


def test_an_architecture_we_do_not_know_has_no_filter() -> None:
    assert filter_program("vax") is None
