"""The contract as JSON Schema (draft 2020-12), made from the records themselves, so that the two cannot part."""

import inspect
from collections.abc import Mapping
from typing import Any

import msgspec

from knell.records import Claim, Incident, Mention, Opinion, Report

SHAPES: Mapping[str, type[msgspec.Struct]] = {
    "report": Report,
    "claim": Claim,
    "mention": Mention,
    "incident": Incident,
    "opinion": Opinion,
}
"""What goes over the wire, one JSON object a line: the name on the command line -> the record."""

_ABOUT = (
    "One JSON object a line (NDJSON), UTF-8. Offsets are Unicode code points into the report's text exactly as given, start inclusive, "
    "end exclusive, and text[start:end] equals the quoted text. Dates are ISO 8601 in the report's own time zone. null: not stated; "
    "an empty list: looked for, none found. What comes out may gain keys, so a program that reads it passes over those it does not know; "
    "a report, which goes in, is refused with a key that is not listed."
)


def describe_shape(name: str) -> dict[str, Any]:
    """The schema of one shape, whole in itself. ``name`` is a key of ``SHAPES``; another raises ``KeyError``."""
    definitions = _definitions([SHAPES[name]])
    own = definitions.pop(SHAPES[name].__name__)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **own, "$comment": _ABOUT, "$defs": definitions}


def describe_contract() -> dict[str, Any]:
    """The schema of every shape in one document: valid is whatever one of them allows."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Knell's contract",
        "description": _ABOUT,
        "anyOf": [{"$ref": f"#/$defs/{record.__name__}"} for record in SHAPES.values()],
        "$defs": _definitions(list(SHAPES.values())),
    }


def _definitions(records: list[type[msgspec.Struct]]) -> dict[str, Any]:
    """The records and all they hold, by name. Only what goes in is closed to unknown keys."""
    _, definitions = msgspec.json.schema_components(records, ref_template="#/$defs/{name}")
    closed = set(msgspec.json.schema_components([Report], ref_template="{name}")[1])
    for name, definition in definitions.items():
        definition["description"] = inspect.cleandoc(definition.get("description", ""))
        if name not in closed:
            definition.pop("additionalProperties", None)
    return definitions
