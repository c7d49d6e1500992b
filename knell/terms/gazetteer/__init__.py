"""The offline gazetteer: places of the world under every way they are spelled, and the file formats it is built from and added to."""

from .folding import fold, fold_arabic, fold_word, fold_words, is_arabic, skeleton, without_article
from .gazetteer import Gazetteer, Meaning, load_gazetteer
from .local import LocalPlace, parse_local, read_local
from .packed import ABBREVIATION, CAPITAL, COMMON_WORD, DEMONYM, FIRST_NAME, OTHER_NAME, SURNAME, Place

__all__ = [
    "ABBREVIATION",
    "CAPITAL",
    "COMMON_WORD",
    "DEMONYM",
    "FIRST_NAME",
    "OTHER_NAME",
    "SURNAME",
    "Gazetteer",
    "LocalPlace",
    "Meaning",
    "Place",
    "fold",
    "fold_arabic",
    "fold_word",
    "fold_words",
    "is_arabic",
    "load_gazetteer",
    "parse_local",
    "read_local",
    "skeleton",
    "without_article",
]
