"""The checker is checked with wrong briefs: every rule has a sentence that trips it, and a right brief that trips none."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from knell.publishing import check_brief, write_brief
from knell.publishing.brief import Brief, BriefContext, Citation, Piece, Sentence
from knell.publishing.matter import Matter
from knell.publishing.rules import BRIEF_RULES, LINE_RULES, faults_of
from knell.publishing.sentences import cite, statement_sentence
from knell.publishing.writing import draft_brief
from knell.records.errors import BriefError
from tests.publishing.cast import CASES, Case, coast, denied, river

TRIPPED: set[str] = set()


def matter_of(case: Case, **context: Any) -> Matter:
    return Matter(case.incident, case.claims, case.reports, BriefContext(casebook="coast", version="0.1.0", **context))


def with_sentence(
    case: Case, *pieces: Piece, claims: tuple[int, ...] = (0,), citations: tuple[Citation, ...] | None = None
) -> tuple[Brief, Matter]:
    """The case's brief with one more sentence in its lead, citing the claims of those positions."""
    matter = matter_of(case)
    brief = draft_brief(matter)
    made = tuple(cite(matter.claims[n]) for n in claims) if citations is None else citations
    return msgspec.structs.replace(brief, lead=(*brief.lead, Sentence(pieces=pieces, citations=made))), matter


def trips(rule: str, brief: Brief, matter: Matter) -> None:
    found = faults_of(brief, matter)
    assert rule in {fault.rule for fault in found}, found
    TRIPPED.add(rule)


def own(text: str) -> Piece:
    return Piece(text=text)


def name(case: Case, position: int = 0, text: str = "It") -> Piece:
    return Piece(text=text, voice="name", claim=matter_of(case).claims[position].claim)


def claim_saying(matter: Matter, words: str) -> int:
    return next(n for n, claim in enumerate(matter.claims) if claim.count and matter.words(claim.count, claim) == words)


@pytest.mark.parametrize("made", CASES.values(), ids=CASES)
def test_a_right_brief_breaks_no_rule(made: Any) -> None:
    case = made()
    matter = matter_of(case)
    assert faults_of(draft_brief(matter), matter) == ()
    check_brief(write_brief(case.incident, case.claims, case.reports), case.incident, case.claims, case.reports)


def test_a_sentence_without_a_citation_is_refused() -> None:
    trips("cited", *with_sentence(river(), own("Fighting went on."), citations=()))


def test_a_citation_that_leads_nowhere_is_refused() -> None:
    trips(
        "cited",
        *with_sentence(
            river(), own("Fighting went on."), citations=(Citation(claim="c:ffffffffffffffff", report="river", start=0, end=5),)
        ),
    )


def test_a_citation_of_another_incidents_record_is_refused() -> None:
    trips("cited", *with_sentence(river(), own("Fighting went on."), citations=(Citation(incident="i:ffffffffffffffff"),)))


def test_a_figure_from_a_claim_the_sentence_does_not_cite_is_refused() -> None:
    case = river()
    matter = matter_of(case)
    at = claim_saying(matter, "52")
    figure = Piece(text="52", voice="figure", claim=matter.claims[at].claim)
    other = next(n for n in range(len(matter.claims)) if n != at)
    trips("pieces-cited", *with_sentence(case, own("It said "), figure, own(" died."), claims=(other,)))


@pytest.mark.parametrize("words", ["At least 71 people were killed.", "Two hundred people were killed.", "Some dozens died."])
def test_a_number_in_our_own_words_is_refused(words: str) -> None:
    trips("sourced-figure", *with_sentence(river(), own(words)))


@pytest.mark.parametrize("words", ["71", "at least 71", "more than 70", "70"])
def test_a_computed_figure_put_in_a_sources_mouth_is_refused(words: str) -> None:
    case = river()
    matter = matter_of(case)
    at = claim_saying(matter, "over 70")
    figure = Piece(text=words, voice="figure", claim=matter.claims[at].claim)
    trips("computed-figure", *with_sentence(case, own("The report said "), figure, own(" people were killed."), claims=(at,)))


def test_a_figure_said_by_nobody_is_refused() -> None:
    trips("computed-figure", *with_sentence(river(), own("In all, "), Piece(text="122", voice="figure"), own(" people were killed.")))


def test_words_that_are_not_the_reports_are_no_quotation() -> None:
    case = river()
    claim = matter_of(case).claims[0]
    quote = Piece(text="a bloodbath", voice="quote", claim=claim.claim, start=claim.passage.start, end=claim.passage.end)
    trips("exact-quote", *with_sentence(case, name(case, 0, "The report"), own(" spoke of “"), quote, own("”.")))


