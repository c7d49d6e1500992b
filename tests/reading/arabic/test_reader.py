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
