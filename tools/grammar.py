"""Made-up reports for the speed bench: an invented country's news, in English, of a wanted length, the same for the same seed.

The words are Knell's own, so the bench needs no text of anyone else's. About one sentence in three tells of harm to people, as in
an agency's report of an attack; the rest are quotations, measures, background and weather, which a reader has to pass over fast.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta

RULES: dict[str, tuple[str, ...]] = {
    "harm": (
        "{Count} {people} were killed {when} when {actor} shelled {spot} in {place}, {source} said.",
        "At least {n} {people} died and {n} others were injured in {an_attack} {near} {place} {when}, according to {source}.",
        "{Source} said that {actor} had executed {count} {people} in {place} {when}.",
        "{Source}, citing {source}, put the number of dead in {place} at more than {n}.",
        "{Count} {people}, including {n} children and {n} women, were wounded {when} {near} {place}.",
        "The bodies of {count} {people} were found in {spot} {near} {place}, {source} told {outlet}.",
        "{An_attack} {near} {spot} in {place} killed up to {n} {people} {when}, {source} reported.",
        "{Count} {people} have been missing from {place} since {day}, {source} said.",
        "Between {n} and {m} {people} were detained by {actor} in {place} {when}, {source} said.",
        "{Source} denied that {actor} had killed any {people} in {place}.",
        "Reports of {an_attack} on {spot} in {place} could not be independently verified.",
        "The toll from {an_attack} in {place} rose to {n} {when}, {source} said, up from {n} a day earlier.",
    ),
    "speech": (
        '"{Quote}," {source} told {outlet} {when}.',
        "{Source} said that {quote}.",
        "{Source} warned {when} that {quote}, and urged {actor} to hold back.",
        "According to {source}, {quote}.",
        "{Source} promised an inquiry and said those responsible would be brought before a court.",
        "Asked about the events in {place}, {source} declined to comment.",
    ),
    "measure": (
        "A curfew was imposed in {place} and {place} {when} until further notice.",
        "Schools in {place} stayed closed {when}, and the road to {place} was blocked by {actor}.",
        "About {n} families left {place} {when} for {place}, {source} said.",
        "{Source} called for a ceasefire around {place} so that aid could reach {spot}.",
    ),
    "background": (
        "{place} lies some {n} kilometres from {place} and lives from its orchards, its port and a small cement works.",
        "The harvest around {place} was poor this year, and the price of bread has gone up by {n} per cent since {month}.",
        "Rain fell over {place} for most of the week, which made the road to {place} hard to pass.",
        "Talks between the two sides were held in {place} in {month}, and broke off after {n} days.",
        "The council of {place}, elected four years ago, has met only twice since {month}.",
        "On the square in front of {spot}, traders put up their stalls again and swept the glass from the pavement.",
        "The district had been quiet for much of the spring, apart from a strike at the power station of {place}.",
        "A market survey put the share of shops that had opened again in {place} at {n} per cent.",
        "Trains between {place} and {place} run again, though with a change at the old customs house.",
        "The river has fallen by {n} centimetres since {month}, and the ferry at {place} is out of service.",
    ),
    "count": ("{n}", "{n}", "{word}", "{word}", "dozens of", "several", "at least {n}", "more than {n}", "about {n}", "over {n}"),
    "word": ("two", "three", "four", "five", "six", "seven", "eight", "nine", "eleven", "twelve", "fifteen", "twenty-two", "thirty"),
    "people": ("civilians", "people", "soldiers", "farmers", "residents", "policemen", "fighters", "teachers", "medics", "men", "workers"),
    "actor": (
        "government forces", "the security forces", "gunmen", "unidentified armed men", "rebels", "a local militia", "the army",
        "the police", "masked men", "artillery units",
    ),
    "an_attack": ("an air strike", "a car bomb", "a drone attack", "an ambush", "a rocket attack", "a suicide bombing", "clashes"),
    "near": ("in", "near", "outside", "north of", "on the edge of"),
    "spot": ("the market", "a hospital", "a primary school", "the bus station", "a bakery", "a mosque", "the old town", "a camp"),
    "place": (
        "Latakia", "Homs", "Hama", "Tartus", "Idlib", "Aleppo", "Mosul", "Kirkuk", "Basra", "Sidon", "Tripoli", "Zawiya", "Misrata",
        "Taiz", "Aden", "Marib", "Kandahar", "Herat", "Kunduz", "Goma", "Bunia", "Maiduguri", "Gao", "Mopti", "Kharkiv", "Kherson",
    ),
    "when": (
        "on Monday", "on Tuesday", "on Wednesday", "on Thursday", "on Friday", "on Saturday", "on Sunday", "overnight", "late on Friday",
        "in the early hours of Sunday", "yesterday", "earlier this week", "last month",
    ),
    "day": ("Monday", "Tuesday", "12 March", "the beginning of March", "last week"),
    "month": ("January", "February", "November", "December", "last October"),
    "source": (
        "a police spokesman", "the interior ministry", "a local monitor", "witnesses", "residents", "the provincial governor",
        "a hospital official", "the Valley Observatory for Human Rights", "a United Nations official", "the defence ministry",
        "the Red Crescent", "activists", "a medical source", "state media",
    ),
    "outlet": ("the Harbour Courier", "the Northern Wire", "the Orchard Post", "reporters"),
    "quote": (
        "the road will stay closed until the mines have been cleared",
        "nobody has told the families where the men were taken",
        "the shelling began before dawn and went on for most of the morning",
        "the wounded could not be brought out because the bridge is gone",
        "the ceasefire holds in most districts but not in all of them",
        "every name on the list has been checked with two relatives",
        "those who did this will have to answer for it",
    ),
}  # fmt: skip
MIX = ("harm",) * 6 + ("speech",) * 4 + ("measure",) * 2 + ("background",) * 6


def write_reports(number: int, words: int, seed: int) -> Iterator[dict[str, str]]:
    """The contract's reports, each of about that many words (the sentence that crosses the mark is finished)."""
    for index in range(number):
        chance = random.Random(f"{seed}/{index}")
        yield {
            "id": f"bench-{index:05}",
            "text": write_text(chance, words),
            "published": (date(2025, 1, 5) + timedelta(days=index % 300)).isoformat(),
            "outlet": chance.choice(("Harbour Courier", "Northern Wire", "Orchard Post")),
            "lang": "en",
        }


