"""Where on its page a story stands: the element that holds it, its captions, and what of it the main text lacks."""

import re
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from .masthead import text_of
from .surroundings import is_aside

_CAPTION = re.compile(
    r"(?:^|[\s_-])(?:wp-caption-text|image-caption|photo-caption|img-caption|caption(?:-text)?|figcaption)(?:$|[\s_])", re.IGNORECASE
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LONGEST_CAPTION = 2_000
_LOOKED_AT = 5_000
"""Blocks of the story that are looked at for words that were left out."""
_TEXTUAL = tuple("p div td li dd font center section article main body span b i em strong blockquote pre".split())


def find_story(tree: HtmlElement, body: etree._Element) -> HtmlElement:
    """The element of the page that holds the story: the article or main part around its first paragraph."""
    first = next((piece for paragraph in body.iter("p") if len(piece := text_of(paragraph)) > 20), None)
    if first is not None:
        for element in tree.iter("p", "div", "td", "li"):
            if _is_innermost(element) and first[:60] in text_of(element, len(first) + 200) and not is_aside(element):
                for parent in (element, *element.iterancestors()):
                    if parent.tag in ("article", "main") or parent.get("role") in ("main", "article"):
                        return parent
    return next(iter(tree.iter("body")), tree)


def find_captions(main: HtmlElement) -> dict[str, None]:
    """The captions of the story's pictures, each once, in order."""
    found: dict[str, None] = {}
    for element in main.iter("figcaption", "p", "div", "span", "dd"):
        is_one = element.tag == "figcaption" or _CAPTION.search(element.get("class") or "")
        inside = any(parent.tag == "figcaption" for parent in element.iterancestors())
        if not is_one or inside or is_aside(element) or _HIDDEN.search(element.get("style") or ""):
            continue
        if text := text_of(element, _LONGEST_CAPTION):
            found.setdefault(text[:_LONGEST_CAPTION])
    return found


def share_taken(main: HtmlElement, body: etree._Element) -> float:
    """The main text's share of the words in the story's element, what stands around a story and text that is all links left aside."""
    around = sum(_own_letters(element) for element in islice(main.iter(*_TEXTUAL), _LOOKED_AT) if not is_aside(element))
    taken = len(_letters(text_of(body)))
    return min(1.0, taken / around) if around else 1.0


def _own_letters(element: HtmlElement) -> int:
    """Letters that stand directly in a block: its own text and what follows its children, without links."""
    pieces = [element.text or "", *(child.tail or "" for child in element)]
    return sum(letter.isalnum() for piece in pieces for letter in piece)


def count_missing(main: HtmlElement, body: etree._Element) -> int:
    """How many list items and table rows of the story the main text lacks.

    Of the story are those between its first and last paragraph, and those beside its last, that are not mostly links.
    """
    paragraphs = {piece for paragraph in body.iter("p") if len(piece := text_of(paragraph)) > 20}
    kept = _letters(text_of(body))
    waiting: list[HtmlElement] = []
    missing = 0
    last: HtmlElement | None = None
    for element in islice(filter(_is_innermost, main.iter("p", "div", "li", "tr")), _LOOKED_AT):
        text = text_of(element)
        if element.tag in ("p", "div"):
            if text in paragraphs:
                last, missing = element, missing + len(waiting)
                waiting.clear()
        elif last is not None and text and not is_aside(element) and not _is_links(element, text) and _letters(text) not in kept:
            waiting.append(element)
    return missing + sum(last is not None and last.getparent() in islice(element.iterancestors(), 3) for element in waiting)


def _is_innermost(element: HtmlElement) -> bool:
    """Whether no other block lies in it: what holds blocks would be read again and again, once for each level."""
    return next(element.iterdescendants("p", "div", "li", "tr", "td"), None) is None or element.tag == "tr"


def _letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def _is_links(element: HtmlElement, text: str) -> bool:
    return sum(len(text_of(link)) for link in element.iter("a")) * 2 > len(text)
