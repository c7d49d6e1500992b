"""Arabic reports into claims, in our own sentences."""

import pytest

from knell.flows.read import default_settings
from knell.reading.reader import read_report
from knell.records import Claim, Report


def read(text: str, published: str | None = "2025-03-08", lang: str | None = None) -> list[Claim]:
    return list(read_report(Report(id="r", text=text, published=published, lang=lang), default_settings()).claims)


def killed(text: str, published: str | None = "2025-03-08") -> Claim:
    return next(c for c in read(text, published) if c.harm == "killed")


def bounds(claim: Claim) -> tuple[str, int | None, int | None, int | None]:
    assert claim.count is not None
    return claim.count.kind, claim.count.low, claim.count.high, claim.count.best


def test_a_monitor_tells_who_was_executed_by_whom_where_and_when() -> None:
    claim = killed("قال المرصد السوري لحقوق الإنسان إن قوات الأمن أعدمت 31 رجلاً من الطائفة العلوية في مدينة جبلة يوم الخميس.")
    assert (claim.event.type, claim.event.text) == ("execution", "أعدمت")
    assert bounds(claim) == ("exact", 31, 31, 31)
    assert [s.name for s in claim.speakers] == ["Syrian Observatory for Human Rights"]
    assert [c.text for c in claim.cues] == ["قال"] and claim.stance == "reported"
    assert [p.text for p in claim.perpetrators] == ["قوات الأمن"] and claim.perpetrators[0].kind == "state_forces"
    assert claim.victims[0].group == "Alawites" and claim.victims[0].sex == "male" and claim.victims[0].status is None
    assert claim.places[0].country == "SY" and claim.places[0].lat is not None
    assert claim.time is not None and claim.time.from_ == claim.time.to == "2025-03-06"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("أكثر من 70 شخصا", ("more_than", 71, None, None)),
        ("ما لا يقل عن ثلاثين شخصا", ("at_least", 30, None, None)),
        ("نحو أربعين شخصا", ("about", None, None, 40)),
        ("حوالي ٥٠ شخصا", ("about", None, None, 50)),
        ("اثنين وخمسين شخصا", ("exact", 52, 52, 52)),
        ("مئة وخمسة وعشرين شخصا", ("exact", 125, 125, 125)),
        ("اثني عشر شخصا", ("exact", 12, 12, 12)),
        ("ثلاثمئة شخص", ("exact", 300, 300, 300)),
        ("ثلاثة آلاف شخص", ("exact", 3000, 3000, 3000)),
        ("عشرات الأشخاص", ("vague", 20, None, None)),
        ("مئات المدنيين", ("vague", 200, None, None)),
        ("شخصين", ("exact", 2, 2, 2)),
        ("امرأة", ("exact", 1, 1, 1)),
        ("1,018 شخصا", ("exact", 1018, 1018, 1018)),
        ("بين 10 و12 شخصا", ("between", 10, 12, None)),
        ("أقل من 20 شخصا", ("at_most", 0, 19, None)),
    ],
)
def test_a_count_holds_what_its_words_entail(words: str, expected: tuple[str, int | None, int | None, int | None]) -> None:
    assert bounds(killed(f"مقتل {words} في حلب.")) == expected


def test_a_verb_with_people_alone_names_nobody_who_did_it() -> None:
    claim = killed("قتل ثلاثة مدنيين في درعا.")
    assert bounds(claim)[1] == 3 and claim.perpetrators == () and claim.victims[0].status == "civilian"


def test_a_verb_with_armed_men_and_others_after_it_is_active() -> None:
    claim = killed("قتل مسلحون مجهولون أربعة مدنيين في درعا.")
    assert bounds(claim)[1] == 4 and claim.perpetrators[0].text == "مسلحون مجهولون"


def test_the_subject_may_stand_before_its_verb() -> None:
    assert bounds(killed("12 شخصا قتلوا في الخرطوم."))[1] == 12
    claim = killed("القوات الحكومية قتلت 12 مدنيا في درعا.")
    assert claim.perpetrators[0].kind == "state_forces" and bounds(claim)[1] == 12