def write_text(chance: random.Random, words: int) -> str:
    """A headline, then paragraphs of two or three sentences."""
    lines = [write_sentence(chance, "harm").rstrip(".")]
    paragraph: list[str] = []
    written = len(lines[0].split())
    while written < words:
        sentence = write_sentence(chance, chance.choice(MIX))
        written += len(sentence.split())
        paragraph.append(sentence)
        if len(paragraph) == chance.randint(2, 3):
            lines.append(" ".join(paragraph))
            paragraph = []
    return "\n\n".join([*lines, " ".join(paragraph)]).strip() + "\n"


def write_sentence(chance: random.Random, kind: str) -> str:
    """One sentence of that kind, every place of it filled; its first letter is a capital."""
    sentence = _fill(chance, chance.choice(RULES[kind]))
    at = next((i for i, letter in enumerate(sentence) if letter.isalpha()), 0)
    return sentence[:at] + sentence[at].upper() + sentence[at + 1 :]


def _fill(chance: random.Random, pattern: str) -> str:
    while "{" in pattern:
        before, _, rest = pattern.partition("{")
        name, _, after = rest.partition("}")
        pattern = before + _word(chance, name) + after
    return pattern


def _word(chance: random.Random, name: str) -> str:
    if name == "n":
        return str(chance.randint(2, 60))
    if name == "m":
        return str(chance.randint(61, 90))
    filled = chance.choice(RULES[name.lower()])
    return filled[0].upper() + filled[1:] if name[0].isupper() else filled
