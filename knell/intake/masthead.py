"""Who published a web page, when, under what title: read from what the page states, never guessed from its address or its footers."""

import json
import re
from collections.abc import Iterator
from itertools import chain
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from lxml.etree import _Element
from lxml.html import HtmlElement

from .days import read_stated_date
from .surroundings import is_aside

_ARTICLES = frozenset(
    {"Article", "NewsArticle", "ReportageNewsArticle", "BackgroundNewsArticle", "AnalysisNewsArticle", "LiveBlogPosting", "BlogPosting",
     "Report", "SocialMediaPosting", "WebPage", "TechArticle", "ScholarlyArticle"}
)  # fmt: skip
_DATES = (
    "article:published_time", "og:published_time", "datepublished", "article.published", "parsely-pub-date", "sailthru.date", "pubdate",
    "publishdate", "publish-date", "publish_date", "publication_date", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date",
    "dcterms.created", "cxenseparse:recs:publishtime", "citation_publication_date", "citation_date", "date",
)  # fmt: skip
_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "headline")
_OUTLETS = ("og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "publisher")
_AUTHORS = ("author", "article:author_name", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl")
_CREDITS = ("news:source", "dc.source", "dcterms.source", "source", "original-source-name", "syndication-source-name")
_BYLINE = re.compile(r"(?:^|[\s_-])(?:by-?line|author(?:-?name|s)?|article-?author)(?:$|[\s_-])", re.IGNORECASE)
_DATE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:date|pub-?date|publish(?:ed)?(?:-?date)?|posted(?:-?on)?|timestamp|dateline)(?:$|[\s_-])", re.IGNORECASE
)
_BY = re.compile(r"^\s*(?:(?:written\s+)?by|par|von|por|di|door|av|yazan|بقلم)\b[\s:]*", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_LD_BYTES = 1_000_000
_LD_DEPTH = 12


class Masthead(NamedTuple):
    """What a page states about itself; ``None`` for what it does not. ``credits`` are source fields that may name an agency."""

    title: str | None
    outlet: str | None
    byline: str | None
    published: str | None
    url: str | None
    lang: str | None
    credits: tuple[str, ...]
    restates: dict[str, str]


def read_masthead(tree: HtmlElement, main: HtmlElement) -> Masthead:
    """The masthead of the page ``tree``, whose story stands in ``main``."""
    meta = _meta(tree)
    article = _structured(tree)
    url = _url(tree, meta, article)
    outlet = _first(meta, _OUTLETS[:1]) or _name(article.get("publisher")) or _first(meta, _OUTLETS[1:])
    return Masthead(
        title=_title(tree, main, meta, article, outlet),
        outlet=outlet or _host(url),
        byline=_byline(main, meta, article),
        published=_published(main, meta, article),
        url=url,
        lang=_language(tree),
        credits=tuple(value for key in _CREDITS if (value := meta.get(key))) + tuple(_credit_fields(article)),
        restates={key.removeprefix("restates:"): value for key, value in meta.items() if key.startswith("restates:")},
    )


def tidy(text: str) -> str:
    """White space as a browser shows it: runs are one space, none at the ends."""
    return _SPACE.sub(" ", text).strip()


def text_of(element: _Element, most: int | None = None) -> str:
    """An element's text as a browser shows it; with ``most``, only about so many code points of it are gathered."""
    pieces: list[str] = []
    length = 0
    for piece in element.itertext():
        pieces.append(str(piece))
        length += len(pieces[-1])
        if most is not None and length > 2 * most:
            break
    return tidy("".join(pieces))


def _meta(tree: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        key = element.get("property") or element.get("name") or element.get("itemprop")
        value = tidy(element.get("content") or "")
        if key and value:
            found.setdefault(key.strip().lower(), value[:1000])
    return found


def _first(meta: dict[str, str], keys: tuple[str, ...]) -> str | None:
    return next((meta[key] for key in keys if meta.get(key)), None)


def _structured(tree: HtmlElement) -> dict[str, Any]:
    """The page's own JSON-LD record of the article; empty where there is none that can be read."""
    records: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json" or not script.text or len(script.text) > _LD_BYTES:
            continue
        try:
            records += _walk(json.loads(script.text.strip(), strict=False), 0)
        except (ValueError, RecursionError):
            continue
    dated = [record for record in records if "datePublished" in record or "headline" in record]
    return next(iter(dated or records), {})


def _walk(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _LD_DEPTH:
        return
    if isinstance(value, list):
        for item in value[:100]:
            yield from _walk(item, depth + 1)
    if isinstance(value, dict):
        kinds = value.get("@type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(kind, str) and kind in _ARTICLES for kind in kinds):
            yield value
        yield from _walk(value.get("@graph", []), depth + 1)


def _name(value: Any) -> str | None:
    """A JSON-LD person's or organisation's name: a string, an object with a name, or a list of either."""
    if isinstance(value, list):
        names = [name for item in value[:10] if (name := _name(item))]
        return ", ".join(names) or None
    if isinstance(value, dict):
        value = value.get("name")
    return tidy(value)[:300] or None if isinstance(value, str) else None


def _credit_fields(article: dict[str, Any]) -> Iterator[str]:
    for key in ("creditText", "sourceOrganization", "provider", "copyrightHolder"):
        if name := _name(article.get(key)):
            yield name


def _url(tree: HtmlElement, meta: dict[str, str], article: dict[str, Any]) -> str | None:
    links = [link.get("href") for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split()]
    page = article.get("mainEntityOfPage")
    page = page.get("@id") if isinstance(page, dict) else page
    for value in (*links, meta.get("og:url"), article.get("url"), page):
        if isinstance(value, str) and re.match(r"https?://[^\s/]+", value.strip()):
            return value.strip()[:2000]
    return None


def _host(url: str | None) -> str | None:
    """The host name stands for the outlet where the page does not name one."""
    if url is None:
        return None
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def _title(tree: HtmlElement, main: HtmlElement, meta: dict[str, str], article: dict[str, Any], outlet: str | None) -> str | None:
    headings = (text_of(heading, 500) for heading in chain(main.iter("h1"), tree.iter("h1")) if not is_aside(heading))
    heading = next((text for text in headings if text.lower() != (outlet or "").lower()), None)
    given = next((text_of(element, 500) for element in tree.iter("title")), None)
    for value in (_first(meta, _TITLES), _name(article.get("headline")), heading, given):
        if value:
            return _without_outlet(value, outlet)[:500]
    return None


def _without_outlet(title: str, outlet: str | None) -> str:
    if outlet is None:
        return title
    cut = re.sub(rf"\s*[|\-–—:»·]\s*{re.escape(outlet)}\s*$", "", title, flags=re.IGNORECASE)
    return cut or title


def _published(main: HtmlElement, meta: dict[str, str], article: dict[str, Any]) -> str | None:
    """The day of publication: structured data, then meta fields, then a marked time, then a visible date line. Never the update's."""
    stated = article.get("datePublished")
    stated = stated if isinstance(stated, str) else None
    for value in (stated, *(meta.get(key) for key in _DATES), *_marked_times(main), *_date_lines(main)):
        if value and (day := read_stated_date(value)):
            return day
    return None


def _marked_times(main: HtmlElement) -> Iterator[str]:
    times = [element for element in main.iter("time") if not _is_update(element)]
    times.sort(key=lambda element: element.get("pubdate") is None and element.get("itemprop") != "datePublished")
    for element in times[:5]:
        yield element.get("datetime") or text_of(element, 80)


def _is_update(element: HtmlElement) -> bool:
    marks = f"{element.get('class') or ''} {element.get('itemprop') or ''}".lower()
    return "modified" in marks or "updated" in marks


def _date_lines(main: HtmlElement) -> Iterator[str]:
    for element in main.iter("span", "div", "p", "li", "abbr"):
        if _DATE_CLASS.search(element.get("class") or "") and not _is_update(element):
            text = text_of(element, 80)
            if len(text) <= 80:
                yield text


def _byline(main: HtmlElement, meta: dict[str, str], article: dict[str, Any]) -> str | None:
    visible = (text_of(element, 160) for element in main.iter("span", "div", "p", "a", "address") if _is_byline(element))
    for value in (_first(meta, _AUTHORS), _name(article.get("author")), *visible):
        if value and (line := clean_byline(value)):
            return line
    return None


def _is_byline(element: HtmlElement) -> bool:
    return element.get("rel") == "author" or element.get("itemprop") == "author" or bool(_BYLINE.search(element.get("class") or ""))


def is_masthead_line(element: HtmlElement) -> bool:
    """Whether this is a byline or a date line: it is about the story and not in it."""
    is_one = _is_byline(element) or element.tag == "time" or bool(_DATE_CLASS.search(element.get("class") or ""))
    return is_one and len(text_of(element, 160)) <= 160


def clean_byline(value: str) -> str | None:
    """A byline without "By"; ``None`` where it is an address, a link or too long to be one."""
    line = tidy(_BY.sub("", value))
    if not line or len(line) > 160 or "@" in line or "://" in line:
        return None
    return line


def _language(tree: HtmlElement) -> str | None:
    """What the page declares. Declared languages are often a template's, so this is asked only where the text does not tell."""
    root = tree.getroottree().getroot()
    value = (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip().lower()
    found = re.match(r"[a-z]{2,3}(?=$|[-_])", value)
    return found[0] if found else None
