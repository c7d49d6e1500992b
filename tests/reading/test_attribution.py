"""Who says it: each word order in turn."""

import pytest

from knell.records import Claim

from .conftest import Read


def first_dead(claims: list[Claim]) -> Claim:
    return next(c for c in claims if c.harm == "killed")


def names(claim: Claim) -> list[str | None]:
    return [s.name or s.text for s in claim.speakers]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("The Syrian Observatory for Human Rights said that 12 people were killed in Homs.", ["Syrian Observatory for Human Rights"]),
        ("Twelve people were killed in Homs, the Syrian Observatory for Human Rights said.", ["Syrian Observatory for Human Rights"]),
        ("Twelve people were killed in Homs, said residents.", ["residents"]),
        ("According to SOHR, 12 people were killed in Homs.", ["Syrian Observatory for Human Rights"]),
        ("Twelve people were killed in Homs, according to SOHR.", ["Syrian Observatory for Human Rights"]),
        ("SOHR: 12 people killed in Homs.", ["Syrian Observatory for Human Rights"]),
        ("Twelve people were killed in Homs, as reported by SOHR, a UK-based monitor.", ["Syrian Observatory for Human Rights"]),
        ("SOHR's director says 12 people were killed in Homs.", ["Syrian Observatory for Human Rights"]),
        ("Twelve people were killed in Homs.", []),
    ],
)
def test_the_source_is_found_in_each_word_order(read: Read, text: str, speakers: list[str]) -> None:
    assert names(first_dead(read(text))) == speakers


def test_an_agency_that_cites_a_monitor_gives_a_chain_that_ends_at_the_monitor(read: Read) -> None:
    claim = first_dead(read("Twelve people were killed in Homs, according to AFP, citing SOHR."))
    assert names(claim) == ["Agence France-Presse", "Syrian Observatory for Human Rights"]


def test_one_cited_at_the_end_is_the_root_behind_the_one_who_reports(read: Read) -> None:
    claim = first_dead(read("Twelve people were killed in Homs, AFP reported, citing SOHR."))
    assert names(claim) == ["Agence France-Presse", "Syrian Observatory for Human Rights"]


def test_words_that_only_imply_a_source_give_one_without_offsets(read: Read) -> None:
    claim = first_dead(read("Twelve people were reportedly killed in Homs."))
    assert [(s.kind, s.start) for s in claim.speakers] == [("unknown", None)]
    assert claim.stance == "reported"


def test_two_sources_of_one_figure_are_two_claims(read: Read) -> None:
    claims = [c for c in read("At least 24 men were killed in Homs, two activists and a hospital said.") if c.harm == "killed"]
    assert sorted(names(c)[0] or "" for c in claims) == ["a hospital", "two activists"]


def test_each_one_cited_is_a_root_behind_the_one_who_cites(read: Read) -> None:
    claims = [c for c in read("It cites SOHR with 1,676 killed and SNHR with 1,169.") if c.harm == "killed"]
    assert {names(c)[-1] for c in claims} == {"Syrian Observatory for Human Rights", "Syrian Network for Human Rights"}


def test_a_deed_in_a_headline_accuses_nobody(read: Read) -> None:
    claims = read("Killings Alleged Amid Fresh Fighting in Hill Country")
    assert all(s.text is None for c in claims for s in c.speakers)


def test_past_a_semicolon_a_new_source_speaks_for_itself(read: Read) -> None:
    claims = [c for c in read("SOHR: 1,018 dead in Homs; other sources put security deaths above 120.") if c.count and c.count.low == 121]
    assert [names(c) for c in claims] == [["other sources"]]


def test_an_office_holder_named_in_apposition_is_known_by_the_surname_later(read: Read) -> None:
    claims = read("The United Nations special envoy for Syria, Geir Pedersen, said he was alarmed. Pedersen urged all parties to stop.")
    appeal = next(c for c in claims if c.event.type == "appeal")
    assert (appeal.speakers[0].text, appeal.speakers[0].kind) == ("Pedersen", "international_body")


def test_the_content_of_a_claim_is_the_attributed_words_without_speaker_and_cue(read: Read) -> None:
    text = "The ministry said that the road to Hama was closed."
    claim = next(c for c in read(text) if c.event.type == "statement")
    assert [s.text for s in claim.content] == ["the road to Hama was closed"]


@pytest.mark.parametrize(
    ("text", "type_", "stance"),
    [
        ("The minister acknowledged individual violations by soldiers.", "acknowledgement", "acknowledged"),
        ("The army denied any role in the raid on Homs.", "denial", "denied"),
        ("The envoy urged all sides to show restraint.", "appeal", "urged"),
        ("The minister promised an inquiry into the matter.", "commitment", "promised"),
        ("The envoy warned that the region could slide back into war.", "warning", "reported"),
    ],
)
def test_a_cue_decides_what_kind_of_statement_it_carries(read: Read, text: str, type_: str, stance: str) -> None:
    claim = next(c for c in read(text) if c.event.type == type_)
    assert claim.stance == stance
    assert claim.harm == "none"


