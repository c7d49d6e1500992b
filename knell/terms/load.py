"""Term files: TOML, one folder a language. Read once a process, then kept, because every report needs them.

``load_terms("en", "numbers")`` gives the parsed ``knell/terms/en/numbers.toml``. Nobody may change what comes back.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

_NAME = re.compile(r"[a-z][a-z0-9_-]*")


class TermsError(LookupError):
    """No such term file. A fault of the caller, never of a report: which languages there are is asked with ``has_terms``."""


def has_terms(language: str, name: str) -> bool:
    """Whether there is a term file of that name for that language (an ISO 639-1 code, such as "en")."""
    return bool(_NAME.fullmatch(language) and _NAME.fullmatch(name)) and files("knell.terms").joinpath(language, f"{name}.toml").is_file()


@cache
def load_terms(language: str, name: str) -> Mapping[str, Any]:
    """The terms of one file, by section; the same object each time.

    Raises:
        TermsError: there is no such file.
    """
    if not has_terms(language, name):
        raise TermsError(f"no terms called {name!r} for the language {language!r}")
    text = files("knell.terms").joinpath(language, f"{name}.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))