def test_a_quotation_without_quotation_marks_is_refused() -> None:
    case = river()
    matter = matter_of(case)
    at = next(n for n, claim in enumerate(matter.claims) if claim.event.type == "acknowledgement")
    claim = matter.claims[at]
    span = claim.event
    quote = Piece(text=matter.words(span, claim), voice="quote", claim=claim.claim, start=span.start, end=span.end)
    trips("exact-quote", *with_sentence(case, name(case, at), own(" "), quote, own(" it."), claims=(at,)))


def test_a_date_that_no_claim_gives_is_refused() -> None:
    case = denied()
    claim = matter_of(case).claims[0]
    when = Piece(text="9 December 2024", voice="date", claim=claim.claim, iso="2024-12-09")
    trips("dated", *with_sentence(case, own("It happened on "), when, own(".")))


def test_a_wrong_tally_is_refused() -> None:
    pieces = (own("It rests on "), Piece(text="40", voice="tally", tally="reports"), own(" reports."))
    trips("true-tally", *with_sentence(coast(), *pieces))


def test_a_tally_of_something_nobody_counts_is_refused() -> None:
    trips("true-tally", *with_sentence(coast(), own("It rests on "), Piece(text="40", voice="tally", tally="hearts"), own(" reports.")))


def test_a_name_that_no_claim_gives_is_refused() -> None:
    case = river()
    trips("known-name", *with_sentence(case, name(case, 0, "The Desert Watch"), own(" said so.")))


def test_a_range_over_figures_whose_overlap_is_unknown_is_refused() -> None:
    case = river()
    matter = matter_of(case)
    a, b = claim_saying(matter, "52"), claim_saying(matter, "over 70")
    low, high = (Piece(text=text, voice="figure", claim=matter.claims[n].claim) for text, n in (("52", a), ("over 70", b)))
    trips("one-scope", *with_sentence(case, own("Figures run from "), low, own(" to "), high, own("."), claims=(a, b)))


def test_a_range_across_scopes_is_refused() -> None:
    case = coast()
    matter = matter_of(case)
    a, b = claim_saying(matter, "111"), claim_saying(matter, "524")
    low, high = (Piece(text=text, voice="figure", claim=matter.claims[n].claim) for text, n in (("111", a), ("524", b)))
    trips("one-scope", *with_sentence(case, own("Between "), low, own(" and "), high, own(" people were killed."), claims=(a, b)))


def test_a_change_between_two_roots_is_refused() -> None:
    case = coast()
    matter = matter_of(case)
    a, b = claim_saying(matter, "111"), claim_saying(matter, "524")
    low, high = (Piece(text=text, voice="figure", claim=matter.claims[n].claim) for text, n in (("111", a), ("524", b)))
    trips("one-scope", *with_sentence(case, own("The toll was "), low, own(", then rose to "), high, own("."), claims=(a, b)))


@pytest.mark.parametrize("words", ["Confirmed: many people died.", "It is confirmed that people died.", "The killings were verified."])
def test_confirmed_without_by_whom_is_refused(words: str) -> None:
    trips("confirmed-by-whom", *with_sentence(river(), own(words)))


@pytest.mark.parametrize("words", ["No civilians were among the dead.", "There were no casualties.", "None of the dead were children."])
def test_silence_is_not_told_as_nought(words: str) -> None:
    trips("silence", *with_sentence(river(), own(words)))


@pytest.mark.parametrize("words", ["The dead were combatants.", "Troops shot terrorists.", "Remnants of the old army died."])
def test_the_killers_word_is_not_ours(words: str) -> None:
    trips("killers-word", *with_sentence(denied(), own(words)))


def test_a_status_that_is_somebodys_word_is_told_as_that_word() -> None:
    case = denied()
    matter = matter_of(case)
    at = claim_saying(matter, "six")
    figure = Piece(text="six", voice="figure", claim=matter.claims[at].claim)
    trips("killers-word", *with_sentence(case, name(case, at, "The army"), own(" killed "), figure, own(" terrorists."), claims=(at,)))


@pytest.mark.parametrize(
    "words",
    ["It was a massacre.", "The army is guilty.", "This is genocide.", "Troops are responsible for the dead.", "People were executed."],
)
def test_judgements_in_our_own_voice_are_refused(words: str) -> None:
    case = denied()
    trips("own-judgement", *with_sentence(case, own(words)))