def statement(claims: list[Claim], cue: str) -> Claim:
    return next(c for c in claims if c.event.type not in ("killing", "clash") and any(x.text == cue for x in c.cues))


@pytest.mark.parametrize(
    ("text", "cue", "source"),
    [
        ("Asma Haddad, a teacher who fled the town, said the bridge was closed.", "said", "Asma Haddad, a teacher who fled the town,"),
        ("The bridge was closed, said Asma Haddad, a teacher at the school.", "said", "Asma Haddad, a teacher at the school"),
        ("According to a survey by the institute, most roads are open.", "According to", "a survey by the institute"),
        ("The airline said it would fly again.", "said", "The airline"),
        ("One in three said they would leave.", "said", "One in three"),
        ("The mayor opened the bridge and said it would last.", "said", "The mayor"),
        ("The mayor closed the bridge on Monday, saying it was not safe.", "saying", "The mayor"),
        ("A poll by the paper found that most people want peace.", "found", "A poll by the paper"),
        ("Officials seized the house of a man who said he was innocent.", "said", "who"),
    ],
)
def test_a_source_is_named_with_all_that_hangs_on_it(read: Read, text: str, cue: str, source: str) -> None:
    assert statement(read(text), cue).speakers[0].text == source


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ("The mayor said the road was closed, but nobody listened.", "said", ["the road was closed"]),
        ("The road, the mayor said, was closed.", "said", ["The road", "was closed"]),
        ("Asked whether the road was closed, the mayor smiled.", "Asked", ["whether the road was closed"]),
        ("The road appears to be closed.", "appears", ["The road", "to be closed"]),
        ("The mayor praised the engineers and opened the road.", "praised", ["the engineers"]),
        ('"The road is closed," the mayor said. "It will open again."', "said", ['"The road is closed,"', '"It will open again."']),
        ("Nadia Karam: The road is closed", ":", ["The road is closed"]),
    ],
)
def test_the_words_carried_end_where_another_clause_begins(read: Read, text: str, cue: str, content: list[str]) -> None:
    assert [s.text for s in statement(read(text), cue).content] == content


def test_what_is_said_inside_a_quotation_is_no_statement_of_its_own(read: Read) -> None:
    claims = read('"I think they said the road was closed," the mayor said.')
    assert [[c.text for c in claim.cues] for claim in claims] == [["said"]]


def test_a_figure_past_the_clause_that_is_carried_is_still_its_speakers(read: Read) -> None:
    claims = [c for c in read("The ministry said 12 people were killed in Homs, and 30 others were wounded.") if c.harm == "injured"]
    assert [s.text for c in claims for s in c.speakers] == ["The ministry"]


def test_what_someone_wants_is_never_the_source_of_a_harm(read: Read) -> None:
    claim = first_dead(read("The army wants the men who killed 12 people in Homs."))
    assert (claim.speakers, claim.stance) == ((), "asserted")


def test_a_place_before_a_colon_is_no_speaker(read: Read) -> None:
    assert all(not c.speakers for c in read("Homs: 12 people killed in a shelling"))


def test_a_thought_is_told_of_where_it_is_somebodys(read: Read) -> None:
    claim = statement(read("The council heard the mayor's criticism of the new road."), "criticism")
    assert ([s.text for s in claim.speakers], [s.text for s in claim.content]) == (["the mayor's"], ["the new road"])
    assert not any(x.text == "criticism" for c in read("The council heard criticism of the new road.") for x in c.cues)


def test_a_passive_carries_its_subject_and_its_speaker_follows_by(read: Read) -> None:
    claim = statement(read("On Monday, the plan was criticized by the mayor of the town, a former teacher."), "criticized")
    assert ([s.text for s in claim.speakers], [s.text for s in claim.content]) == (
        ["the mayor of the town, a former teacher"],
        ["the plan"],
    )


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("At dawn, shells fell on the market, the mayor said.", "the mayor", ["At dawn, shells fell on the market"]),
        ("Karam, the driver, had left early, the airline said on Thursday.", "the airline", ["Karam, the driver, had left early"]),
        ("But the clinic works by another rule, she said.", "she", ["But the clinic works by another rule"]),
        ("The road is closed, a spokesman told Reuters.", "a spokesman", ["The road is closed"]),
        ('"How long will it last? Who will pay?" Asma Haddad said.', "Asma Haddad", ['"How long will it last? Who will pay?"']),
        ('"It will not last," said the designer, who works elsewhere.', "the designer, who works elsewhere", ['"It will not last,"']),
        ("Asked about the road, the mayor said it was closed.", "the mayor", ["it was closed"]),
        ("The school was hit twice, tax records show.", "tax records", ["The school was hit twice"]),
    ],
)
def test_words_that_stand_before_their_speaker_are_found_whole(read: Read, text: str, source: str, content: list[str]) -> None:
    claim = next(c for c in read(text) if c.speakers and c.speakers[0].text == source)
    assert [s.text for s in claim.content] == content


