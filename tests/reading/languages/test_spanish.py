"""Spanish reports into claims: the frame of Arabic with another folder of words."""

import pytest

from knell.flows.read import default_settings
from knell.reading.reader import language_of, read_report
from knell.records import Claim, Report


def read(text: str, published: str | None = "2025-03-08", lang: str | None = None) -> list[Claim]:
    return list(read_report(Report(id="r", text=text, published=published, lang=lang), default_settings()).claims)


def of_harm(text: str, harm: str = "killed") -> Claim:
    return next(c for c in read(text, lang="es") if c.harm == harm)


def bounds(claim: Claim) -> tuple[str, int | None, int | None, int | None]:
    assert claim.count is not None
    return claim.count.kind, claim.count.low, claim.count.high, claim.count.best


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("al menos 12 personas", ("at_least", 12, None, None)),
        ("más de 2.300 personas", ("more_than", 2301, None, None)),
        ("unas cuarenta personas", ("about", None, None, 40)),
        ("treinta y una personas", ("exact", 31, 31, 31)),
        ("doscientas treinta y cinco personas", ("exact", 235, 235, 235)),
        ("mil doscientas personas", ("exact", 1200, 1200, 1200)),
        ("entre 10 y 12 personas", ("between", 10, 12, None)),
        ("decenas de personas", ("vague", 20, None, None)),
        ("veintidós personas", ("exact", 22, 22, 22)),
        ("una mujer", ("exact", 1, 1, 1)),
    ],
)
def test_a_count_holds_what_its_words_entail(words: str, expected: tuple[str, int | None, int | None, int | None]) -> None:
    assert bounds(of_harm(f"Murieron {words} en Cali.")) == expected


def test_the_passive_has_its_people_before_it_and_its_doers_behind_by() -> None:
    claim = of_harm("Tres campesinos fueron asesinados por hombres armados en Tumaco, dijo la Fiscalía.")
    assert bounds(claim)[1] == 3 and [p.text for p in claim.perpetrators] == ["hombres armados"]
    assert [s.kind for s in claim.speakers] == ["court"] and claim.stance == "reported"


def test_the_active_has_its_doers_before_it() -> None:
    claim = of_harm("El Ejército mató a cinco guerrilleros del ELN en Arauca.")
    assert [p.kind for p in claim.perpetrators] == ["state_forces"] and bounds(claim)[1] == 5
    assert claim.victims[0].status == "combatant"


def test_a_participle_behind_have_is_active() -> None:
    claim = of_harm("Los sicarios han asesinado a dos policías en Guayaquil.")
    assert [p.text for p in claim.perpetrators] == ["sicarios"] and claim.victims[0].status == "police"


def test_dead_and_wounded_are_two_claims() -> None:
    claims = read("La explosión dejó 12 muertos y 30 heridos en Quito ayer.", lang="es")
    assert [(c.harm, c.count.low) for c in claims if c.count] == [("killed", 12), ("injured", 30)]
    assert {c.event.type for c in claims} == {"bombing"} and all(c.time and c.time.from_ == "2025-03-07" for c in claims)


def test_those_among_them_are_a_part() -> None:
    whole, part = (c for c in read("Murieron ocho personas, entre ellas dos menores de edad, en Tibú.", lang="es") if c.harm == "killed")
    assert part.relations[0].kind == "part_of" and part.relations[0].claim == whole.claim and part.victims[0].age_group == "child"


def test_what_is_denied_is_denied() -> None:
    assert of_harm("El gobierno negó que soldados hayan matado a siete civiles en Arauca.").stance == "denied"


@pytest.mark.parametrize(
    ("words", "day"),
    [("el jueves", "2025-03-06"), ("anoche", "2025-03-07"), ("el 2 de marzo", "2025-03-02"), ("la madrugada del sábado", "2025-03-08"),
     ("el pasado sábado", "2025-03-01"), ("hace tres días", "2025-03-05")],
)  # fmt: skip
def test_times_are_put_on_the_calendar(words: str, day: str) -> None:
    time = of_harm(f"Doce personas murieron en Cali {words}.").time
    assert time is not None and time.from_ == time.to == day


def test_a_text_is_told_to_be_spanish_by_its_small_words() -> None:
    def language(text: str) -> str | None:
        found = language_of(Report(id="r", text=text))
        return found.code if found is not None else None

    assert language("Al menos 12 personas murieron en un atentado en Cali el jueves, informó la Policía.") == "es"
    assert language("At least 12 people were killed in Cali on Thursday, police said in a statement.") is None
    assert language("Au moins douze personnes ont été tuées jeudi dans une attaque à Kidal, selon des sources locales.") is None
    assert language("Pelo menos doze pessoas morreram num ataque em Maputo na quinta-feira, segundo a polícia.") is None
    assert language("Almeno dodici persone sono morte in un attacco a Mogadiscio, secondo la polizia.") is None
    assert language("12 dead in Cali") is None
