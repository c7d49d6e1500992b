"""Places in text: found by their names and the words around them, resolved by what else the text says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knell.reading.pieces import PlaceMention
from knell.reading.places import PlaceContext, country_of_address, find_places
from knell.reading.split import split_units
from knell.terms.gazetteer import Gazetteer, load_gazetteer, parse_local
from knell.terms.load import load_terms

ABBREVIATIONS = frozenset(load_terms("en", "words")["abbreviations"])
SYRIA = PlaceContext(countries=("SY",))


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def read(text: str, gazetteer: Gazetteer, context: PlaceContext | None = None) -> dict[str, PlaceMention]:
    mentions = find_places(text, split_units(text, ABBREVIATIONS), gazetteer, context=context)
    return {text[mention.start : mention.end]: mention for mention in mentions}


def where(mention: PlaceMention) -> tuple[str | None, str | None, str | None]:
    return mention.country, mention.admin1, mention.precision


def test_a_list_of_towns_is_found_with_country_province_and_coordinates(gazetteer: Gazetteer) -> None:
    found = read("The authorities imposed curfews in Homs, Lattakia and Tartous, all in Syria.", gazetteer)
    assert where(found["Homs"]) == ("SY", "Homs", "town")
    assert where(found["Lattakia"]) == ("SY", "Latakia", "town")
    assert where(found["Tartous"]) == ("SY", "Tartus", "town")
    assert found["Lattakia"].lat == pytest.approx(35.53, abs=0.1)
    assert found["Lattakia"].lon == pytest.approx(35.79, abs=0.1)


@pytest.mark.parametrize("phrase", ["Latakia province", "the province of Latakia", "Latakia governorate", "the coastal region of Latakia"])
def test_the_word_beside_a_name_says_how_exact_it_is(gazetteer: Gazetteer, phrase: str) -> None:
    found = read(f"Fifty people were killed in {phrase}, a monitor in Syria said.", gazetteer)
    assert where(found["Latakia"]) == ("SY", "Latakia", "admin1")


def test_a_district_named_after_its_town_is_no_more_exact_than_a_district(gazetteer: Gazetteer) -> None:
    found = read("Rebels killed nine villagers in Churachandpur district of India's Manipur on Sunday.", gazetteer)
    assert where(found["Churachandpur"]) == ("IN", "Manipur", "admin2")


def test_three_consonants_in_common_do_not_make_two_names_one(gazetteer: Gazetteer) -> None:
    found = read("A bomb went off in the Sariab area of Quetta, Pakistan.", gazetteer)
    assert "Sariab" not in found or found["Sariab"].name != "Surab"


def test_the_city_of_a_name_is_the_town(gazetteer: Gazetteer) -> None:
    found = read("Shells fell on the city of Idlib in Syria.", gazetteer)
    assert where(found["Idlib"]) == ("SY", "Idlib", "town")


@pytest.mark.parametrize("spelling", ["Al Mukhtareyah", "al-Muktariyya", "al-Mukhtariyah", "Mukhtariya"])
def test_a_village_is_found_under_its_transliterations(gazetteer: Gazetteer, spelling: str) -> None:
    found = read(f"Men were shot in {spelling} on the Syrian coast.", gazetteer, SYRIA)
    assert found[spelling].name == "al-Mukhtariya"
    assert found[spelling].admin1 == "Latakia"


def test_a_container_beside_a_name_settles_it_for_the_whole_text(gazetteer: Gazetteer) -> None:
    found = find_places(
        text := "A fire broke out in Paris, Texas.\nPolice in Paris said two died.", split_units(text, ABBREVIATIONS), gazetteer
    )
    assert [(m.country, m.admin1) for m in found if m.name == "Paris"] == [("US", "Texas"), ("US", "Texas")]


def test_the_same_name_without_a_container_is_the_large_city(gazetteer: Gazetteer) -> None:
    found = read("Crowds marched through Paris and Lyon on Monday.", gazetteer)
    assert found["Paris"].country == "FR"


def test_the_coast_in_a_text_about_syria_is_the_syrian_coast(gazetteer: Gazetteer) -> None:
    found = read("A monitor in Syria counted 70 dead on the coast.", gazetteer)
    assert (found["coast"].name, found["coast"].precision, found["coast"].rule) == ("Syrian coast", "region", "place.generic")
    assert "coastal" not in read("In Syria, 70 died in the coastal region of Latakia. The coast guard left.", gazetteer)
    assert "coast" not in read("A monitor in Libya counted 70 dead on the coast.", gazetteer)


def test_two_states_side_by_side_are_a_list_and_not_a_town_in_a_state(gazetteer: Gazetteer) -> None:
    found = read("Cases were found in Indiana, Ohio, Wisconsin and Idaho.", gazetteer)
    assert {name: mention.precision for name, mention in found.items()} == dict.fromkeys(
        ("Indiana", "Ohio", "Wisconsin", "Idaho"), "admin1"
    )


def test_newspaper_abbreviations_of_states_are_containers(gazetteer: Gazetteer) -> None:
    found = read("A man from Athens, Ga., was hurt near Columbus, Ohio.", gazetteer)
    assert where(found["Athens"]) == ("US", "Georgia", "town")
    assert where(found["Columbus"]) == ("US", "Ohio", "town")
    assert found["Ga."].admin1 == "Georgia"


def test_what_the_text_speaks_of_chooses_between_namesakes(gazetteer: Gazetteer) -> None:
    libya = read("Fighting between Libyan militias reached Tripoli and Misrata.", gazetteer)
    lebanon = read("The Lebanese army deployed in Tripoli after clashes in Beirut and Sidon.", gazetteer)
    assert libya["Tripoli"].country == "LY"
    assert lebanon["Tripoli"].country == "LB"


def test_a_casebook_s_territory_chooses_where_the_text_says_nothing(gazetteer: Gazetteer) -> None:
    text = "Three bodies were found in Tripoli."
    assert read(text, gazetteer, PlaceContext(countries=("LB",), admin1s=("North",)))["Tripoli"].country == "LB"
    assert read(text, gazetteer)["Tripoli"].country == "LY"


def test_counties_at_the_end_of_a_list_make_each_name_a_county(gazetteer: Gazetteer) -> None:
    found = read("Deputies from Cooke, Grayson and Lamar counties in Texas joined the search.", gazetteer)
    assert [found[name].name for name in ("Cooke", "Grayson", "Lamar")] == ["Cooke County", "Grayson County", "Lamar County"]
    assert {found[name].admin1 for name in ("Cooke", "Grayson", "Lamar")} == {"Texas"}


@pytest.mark.parametrize(
    "text",
    [
        "Paris Hilton met George Washington Carver's biographer.",
        "Mr. Lincoln asked Jordan Smith to resign.",
        "Reading the list took an hour. Nice work, he added.",
        "Police said the Mobile phone was found. Of the men, two died.",
        "Gen. Aleppo Marsh and Dr. London Breed spoke.",
        "The taliban leader met Abbas and Hamas officials on Thursday.",
    ],
)
def test_people_plain_words_and_parties_are_no_places(gazetteer: Gazetteer, text: str) -> None:
    assert {name for name, mention in read(text, gazetteer).items() if mention.role == "place"} == set()


def test_a_surname_seen_once_in_full_stays_a_person(gazetteer: Gazetteer) -> None:
    found = read("James Houston was arrested on Friday. Houston denied the charge.", gazetteer)
    assert found == {}


def test_a_demonym_is_marked_so_that_it_can_be_left_out(gazetteer: Gazetteer) -> None:
    found = read("Syrian troops fired on Lebanese soldiers.", gazetteer)
    assert {(m.name, m.role, m.rule) for m in found.values()} == {
        ("Syria", "demonym", "place.demonym"),
        ("Lebanon", "demonym", "place.demonym"),
    }


def test_a_place_inside_another_name_is_marked(gazetteer: Gazetteer) -> None:
    found = read("He told the Boston Globe that he had studied in Damascus.", gazetteer)
    assert found["Boston"].role == "name"
    assert found["Damascus"].role == "place"


def test_a_village_no_gazetteer_has_is_a_place_without_coordinates(gazetteer: Gazetteer) -> None:
    found = read("Nine people were killed in the village of Qwertabad in Hama province, Syria.", gazetteer)
    village = found["Qwertabad"]
    assert (village.lat, village.lon, village.precision, village.rule) == (None, None, "town", "place.unlisted")
    assert (village.country, village.admin1) == ("SY", "Hama")


def test_a_town_the_gazetteer_has_in_other_states_only_is_not_put_there(gazetteer: Gazetteer) -> None:
    found = read("Two people died in a fire in Sanborn, North Dakota. The farm burned down.", gazetteer)
    assert (found["Sanborn"].admin1, found["Sanborn"].lat) == ("North Dakota", None)


def test_several_unlisted_villages_in_a_list_are_each_a_place(gazetteer: Gazetteer) -> None:
    found = read("The army raided the villages of Qwertabad, Zxcvbad and Yuiopbad in Syria.", gazetteer)
    assert {"Qwertabad", "Zxcvbad", "Yuiopbad"} <= found.keys()


def test_text_in_capitals_is_read_by_the_words_around(gazetteer: Gazetteer) -> None:
    found = read("SAN SALVADOR, 10 JAN -- GUERRILLAS ATTACKED SOLDIERS IN CHALATENANGO. A CAR BOMB WENT OFF.", gazetteer)
    assert {name for name, m in found.items() if m.role == "place"} == {"SAN SALVADOR", "CHALATENANGO"}
    assert found["SAN SALVADOR"].country == "SV"


def test_text_in_small_letters_is_read_too(gazetteer: Gazetteer) -> None:
    found = read("police opened fire on a crowd in ahmedabad on friday, and violence spread to new delhi, officials said.", gazetteer)
    assert {mention.country for mention in found.values()} == {"IN"}
    assert {"ahmedabad", "new delhi"} == found.keys()


def test_a_dateline_places_a_report(gazetteer: Gazetteer) -> None:
    found = read("BEIRUT, March 7 (Agency) - Clashes killed nine people on Friday.", gazetteer)
    assert found["BEIRUT"].country == "LB"


def test_arabic_names_are_found_behind_their_clitics(gazetteer: Gazetteer) -> None:
    text = "أعدم مسلحون 38 رجلاً في قرية المختارية بريف اللاذقية، وسقط قتلى في حمص وبانياس والقدموس."
    found = read(text, gazetteer)
    assert {m.name for m in found.values()} == {"al-Mukhtariya", "Latakia", "Homs", "Baniyas", "al-Qadmus"}
    assert found["اللاذقية"].precision == "admin1"


def test_an_arabic_demonym_chooses_between_namesakes(gazetteer: Gazetteer) -> None:
    assert read("قتل جنود من الجيش اللبناني في طرابلس.", gazetteer)["طرابلس"].country == "LB"
    assert read("قتل جنود من الجيش الليبي في طرابلس.", gazetteer)["طرابلس"].country == "LY"


def test_the_user_s_own_place_wins(gazetteer: Gazetteer) -> None:
    lines = ["name\tvariants\tcountry\tadmin1\tlat\tlon\tprecision", "Paris\tParis Mill\tSY\tHama\t35.1\t36.5\texact"]
    larger = gazetteer.with_places(parse_local(lines))
    found = read("Two men were shot near Paris on Monday.", larger)
    assert where(found["Paris"]) == ("SY", "Hama", "exact")


def test_half_of_a_hyphenated_word_may_be_a_place(gazetteer: Gazetteer) -> None:
    found = read("The Beirut-based group condemned the Turkish-backed factions.", gazetteer)
    assert found["Beirut"].country == "LB"
    assert found["Turkish"].role == "demonym"


@pytest.mark.parametrize(
    ("url", "country"),
    [
        ("https://news.example.co.uk/a/1", "GB"),
        ("http://example.ca", "CA"),
        ("example.in/x", "IN"),
        ("https://example.com/uk/ca", None),
        ("https://example.tv", None),
        ("", None),
        (None, None),
    ],
)
def test_an_address_tells_its_country_unless_its_ending_is_sold_to_anyone(url: str | None, country: str | None) -> None:
    assert country_of_address(url) == country


def test_an_outlet_s_country_chooses_between_namesakes(gazetteer: Gazetteer) -> None:
    text = "Two men were stabbed in London on Friday, police said. London and Kitchener officers took part."
    assert read(text, gazetteer, PlaceContext(url="https://example.ca/1"))["London"].admin1 == "Ontario"


def test_a_title_is_context_and_no_mention(gazetteer: Gazetteer) -> None:
    text = "Three people were killed in Tripoli on Friday."
    found = read(text, gazetteer, PlaceContext(title="Clashes in northern Lebanon"))
    assert found["Tripoli"].country == "LB"
    assert found.keys() == {"Tripoli"}


WORDS = st.sampled_from(
    "Latakia Paris, Texas. the of in village al-Mukhtariya St. U.S. Ga. counties and province ( ) - — Washington's حمص في قرية COLUMBUS — "
    "\n James Houston said district New York City D-Pa. Bab el-Oued , Hama; Syrian".split(" ")
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.lists(WORDS, max_size=40).map(" ".join), st.text(max_size=200)))
def test_mentions_of_any_text_are_ordered_inside_it_and_apart(text: str) -> None:
    units = split_units(text, ABBREVIATIONS)
    mentions = find_places(text, units, load_gazetteer())
    at = 0
    for mention in mentions:
        assert at <= mention.start < mention.end <= len(text)
        assert any(unit.start <= mention.start and mention.end <= unit.end for unit in units)
        assert (mention.lat is None) == (mention.lon is None)
        at = mention.end
    assert mentions == find_places(text, units, load_gazetteer())
