"""Numbers of people with their bounds, and numbers that count no people. The sentences are our own."""

import pytest

from knell.reading.counts import find_quantities, noun_after, number_terms
from knell.reading.pieces import Quantity, Unit
from knell.reading.tokens import tokenize

TERMS = number_terms("en")


def unit_of(text: str) -> Unit:
    return Unit.of(0, len(text), "body", 0, 0, tokenize(text))


def read(text: str) -> tuple[Quantity, ...]:
    return find_quantities(unit_of(text), TERMS)


def people(text: str) -> list[tuple[str, int | None, int | None, int | None, str]]:
    """The counts of people: words, low, high, best, kind. Persons told by an article alone are left out."""
    return [(text[q.start : q.end], q.low, q.high, q.best, q.kind) for q in read(text) if q.of == "people" and q.rule != "article"]


def persons(text: str) -> list[str]:
    """The nouns of the persons told by an article alone."""
    unit = unit_of(text)
    found = [q.noun for q in read(text) if q.rule == "article"]
    return [" ".join(t.text for t in unit.tokens[n[0] : n[1]]) for n in found if n is not None]


def kinds(text: str) -> list[tuple[str, str]]:
    """What each number is, people or not."""
    return [(text[q.start : q.end], q.of) for q in read(text) if q.rule != "article"]


@pytest.mark.parametrize(
    ("text", "words", "low", "high", "best", "kind"),
    [
        ("Gunmen killed 52 villagers.", "52", 52, 52, 52, "exact"),
        ("More than 70 people were killed.", "More than 70", 71, None, None, "more_than"),
        ("Over 70 deaths were recorded.", "Over 70", 71, None, None, "more_than"),
        ("At least 52 people died.", "At least 52", 52, None, None, "at_least"),
        ("No fewer than 12 soldiers fell.", "No fewer than 12", 12, None, None, "at_least"),
        ("Upwards of 300 civilians were displaced.", "Upwards of 300", 300, None, None, "at_least"),
        ("Up to 40 fighters were killed.", "Up to 40", 0, 40, None, "at_most"),
        ("As many as 40 fighters were killed.", "As many as 40", 0, 40, None, "at_most"),
        ("Fewer than 10 children survived.", "Fewer than 10", 0, 9, None, "at_most"),
        ("About 50 peasants were abducted.", "About 50", None, None, 50, "about"),
        ("Nearly 50 people were hurt.", "Nearly 50", None, None, 50, "about"),
        ("Some 50 villagers fled.", "Some 50", None, None, 50, "about"),
        ("An estimated 1,500 civilians were killed.", "An estimated 1,500", None, None, 1500, "about"),
        ("Just under 50 people were hurt.", "Just under 50", None, None, 50, "about"),
        ("Between 10 and 12 people died.", "Between 10 and 12", 10, 12, None, "between"),
        ("From 10 to 12 people died.", "From 10 to 12", 10, 12, None, "between"),
        ("10 to 12 people died.", "10 to 12", 10, 12, None, "between"),
        ("10-12 people died.", "10-12", 10, 12, None, "between"),
        ("Two or three gunmen escaped.", "Two or three", 2, 3, None, "between"),
        ("Two to three dozen people died.", "Two to three dozen", 24, 36, None, "between"),
        ("52 or more people died.", "52 or more", 52, None, None, "at_least"),
        ("The raid left 13 or more security personnel dead.", "13 or more", 13, None, None, "at_least"),
        ("50+ dead after the blast", "50+", 50, None, None, "at_least"),
        ("At least another 12 people died.", "At least another 12", 12, None, None, "at_least"),
        ("Well over 100 people were detained.", "Well over 100", 101, None, None, "more_than"),
    ],
)
def test_a_count_holds_what_its_words_entail_and_no_more(text, words, low, high, best, kind):
    assert people(text) == [(words, low, high, best, kind)]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1,018", 1018), ("1 018", 1018), ("1.018", 1018), ("1,50,000", 150000), ("12,345,678", 12345678), ("2.300.000", 2300000),
        ("fifty-two", 52), ("twenty two", 22), ("seventeen", 17), ("one hundred and twelve", 112), ("two hundred thirty", 230),
        ("three thousand", 3000), ("three thousand two hundred", 3200), ("a thousand", 1000), ("a hundred and five", 105),
        ("1.2 million", 1200000), ("half a million", 500000), ("two and a half million", 2500000), ("five hundred thousand", 500000),
        ("two dozen", 24), ("a dozen", 12), ("half a dozen", 6), ("five lakh", 500000), ("2m", 2000000), ("twelve hundred", 1200),
    ],
)  # fmt: skip
def test_a_number_is_read_however_it_is_written(written, number):
    assert people(f"They counted {written} people there.") == [(written, number, number, number, "exact")]


