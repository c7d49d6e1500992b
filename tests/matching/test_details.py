from knell.matching.details import find_details


def details(text):
    return find_details(text, [(0, len(text))])


def test_people_are_named_in_full_and_institutions_are_not_people():
    found = details("Marta Quill was shot outside Riverside Medical Center. Sgt. Tom Abel of the Elm City Police said so.")
    assert found.names == {"marta quill"}


def test_a_block_and_a_street_are_sites_within_a_town():
    found = details("It happened in the 2300 block of West Harrow Street.")
    assert found.blocks == {"2300 harrow street"} or found.blocks == {"2300 harrow"}
    assert "harrow" in {s.split()[0] for s in found.streets}


def test_ages_hours_and_counted_things_are_particulars():
    found = details("The 17-year-old died at 10:30 p.m. after attacks on 40 sites; 298 suspects were named.")
    assert found.ages == {17}
    assert found.hours == {22 * 60 + 30}
    assert found.things == {"40 site", "298 suspect"}


def test_the_number_of_the_dead_is_no_particular():
    found = details("They killed 52 people and wounded 30 civilians.")
    assert found.things == frozenset()


def test_only_the_given_stretches_are_read():
    text = "Marta Quill died. Pavel Orr was hurt."
    assert find_details(text, [(0, 17)]).names == {"marta quill"}


def test_a_police_force_gives_its_town_or_county_and_a_states_force_gives_none():
    text = "When Hopewell Police came, Navarro County Sheriff's deputies were there. State Police and New York State Police helped."
    assert find_details(text, [(0, len(text))]).forces == {"hopewell", "navarro county"}
