"""What happened to whom: each frame in turn."""

import pytest

from knell.records import Claim

from .conftest import Read


def dead(claims: list[Claim]) -> Claim:
    return next(c for c in claims if c.harm == "killed" and c.count is not None)


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen killed 12 farmers in Homs.",
        "Twelve farmers were killed by gunmen in Homs.",
        "Gunmen attacked a village near Homs, killing 12 farmers.",
        "The killing of 12 farmers by gunmen shocked Homs.",
    ],
)
def test_active_passive_participle_and_noun_tell_the_same(read: Read, text: str) -> None:
    claim = dead(read(text))
    assert claim.count is not None and (claim.count.low, claim.count.high) == (12, 12)
    assert [v.text for v in claim.victims if v.text] in (["12 farmers"], ["Twelve farmers"])
    assert [p.text for p in claim.perpetrators] in (["Gunmen"], ["gunmen"])


@pytest.mark.parametrize(
    ("text", "victims"),
    [
        ("Police described a raid in which 35 civilians were killed.", "35 civilians"),
        ("The ambush, during which 35 civilians were killed, shocked Homs.", "35 civilians"),
        ("They shelled the camp from which nine men were abducted.", "nine men"),
    ],
)
def test_a_relative_after_a_preposition_is_no_part_of_who_suffered(read: Read, text: str, victims: str) -> None:
    assert victims in [v.text for c in read(text) for v in c.victims]


@pytest.mark.parametrize(
    ("text", "low", "high", "kind"),
    [
        ("Clashes in Homs left over 70 dead.", 71, None, "more_than"),
        ("At least 52 people died in Homs.", 52, None, "at_least"),
        ("Up to 40 people were killed in Homs.", 0, 40, "at_most"),
        ("About 50 people were killed in Homs.", None, None, "about"),
        ("Between 10 and 12 people were killed in Homs.", 10, 12, "between"),
        ("Dozens of people were killed in Homs.", 24, None, "vague"),
        ("Soldiers killed civilians in Homs.", 2, None, "vague"),
        ("The death toll in Homs rose to 70.", 70, 70, "exact"),
    ],
)
def test_counts_hold_what_the_words_entail(read: Read, text: str, low: int | None, high: int | None, kind: str) -> None:
    count = dead(read(text)).count
    assert count is not None
    assert (count.low, count.high, count.kind) == (low, high, kind)


def test_killed_and_wounded_are_two_claims_of_one_event(read: Read) -> None:
    killed, injured = (c for c in read("Twelve people were killed and 30 wounded in a bombing in Homs.") if c.count is not None)
    assert (killed.harm, injured.harm) == ("killed", "injured")
    assert (killed.event.start, killed.event.end) == (injured.event.start, injured.event.end)
    assert killed.event.type == "bombing"


def test_killed_or_wounded_is_one_count_of_casualties(read: Read) -> None:
    claims = [c for c in read("Sixteen soldiers were killed or wounded near Homs.") if c.count is not None]
    assert [c.harm for c in claims] == ["casualties"]


def test_what_is_said_to_lie_inside_a_figure_is_a_part_of_it(read: Read) -> None:
    whole, children = (c for c in read("Fifty people were killed in Homs, including 12 children.") if c.count is not None)
    assert [(r.kind, r.claim) for r in children.relations] == [("part_of", whole.claim)]
    assert [v.age_group for v in children.victims] == ["child"]


def test_figures_listed_by_place_keep_their_own_place(read: Read) -> None:
    claims = [c for c in read("SOHR: 1,225 civilians killed: 658 in Latakia, 384 in Tartus, 171 in Hama.") if c.count is not None]
    assert [(c.count.low if c.count else None, c.places[0].name if c.places else None) for c in claims][1:] == [
        (658, "Latakia"),
        (384, "Tartus"),
        (171, "Hama"),
    ]
    assert all([r.kind for r in c.relations] == ["part_of"] for c in claims[1:])


def test_whom_a_deed_is_laid_on_comes_from_the_accusation(read: Read) -> None:
    claim = dead(read("Army troops face accusations of executing 52 members of the Alawite minority in Latakia."))
    assert claim.stance == "alleged"
    assert [p.text for p in claim.perpetrators] == ["Army troops"]
    assert [v.group for v in claim.victims] == ["Alawites"]


