"""Telling languages apart, offline and the same everywhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knell.intake import detect_language

SENTENCES = {
    "en": "Sixteen security men died in the ambush near the town",
    "fr": "Une quarantaine de personnes ont été tuées dans les combats",
    "es": "Al menos doce personas murieron en el ataque contra el pueblo",
    "pt": "Pelo menos doze pessoas foram mortas na aldeia",
    "it": "Almeno dodici persone sono state uccise nel villaggio",
    "de": "Bei den Kämpfen wurden mindestens zwölf Menschen getötet",
    "nl": "Bij de gevechten zijn minstens twaalf mensen gedood",
    "sv": "Minst tolv människor dödades och många skadades i byn",
    "tr": "Köye düzenlenen saldırıda on iki kişi hayatını kaybetti",
    "ku": "Di êrîşa li ser gund de dozdeh kes hatin kuştin",
    "ckb": "لە هێرشەکەدا دوازدە کەس کوژران",
    "pl": "W ataku na wieś zginęło co najmniej dwanaście osób",
    "ro": "Cel puțin doisprezece oameni au fost uciși în sat",
    "hu": "Legalább tizenkét embert öltek meg a faluban",
    "cs": "Při útoku na vesnici bylo zabito nejméně dvanáct lidí",
    "sl": "V napadu na vas je bilo ubitih najmanj dvanajst ljudi",
    "sq": "Të paktën dymbëdhjetë njerëz u vranë në fshat",
    "id": "Sedikitnya dua belas orang tewas dalam serangan di desa itu",
    "sw": "Watu kumi na wawili waliuawa katika shambulio la kijiji hicho",
    "so": "Ugu yaraan laba iyo toban qof ayaa ku dhintay weerarka",
    "ha": "An kashe mutane sha biyu a cikin wani hari",
    "ar": "قتل اثنا عشر شخصا في هجوم على القرية",
    "fa": "دوازده نفر در حمله به روستا کشته شدند",
    "ur": "گاؤں پر حملے میں بارہ افراد ہلاک ہو گئے",
    "ps": "په کلي باندې په برید کې دوولس کسان وژل شوي دي",
    "he": "שנים עשר בני אדם נהרגו בהתקפה על הכפר",
    "ru": "В результате нападения на деревню погибли двенадцать человек",
    "uk": "Унаслідок нападу на село загинули дванадцять людей",
    "bg": "Най-малко дванадесет души са убити при нападението",
    "my": "ရွာကို တိုက်ခိုက်မှုကြောင့် လူ ၁၂ ဦး သေဆုံးခဲ့သည်",
    "zh": "袭击造成至少十二人死亡",
    "ja": "村への攻撃で少なくとも十二人が死亡した",
    "ko": "마을 공격으로 최소 열두 명이 숨졌다",
    "hi": "गांव पर हमले में कम से कम बारह लोग मारे गए",
    "bn": "গ্রামে হামলায় অন্তত বারো জন নিহত হয়েছেন",
    "el": "Τουλάχιστον δώδεκα άνθρωποι σκοτώθηκαν στο χωριό",
    "am": "በመንደሩ ላይ በደረሰ ጥቃት አሥራ ሁለት ሰዎች ተገደሉ",
}


@pytest.mark.parametrize(("language", "sentence"), SENTENCES.items(), ids=list(SENTENCES))
def test_a_plain_sentence_tells_its_language(language: str, sentence: str) -> None:
    assert detect_language(sentence) == language


@pytest.mark.parametrize("text", ["", "12", "—", "Latakia", "Jableh: 12", "Qardaha Baniyas Tartous", "🕯🕯", "Mustafa Aydin"])
def test_too_little_gives_no_answer(text: str) -> None:
    assert detect_language(text) is None


def test_names_in_latin_letters_do_not_hide_the_language_around_them() -> None:
    assert detect_language("قال المرصد (Syrian Observatory for Human Rights) إن 12 شخصا قتلوا في القرية") == "ar"


def test_english_with_arabic_names_stays_english() -> None:
    assert detect_language("Twelve people were killed in the village of المختارية on Friday, the monitor said.") == "en"


@given(st.text(max_size=200))
def test_any_text_gives_the_same_answer_twice(text: str) -> None:
    assert detect_language(text) == detect_language(text)