def test_a_quotation_of_nobody_is_refused() -> None:
    case = river()
    matter = matter_of(case)
    sentence = statement_sentence(matter, matter.claims[-1])
    quote = next(piece for piece in sentence.pieces if piece.voice == "quote")
    trips("attributed-quote", *with_sentence(case, own("It was “"), quote, own("”."), claims=(len(matter.claims) - 1,)))


def test_a_perpetrator_told_as_fact_is_refused() -> None:
    case = river()
    matter = matter_of(case)
    at = claim_saying(matter, "52")
    accused = Piece(text="provincial security forces", voice="accused", claim=matter.claims[at].claim)
    trips("alleged-perpetrator", *with_sentence(case, own("They were shot by "), accused, own("."), claims=(at,)))


@pytest.mark.parametrize("words", ["Independent sources agree.", "It was independently reported."])
def test_relays_are_not_independent_sources(words: str) -> None:
    trips("independent-sources", *with_sentence(coast(), own(words)))


def test_reports_are_not_counted_as_independent_sources() -> None:
    pieces = (Piece(text="four", voice="tally", tally="reports"), own(" separate sources agree."))
    trips("independent-sources", *with_sentence(coast(), *pieces))


@pytest.mark.parametrize(
    "words", ["The video was filmed by Omar.", "A resident of Tarsa said so.", "The testimony of Omar says so.", "He is living in Tarsa."]
)
def test_who_filmed_testified_or_lives_where_is_refused(words: str) -> None:
    trips("witnesses-hidden", *with_sentence(denied(), own(words)))


def test_a_victims_name_is_refused() -> None:
    trips("private-names", *with_sentence(denied(), own("Samir Haddou was killed.")))


def test_a_victims_name_stands_where_the_casebook_allows_it() -> None:
    case = denied()
    matter = matter_of(case, names_allowed=True)
    brief = draft_brief(matter)
    assert faults_of(brief, matter) == ()
    assert any("Samir Haddou" in note.quote for note in brief.notes)


@pytest.mark.parametrize("words", ["It was the deadliest day of the year.", "It is the worst toll on record."])
def test_a_ranking_of_our_own_is_refused(words: str) -> None:
    trips("own-ranking", *with_sentence(coast(), own(words)))


@pytest.mark.parametrize("words", ["fighting went on.", "Fighting went on", "Fighting  went on.", "None was killed in None."])
def test_a_sentence_with_a_hole_is_refused(words: str) -> None:
    trips("house-style", *with_sentence(river(), own(words)))


def test_a_denial_that_is_not_quoted_is_missed() -> None:
    matter = matter_of(denied())
    brief = draft_brief(matter)
    without = tuple(section for section in brief.sections if section.key != "authorities")
    trips("denials-shown", msgspec.structs.replace(brief, sections=without, lead=brief.lead[:1]), matter)


def test_a_lane_without_a_row_is_missed() -> None:
    matter = matter_of(coast())
    brief = draft_brief(matter)
    without = tuple(section for section in brief.sections if section.key != "figures")
    trips("lanes-shown", msgspec.structs.replace(brief, sections=without), matter)


@pytest.mark.parametrize("change", [{"restated_by": None}, {"outlet": "Another Wire"}, {"quote": "Something else."}, {"report": "w9"}])
def test_a_note_that_differs_from_its_report_is_refused(change: dict[str, Any]) -> None:
    matter = matter_of(coast())
    brief = draft_brief(matter)
    notes = tuple(msgspec.structs.replace(note, **change) if note.restated_by else note for note in brief.notes)
    trips("notes-true", msgspec.structs.replace(brief, notes=notes), matter)


def test_a_citation_without_a_note_is_refused() -> None:
    matter = matter_of(coast())
    brief = draft_brief(matter)
    trips("notes-true", msgspec.structs.replace(brief, notes=brief.notes[1:]), matter)


def test_the_error_is_one_line_that_names_the_rule() -> None:
    case = river()
    brief, _ = with_sentence(case, own("At least 71 people were killed."))
    with pytest.raises(BriefError) as caught:
        check_brief(brief, case.incident, case.claims, case.reports)
    assert "sourced-figure" in caught.value.line()
    assert "\n" not in caught.value.line()


def test_the_documentation_names_every_rule() -> None:
    page = (Path(__file__).parents[2] / "docs" / "explanation" / "brief.md").read_text(encoding="utf-8")
    assert not [rule for rule in (*LINE_RULES, *BRIEF_RULES) if f"`{rule}`" not in page]


def test_every_rule_has_been_tripped() -> None:
    """Runs last in this file: a rule that no test above trips is a rule nobody has seen work."""
    assert {*LINE_RULES, *BRIEF_RULES} == TRIPPED
