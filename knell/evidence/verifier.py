"""What ``verify.pyz`` does: checks a proof and says what it found. Needs Python and nothing else; openssl for time stamps, if it is there.

Exit codes: 0 good, 10 some of it has been erased, 20 nobody outside vouches for it, 30 it is not the log that was published, 40 invalid;
2 the command line is wrong.
"""

import argparse
import struct
import sys
from collections.abc import Sequence
from pathlib import Path

from .bag import Bag, BagError
from .notes import MOST_BYTES, NoteError, PublicKey, parse_key
from .proving import Diverged, check_bag
from .telling import DIVERGED, HEADS, INVALID, code_of, plain, tell
from .vouching import Trust, check_anchors, read_partner


def main(arguments: Sequence[str] | None = None) -> int:
    """Checks what the command line names, prints what it found and returns the exit code."""
    options = _parser().parse_args(arguments)
    try:
        key = None if options.key is None else _key(options.key)
        partners = tuple(read_partner(line) for line in options.partner)
        published = None if options.checkpoint is None else _read(options.checkpoint)
        if not options.proof.is_file():
            raise OSError(f"{options.proof}: there is no such file")
    except (NoteError, OSError) as error:
        return _say(2, [f"verify: {plain(error)}"])
    try:
        with Bag(options.proof) as bag:
            proof = check_bag(bag, key, published)
            vouched = check_anchors(bag, proof.note, Trust(partners, tuple(options.trust)))
    except Diverged as error:
        return _verdict(DIVERGED, options.proof, [f"  {plain(error)}"])
    except (BagError, NoteError, OSError) as error:
        return _verdict(INVALID, options.proof, [f"  it {plain(error)}"])
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError, struct.error):
        return _verdict(INVALID, options.proof, ["  it holds something that no proof holds"])
    code = code_of(proof, vouched)
    return _verdict(code, options.proof, [] if options.quiet else list(tell(proof, vouched)))


def _parser() -> argparse.ArgumentParser:
    told = "Checks a proof that Knell made, and says what it proves and what it does not."
    codes = "Exit codes: 0 good; 10 erased in part; 20 unanchored; 30 diverged; 40 invalid; 2 the command line is wrong."
    parser = argparse.ArgumentParser(prog="verify.pyz", description=told, epilog=codes, allow_abbrev=False)
    parser.add_argument("proof", type=Path, metavar="proof.zip")
    parser.add_argument("--checkpoint", type=Path, metavar="FILE", help="a checkpoint the casebook published earlier")
    parser.add_argument("--key", metavar="LINE", help="the casebook's public key, as its makers publish it")
    parser.add_argument("--partner", action="append", default=[], metavar="LINE", help="the public key of a partner whom you trust")
    parser.add_argument("--trust", action="append", default=[], type=Path, metavar="FILE", help="root certificates of stamping authorities")
    parser.add_argument("--quiet", action="store_true", help="the verdict only")
    return parser


def _key(line: str) -> PublicKey:
    try:
        return parse_key(line)
    except NoteError as error:
        raise NoteError(f"--key {error}") from error


def _read(path: Path) -> bytes:
    with path.open("rb") as source:
        return source.read(MOST_BYTES + 1)


def _verdict(code: int, path: Path, lines: Sequence[str]) -> int:
    return _say(code, [f"{plain(path)}: {HEADS[code]} (exit code {code})", *lines])


def _say(code: int, lines: Sequence[str]) -> int:
    out = sys.stderr if code == 2 else sys.stdout
    for line in lines:
        out.write(line.encode(out.encoding or "ascii", "backslashreplace").decode(out.encoding or "ascii") + "\n")
    return code