@pytest.mark.parametrize(
    ("written", "low"),
    [
        ("several", 2), ("numerous", 2), ("a handful of", 2), ("a couple of", 2), ("tens of", 20), ("dozens of", 24), ("scores of", 40),
        ("hundreds of", 200), ("thousands of", 2000), ("several hundred", 200), ("tens of thousands of", 20000), ("a few dozen", 24),
        ("an unknown number of", 2), ("hundreds, if not thousands, of", 200),
    ],
)  # fmt: skip
def test_vague_words_have_a_lower_end_by_convention_and_no_upper_end(written, low):
    ((_, found, high, best, kind),) = people(f"They buried {written} people there.")
    assert (found, high, best, kind) == (low, None, None, "vague")


def test_vague_words_stand_alone_for_people():
    assert [p[:2] for p in people("Dozens were wounded and hundreds fled.")] == [("Dozens", 24), ("hundreds", 200)]


def test_words_that_are_no_numbers_here_are_left_alone():
    assert people("He scores a goal. How many believe it? It was too many. The tens column is empty.") == []


def test_a_bound_on_a_dozen_bounds_the_dozen():
    assert people("At least two dozen men and more than a dozen boys were taken.") == [
        ("At least two dozen", 24, None, None, "at_least"),
        ("more than a dozen", 13, None, None, "more_than"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "52 killed", "kills 52", "killing 52", "left 52 dead", "leaving at least 52 dead", "52 died", "52 were reportedly killed",
        "52 have been abducted", "52 are feared dead", "Dead: 52", "the death toll reached 52", "a death toll of 52", "the killing of 52",
        "the bodies of 52", "wounding 52", "arresting 52", "52 injured", "put the toll at 52", "52 of them died", "deaths above 52",
    ],
)  # fmt: skip
def test_a_bare_number_counts_people_beside_a_word_of_harm(text):
    assert [q.of for q in read(text)] == ["people"]


@pytest.mark.parametrize("text", ["They waited for 52.", "He spoke to 52.", "52 is a number.", "The answer was 52."])
def test_a_bare_number_alone_counts_nobody(text):
    assert [q.of for q in read(text)] == ["other"]


def test_a_rise_tells_two_figures_and_not_a_range():
    assert [p[:3] for p in people("The toll rose from 10 to 12.")] == [("10", 10, 10), ("12", 12, 12)]


def test_a_family_of_five_is_five_people_told_by_all_of_its_words():
    assert people("A family of five was killed, and an entire family of six fled.") == [
        ("A family of five", 5, 5, 5, "exact"),
        ("an entire family of six", 6, 6, 6, "exact"),
    ]


def test_a_couple_and_their_children_are_told_apart():
    assert [(p[0], p[1]) for p in people("A couple and their two children were shot.")] == [("A couple", 2), ("two", 2)]


def test_both_is_two_people_only_with_people_or_harm():
    assert [p[0] for p in people("Both men were taken. Both were killed. Both sides agreed. Both soldiers and civilians came.")] == [
        "Both",
        "Both",
    ]


def test_a_person_told_by_an_article_is_one():
    text = "A man, an off-duty police officer, a 12-year-old boy and another soldier were shot near a police station in a civilian car."
    assert persons(text) == ["man", "off-duty police officer", "12 - year-old boy", "soldier"]
    assert all((q.low, q.high, q.best) == (1, 1, 1) for q in read(text) if q.rule == "article")


def test_an_article_with_a_thing_is_no_person():
    assert persons("A police station, a soldier's house, a hospital, a criminal case and a group met.") == []


def test_another_alone_is_one_more_person_beside_a_word_of_harm():
    (quantity,) = [q for q in read("One died and another was wounded.") if q.rule == "article"]
    assert (quantity.low, quantity.high, quantity.marks) == (1, 1, ("another",))


def test_one_is_a_person_only_where_the_words_say_so():
    assert [p[1] for p in people("One person died, one was wounded and one of the soldiers fled.")] == [1, 1, 1]
    assert people("No one was hurt at one point, on one side, in one of the deadliest attacks, one day.") == []


def test_the_counted_noun_is_told_by_its_tokens():
    text = "They killed 52 members of the minority, 12 police officers, five wounded soldiers and 3 of the 15 detainees."
    unit = unit_of(text)
    nouns = [noun_after(unit, q) for q in find_quantities(unit, TERMS)]
    told = [" ".join(t.text for t in unit.tokens[n[0] : n[1]]) for n in nouns if n is not None]
    assert told == ["members", "police officers", "wounded soldiers", "detainees", "detainees"]


def test_a_bare_number_has_no_noun():
    unit = unit_of("52 were killed.")
    assert noun_after(unit, find_quantities(unit, TERMS)[0]) is None


