"""Writes elements of SVG: every attribute and every text is escaped here, so that nothing drawn can carry markup of a report's."""

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

Attribute = str | int | float | None


def element(name: str, *children: SafeString, **attributes: Attribute) -> SafeString:
    """One element. ``class_`` gives ``class``, an underscore inside a name gives a hyphen; an attribute that is ``None`` is left out."""
    written = "".join(
        f' {_attribute_name(key)}="{escape(_number(value))}"' for key, value in attributes.items() if value is not None
    )  # fmt: skip
    return mark_safe(f"<{name}{written}>{''.join(children)}</{name}>")  # noqa: S308  attributes are escaped above


def words(text: str) -> SafeString:
    """Text as a child of an element."""
    return SafeString(escape(text))


def percent(share: float) -> str:
    """A share of the drawing's width: 0.5 is "50%"."""
    return f"{_number(share * 100)}%"


def _attribute_name(key: str) -> str:
    return {"viewBox": key, "preserveAspectRatio": key}.get(key, key.rstrip("_").replace("_", "-"))


def _number(value: Attribute) -> str:
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value)
