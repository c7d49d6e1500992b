"""A web page into one report: the story's text in blocks, without navigation, cookie notes, related stories and comments.

1. parse, within bounds on size, nesting and attributes
2. trafilatura finds the main text
3. headline, standfirst, body, lists, table rows, quotations become blocks; captions too, each flagged as one
4. the masthead: title, outlet, byline, date, address (``masthead``); the agency credit (``credit``)
"""

import copy
import re
from collections.abc import Iterator
from itertools import islice

import trafilatura
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from knell.records.errors import IntakeError
from knell.records.report import Report
from knell.records.vocabulary import BlockKind

from .composition import Composition
from .credit import find_credit
from .language import detect_language
from .masthead import Masthead, is_masthead_line, read_masthead, text_of, tidy
from .opened import Limits, Opened
from .restatement import find_restated
from .surroundings import is_aside

_TAG = re.compile(r"""<[a-zA-Z](?:[^"'>]|"[^"]*"|'[^']*')*+""")
_ATTRIBUTE = re.compile(r"""\s[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?""")
_LONG_TAG = 8_000
_LONGEST_CAPTION = 2_000
_LOOKED_AT = 5_000
"""Blocks of the story that are looked at for words that were left out."""
_TEXTUAL = (
    "p",
    "div",
    "td",
    "li",
    "dd",
    "font",
    "center",
    "section",
    "article",
    "main",
    "body",
    "span",
    "b",
    "i",
    "em",
    "strong",
    "blockquote",
    "pre",
)
_MOST, _HALF = 0.8, 0.5
"""Shares of the story's words: under the first more is asked for, under the second the reader is told. On our pages it is .85 and above."""
_INVALID = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff]")
_CAPTION = re.compile(
    r"(?:^|[\s_-])(?:wp-caption-text|image-caption|photo-caption|img-caption|caption(?:-text)?|figcaption)(?:$|[\s_])", re.IGNORECASE
)
_STANDFIRST = re.compile(
    r"(?:^|[\s_-])(?:standfirst|stand-first|subtitle|sub-title|subheadline|sub-headline|dek|deck|chapo|summary-text)(?:$|[\s_-])",
    re.IGNORECASE,
)
_SPACES = re.compile(r"\s+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def open_page(html: str, identity: str, name: str, limits: Limits) -> Opened:
    """The report in the web page ``html``. Raises ``IntakeError`` where it is past a bound or holds no story."""
    tree = parse_page(html, name, limits)
    body = _main_text(tree, name)
    main = _story(tree, body)
    body, note = _fuller_text(tree, main, body, name)
    masthead = read_masthead(tree, main)
    composition = _compose(body, main, masthead)
    text = composition.text()
    if not text:
        raise IntakeError("is a web page with no story in it", where=name, todo="save the whole page after it has loaded, or copy its text")
    if len(text) > limits.text_characters:
        raise IntakeError(f"has {len(text):,} characters of text", where=name, todo=f"at most {limits.text_characters:,} are read")
    restates = find_restated(text, masthead.restates.get)
    credit = find_credit(text, masthead.byline) or next((found for field in masthead.credits if (found := find_credit("", field))), None)
    report = Report(
        id=identity,
        text=text,
        title=masthead.title,
        published=masthead.published,
        outlet=masthead.outlet,
        url=masthead.url,
        lang=detect_language(text) or masthead.lang,
        blocks=composition.blocks(),
        byline=masthead.byline,
        credit=credit,
        restates=restates,
    )
    return Opened(report, (note,) if note else ())


def parse_page(html: str, name: str, limits: Limits) -> HtmlElement:
    """The page's tree, comments left out. Raises ``IntakeError`` where it is past a bound."""
    _check_tags(html, name, limits)
    return _parse(html, name, limits)


def _check_tags(html: str, name: str, limits: Limits) -> None:
    for tag in _TAG.finditer(html):
        if tag.end() - tag.start() > _LONG_TAG and sum(1 for _ in _ATTRIBUTE.finditer(tag.group())) > limits.attributes:
            raise IntakeError(
                f"has an element with over {limits.attributes:,} attributes", where=name, todo="save the page again, or copy its text"
            )


def _parse(html: str, name: str, limits: Limits) -> HtmlElement:
    parser = HTMLParser(collect_ids=False, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        tree = document_fromstring(_INVALID.sub(" ", html).encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        raise IntakeError("is a broken web page", where=name, todo="save the page again, or copy its text") from None
    depth = deepest = elements = nesting = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        elements += event == "start"
        deepest = max(deepest, depth)
        nesting += depth if event == "start" else 0
        if elements > limits.elements:
            raise IntakeError(f"has over {limits.elements:,} elements", where=name, todo="copy the part that matters into a text file")
    if deepest > limits.depth or nesting > limits.nesting:
        raise IntakeError(f"nests elements {deepest} deep", where=name, todo="save the page again, or copy its text")
    return tree


def _main_text(tree: HtmlElement, name: str, *, recall: bool = False) -> etree._Element:
    """Trafilatura's tree of the main text: ``head``, ``p``, ``list``/``item``, ``quote``, ``table``/``row``/``cell``."""
    try:
        found = trafilatura.bare_extraction(
            copy.deepcopy(tree), include_comments=False, include_formatting=True, include_tables=True, favor_recall=recall
        )
    except Exception as error:  # noqa: BLE001 - a page can trip any of four extractors; whatever they raise, the rest of the files go on
        raise IntakeError(f"cannot be taken apart ({type(error).__name__})", where=name, todo="copy its text into a text file") from None
    body: etree._Element | None = getattr(found, "body", None)
    if body is None:
        raise IntakeError("is a web page with no story in it", where=name, todo="save the whole page after it has loaded, or copy its text")
    return body


def _story(tree: HtmlElement, body: etree._Element) -> HtmlElement:
    """The element of the page that holds the story: the article or main part around its first paragraph."""
    first = next((piece for paragraph in body.iter("p") if len(piece := text_of(paragraph)) > 20), None)
    if first is not None:
        for element in tree.iter("p", "div", "td", "li"):
            if _is_innermost(element) and first[:60] in text_of(element, len(first) + 200) and not is_aside(element):
                for parent in (element, *element.iterancestors()):
                    if parent.tag in ("article", "main") or parent.get("role") in ("main", "article"):
                        return parent
    return next(iter(tree.iter("body")), tree)


def _fuller_text(tree: HtmlElement, main: HtmlElement, body: etree._Element, name: str) -> tuple[etree._Element, str | None]:
    """The main text with what it lacks of the story, if trafilatura can be brought to give it; and a note on what it still lacks.

    On pages without an article element it can fall back on paragraphs alone; a list of the dead by place must not go with that.
    """
    missing, share = _missing_items(main, body), _share(main, body)
    if missing or share < _MOST:
        fuller = _main_text(tree, name, recall=True)
        still, more = _missing_items(main, fuller), _share(main, fuller)
        if still < missing or (still == missing and more > share):
            body, missing, share = fuller, still, more
    if missing:
        return body, f"{name}: {missing} list items or table rows may be missing; compare with the page"
    if share < _HALF:
        return body, f"{name}: {share:.0%} of the words on the page were taken for the story; compare with the page"
    return body, None


def _share(main: HtmlElement, body: etree._Element) -> float:
    """The main text's share of the words in the story's element, what stands around a story and text that is all links left aside."""
    around = sum(_own_letters(element) for element in islice(main.iter(*_TEXTUAL), _LOOKED_AT) if not is_aside(element))
    taken = len(_letters(text_of(body)))
    return min(1.0, taken / around) if around else 1.0


def _own_letters(element: HtmlElement) -> int:
    """Letters that stand directly in a block: its own text and what follows its children, without links."""
    pieces = [element.text or "", *(child.tail or "" for child in element)]
    return sum(letter.isalnum() for piece in pieces for letter in piece)


def _missing_items(main: HtmlElement, body: etree._Element) -> int:
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


def _captions(main: HtmlElement) -> dict[str, None]:
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


def _compose(body: etree._Element, main: HtmlElement, masthead: Masthead) -> Composition:
    captions = _captions(main)
    standfirsts = {
        text_of(element, 1_000) for element in main.iter("p", "div", "h2", "h3", "span") if _STANDFIRST.search(element.get("class") or "")
    }
    headline = _headline(main, masthead)
    about = {text_of(element, 160) for element in main.iter("p", "div", "span", "li", "address", "time") if is_masthead_line(element)}
    composition = Composition()
    if headline is not None:
        composition.add_piece(headline, "headline")
    placed: set[str] = set()
    for text, kind, joined in _pieces(body):
        if text in about:
            continue
        if text == headline or (
            kind in ("headline", "subhead") and text == masthead.title and headline is None and composition.length == 0
        ):
            if headline is None:
                composition.add_piece(text, "headline")
            continue
        if text in captions:
            placed.add(text)
            composition.add_piece(text, "caption")
        else:
            composition.add_piece(text, "subhead" if text in standfirsts else kind, joined=joined)
    # An empty story with captions is a gallery or a shell, not a report.
    if composition.length:
        for caption in captions:
            if caption not in placed:
                composition.add_piece(caption, "caption")
    return composition


def _headline(main: HtmlElement, masthead: Masthead) -> str | None:
    """The story's heading of the first order, where that is not the site's own name; else one of the page that is its title."""
    outlet, title = (masthead.outlet or "").lower(), masthead.title
    for heading in main.iter("h1"):
        text = text_of(heading, 1_000)
        if text and text.lower() != outlet and not is_aside(heading):
            return text
    others = main.getroottree().getroot().iter("h1", "h2", "h3")
    return title if any(text_of(heading, 1_000) == title and not is_aside(heading) for heading in others) else None


def _pieces(body: etree._Element) -> Iterator[tuple[str, BlockKind, bool]]:
    """The main text's pieces in order: text, kind, and whether it is the next item or row of the one before."""
    if body.text and (text := tidy(body.text)):
        yield text, "body", False
    for element in body:
        yield from _piece(element, "body")
        if element.tail and (text := tidy(element.tail)):
            yield text, "body", False


def _piece(element: etree._Element, kind: BlockKind) -> Iterator[tuple[str, BlockKind, bool]]:
    tag = element.tag
    if tag == "head":
        yield _lines(element), "subhead", False
    elif tag == "list":
        yield from _items(element)
    elif tag == "table":
        yield from _rows(element)
    elif tag == "quote":
        parts = [part for part in element if part.tag in ("p", "quote", "list")]
        if element.text and (text := tidy(element.text)):
            yield text, "quote", False
        for part in parts:
            yield _lines(part), "quote", False
        if not parts and not element.text:
            yield _lines(element), "quote", False
    elif tag != "graphic":
        yield _lines(element), kind, False


def _items(found: etree._Element) -> Iterator[tuple[str, BlockKind, bool]]:
    """The items of a list, those of lists within it each by itself."""
    for number, item in enumerate(found.iterchildren("item")):
        inner = list(item.iterchildren("list"))
        own = copy.deepcopy(item)
        for part in own.findall("list"):
            etree.strip_elements(part, "*", with_tail=False)
            part.text = None
        yield _lines(own), "list", number > 0
        for part in inner:
            for text, kind, _ in _items(part):
                yield text, kind, True


def _rows(table: etree._Element) -> Iterator[tuple[str, BlockKind, bool]]:
    """The rows of a table; where a cell holds whole paragraphs the table only arranges the page, and its pieces are the page's."""
    for number, row in enumerate(table.iterchildren("row")):
        cells = list(row.iterchildren("cell"))
        if any(next(cell.iterchildren("p", "list", "head", "quote", "table"), None) is not None for cell in cells):
            for cell in cells:
                yield from _pieces(cell)
        else:
            yield " | ".join(text for cell in cells if (text := " ".join(_lines(cell).split("\n")))), "table", number > 0


def _lines(element: etree._Element) -> str:
    """An element's text with its line breaks kept: ``<br>`` ends a line, everything else runs on."""
    pieces: list[str] = []
    for event, part in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            pieces.append("\n" if part.tag == "lb" else _SPACES.sub(" ", part.text or ""))
        elif part is not element:
            pieces.append(_SPACES.sub(" ", part.tail or ""))
    lines = (tidy(line) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)