def test_status_age_sex_and_occupation_are_set_only_where_the_words_say_so(read: Read) -> None:
    villager = dead(read("Five villagers were killed in Homs.")).victims[0]
    assert (villager.status, villager.age_group, villager.sex, villager.occupation) == (None, None, None, None)
    nurse = dead(read("Five nurses were killed in Homs.")).victims[0]
    assert (nurse.status, nurse.occupation) == (None, "medical")
    civilian = dead(read("Five civilians were killed in Homs.")).victims[0]
    assert civilian.status == "civilian"


def test_terrorists_is_somebodys_word(read: Read) -> None:
    victim = dead(read("The army said it killed five terrorists near Homs.")).victims[0]
    assert victim.status_by is not None


def test_a_killing_that_is_denied_is_a_claim_with_stance_denied(read: Read) -> None:
    claims = [c for c in read("The army said its soldiers did not kill civilians in Homs.") if c.harm == "killed"]
    assert [c.stance for c in claims] == ["denied"]


def test_a_month_is_no_march_and_a_dateline_no_victim(read: Read) -> None:
    assert not [c for c in read("Five people were killed in Homs in March.") if c.event.type == "protest"]


def test_footage_has_no_place_or_doer_of_its_own(read: Read) -> None:
    claims = read("Troops killed 12 people in Latakia. Footage reportedly shows numerous bodies in a garden.")
    footage = next(c for c in claims if c.event.type == "footage")
    assert footage.places == () and footage.perpetrators == () and footage.harm == "none"


def test_a_curfew_has_each_place_of_its_list(read: Read) -> None:
    claim = next(c for c in read("Authorities imposed curfews in Homs, Latakia and Tartous.") if c.event.type == "curfew")
    assert [p.name for p in claim.places] == ["Homs", "Latakia", "Tartus"]


def test_a_share_of_a_population_is_context_and_never_a_toll(read: Read) -> None:
    claims = read("Alawites make up some 10% of the population of Syria.")
    assert [c.event.type for c in claims] == ["context"]


@pytest.mark.parametrize(
    ("text", "type_", "harm", "subtype"),
    [
        ("Gunmen seized two aid workers in Homs.", "abduction", "abducted", "Abduction/forced disappearance"),
        ("Police seized nine pistols and a rifle in Homs.", "other", "none", "Disrupted weapons use"),
        ("Rebels seized the town of Homs on Friday.", "other", "none", "Non-state actor overtakes territory"),
        ("The army recaptured two villages near Homs.", "other", "none", "Government regains territory"),
        ("Rebels took seven passengers hostage near Homs.", "abduction", "abducted", "Abduction/forced disappearance"),
    ],
)
def test_what_is_seized_decides_what_a_seizure_is(read: Read, text: str, type_: str, harm: str, subtype: str) -> None:
    claim = read(text)[0]
    assert (claim.event.type, claim.harm, claim.event.subtype) == (type_, harm, subtype)


def test_a_thing_set_on_fire_stands_between_the_verb_and_the_fire(read: Read) -> None:
    claim = read("Masked men set a bus on fire in Homs.")[0]
    assert claim.event.type == "arson"
    assert [t.text for t in claim.targets] == ["bus"]
    assert [p.text for p in claim.perpetrators] == ["Masked men"]


def test_a_light_verb_gives_its_subject_to_the_deed_its_object_names(read: Read) -> None:
    claim = read("Militants carried out a suicide attack on the barracks in Homs.")[0]
    assert [p.text for p in claim.perpetrators] == ["Militants"]


def test_who_opened_fire_when_people_were_killed_is_alleged_to_have_killed_them(read: Read) -> None:
    claim = dead(read("Three people were killed in the eastern part of the old town on Tuesday night when police opened fire."))
    assert [p.kind for p in claim.perpetrators] == ["police"]


def test_a_threat_to_kill_is_a_warning_and_nobody_is_dead(read: Read) -> None:
    claim = next(c for c in read("Two men threatened to kill the lawyer in Homs.") if c.event.text == "kill")
    assert (claim.event.type, claim.event.stage, claim.harm) == ("warning", "threatened", "none")


