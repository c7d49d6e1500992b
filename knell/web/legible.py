"""Makes received text safe to look at: characters that steer a screen instead of showing on it are shown as signs.

Hostile text can turn its own reading order round ("Trojan source"), hide words or carry bytes that no page may hold. Each such
character becomes one visible sign, so that offsets into the text still hold.
"""

import re
from typing import Any

import msgspec

SIGN = "\u25ca"
"""What a steering character is shown as: a lozenge, which every typeface has."""

_BROKEN = "\ufffd"


def _signs() -> dict[int, str]:
    controls = [code for code in range(0x20) if chr(code) not in "\t\n\r"] + [*range(0x7F, 0xA0)]
    directions = [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]
    without_width = [0x00AD, 0x200B, 0x2060, 0xFEFF, *range(0xE0000, 0xE0080)]
    broken = [0xFFFE, 0xFFFF, *range(0xD800, 0xE000)]
    return dict.fromkeys((*controls, *directions, *without_width), SIGN) | dict.fromkeys(broken, _BROKEN)


_SIGNS = _signs()
_STEERING = re.compile("[" + "".join(f"\\U{code:08x}" for code in _SIGNS) + "]")


def legible(text: str) -> str:
    """``text`` with every steering character shown as a sign of the same length.

    Overrides, embeddings and isolates of direction, characters without width and control characters become a lozenge, lone
    surrogates �. The marks LRM and RLM and the joiners stay: Arabic, Hebrew and Persian texts need them.
    """
    return text.translate(_SIGNS) if _STEERING.search(text) else text


def count_signs(text: str) -> int:
    """How many characters of ``text`` ``legible`` would show as signs."""
    return len(_STEERING.findall(text))


def legible_record(record: Any) -> Any:
    """The same record with each of its strings made legible, however deep; anything that holds no text comes back as it is."""
    if isinstance(record, str):
        return legible(record)
    if isinstance(record, tuple):
        return tuple(legible_record(item) for item in record)
    if not isinstance(record, msgspec.Struct):
        return record
    changed = {}
    for name in record.__struct_fields__:
        value = getattr(record, name)
        clean = legible_record(value) if isinstance(value, (str, tuple, msgspec.Struct)) else value
        if clean is not value and clean != value:
            changed[name] = clean
    return msgspec.structs.replace(record, **changed) if changed else record