def test_whose_hands_it_was_is_told_by_whose_fire() -> None:
    claim = killed("مقتل تسعة أشخاص بنيران قوات الدعم السريع في الخرطوم.")
    assert [(p.name, p.kind) for p in claim.perpetrators] == [("Rapid Support Forces", "state_forces")]


def test_dead_and_wounded_are_two_claims_of_one_event() -> None:
    claims = read("سقوط 12 قتيلا و30 جريحا في حمص.")
    assert [(c.harm, c.count.low) for c in claims if c.count] == [("killed", 12), ("injured", 30)]
    assert claims[0].event == claims[1].event


def test_those_among_them_are_a_part_of_the_whole() -> None:
    whole, *parts = (c for c in read("مقتل عشرة مدنيين، بينهم خمسة أطفال وامرأتان، في إدلب.") if c.harm == "killed")
    assert [bounds(p)[1] for p in parts] == [5, 2]
    assert all([(r.kind, r.claim) for r in p.relations] == [("part_of", whole.claim)] for p in parts)
    assert parts[0].victims[0].age_group == "child" and parts[1].victims[0].sex == "female"


def test_a_broken_word_is_read_and_its_span_keeps_the_marks() -> None:
    text = "قُـ.ـتل سبعة مدنيين في حمص."
    claim = killed(text)
    assert claim.event.text == "قُـ.ـتل" == text[claim.event.start : claim.event.end]


def test_an_agency_quoting_a_source_is_a_chain() -> None:
    claim = killed("أفادت وكالة سانا نقلا عن مصدر طبي بمقتل ستة أشخاص في اللاذقية.")
    assert [(s.name, s.kind) for s in claim.speakers] == [("Syrian Arab News Agency", "agency"), (None, "medical")]


def test_who_speaks_on_is_who_spoke_last() -> None:
    claims = read("قالت الشبكة السورية لحقوق الإنسان إن 20 شخصا قتلوا. وأضافت أن 15 آخرين أصيبوا.")
    assert claims[1].harm == "injured" and claims[1].speakers[0].name == "Syrian Network for Human Rights"
    assert claims[1].speakers[0].start is None


@pytest.mark.parametrize(
    ("cue", "stance"),
    [("نفت", "denied"), ("أكدت", "confirmed"), ("زعمت", "alleged"), ("أعلنت", "reported"), ("اعترفت", "acknowledged")],
)
def test_a_cue_sets_the_stance(cue: str, stance: str) -> None:
    assert killed(f"{cue} وزارة الدفاع مقتل 12 مدنيا في درعا.").stance == stance


def test_documenting_is_a_basis() -> None:
    claim = killed("وثقت الشبكة السورية لحقوق الإنسان مقتل 33 شخصا في آذار/مارس 2025.")
    assert claim.basis == "documented" and claim.time is not None and (claim.time.from_, claim.time.to) == ("2025-03-01", "2025-03-31")


def test_an_air_strike_is_of_whose_adjective_it_bears() -> None:
    claim = killed("مقتل 4 أشخاص في غارة إسرائيلية على صور أمس.")
    assert claim.event.type == "airstrike" and claim.perpetrators[0].name == "Israel Defense Forces"
    assert claim.time is not None and claim.time.from_ == "2025-03-07"


def test_a_toll_that_rises_counts_from_a_start() -> None:
    claim = killed("ارتفعت حصيلة القتلى إلى 52 في حلب.")
    assert bounds(claim)[1] == 52 and claim.count is not None and claim.count.cumulative is True


def test_no_dead_is_no_claim_of_dead() -> None:
    assert not [c for c in read("قصف مدفعي على إدلب دون وقوع قتلى.") if c.harm == "killed"]


def test_what_could_not_be_verified_is_said() -> None:
    claims = read("قتل 12 شخصا في حمص. ولم يتسن التحقق من ذلك بشكل مستقل.")
    assert claims[-1].event.type == "verification_gap" and claims[-1].relations[0].kind == "unverifies"


