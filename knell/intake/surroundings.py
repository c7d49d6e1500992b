"""What stands around a story on its page: navigation, the site's own head and foot, related stories, comments."""

import re

from lxml.html import HtmlElement

_ASIDE = re.compile(
    r"(?:^|[\s_-])(?<!has[_-])(?<!with[_-])(?<!no[_-])(?:related|sidebar|comments?|promos?|recommend(?:ed|ations?)?|newsletter|share|sharing|social|"
    r"more-(?:stories|news)|read-more|most-(?:read|popular)|trending|footer|menu|nav(?:bar|igation)?|breadcrumbs?|adverts?|advertisement|sponsored|"
    r"cookies?)(?![a-z])",
    re.IGNORECASE,
)
"""Words in class names and ids. "has-sidebar" is the story's own frame."""


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
