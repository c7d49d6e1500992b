"""What holds for every text of every language: nothing brings the reader down, spans are the text to the letter, the same bytes each
time, and a long text costs no more a character than a short one.
"""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knell.flows.read import default_settings
from knell.reading.reader import read_report
from knell.records import Report
from soak.texts import find_lies, time_character

WORDS = {
    "en": (
        "killed 52 over 70 people the SOHR said in Homs , . ; : ( ) and by soldiers at least dozens of them including children who were dead toll "
        'rose to "according to" reportedly not army\'s March 10% on Thursday “ ” … \n \t 🕯 قتل ٥٢ شخصا \u202e'
    ),
    "es": (
        "El la policía Ejército dijo informó que según 12 1.018 30 personas campesinos murieron fueron asesinados asesinadas heridos muertos "
        "entre ellos niños dos al menos más de en Cali Cauca el jueves 6 de marzo 2025 desde hace tres días por hombres armados a manos de "
        "la masacre de ataque bomba no negó y o , . ; : « » ( ) | \t \n - 1. 😀 Juan Pérez Total resultaron mil doscientas un una citando a"
    ),
    "ar": (
        "قال المرصد السوري لحقوق الإنسان إن 12 ٥٢ شخصا قتلوا قتل مقتل أصيب بينهم أطفال و30 جريحا وأكثر من نحو في حمص حلب يوم الخميس "
        "6 آذار/مارس 2025 منذ بين 10 و20 إلى عشرات مئة ألف على يد مسلحون قوات الأمن غارة إسرائيلية بحسب نقلا عن نفت أن لم دون "
        "أسماء الضحايا المجموع القتلى الجرحى وبين القتلى منهم أحدهم طفل محمد علي حسن الشاب تصحيح وليس والصحيح فيما قالت إنها قتلت "
        "والدتهما قُـ.ـتل ق.ت.ل بقـ ـصف ، . ؛ : | - 1. « » ( ) \u202b \u200f 😀 the BBC ﻗﺘﻞ عام امس ما لا يقل عن حصيلة القتلى"
    ),
}
LETTERS = {"ar": st.characters(min_codepoint=0x600, max_codepoint=0x6FF)}
PUBLISHED = (None, "2025-03-08", "2025-03", "0001-01-01", "9999-12-31")


def texts(lang: str) -> st.SearchStrategy[str]:
    words = st.sampled_from(WORDS[lang].split(" "))
    made = [st.lists(words, max_size=60).map(" ".join), st.lists(words, max_size=40).map("".join), st.text(max_size=300)]
    return st.one_of(*made, st.text(LETTERS[lang], max_size=200)) if lang in LETTERS else st.one_of(*made)


@pytest.mark.parametrize("lang", WORDS)
@settings(max_examples=200, deadline=None)
@given(data=st.data(), published=st.sampled_from(PUBLISHED))
def test_no_text_brings_the_reader_down_and_no_span_lies(lang: str, data: st.DataObject, published: str | None) -> None:
    report = Report(id="r", text=data.draw(texts(lang)), published=published, lang=lang)
    once = read_report(report, default_settings(), mentions=True, persons=True)
    assert list(find_lies(msgspec.to_builtins((once.claims, once.mentions)), report.text)) == []
    assert all(mention.text for mention in once.mentions)
    assert msgspec.json.encode(once.claims) == msgspec.json.encode(read_report(report, default_settings()).claims)


@pytest.mark.parametrize(
    "piece",
    [
        "Gunmen killed 12 people in Homs, the Observatory said. ", "12 and ", "fueron asesinados 12 campesinos en Cali, dijo la policía. ",
        "قتل 12 شخصا في حمص وقال المرصد إن ", "ا", "و30 ", "ق.", "قتلى، ", "ـ", "12 و", "بحسب المرصد ", "ق ", "منذ ", "بين 10 و12 قتيلا ",
    ],
)  # fmt: skip
def test_a_character_of_a_long_text_costs_no_more_than_one_of_a_short_text(piece: str) -> None:
    time_character(piece, 2_000, 1)
    assert time_character(piece, 100_000, 1) < 3 * max(time_character(piece, 20_000, 2), 1e-6)