@pytest.mark.parametrize("text", ["The party demanded the arrest of its rivals.", "The protesters would be arrested, he said."])
def test_nobody_is_the_implied_doer_of_an_arrest_that_did_not_happen(read: Read, text: str) -> None:
    assert all(not c.perpetrators for c in read(text) if c.harm == "detained")


def test_who_is_detained_by_nobody_named_is_detained_by_the_police(read: Read) -> None:
    claim = next(c for c in read("Twelve students were detained in Homs.") if c.harm == "detained")
    assert [p.kind for p in claim.perpetrators] == ["police"]


def test_to_arrest_a_decline_and_to_apprehend_that_take_nobody(read: Read) -> None:
    assert all(c.harm != "detained" for c in read("The army helped to arrest the decline. He apprehended that prices would rise."))


@pytest.mark.parametrize(
    "text",
    [
        "The police looked the other way as shops were looted.",
        "The police inaction shocked the town.",
        "The inaction of the police shocked the town.",
    ],
)
def test_who_did_nothing_is_named_with_the_inaction(read: Read, text: str) -> None:
    claim = next(c for c in read(text) if c.event.type == "inaction")
    assert [p.kind for p in claim.perpetrators] == ["police"]


def test_attackers_who_flee_the_scene_are_not_displaced(read: Read) -> None:
    assert all(c.event.type != "displacement" for c in read("The gunmen fled the scene."))
    assert any(c.event.type == "displacement" for c in read("Hundreds of villagers fled Homs."))


def test_the_missing_were_not_by_that_word_made_to_disappear(read: Read) -> None:
    claim = next(c for c in read("Four fishermen went missing near Latakia.") if c.harm == "missing")
    assert claim.event.type == "other"


def killed(claims: list[Claim]) -> list[tuple[str | None, int | None, list[str | None]]]:
    return [
        (c.count.text if c.count else None, c.count.low if c.count else None, [v.text for v in c.victims])
        for c in claims
        if c.harm == "killed"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The deaths of four soldiers were announced.", [("four", 4, ["four soldiers"])]),
        ("The militia announced the death of one fighter, Ali Noor.", [("Ali Noor", 1, ["Ali Noor"])]),
        ("The army killed up to 200 soldiers.", [("up to 200", 0, ["up to 200 soldiers"])]),
        ("Three of the dead were women and two children were among the injured.", [("Three", 3, ["women"])]),
        ("Two of the injured had died.", [("Two", 2, [])]),
        ('The army said 16 "terrorists" died in a clash.', [("16", 16, ['16 "terrorists"'])]),
        ("A girl of six and a man of 40 were killed.", [("A", 1, ["A girl of six"]), ("a", 1, ["a man of 40"])]),
        ("Three men aged 20, 30 and 40 were shot dead.", [("Three", 3, ["Three men aged 20"])]),
        ("It killed thousands and displaced some 12 million people.", [("thousands", 2000, ["people"])]),
    ],
)
def test_the_dead_are_counted_once_and_by_their_own_number(
    read: Read, text: str, expected: list[tuple[str | None, int | None, list[str | None]]]
) -> None:
    assert killed(read(text)) == expected


def test_those_who_shoot_some_dead_are_those_who_abduct_others(read: Read) -> None:
    claims = read("Bandits shot dead 21 villagers and abducted 12 women.")
    assert [(c.harm, [p.text for p in c.perpetrators]) for c in claims] == [("killed", ["Bandits"]), ("abducted", ["Bandits"])]


def test_a_suspected_doer_puts_no_doubt_on_the_deed(read: Read) -> None:
    assert read("Suspected militants killed 12 people.")[0].stance == "asserted"


def test_the_age_of_one_of_the_wounded_is_no_count(read: Read) -> None:
    assert [c.count.low for c in read("Eleven people, among them a boy of 12, were wounded.") if c.count] == [11]


def test_prisoners_that_were_taken_were_not_killed(read: Read) -> None:
    claims = read("The rebels said they had killed 60 soldiers and taken five prisoners.")
    assert [(c.harm, c.count.low) for c in claims if c.count] == [("killed", 60), ("detained", 5)]