@pytest.mark.parametrize(
    ("text", "cue", "source"),
    [
        ("Roe, a former envoy, said Mexico conveyed its regret.", "said", "Roe, a former envoy,"),
        ("Roe, speaking to reporters in Homs, said the road was closed.", "said", "Roe"),
        ("Grant said the road was closed.", "said", "Grant"),
        ("The council issued a decree, saying the road was closed.", "saying", "The council"),
        ("The mayor bucked the trend – saying the road was closed.", "saying", "The mayor"),
        ("A letter posted on the door said the road was closed.", "said", "A letter posted on the door"),
        ("Envoy Ian Read said the road was closed.", "said", "Envoy Ian Read"),
    ],
)
def test_the_one_who_speaks_is_not_the_one_spoken_of(read: Read, text: str, cue: str, source: str) -> None:
    claims = [c for c in read(text) if c.speakers]
    assert [(c.cues[0].text, c.speakers[0].text) for c in claims] == [(cue, source)]


def test_a_second_clause_speaks_for_itself_after_an_unnamed_charge(read: Read) -> None:
    claim = statement(read("The man was charged with fraud, and the guards said they would watch him."), "said")
    assert [s.text for s in claim.speakers][:1] == ["the guards"]


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ('The mayor denounced the "open road," saying that it would close.', "denounced", ['the "open road,"']),
        ("The mayor said that, if it rains, the road will be closed.", "said", ["that, if it rains, the road will be closed"]),
        ("The mayor said the road was closed, as he did last year.", "said", ["the road was closed"]),
        ("The mayor, who announced a new road, left the town.", "announced", ["a new road"]),
    ],
)
def test_marks_and_openings_inside_what_is_said_do_not_end_it_and_new_clauses_do(
    read: Read, text: str, cue: str, content: list[str]
) -> None:
    found = [s.text for s in statement(read(text), cue).content]
    assert found == content or found == [content[0].removeprefix("that")]


def test_a_quotation_goes_on_over_paragraphs_that_name_nobody_else(read: Read) -> None:
    text = '"The road is closed," the mayor said.\n\n"It will stay closed. Nobody can pass."\n\nThe town was calm.'
    claim = statement(read(text), "said")
    assert [s.text for s in claim.content] == ['"The road is closed,"', '"It will stay closed. Nobody can pass."']


def test_a_verb_of_holding_or_finding_carries_a_clause_and_no_thing(read: Read) -> None:
    assert statement(read("The mayor maintained that the road was closed."), "maintained")
    assert not [c for c in read("The mayor maintained the road and the bridge.") if c.speakers]


@pytest.mark.parametrize(
    "text", ["Nadia Karam: 46", "Contributing: Nadia Karam", "Q: Is the road closed?", "CLARIFICATION: The road is open."]
)
def test_a_label_or_a_bare_number_makes_nobody_speak(read: Read, text: str) -> None:
    assert not [c for c in read(text) if c.speakers]


def test_a_speaker_and_a_verb_that_may_be_a_noun_close_the_words_they_carry(read: Read) -> None:
    assert [s.text for s in first_dead(read("Shelling around Homs has killed 12 people since Monday, OCHA reports.")).speakers] == ["OCHA"]


def test_one_cited_after_a_dateline_and_a_passive_is_still_the_root(read: Read) -> None:
    claim = first_dead(read("HOMS, Syria - Dozens of fighters were killed near Homs, a newspaper reported, citing two army officers."))
    assert [s.text for s in claim.speakers] == ["a newspaper", "two army officers"]


def test_whoever_puts_a_toll_at_a_figure_is_its_source(read: Read) -> None:
    assert [s.text for s in first_dead(read("A police commissioner put the death toll at seven.")).speakers] == ["A police commissioner"]


@pytest.mark.parametrize("text", ["No casualties were reported in Homs.", "Nobody else was hurt."])
def test_a_harm_to_nobody_is_no_claim_of_harm(read: Read, text: str) -> None:
    assert all(c.harm == "none" for c in read(text))


def test_a_harm_that_a_speaker_says_befell_nobody_is_a_denial(read: Read) -> None:
    assert [c.stance for c in read("The army said that no civilians had died in Homs.") if c.harm == "killed"] == ["denied"]


