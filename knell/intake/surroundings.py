"""What stands around a story on its page: navigation, the site's own head and foot, related stories, comments."""

import re

from lxml.html import HtmlElement

_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:related|sidebar|comments?|promo|recommend(?:ed|ations?)?|newsletter|share|social|more-(?:stories|news)|read-more|"
    r"most-(?:read|popular)|trending|footer|menu|nav|breadcrumbs?|advert(?:isement)?|sponsored|cookie)",
    re.IGNORECASE,
)


def is_aside(element: HtmlElement) -> bool:
    """Whether it stands in what is around a story: navigation, the site's own head and foot, related stories, comments."""
    site_head = False
    for parent in (element, *element.iterancestors()):
        if parent.tag in ("nav", "aside", "footer", "form"):
            return True
        if parent.tag in ("article", "main"):
            return False
        if parent.tag in ("body", "html"):
            return site_head
        # A header within an article is the article's.
        site_head = site_head or parent.tag == "header"
        if _ASIDE.search(f"{parent.get('class') or ''} {parent.get('id') or ''}"):
            return True
    return site_head