def test_some_of_the_bodies_are_not_among_the_injured(read: Read) -> None:
    claims = read("The hospital received 15 bodies, nine of them women, and treated 23 injured.")
    assert [c.count.low for c in claims if c.harm == "injured" and c.count] == [23]


@pytest.mark.parametrize(
    ("text", "doers"),
    [
        ("The Valley Front, an ally of al-Qaeda, said it had killed 60 soldiers.", ["Valley Front"]),
        ("The army said it had killed 60 people.", ["The army"]),
        ("Amnesty International said they had killed ten people.", []),
    ],
)
def test_a_pronoun_accuses_who_may_have_done_it(read: Read, text: str, doers: list[str]) -> None:
    claim = next(c for c in read(text) if c.harm == "killed")
    assert [p.name or p.text for p in claim.perpetrators] == doers


def counted(claims: list[Claim]) -> list[tuple[str, int | None]]:
    return [(c.harm, c.count.low) for c in claims if c.count is not None]


@pytest.mark.parametrize(
    "text", ["Three killed 40 injured in rocket attack on Homs.", "Three farmers killed 40 others injured in rocket attack on Homs."]
)
def test_figures_side_by_side_each_have_their_own_word(read: Read, text: str) -> None:
    assert counted(read(text)) == [("killed", 3), ("injured", 40)]


def test_who_kills_the_wounded_is_not_killed(read: Read) -> None:
    assert ("killed", 20) not in counted(read("Twenty soldiers killed 5 wounded rebels."))


@pytest.mark.parametrize(
    "text",
    [
        "The number of rebel fighters killed in battles in the town has risen to 39.",
        "A monitor raised the death toll from shells that fell on a bakery of a hill village under militias in Homs the previous day to 39.",
    ],
)
def test_the_figure_of_a_toll_that_has_risen_may_stand_far_off(read: Read, text: str) -> None:
    assert [c.count.low for c in read(text) if c.harm == "killed" and c.count] == [39]


def test_a_list_after_including_is_not_the_subject(read: Read) -> None:
    claims = read("Six millers including a nurse and two boys were killed in Homs.")
    whole, *rest = [c for c in claims if c.harm == "killed"]
    assert whole.count is not None and whole.count.low == 6
    assert [[r.kind for r in c.relations] for c in rest] == [["part_of"], ["part_of"]]
    assert [v.text for c in rest for v in c.victims] == ["a nurse", "two boys"]


def test_members_of_bodies_in_quotation_marks_are_counted(read: Read) -> None:
    claims = read('At least 33 members of the "Lion Brigade" and "Victory Front" organizations were killed in Homs.')
    assert ("killed", 33) in counted(claims)


def test_a_number_in_brackets_before_any_harm_counts_nobody(read: Read) -> None:
    assert counted(read("Topic: Homs (200) The blast killed four workers.")) == [("killed", 4)]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("More than 50 troops were killed on Monday and 19 more were killed on Tuesday.", "combatant"),
        ("The commander and nine of his comrades were killed.", "combatant"),
        ("Ten soldiers and nine other people were killed.", None),
    ],
)
def test_further_people_are_like_those_before_where_nothing_else_is_said_of_them(read: Read, text: str, status: str | None) -> None:
    last = [c for c in read(text) if c.harm == "killed" and c.count][-1]
    assert [v.status for v in last.victims] == [status]


def test_a_body_that_tells_of_the_wounded_is_none_of_them(read: Read) -> None:
    claims = read("Police fired, killing eight people and wounding 400, the Kenya National Commission on Human Rights said.")
    assert [(c.harm, c.count.low) for c in claims if c.count] == [("killed", 8), ("injured", 400)]


def test_those_who_are_killed_capture_nobody(read: Read) -> None:
    claims = read("Fighters ambushed a patrol, killing seven soldiers and capturing two.")
    assert [(c.harm, c.count.low, [p.text for p in c.perpetrators]) for c in claims if c.count] == [
        ("killed", 7, ["Fighters"]),
        ("detained", 2, ["Fighters"]),
    ]


def test_remains_of_people_are_bodies(read: Read) -> None:
    assert [c.count.low for c in read("The remains of at least 29 people were found near Sirte.") if c.count] == [29]
    assert read("The remains of the building were hit.") == [] or all(
        c.count is None for c in read("The remains of the building were hit.")
    )