def test_a_hijri_date_is_recognised_and_left_unresolved() -> None:
    claim = killed("قتل 12 شخصا في حمص يوم 7 رمضان 1446.")
    assert claim.time is not None and "رمضان" in (claim.time.text or "") and claim.time.from_ is None


def test_detention_and_abduction_have_their_own_harm() -> None:
    assert [(c.harm, c.perpetrators[0].kind) for c in read("اعتقلت الشرطة عشرين شخصا في حلب.")] == [("detained", "police")]
    assert [c.harm for c in read("خطف مسلحون مجهولون ثلاثة أطفال في السويداء.")] == ["abducted"]


def test_the_language_given_outweighs_the_script() -> None:
    assert read("قتل 12 شخصا في حمص.", lang="en") == []


def test_people_who_met_their_death_died() -> None:
    assert bounds(killed("لقي 11 شخصا مصرعهم في هجوم انتحاري في كابل، فيما أصيب 20 آخرون."))[1] == 11


def test_the_agency_of_a_dateline_relays_what_follows() -> None:
    claim = killed("دمشق - رويترز: قالت مصادر أمنية إن ستة جنود قتلوا شرق حمص.")
    assert [s.name for s in claim.speakers] == ["Reuters", None] and claim.victims[0].status == "combatant"


def test_whom_an_accuser_names_is_the_alleged_perpetrator() -> None:
    claim = killed("اتهمت منظمة العفو الدولية القوات الحكومية بقتل 42 مدنيا في درعا.")
    assert claim.stance == "alleged" and [p.text for p in claim.perpetrators] == ["القوات الحكومية"]


def of_harm(text: str, harm: str) -> list[Claim]:
    return [c for c in read(text) if c.harm == harm]


def test_a_verbal_noun_over_dead_and_wounded_leaves_them_untold_apart() -> None:
    assert [c.count.low for c in of_harm("مقتل وإصابة 40 شخصاً في هجوم على سوق في بعقوبة.", "casualties") if c.count] == [40]


def test_two_verbal_nouns_with_bare_numbers_are_two_claims() -> None:
    claims = read("مقتل 5 وإصابة 12 في هجوم في كركوك")
    assert [(c.harm, c.count.low) for c in claims if c.count] == [("killed", 5), ("injured", 12)]


def test_a_person_named_is_a_count_of_one_and_two_named_are_two() -> None:
    claims = of_harm("قتل الصحفي أحمد خالد العلي والمصور سامر حسن في قصف مدفعي على بلدة كفرنبل.", "killed")
    assert [(c.count.kind, c.victims[0].name) for c in claims if c.count] == [("named", "أحمد خالد العلي"), ("named", "سامر حسن")]


def test_a_plural_verb_has_its_people_before_it() -> None:
    claims = of_harm("قال المرصد إن 10 عناصر من قوات النظام قتلوا، في حين قضى 4 مدنيين بالقصف.", "killed")
    assert [c.count.low for c in claims if c.count] == [10, 4]


def test_those_named_first_after_the_dead_of_a_sentence_before_are_a_part() -> None:
    whole, part = of_harm("قتل 30 شخصاً في تفجير في بغداد. وبين القتلى 11 طفلاً.", "killed")
    assert [(r.kind, r.claim) for r in part.relations] == [("part_of", whole.claim)] and part.event.type == "bombing"


def test_one_of_them_is_a_part_of_one() -> None:
    _, part = of_harm("قُتل أربعة أشخاص، أحدهم طفل، في حمص.", "killed")
    assert bounds(part)[1] == 1 and part.victims[0].age_group == "child" and part.relations[0].kind == "part_of"


def test_a_table_gives_each_row_its_place_and_each_column_its_harm() -> None:
    claims = read("المدينة | القتلى | الجرحى\nالموصل | 11 | 40\nتكريت | 3 | 0")
    told = [(c.places[0].name, c.harm, c.count.low) for c in claims if c.count]
    assert told == [("Mosul", "killed", 11), ("Mosul", "injured", 40), ("Tikrit", "killed", 3)]


