"""Which language a text is in, told offline from its script and its commonest words.

No model and no chance: the same text gives the same answer everywhere. A script that one language writes decides at once
(Hebrew, Burmese, Korean); scripts that several share (Latin, Arabic, Cyrillic, Devanagari) are told apart by common words, each
counting less the more languages have it, and by letters only one of them has. Too little evidence gives ``None``, never a guess.
"""

import re

_SAMPLE = 3_000
"""Code points looked at. On our test sentences nothing changed beyond 600."""
_ENOUGH = 0.6
"""The least score that decides: one word that only one language has, or two that two share."""
_LEAD = 1.15
"""How far the best must lead the next."""

_SCRIPTS: tuple[tuple[str, str | None, str], ...] = (
    ("latin", None, r"A-Za-zÀ-ɏḀ-ỿ"),
    ("arabic", None, r"ء-ي٠-ۿݐ-ݿﭐ-﷿ﹰ-ﻼ"),
    ("cyrillic", None, r"Ѐ-ӿ"),
    ("hebrew", "he", r"א-ת"),
    ("myanmar", "my", r"က-႟"),
    ("han", "zh", r"㐀-鿿豈-﫿"),
    ("kana", "ja", r"ぁ-ヿ"),
    ("hangul", "ko", r"가-힣ᄀ-ᇿ"),
    ("greek", "el", r"Ͱ-Ͽἀ-῿"),
    ("devanagari", None, r"ऀ-ॿ"),
    ("bengali", "bn", r"ঀ-৿"),
    ("tamil", "ta", r"஀-௿"),
    ("sinhala", "si", r"඀-෿"),
    ("thai", "th", r"ก-๛"),
    ("khmer", "km", r"ក-៿"),
    ("ethiopic", "am", r"ሀ-፿"),
    ("armenian", "hy", r"Ա-֏"),
    ("georgian", "ka", r"Ⴀ-ჿ"),
)
"""Script, the language it decides by itself (if one), and its letters."""

_WORDS = {
    "en": "the of and to in a is was were that for on with as by at from it be are an this which or had has have not they his her "
    "their who said says been more than after people killed dead at least two one but against will also about into when while "
    "over civilians deaths killing injured wounded according forces",
    "fr": "le la les de des du et en un une est dans que qui pour par sur au aux avec ce cette il elle ne pas plus ont été selon "
    "sont se son ses leur morts tués civils après depuis personnes mais contre moins deux fait était",
    "es": "el la los las de del y en un una es que por para con se su sus al lo no más fue han sido según como pero muertos "
    "personas tras desde este esta entre sobre sin civiles menos contra fueron había dos",
    "pt": "o a os as de do da dos das e em um uma que por para com se seu sua no na nos nas ao não mais foi foram segundo como mas "
    "mortos pessoas após desde este esta entre sobre são também pelo pela civis menos contra dois",
    "it": "il lo la gli le di del della dei delle e in un una è che per con si da dal non più sono stati secondo come ma "
    "morti persone dopo nel nella alla su anche civili uccisi almeno contro due",
    "de": "der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie "
    "nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr wurden getötet "
    "menschen mindestens zivilisten tote laut gegen zwei seit",
    "nl": "de het een en van in is dat op te voor met zijn niet aan er om ook als dan maar bij door naar uit tot over werd werden "
    "hebben heeft wordt volgens doden mensen minstens tegen burgers twee sinds",
    "sv": "och att det som en på är av för med den till inte har de ett om var men från vid sig efter enligt döda människor minst "
    "också mot två sedan civila",
    "tr": "ve bir bu da de için ile olarak olan çok daha sonra kadar ancak gibi en göre ne ise o değil oldu olduğu ölü öldü kişi "
    "hayatını kaybetti yaralı sivil tarafından arasında üzerinde karşı iki saldırı öldürüldü açıkladı",
    "ku": "û ku di de li ji bi bo ev ew jî wê wî ne hat hatin kuştin kes sivîl hatine dibe da ser nav piştî her yên ya yê lê "
    "heye herî gelek mirovan birîndar",
    "pl": "i w na z do że się nie jest to o jak za od po przez ale co są był było zostało osób zginęło według oraz dla przed "
    "tym który która które cywilów co najmniej ludzi dwa",
    "ro": "și în de la a cu pe un o nu este sunt din care că pentru mai au fost sau dar după prin oameni morți uciși cel puțin "
    "potrivit civili doi",
    "hu": "a az és hogy nem is egy volt meg van de csak ez már mint szerint embert meghalt után ellen legalább két",
    "cs": "a v na se je že s z do o to za po jak ale byl byla bylo podle lidí mrtvých nejméně také jsou pro který která dva",
    "sl": "in je v na za se da so z od po ki pa ni bi kot ali tudi ljudi ubitih najmanj več četrtka dva",
    "sr": "i je u na se da su za od sa koji koja ali kao što ili nije bio bilo ljudi ubijeno ubijenih najmanje prema nakon dva civila",
    "sq": "dhe në të e i për me se nga një është u ka që si por më janë ishin pas kundër vrarë njerëz paktën dy civilë",
    "id": "yang dan di dari untuk dengan pada ini itu tidak dalam akan oleh telah ke adalah orang tewas sedikitnya warga sipil "
    "menurut korban luka setelah dua",
    "sw": "na ya wa kwa ni katika za la cha kuwa hiyo huo watu waliuawa wameuawa baada vya kwamba hao si wakati raia angalau mbili",
    "so": "oo ka ku iyo in la waa ah ee uu ay soo waxaa dhintay dad laga lagu kale wax aan dhaawacmay ugu yaraan laba",
    "ha": "da na a ta ya mutane sun an aka kashe cikin wannan ba don amma bayan daga wanda shi kuma akalla biyu",
    "ar": "في من على إلى عن أن التي الذي هذا هذه مع كان قد ما لا بعد قبل بين كما أو ثم لم وقال وفي ومن قتل قتلى مقتل أشخاص شخصا "
    "مدنيين خلال حيث إن وأن بأن ذلك حتى عدد الساحل القوات المرصد و ولا",
    "fa": "و در به از که این را با است برای آن یک تا بر هم نیز شد شده بود اند های می نمی کرد کشته نفر پس اما ها دو غیرنظامیان "
    "گفت ترین خود یا اساس توسط",
    "ur": "کے کی میں کا ہے اور سے کو نے پر یہ کہ ہیں اس ایک تھا تھے ہلاک افراد لیے بعد بھی گیا گئے ہو کر ان شہری دو",
    "ps": "د په او چې کې له ته دی دي شوي وو هم سره یې لپاره نه کسان وژل شول پر ملکي دوه",
    "ckb": "لە و بە بۆ کە ئەو ئەم لەگەڵ هەر دەکات کرد کوژران کەس بوو نەک یان هەیە دوای زۆر بەڵام سەر دوو",
    "ru": "и в не на что с по как это из от для был были его он она они но а к за при после более человек погибли убиты согласно "
    "также году около до которые о во мирных жителей убито минимум два",
    "uk": "і в не на що з та за як до це від для був були його він вона вони але а у при після більше осіб загинули вбито також "
    "року про із або які є щонайменше людей двоє під",
    "bg": "и в на за с от да се че не са по е като които след най при до това беше души загинали убити според два мирни",
    "hi": "के में की और है से को का ने पर यह कि हैं एक इस नहीं लिए भी तो था गया मारे लोग लोगों हो कम दो नागरिक",
    "ne": "को मा र छ छन् गरेको भएको लागि पनि यो एक भने गरेका हो मानिस मृत्यु कम्तीमा दुई",
    "mr": "आणि आहे च्या या ला ने हे की होते नाही केले होता लोक ठार किमान दोन",
}
_LETTERS = {
    "tr": "ğış",
    "ku": "êîû",
    "pl": "łśźżćńąę",
    "ro": "șță",
    "hu": "őű",
    "cs": "řůě",
    "de": "ßäöü",
    "es": "ñ¿¡",
    "pt": "ãõ",
    "sv": "å",
    "fa": "پچژگ",
    "ur": "ٹڈڑےںہ",
    "ps": "ښځډړږڼ",
    "ckb": "ەێۆڕڵ",
    "ru": "ыэё",
    "uk": "іїєґ",
}
"""Letters that tell one language from those that share its script. Each adds a little, so that a name alone decides nothing."""

