"""Whether two figures can be one source's: only its own figure does a source raise, lower or take back."""

from collections.abc import Sequence

from knell.records import Party

from .sentence import Sentence
from .voices import Voices

_SAYERS = frozenset("monitor ngo government medical police court state_forces international_body agency outlet armed_group militia".split())
_PRONOUNS = frozenset({"it", "he", "she", "they"})


def words_for(voice: Sequence[Party]) -> set[str]:
    """The words a voice goes by: its names, and of those that are none the last word: "the ministry" is the health ministry.

    A pronoun that goes back to nobody known is no word: "It later corrected" may be the hospital named before.
    """
    words = {(p.name or (p.text or "").rsplit(maxsplit=1)[-1]).casefold() for p in voice if p.name or p.text}
    return words - _PRONOUNS


def may_be_one_voice(one: Sequence[Party], other: Sequence[Party]) -> bool:
    """Whether the speakers of two figures may be one source: nobody is named for one of them, or one name stands by both."""
    x, y = words_for(one), words_for(other)
    return not x or not y or bool(x & y)


def who_changes(s: Sentence, verb: int | None, voices: Voices) -> Party | None:
    """Who changes a figure, and so says the new one: "Police revised the toll to 9", "the toll was lowered by police to 9".

    ``verb``: the token of the active verb of change; ``None`` where something is done to the figure.
    """
    subject = next((p for p in reversed(s.phrases) if verb is not None and p.last <= verb and not p.governor), None)
    agent = next((p for p in s.phrases if verb is None and p.governor == "by"), None)
    who = subject or agent
    if who is None or not (who.party in _SAYERS or (who.kind == "pronoun" and who is subject)):
        return None
    return voices.party(s, who)


def stands_for(voice: Party, voices: Voices) -> tuple[Party, ...]:
    """Whom a voice means: "it" the one who spoke last, though that one has no name."""
    unnamed = voice.name is None and (voice.text or "").casefold() in _PRONOUNS
    return (voices.last,) if unnamed and voices.last is not None else (voice,)