def test_a_list_has_the_speaker_and_month_of_its_heading_and_is_a_part_of_its_total() -> None:
    claims = read("حصيلة القتلى المدنيين في شباط 2019، بحسب وزارة الصحة:\n- حلب: 14 قتيلاً\n- حمص: قتيلان\nالمجموع: 16 قتيلاً")
    aleppo, homs, total = (c for c in claims if c.harm == "killed")
    assert [c.count.low for c in (aleppo, homs, total) if c.count] == [14, 2, 16]
    assert homs.speakers[0].kind == "government" and homs.time is not None and homs.time.from_ == "2019-02-01"
    assert [r.claim for r in aleppo.relations] == [r.claim for r in homs.relations] == [total.claim]


def test_a_label_with_a_number_is_a_figure() -> None:
    claims = read("المكان: جبلة\nالقتلى: 12\nالجرحى: 30")
    assert [(c.harm, c.count.low, c.places[0].name) for c in claims if c.count] == [("killed", 12, "Jableh"), ("injured", 30, "Jableh")]


def test_names_in_a_list_of_the_dead_are_dead() -> None:
    claims = of_harm("أسماء الضحايا:\n1. محمد علي حسن\n2. فاطمة أحمد سليمان", "killed")
    assert [c.victims[0].name for c in claims] == ["محمد علي حسن", "فاطمة أحمد سليمان"]


def test_a_correction_updates_what_it_takes_back() -> None:
    wrong, right = of_harm("تصحيح: ذكرنا في خبر سابق أن 18 شخصاً قتلوا في سبها. والصحيح أن عدد القتلى 8 وليس 18.", "killed")
    assert wrong.stance == "retracted" and bounds(right)[1] == 8
    assert ("updates", wrong.claim) in [(r.kind, r.claim) for r in right.relations]


def test_the_toll_before_is_updated_by_the_toll() -> None:
    new, old = of_harm("ارتفعت حصيلة التفجير في حلب إلى 21 قتيلاً، بعد أن كانت الحصيلة السابقة 16 قتيلاً.", "killed")
    assert (bounds(new)[1], bounds(old)[1]) == (21, 16) and [(r.kind, r.claim) for r in new.relations] == [("updates", old.claim)]


def test_an_agency_that_quotes_someone_is_a_chain() -> None:
    claim = killed("نقلت وكالة أنباء محلية عن طبيب قوله إن ثلاث نساء قُتلن في تعز.")
    assert [s.kind for s in claim.speakers] == ["agency", "medical"] and claim.victims[0].sex == "female"


def test_who_claims_a_deed_is_its_alleged_perpetrator() -> None:
    claim = killed("أعلنت حركة الشباب مسؤوليتها عن التفجير الانتحاري الذي أسفر عن مقتل 12 شخصاً في مقديشو.")
    assert claim.stance == "claimed" and claim.perpetrators[0].name == "al-Shabaab" and claim.event.type == "bombing"


def test_another_speaker_behind_while_speaks_for_himself() -> None:
    first, second = of_harm(
        "أعلن الجيش السوداني مقتل 30 من عناصر الدعم السريع في معارك بمدينة الأبيض، فيما قالت قوات الدعم السريع إنها قتلت 120 جندياً.",
        "killed",
    )
    assert [s.name for s in first.speakers] == ["Sudanese Armed Forces"]
    assert [s.name for s in second.speakers] == ["Rapid Support Forces"] == [p.name for p in second.perpetrators]


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("في السابع من آذار", "2025-03-07", "2025-03-07"),
        ("في اليوم الثاني عشر من شهر شباط", "2025-02-12", "2025-02-12"),
        ("مساء أمس", "2025-03-07", "2025-03-07"),
        ("منذ يوم السبت الماضي", "2025-03-01", "2025-03-08"),
        ("خلال 48 ساعة", "2025-03-06", "2025-03-08"),
        ("خلال الأسبوعين الماضيين", "2025-02-22", "2025-03-08"),
        ("يوم الخميس 6 رمضان 1446", "2025-03-06", "2025-03-06"),
        ("بين 1 و5 غشت 2024", "2024-08-01", "2024-08-05"),
    ],
)
def test_times_are_put_on_the_calendar(words: str, first: str, last: str) -> None:
    time = killed(f"قتل 12 شخصا في حمص {words}.").time
    assert time is not None and (time.from_, time.to) == (first, last)