def said(claims: list[Claim]) -> list[tuple[str | None, str, str]]:
    """Who, with which cue, and what, of the claims that are statements."""
    return [
        (c.speakers[0].text if c.speakers else None, c.cues[0].text, " ".join(s.text for s in c.content))
        for c in claims
        if c.harm == "none" and c.cues
    ]


@pytest.mark.parametrize(
    ("text", "who", "cue", "what"),
    [
        ("The harbour board itself said the ferry was full.", "The harbour board", "said", "the ferry was full"),
        ("The ruling said the mayor had no such power.", "The ruling", "said", "the mayor had no such power"),
        ("Some say the bridge will close.", "Some", "say", "the bridge will close"),
        ("The mayor, however, said the bridge would close.", "The mayor", "said", "the bridge would close"),
        ("The mayor told a crowd in the square on Friday that the bridge would close.", "The mayor", "told", "the bridge would close"),
        ("The mayor went on to say that the bridge would close.", "The mayor", "say", "the bridge would close"),
        ("Marchers held up a banner saying the bridge must stay.", "a banner", "saying", "the bridge must stay"),
        ("The mayor is confident that the bridge will hold.", "The mayor", "is confident", "the bridge will hold"),
        ("Engineers were critical of the plan.", "Engineers", "were critical", "the plan"),
        ("Engineers expressed deep concern about the plan.", "Engineers", "expressed deep concern about", "the plan"),
        ("The mayor made the case for a new bridge.", "The mayor", "made the case for", "a new bridge"),
        (
            "Sixty percent were against it in a poll by the harbour board.",
            "a poll by the harbour board",
            "in",
            "Sixty percent were against it",
        ),
        ('"It will hold." Anders said.', "Anders", "said", '"It will hold."'),
    ],
)
def test_statements_are_found_with_their_speaker_cue_and_words(read: Read, text: str, who: str, cue: str, what: str) -> None:
    assert (who, cue, what) in said(read(text))


def test_what_a_colon_announces_is_said_in_the_next_paragraph(read: Read) -> None:
    assert ("She", "said", '"The bridge will hold for years."') in said(read('She said:\n\n"The bridge will hold for years."'))


@pytest.mark.parametrize(
    "text",
    [
        "The army was quoted by Al Jazeera as saying that 12 people were killed in Homs.",
        "The army was quoted as saying by Al Jazeera that 12 people were killed in Homs.",
    ],
)
def test_who_is_quoted_speaks_and_who_quotes_passes_it_on(read: Read, text: str) -> None:
    assert names(first_dead(read(text))) == ["The army", "Al Jazeera"]


def test_the_speaker_of_the_clause_goes_on_where_no_comma_parts_the_participle(read: Read) -> None:
    claim = first_dead(read("The Observatory updated its toll saying 12 people were killed in the blast in Homs."))
    assert [s.text for s in claim.speakers][:1] == ["The Observatory"]


def test_words_of_praise_or_wish_report_no_death(read: Read) -> None:
    claim = first_dead(read("The mayor paid tribute to the 12 people killed in Homs."))
    assert claim.speakers == ()


def test_a_court_that_rejects_a_plea_denies_no_arrest(read: Read) -> None:
    (claim,) = (c for c in read("A court rejected the bail plea of a trader who was arrested in Lima on Monday.") if c.harm == "detained")
    assert claim.stance == "asserted"


def test_a_ministry_that_rejects_a_report_denies_it(read: Read) -> None:
    (claim,) = (c for c in read("The ministry rejected claims that soldiers killed 12 people in Lima.") if c.harm == "killed")
    assert claim.stance == "denied"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The director of the Syrian Observatory for Human Rights gives at least 40 dead in Homs.", "Syrian Observatory for Human Rights"),
        ("A spokesman for the hospital counts 30 dead in Homs.", "the hospital"),
    ],
)
def test_who_speaks_for_a_body_that_counts_gives_its_figure(read: Read, text: str, speaker: str) -> None:
    assert names(first_dead(read(text))) == [speaker]


def test_nobody_counts_the_dead_who_speaks_for_no_body(read: Read) -> None:
    assert names(first_dead(read("The analyst gives 3 people killed in Homs a chapter."))) == []


def test_the_monitoring_group_is_the_monitor_and_no_other_body_named_since(read: Read) -> None:
    claims = read(
        "The Syrian Observatory for Human Rights said 2 people died in Homs. Amnesty International condemned it. The monitoring group listed 5 dead in Hama."
    )
    assert names(next(c for c in claims if c.count is not None and c.count.low == 5)) == ["Syrian Observatory for Human Rights"]


def test_who_died_and_so_raised_the_toll_did_not_tell_it(read: Read) -> None:
    claims = read("A mother, Ma Htwe, died of her wounds, raising the number of dead to six, according to SOHR.")
    assert names(next(c for c in claims if c.count is not None and c.count.low == 6)) == ["Syrian Observatory for Human Rights"]