def test_part_of_a_group_counts_the_part():
    assert [p[:2] for p in people("Two of its soldiers, 12 of them, five of those killed and seven of the dead.")] == [
        ("Two", 2), ("12", 12), ("five", 5), ("seven", 7),
    ]  # fmt: skip


def test_others_and_further_people_are_marked_as_beyond_those_told():
    found = [q for q in read("Another 20 people, an additional 15 civilians, 15 others and 12 more were wounded.") if q.of == "people"]
    assert [q.low for q in found] == [20, 15, 15, 12]
    assert all("another" in q.marks for q in found)


def test_people_told_before_are_marked_definite():
    assert [q.marks for q in read("The two men and their three children were shot; all five died.")] == [
        ("definite",),
        ("definite",),
        ("all",),
    ]


def test_a_rate_is_marked_and_a_day_after_is_no_rate():
    assert "rate" in read("It kills 12 people a day.")[0].marks
    assert "rate" in read("It kills 12 people per week.")[0].marks
    assert read("It killed 12 people a day after the truce.")[0].marks == ()


@pytest.mark.parametrize(
    "text",
    [
        "So far 52 people have died.", "52 people have died so far.", "The attack brought the death toll to 52.", "bringing the toll to at least 52",
        "The toll has risen to 52.", "The toll now stands at 52.", "52 people were killed since Thursday.", "The toll rose to 52.", "It raised the toll to 52.",
        "52 civilians killed since 6 March", "To date 52 people have died.", "That brings to 52 the number of dead.",
    ],
)  # fmt: skip
def test_words_that_count_from_a_start_make_a_count_cumulative(text):
    assert [q.cumulative for q in read(text) if q.of == "people"] == [True]


@pytest.mark.parametrize(
    "text", ["52 people were killed.", "52 people died since they had no shelter.", "A total of 52 people died in the blast."]
)
def test_a_plain_count_is_not_cumulative(text):
    assert [q.cumulative for q in read(text) if q.of == "people"] == [None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10% of the population, ten percent, 10 per cent, 10 to 12 percent", ["percent"] * 4),
        ("a third of them, two-thirds of them, half of the victims, one in five children, two thirds of it", ["percent"] * 5),
        ("boys aged 12, 13 and 15; ages 13 and 17; a 5-year-old; 12 years old; ten-year-old twins' toys", ["age"] * 8),
        ("John Smith, 34, and Jane Roe (22) came, with Ali, 12, Omar, 14 and Zaid, 7.", ["age"] * 5),
        ("children under 12; aged between 12 and 15; a man in his 40s", ["age"] * 3),
        ("on 7 March, March 6-10, 3 JAN 90, 2025-03-08, in 2011, 15/3/2024, the 1990s, 2011-2018", ["date"] * 8),
        ("6 a.m., 6pm, 18:30, 0600 hours, 1530 GMT, 6:30 p.m., 72 hours, two days, a five-week siege", ["time"] * 9),
        ("$5 million, 20,000 rupees, Rs 500, Rs. 500, €20, 40 dollars, $1.2bn, 12 lakh rupees", ["money"] * 8),
        ("5 km, 12 metres, 7.62mm rounds, a 9mm pistol, 3 kg, 12 miles, 20 acres, 300-metre wall", ["measure"] * 8),
        ("the 25th Division, 4th Armoured Brigade, Unit 8200, Division 62", ["unit_name"] * 4),
        ("the third time, first, a second attempt, the 20th", ["ordinal"] * 4),
        ("Section 302, article 370, Resolution 2254", ["section"] * 3),
        ("39 massacres, 50 incidents, 40 sites, 33 towns, 938 testimonies, 480 arson cases, three checkpoints", ["other"] * 7),
        ("two police vehicles, 20 homes, 15 shells, 12 people's homes, 200 families, three car bombs", ["other"] * 6),
        ("a 3-1 win, 252-972-1411, Highway 200, No. 56 on a list, #5, Flight 370, 1200 block of Main Street, 35 Elm Avenue", ["other"] * 8),
    ],
)  # fmt: skip
def test_what_is_no_count_of_people_is_consumed_by_its_own_rule(text, expected):
    assert [of for _, of in kinds(text)] == expected


def test_names_with_figures_in_them_are_no_numbers():
    assert read("The AK-47, the F-16, the M4 and the I-95 were seen near G20.") == ()


def test_a_list_of_ages_ends_where_people_are_counted():
    assert kinds("Brothers aged 52, 55 and 57 and three women were shot.") == [
        ("aged 52", "age"), ("55", "age"), ("57", "age"), ("three", "people"),
    ]  # fmt: skip