def test_thousands_and_their_rest_are_one_number() -> None:
    assert bounds(killed("ارتفع عدد الشهداء إلى 48 ألفاً و453 شهيداً."))[1] == 48453


def test_digits_of_arabic_behind_and_are_a_number() -> None:
    assert [c.count.low for c in read("سقوط ٤٦ قتيلاً و١٢٧ جريحاً في مصراتة.") if c.count] == [46, 127]


def test_number_words_and_parts_of_the_day_are_no_places() -> None:
    claim = killed("أفاد ناشطون وإن خمس نساء قتلن صباح اليوم شمال دير الزور.")
    assert [p.name for p in claim.places] == ["Deir ez-Zor"]


def test_a_village_that_no_gazetteer_has_is_a_place_without_coordinates() -> None:
    claim = killed("قتل 12 شخصا في قرية المثالية الجديدة بريف حماة.")
    assert claim.places[0].text == "المثالية" and claim.places[0].lat is None


def test_kin_with_a_pronoun_are_counted() -> None:
    claims = read("قتلت امرأة وطفلاها وأصيبت والدتها في حلب.")
    assert [(c.harm, c.count.low) for c in claims if c.count] == [("killed", 3), ("injured", 1)]


def test_who_killed_how_many_of_those_told_before_are_parts_with_their_own_doers() -> None:
    claims = read("أصدرت الشبكة السورية لحقوق الإنسان تقريرها الشهري.\nوقالت إنها سجلت مقتل 174 مدنياً في حلب.\nقتلت قوات النظام 19 منهم.")
    whole, part = (c for c in claims if c.harm == "killed")
    assert whole.speakers[0].name == "Syrian Network for Human Rights"
    assert bounds(part)[1] == 19 and part.perpetrators[0].kind == "state_forces" and part.relations[0].kind == "part_of"


def test_two_behind_a_plural_that_is_a_dual_too_makes_it_two() -> None:
    assert bounds(killed("مقتل مدنيين اثنين في غارة قرب الرقة.")) == ("exact", 2, 2, 2)


def test_nobody_claiming_a_deed_is_no_claim_of_it() -> None:
    assert killed("لم تعلن أي جهة مسؤوليتها عن الهجوم الذي أوقع 9 قتلى في كابول.").stance == "asserted"


@pytest.mark.parametrize("text", ["قالت الشبكة إن 14 مدنيا بينهم ثلاثة أطفال قتلوا في حمص.", "14 مدنيا، بينهم ثلاثة أطفال، قتلوا في حمص."])
def test_people_before_their_verb_keep_it_past_those_among_them(text: str) -> None:
    whole, part = (c for c in read(text) if c.harm == "killed")
    assert whole.count is not None and whole.count.low == 14
    assert part.count is not None and part.count.low == 3 and [r.kind for r in part.relations] == ["part_of"]


def test_the_wounded_who_died_are_dead() -> None:
    claims = read("ارتفعت الحصيلة إلى 17 قتيلا بعد وفاة ثلاثة من الجرحى.")
    assert [(c.harm, c.count.low) for c in claims if c.count] == [("killed", 17), ("killed", 3)]


def test_what_a_war_has_killed_since_it_began_was_not_where_the_last_deed_was() -> None:
    deed, war = (c for c in read("قتل خمسة أشخاص في حمص. ومنذ اندلاع الحرب في أبريل 2023 قتل 4000 شخص.") if c.count)
    assert [p.name for p in deed.places] == ["Homs"] and war.places == ()
    assert war.time is not None and (war.time.from_, war.time.to) == ("2023-04-01", "2025-03-08")
