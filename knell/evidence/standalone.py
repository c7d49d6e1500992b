"""Builds ``verify.pyz`` out of this room's own modules: one file that Python runs, with nothing of Knell's beside it.

The same sources give the same bytes: names in order, no dates, nothing compressed. So everybody can build it and compare its hash.
"""

import io
import zipfile
from importlib.resources import files

from .bagging import EPOCH

MODULES = (
    "bag",
    "checkpoints",
    "cosigning",
    "ed25519",
    "handing",
    "notes",
    "passages",
    "proving",
    "telling",
    "tree",
    "verifier",
    "vouching",
)
"""What it holds: all of it needs the standard library and one another, and nothing else."""
PACKAGE = "knell_verifier"
SHEBANG = b"#!/usr/bin/env python3\n"
OLDEST = (3, 11)
_MAIN = f"""import sys

if sys.version_info < {OLDEST}:
    sys.exit("verify.pyz needs Python {OLDEST[0]}.{OLDEST[1]} or later")

from {PACKAGE}.verifier import main

sys.exit(main())
"""
_INIT = '"""Checks the proofs that Knell makes. Part of Knell, under the Apache License, version 2.0."""\n'


def build_verifier() -> bytes:
    """The bytes of ``verify.pyz``."""
    sources = {f"{PACKAGE}/{name}.py": files("knell.evidence").joinpath(f"{name}.py").read_bytes() for name in MODULES}
    sources |= {"__main__.py": _MAIN.encode(), f"{PACKAGE}/__init__.py": _INIT.encode()}
    out = io.BytesIO()
    out.write(SHEBANG)
    with zipfile.ZipFile(out, "a") as archive:
        for name in sorted(sources):
            member = zipfile.ZipInfo(name, EPOCH)
            member.create_system, member.external_attr = 3, 0o100644 << 16
            archive.writestr(member, sources[name])
    return out.getvalue()