def test_an_age_keeps_its_number():
    (age,) = [q for q in read("a 12-year-old boy") if q.of == "age"]
    assert (age.low, age.high) == (12, 12)


def test_a_tally_by_place_counts_people():
    assert people("By province 683 Latakia, 433 Tartus, 255 Hama") == [
        ("683", 683, 683, 683, "exact"), ("433", 433, 433, 433, "exact"), ("255", 255, 255, 255, "exact"),
    ]  # fmt: skip
    assert [p[1] for p in people("They counted 90 civilians: 58 in Latakia, 20 in Tartus and 12 in Homs.")] == [90, 58, 20, 12]


def test_a_tally_of_things_stays_one_of_things():
    assert people("They counted 40 attacks: 12 in Homs, 15 in Hama.") == []


def test_a_tally_in_brackets_counts_people():
    assert [p[1] for p in people("48 dead around the town (16 security, 28 loyalists, 4 civilians)")] == [48, 16, 28, 4]


def test_a_count_goes_on_from_a_count_of_people():
    assert [p[0] for p in people("Ten men were executed in one village and another 20 in the next; the office verified 25.")] == [
        "Ten",
        "20",
        "25",
    ]


def test_a_count_does_not_go_on_from_a_count_of_things():
    assert people("They burned 10 houses in one village and another 20 in the next.") == []


def test_capitals_change_nothing():
    text = "AT LEAST FOUR SABOTEURS DIED WHILE NINE MORE WERE WOUNDED; ABOUT 50 PEASANTS WERE KIDNAPPED."
    assert people(text) == [
        ("AT LEAST FOUR", 4, None, None, "at_least"), ("NINE", 9, 9, 9, "exact"), ("ABOUT 50", None, None, 50, "about"),
    ]  # fmt: skip


def test_small_letters_change_nothing():
    assert [p[1] for p in people("on march 15 police shot 12 rioters and arrested five others in may 2002")] == [12, 5]


def test_a_date_next_to_a_count_keeps_to_itself():
    assert kinds("In March 12 people were killed, and on 7 March 300 people fled.") == [
        ("12", "people"),
        ("7 March", "date"),
        ("300", "people"),
    ]
    assert kinds("In 2011 people were killed.") == [("2011", "date")]
    assert people("They killed 2000 people.") == [("2000", 2000, 2000, 2000, "exact")]


def test_about_and_over_are_prepositions_after_some_words():
    assert [p[4] for p in people("Reports about 12 deaths came after protests over 12 killings.")] == ["exact", "exact"]


def test_headlines_without_marks_keep_their_counts():
    assert [p[1] for p in people("Airstrike Kills 3 Wounds 20 Militants")] == [3, 20]
    assert [p[1] for p in people("Bomb leaves 12 dead, police say")] == [12]


def test_an_unknown_noun_counts_as_people_only_beside_harm():
    assert [p[1] for p in people("They executed 12 Kachin and 13 flurbs were killed.")] == [12, 13]
    assert people("They saw 13 flurbs.") == []


def test_a_number_said_twice_is_one_count():
    assert people("Fifty (50) people died.") == [("Fifty (50)", 50, 50, 50, "exact")]
    assert [p[0] for p in people("They took fifty students (50) away.")] == ["fifty"]


def test_the_children_of_a_parent_are_no_count_of_the_harmed():
    assert people("A mother of three and a father of 5 were shot.") == []


def test_some_out_of_a_whole_are_the_some():
    assert [p[1] for p in people("3 out of 20 soldiers died.")] == [3, 20]
    assert [q.marks for q in read("Seven of the 15 detainees died.")] == [(), ("definite", "whole")]
    assert kinds("One in five children died.") == [("One in five", "percent")]
    assert kinds("Nine out of 10 agreed.") == [("Nine out of 10", "percent")]


def test_peoples_are_known_by_their_form():
    assert [p[1] for p in people("They met 12 Tigrayans, five Sahrawis, 20 Rohingya and three Maronites.")] == [12, 5, 20, 3]


def test_a_team_told_by_its_size_is_people():
    assert [p[1] for p in people("a 10-man team and a four-member panel")] == [10, 4]


def test_figures_of_other_scripts_are_figures():
    assert [p[1] for p in people("They killed ٥٢ people.")] == [52]


def test_figures_too_long_to_be_a_count_are_no_count():
    assert [q.low for q in read("9" * 5000 + " people were killed")] == [None]


@pytest.mark.parametrize("text", ["Two 16-year-old boys", "Two 16-year-olds", "Two 16-year old boys"])
def test_a_number_before_an_age_counts_people(text: str) -> None:
    assert [(q.of, q.low) for q in read(f"{text} were killed.") if q.of == "people"] == [("people", 2)]
