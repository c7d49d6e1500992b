"""Names folded to keys, so that spellings of one name meet: case, diacritics, marks, the Arabic article, common abbreviations.

Three keys, from strict to loose. ``fold`` joins spellings that differ only in how they are typed ("Ţarţūs", "tartus"; "ash-Shir",
"Al Shir"; "St. Louis", "Saint Louis"). ``fold_arabic`` does the same for Arabic script. ``skeleton`` keeps the consonants that
survive transliteration ("Mukhtareyah", "al-Muktariyya"), and is a second chance only: it joins names that are not the same too.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# Letters that do not decompose into a plain letter and a mark.
_LETTERS = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i", "ə": "a", "ħ": "h", "ŋ": "ng",
        "ʿ": "", "ʾ": "", "ʼ": "", "ʻ": "", "‘": "", "’": "", "'": "", "`": "", "´": "", "ʹ": "", "ʺ": "", "″": "", "′": "",
        "-": " ", "‐": " ", "‑": " ", "–": " ", "—": " ", "_": " ", "/": " ", ",": " ", ".": " ", "(": " ", ")": " ", "&": " and ",
    }
)  # fmt: skip
_MARKS = re.compile(r"[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
# The article takes the sound of the letter that follows it: ash-Shir, ad-Daliyah, el-Bab.
_ARTICLES = frozenset("al el ad ed adh an en ar er as es ash esh at et ath az ez ul il".split())
_SUN = {
    "al": "", "el": "", "ul": "", "il": "", "ad": "d", "ed": "d", "adh": "d", "an": "n", "en": "n", "ar": "r", "er": "r", "as": "s",
    "es": "s", "ash": "s", "esh": "s", "at": "t", "et": "t", "ath": "t", "az": "z", "ez": "z",
}  # fmt: skip
# One spelling for words that are written in two ways within names, British and American among them.
_WORDS = {
    "st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort", "harbour": "harbor", "centre": "center", "twp": "township",
    "co": "county", "boro": "borough", "governorate": "province", "muhafazah": "province", "oblast": "province", "muhafazat": "province",
}  # fmt: skip

_ARABIC = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ء": "", "ی": "ي", "ک": "ك", "ـ": ""}
)
_IS_ARABIC = re.compile(r"[\u0600-\u06ff]")

_DIGRAPHS = (
    ("tch", "c"), ("sch", "s"), ("kh", "k"), ("gh", "g"), ("sh", "s"), ("ch", "c"), ("dh", "d"), ("th", "t"), ("zh", "z"), ("ph", "f"),
    ("dj", "j"), ("ck", "k"), ("q", "k"), ("x", "ks"), ("v", "f"), ("p", "b"),
)  # fmt: skip
_SOFT = re.compile(r"[aeiouwyh]+")
_DOUBLED = re.compile(r"(.)\1+")


def is_arabic(name: str) -> bool:
    """Whether a name has a letter of the Arabic script."""
    return _IS_ARABIC.search(name) is not None


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """One word in plain lower-case letters; a hyphenated word comes back as words with blanks between."""
    low = word.lower()
    if not low.isascii():
        low = _MARKS.sub("", unicodedata.normalize("NFKD", low))
    low = " ".join(low.translate(_LETTERS).split())
    return _WORDS.get(low, low)


def _with_articles(words: list[str]) -> list[str]:
    """The words with every form of the Arabic article written "al", where the next word bears the form out."""
    if len(words) < 2:
        return words
    last = len(words) - 1
    return [
        "al" if i < last and word in _ARTICLES and words[i + 1].startswith(_SUN[word]) and word not in ("en", "es", "er") else word
        for i, word in enumerate(words)
    ]


def fold_words(words: Iterable[str]) -> str:
    """The key of a name whose words were folded one by one with ``fold_word``."""
    joined = " ".join(words)
    if " " not in joined:
        return joined
    return " ".join(_with_articles([_WORDS.get(word, word) for word in joined.split()]))


def fold(name: str) -> str:
    """The key of a name in Latin script: "Ţarţūs" and "TARTUS" give "tartus", "ash-Shir" and "Al Shir" give "al shir"."""
    return fold_words(fold_word(word) for word in name.split())


@lru_cache(maxsize=65536)
def fold_arabic(name: str) -> str:
    """The key of a name in Arabic script: alef, ya and ta marbuta made one form each, tatweel and vowel signs left out."""
    return " ".join(_MARKS.sub("", name).translate(_ARABIC).split())


def without_article(key: str) -> str:
    """A key without its leading article, in either script; the same key where there is none."""
    if key.startswith("al ") and len(key) > 6:
        return key[3:]
    if key.startswith("ال") and len(key) > 4:
        return key[2:]
    return key


@lru_cache(maxsize=65536)
def skeleton(key: str) -> str:
    """The consonants of a folded key as they survive transliteration; "" where fewer than three are left.

    "mukhtareyah" and "muktariyya" give "mktr"; "sonobar" and "sanobar" give "snbr". The first letter is kept even if it is a
    vowel, because transliterations rarely lose it.
    """
    bare = without_article(key).replace(" al ", " ")
    for old, new in _DIGRAPHS:
        bare = bare.replace(old, new)
    bare = bare.replace(" ", "")
    if not bare:
        return ""
    head = "a" if bare[0] in "aeiou" else bare[0]
    rest = _SOFT.sub("", bare[1:])
    bones = _DOUBLED.sub(r"\1", head + rest)
    return bones if len(bones) >= 3 else ""