_SCRIPT_OF = {name: name for name, _, _ in _SCRIPTS}
_LANGUAGES_OF = {
    "arabic": frozenset({"ar", "fa", "ur", "ps", "ckb"}),
    "cyrillic": frozenset({"ru", "uk", "bg"}),
    "devanagari": frozenset({"hi", "ne", "mr"}),
}
_SHARED = frozenset().union(*_LANGUAGES_OF.values())
_LATIN = frozenset(_WORDS) - _SHARED
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
_ONLY = {name: re.compile(f"[{letters}]") for name, _, letters in _SCRIPTS}


def _weigh() -> dict[str, tuple[tuple[str, float], ...]]:
    """Word -> the languages that have it, each with one over their number."""
    holders: dict[str, set[str]] = {}
    for language, words in _WORDS.items():
        for word in words.split():
            holders.setdefault(word, set()).add(language)
    return {word: tuple((language, 1 / len(found)) for language in sorted(found)) for word, found in holders.items()}


_WEIGHTS = _weigh()
_WORD_SETS = {language: frozenset(words.split()) for language, words in _WORDS.items()}


def detect_language(text: str) -> str | None:
    """The ISO 639 code of the language most of ``text`` is in (``ku`` = Kurmanji, ``ckb`` = Sorani), or ``None`` if it cannot be told."""
    sample = text[:_SAMPLE]
    script = _main_script(sample)
    if script is None:
        return None
    if script == "han" and len(_ONLY["kana"].findall(sample)) * 10 > len(_ONLY["han"].findall(sample)):
        return "ja"
    for name, language, _ in _SCRIPTS:
        if name == script and language is not None:
            return language
    return _by_words(sample.lower(), _LATIN if script == "latin" else _LANGUAGES_OF[script])


def common_words(text: str) -> int:
    """How many of the text's words are common words of its likeliest language: a measure of whether it was decoded rightly."""
    found = [word.lower() for word in _WORD.findall(text[:_SAMPLE])]
    return max(sum(word in words for word in found) for words in _WORD_SETS.values())


def _main_script(sample: str) -> str | None:
    if sample.isascii():
        return "latin" if any(letter.isalpha() for letter in sample) else None
    counts = [(len(_ONLY[name].findall(sample)), name) for name, _, _ in _SCRIPTS]
    # Names in Latin letters stand in texts of every script, so another script leads from a third on.
    most, name = max((count * (2 if name != "latin" else 1), name) for count, name in counts)
    return name if most else None


def _by_words(sample: str, languages: frozenset[str]) -> str | None:
    scores = dict.fromkeys(languages, 0.0)
    for word in _WORD.findall(sample):
        for language, weight in _WEIGHTS.get(word, ()):
            if language in scores:
                scores[language] += weight
    for language, letters in _LETTERS.items():
        if language in scores and not sample.isascii():
            scores[language] += min(3.0, 0.2 * sum(sample.count(letter) for letter in letters))
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    (best, score), (_, following) = ranked[0], ranked[1]
    return best if score >= _ENOUGH and score >= _LEAD * following else None
