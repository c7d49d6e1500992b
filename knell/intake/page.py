"""A web page into one report: the story's text in blocks, without navigation, cookie notes, related stories and comments.

1. parse, within bounds on size, nesting and attributes
2. trafilatura finds the main text
3. headline, standfirst, body, lists, table rows, quotations become blocks; captions too, each flagged as one
4. the masthead: title, outlet, byline, date, address (``masthead``); the agency credit (``credit``)
"""

import copy
import re

import trafilatura
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from knell.records.errors import IntakeError
from knell.records.report import Report

from .composition import Composition
from .credit import find_credit
from .language import detect_language
from .masthead import Masthead, is_masthead_line, read_masthead, text_of
from .opened import Limits, Opened
from .pieces import list_pieces
from .restatement import find_restated
from .story import count_missing, find_captions, find_story, share_taken
from .surroundings import is_aside

_TAG = re.compile(r"""<[a-zA-Z](?:[^"'>]|"[^"]*"|'[^']*')*+""")
_ATTRIBUTE = re.compile(r"""\s[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?""")
_LONG_TAG = 8_000
_MOST, _HALF = 0.8, 0.5
"""Shares of the story's words: under the first more is asked for, under the second the reader is told. On our pages it is .85 and above."""
_INVALID = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff]")
_STANDFIRST = re.compile(
    r"(?:^|[\s_-])(?:standfirst|stand-first|subtitle|sub-title|subheadline|sub-headline|dek|deck|chapo|summary-text)(?:$|[\s_-])",
    re.IGNORECASE,
)


def open_page(html: str, identity: str, name: str, limits: Limits) -> Opened:
    """The report in the web page ``html``. Raises ``IntakeError`` where it is past a bound or holds no story."""
    tree = parse_page(html, name, limits)
    body = _main_text(tree, name)
    main = find_story(tree, body)
    body, note = _fuller_text(tree, main, body, name)
    masthead = read_masthead(tree, main)
    composition = _compose(body, main, masthead)
    text = composition.text()
    if not text:
        raise IntakeError("is a web page with no story in it", where=name, todo="save the whole page after it has loaded, or copy its text")
    if len(text) > limits.text_characters:
        raise IntakeError(f"has {len(text):,} characters of text", where=name, todo=f"at most {limits.text_characters:,} are read")
    restates = find_restated(text, masthead.restates.get)
    # A caption's "(AFP)" credits the picture and not the words.
    words = "\n\n".join(text[block.start : block.end] for block in composition.blocks() if block.kind != "caption")
    credit = find_credit(words, masthead.byline) or next((found for field in masthead.credits if (found := find_credit("", field))), None)
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


def _fuller_text(tree: HtmlElement, main: HtmlElement, body: etree._Element, name: str) -> tuple[etree._Element, str | None]:
    """The main text with what it lacks of the story, if trafilatura can be brought to give it; and a note on what it still lacks.

    On pages without an article element it can fall back on paragraphs alone; a list of the dead by place must not go with that.
    """
    missing, share = count_missing(main, body), share_taken(main, body)
    if missing or share < _MOST:
        fuller = _main_text(tree, name, recall=True)
        still, more = count_missing(main, fuller), share_taken(main, fuller)
        if still < missing or (still == missing and more > share):
            body, missing, share = fuller, still, more
    if missing:
        return body, f"{name}: {missing} list items or table rows may be missing; compare with the page"
    if share < _HALF:
        return body, f"{name}: {share:.0%} of the words on the page were taken for the story; compare with the page"
    return body, None


def _compose(body: etree._Element, main: HtmlElement, masthead: Masthead) -> Composition:
    captions = find_captions(main)
    standfirsts = {
        text_of(element, 1_000) for element in main.iter("p", "div", "h2", "h3", "span") if _STANDFIRST.search(element.get("class") or "")
    }
    headline = _headline(main, masthead)
    about = {text_of(element, 160) for element in main.iter("p", "div", "span", "li", "address", "time") if is_masthead_line(element)}
    composition = Composition()
    if headline is not None:
        composition.add_piece(headline, "headline")
    placed: set[str] = set()
    for text, kind, joined in list_pieces(body):
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
