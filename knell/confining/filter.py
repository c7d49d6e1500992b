"""The system calls that a confined process may not make, as a filter the kernel runs (seccomp, BPF).

What is refused fails with EPERM, as if the user had no right to it: every way to a new socket or out through one, every way to look
into other processes, to mount, to enter namespaces, to load code into the kernel, and io_uring, which would go around the filter.
Numbers: the kernel's own tables for x86-64 and for the generic table that AArch64 uses.
"""

import ctypes
import errno
import platform
import struct

_REFUSED = {
    "x86_64": {
        "socket": 41, "connect": 42, "accept": 43, "bind": 49, "listen": 50, "accept4": 288,
        "ptrace": 101, "process_vm_readv": 310, "process_vm_writev": 311, "kcmp": 312, "pidfd_getfd": 438,
        "mount": 165, "umount2": 166, "pivot_root": 155, "chroot": 161, "move_mount": 429, "open_tree": 428, "fsopen": 430, "fsmount": 432,
        "unshare": 272, "setns": 308, "bpf": 321, "perf_event_open": 298, "userfaultfd": 323,
        "add_key": 248, "request_key": 249, "keyctl": 250, "open_by_handle_at": 304,
        "init_module": 175, "finit_module": 313, "delete_module": 176, "kexec_load": 246, "kexec_file_load": 320,
        "io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427,
    },
    "aarch64": {
        "socket": 198, "connect": 203, "accept": 202, "bind": 200, "listen": 201, "accept4": 242,
        "ptrace": 117, "process_vm_readv": 270, "process_vm_writev": 271, "kcmp": 272, "pidfd_getfd": 438,
        "mount": 40, "umount2": 39, "pivot_root": 41, "chroot": 51, "move_mount": 429, "open_tree": 428, "fsopen": 430, "fsmount": 432,
        "unshare": 97, "setns": 268, "bpf": 280, "perf_event_open": 241, "userfaultfd": 282,
        "add_key": 217, "request_key": 218, "keyctl": 219, "open_by_handle_at": 265,
        "init_module": 105, "finit_module": 273, "delete_module": 106, "kexec_load": 104, "kexec_file_load": 294,
        "io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427,
    },
}  # fmt: skip
_AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

_LOAD, _JUMP_EQUAL, _JUMP_OVER, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_NUMBER_AT, _ARCH_AT = 0, 4
_X32 = 0x40000000
"""On x86-64, numbers from here on are the same calls by another door; none of them is needed."""

_PR_SET_SECCOMP, _FILTER_MODE = 22, 2


def refused_calls() -> tuple[str, ...]:
    """The names of the system calls that are refused, sorted; the same on both architectures."""
    return tuple(sorted(_REFUSED["x86_64"]))


def filter_program(machine: str) -> bytes | None:
    """The filter for an architecture as BPF instructions; ``None`` where its numbers are not known here."""
    if machine not in _REFUSED:
        return None
    numbers = sorted(_REFUSED[machine].values())
    lines = [
        (_LOAD, 0, 0, _ARCH_AT),
        (_JUMP_EQUAL, 1, 0, _AUDIT_ARCH[machine]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER_AT),
    ]
    if machine == "x86_64":
        lines += [(_JUMP_OVER, 0, 1, _X32), (_RETURN, 0, 0, _ERRNO | errno.EPERM)]
    for number in numbers:
        lines += [(_JUMP_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ERRNO | errno.EPERM)]
    lines.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("=HBBI", *line) for line in lines)


def refuse_calls() -> bool:
    """Puts the filter over this process and all it starts, for good. ``no_new_privs`` has to be set. Returns whether it holds."""
    program = filter_program(platform.machine())
    if program is None:
        return False
    code = ctypes.create_string_buffer(program, len(program))
    head = struct.pack("=HxxxxxxQ" if struct.calcsize("P") == 8 else "=HxxI", len(program) // 8, ctypes.addressof(code))
    told = ctypes.create_string_buffer(head, len(head))
    return bool(ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_SECCOMP, _FILTER_MODE, ctypes.byref(told), 0, 0) == 0)
