"""The news agency a text credits: by its dateline, its byline, its source line or its sign-off.

A credit says whose work the text is, so that a wire item in four outlets is one source. A text that merely names an agency in a
sentence ("Reuters could not confirm", "AFP, citing the monitor") does not credit it; only the fixed places of a credit count.
"""

import re
from typing import NamedTuple


class Agency(NamedTuple):
    """An agency: the name to print, and the ways a credit line writes it (regular expressions)."""

    name: str
    forms: str


AGENCIES: tuple[Agency, ...] = (
    Agency("AFP", r"AFP|Agence France[- ]Presse|أ\s?ف\s?ب|فرانس برس"),
    Agency("Reuters", r"Reuters|Thomson Reuters|REUTERS|رويترز"),
    Agency("AP", r"AP|Associated Press|The Associated Press|أسوشيتد برس"),
    Agency("dpa", r"dpa|DPA|Deutsche Presse-Agentur"),
    Agency("EFE", r"EFE|Agencia EFE"),
    Agency("ANSA", r"ANSA"),
    Agency("UPI", r"UPI|United Press International"),
    Agency("Xinhua", r"Xinhua|XINHUA|Xinhua News Agency|新华社"),
    Agency("TASS", r"TASS|ТАСС"),
    Agency("RIA Novosti", r"RIA Novosti|РИА Новости"),
    Agency("Interfax", r"Interfax|Интерфакс"),
    Agency("Ukrinform", r"Ukrinform|Укрінформ"),
    Agency("Anadolu", r"AA|Anadolu|Anadolu Agency|Anadolu Ajansı"),
    Agency("DHA", r"DHA|Demirören Haber Ajansı"),
    Agency("SANA", r"SANA|Syrian Arab News Agency|سانا"),
    Agency("IRNA", r"IRNA|ایرنا|إرنا"),
    Agency("Tasnim", r"Tasnim|تسنیم"),
    Agency("NNA", r"NNA|National News Agency"),
    Agency("WAFA", r"WAFA|وفا"),
    Agency("MENA", r"MENA|Middle East News Agency"),
    Agency("QNA", r"QNA|Qatar News Agency"),
    Agency("SPA", r"SPA|Saudi Press Agency|واس"),
    Agency("WAM", r"WAM|وام"),
    Agency("INA", r"INA|Iraqi News Agency|واع"),
    Agency("North Press", r"North Press(?: Agency)?|NPA"),
    Agency("Rudaw", r"Rudaw"),
    Agency("PTI", r"PTI|Press Trust of India"),
    Agency("ANI", r"ANI|Asian News International"),
    Agency("IANS", r"IANS"),
    Agency("Kyodo", r"Kyodo(?: News)?"),
    Agency("Yonhap", r"Yonhap"),
    Agency("Belga", r"Belga"),
    Agency("ATS", r"ATS|Keystone-ATS"),
    Agency("APA", r"APA"),
    Agency("PA Media", r"PA Media|Press Association"),
    Agency("Bloomberg", r"Bloomberg(?: News)?"),
    Agency("Lusa", r"Lusa"),
    Agency("BNS", r"BNS"),
    Agency("STA", r"STA"),
)
"""Agencies known by name. Short forms count only in the fixed places below, never in running text."""

_NAME_OF = {form: agency.name for agency in AGENCIES for form in agency.forms.split("|")}
_ANY = "|".join(sorted((agency.forms for agency in AGENCIES), key=len, reverse=True))
_LIST = rf"(?P<agency>{_ANY})(?:\s*(?:[/,&+]|and|et|und|y)\s*(?:{_ANY}|[A-Z][\w.]+))*"
_PLACE = r"[A-Z][^\W\d_]*[A-Z.’'\-][^\n()]{0,60}|[A-Z][\w’'. -]{1,40}(?:[,/][^\n()]{1,40})?"
_DATELINE = re.compile(rf"^\W{{0,3}}(?:{_PLACE})?\s*[,:]?\s*\(\s*{_LIST}\s*\)\s*(?:[-–—:.]|--|$)", re.MULTILINE)
_DATELINE_BARE = re.compile(rf"^(?:[A-Z][A-Z’'. -]+)(?:,[^\n–—-]{{1,40}})?\s*[-–—,:]\s*{_LIST}\s*[-–—:]", re.MULTILINE)
_LEADING = re.compile(rf"^\s*\(?(?:{_LIST})\)?\s*(?:[-–—]|--)\s", re.MULTILINE)
_SOURCE = re.compile(
    rf"^\W{{0,4}}(?:Sources?|Credit|Quelle|Fuente|Fonte|Kaynak|Via|المصدر|Источник|Джерело)\s*[:：]\s*(?:the\s+)?{_LIST}\b[^\n]{{0,40}}$",
    re.MULTILINE | re.IGNORECASE,
)
_SIGN_OFF = re.compile(
    rf"(?:^|[.!?”\"»]\s*)(?:[-–—]{{1,2}}\s*|\(\s*|©\s*(?:\d{{4}}\s*)?)(?:with\s+|avec\s+|mit\s+|con\s+)?{_LIST}\s*\)?\s*\.?\s*$",
    re.MULTILINE,
)
_WITH = re.compile(
    rf"^\W{{0,3}}(?:with|avec|mit|con|by|par|von|por)\s+(?:the\s+)?{_LIST}\b(?:\s+(?:in|à|en)\s+[^\n]{{1,40}})?\W{{0,3}}$",
    re.MULTILINE | re.IGNORECASE,
)
_REPORTING = re.compile(
    r"^\W{0,3}\(?\s*(?:Additional )?[Rr]eporting by [^\n]{3,400};?\s*(?:[Ww]riting by|[Ee]diting by)[^\n]{3,200}$",
    re.MULTILINE,
)
_BYLINE = re.compile(rf"(?<![\w]){_LIST}(?![\w])")
_EDGE = 700
"""Code points at each end of a text where a credit can stand; datelines and sign-offs are never in the middle."""


def find_credit(text: str, byline: str | None = None) -> str | None:
    """The agency that ``byline`` or a fixed place in ``text`` credits, by its printed name; ``None`` where there is none.

    The byline goes first; then dateline, source line, "with AFP", sign-off; last the way Reuters ends ("Reporting by ...; Editing by").
    """
    if byline is not None and (found := _BYLINE.search(byline)):
        return _printed(found)
    head, tail = text[:_EDGE], text[-_EDGE:]
    for pattern in (_DATELINE, _DATELINE_BARE, _LEADING):
        if found := pattern.search(head):
            return _printed(found)
    for edge in (head, tail):
        for pattern in (_SOURCE, _WITH):
            if found := pattern.search(edge):
                return _printed(found)
    if found := _SIGN_OFF.search(tail):
        return _printed(found)
    return "Reuters" if _REPORTING.search(tail) else None


def _printed(found: re.Match[str]) -> str:
    form = found["agency"]
    for known, name in _NAME_OF.items():
        if re.fullmatch(known, form, re.IGNORECASE):
            return name
    return form
