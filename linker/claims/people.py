"""The people an article names, and the fullest form of each name."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise

from linker.claims.languages import Gender, Language
from linker.claims.tokens import Token, tokens

_POSSESSIVE = ("'s", "’s", "'", "’")
_LONGEST_NAME = 6
# Endings of German articles, possessives and adjectives.
_DECLINED = ("er", "em", "en", "es", "ie", "as", "e")
_CLEARLY = 3
# Behind an office a run of three is a place in the genitive and a name: мер Лубна Остап Гірняк.
_WITH_PLACE = 3
_PATRONYMICS = ("ович", "евич", "йович", "івна", "ївна", "овна", "евна", "ична", "ич")
PLATFORMS = frozenset({
    "twitter", "facebook", "instagram", "telegram", "tiktok", "youtube", "x", "threads", "bluesky",
    "mastodon", "reddit", "whatsapp", "truth social",
})  # fmt: skip
_ACRONYM = re.compile(r"[A-ZА-ЯІЇЄҐ]{3,}")
# L'armatore: an article and a noun.
_ELIDED = re.compile(r"[^\W\d_]{1,4}['’](?=[^\W\d_])(?![A-ZÀ-Þ])")
_PLAIN = re.compile(r"[^\W\d_][\w.'’‐‑-]*")


def bare(word: str) -> str:
    """A name's word without a possessive ending."""
    if not word.endswith(_POSSESSIVE):
        return word
    return word[:-2] if word[-1] == "s" else word[:-1]


def is_capital(token: Token) -> bool:
    """Whether a token is written like a part of a name."""
    return token.text[0].isupper()


def is_possessive(token: Token) -> bool:
    """Whether a token ends like Clinton’s or Stoltenberg'."""
    return token.text.endswith(_POSSESSIVE)


def is_title(word: str, language: Language) -> bool:
    """Whether a word in lower case goes before names: chancellor, Außenministerin, vice-president."""
    if word in language.titles or word in language.roles or word.endswith(language.title_endings):
        return True
    return "-" in word and word.rpartition("-")[2] in language.titles


def name_runs(words: Sequence[Token], language: Language) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words (with their initials and particles) as index pairs, end exclusive."""
    end = 0
    for place, word in enumerate(words):
        if place >= end and word.text[0].isupper() and word.lower not in language.openers:
            end = _run_end(words, place, language)
            yield place, end


def _run_end(words: Sequence[Token], start: int, language: Language) -> int:
    end = start + 1
    while end < len(words) and _goes_on(words, end, language):
        end += 1
    return end - 1 if words[end - 1].text == "." and end - 1 > start else end


def _goes_on(words: Sequence[Token], place: int, language: Language) -> bool:
    text, lower = words[place].text, words[place].lower
    if words[place - 1].text.endswith(_POSSESSIVE):
        return False
    if text[0].isupper():
        return lower not in language.common or lower in language.particles
    if text == ".":
        return words[place - 1].lower in language.abbreviations
    return lower in language.particles and _particle_goes_on(words, place, language)


def _particle_goes_on(words: Sequence[Token], place: int, language: Language) -> bool:
    article = language.capital_nouns and words[place].lower in language.articles
    if article and words[place - 1].lower not in language.particles:
        return False
    following = words[place + 1 : place + 3]
    return bool(following) and (
        is_capital(following[0])
        or (following[0].lower in language.particles and len(following) > 1 and is_capital(following[1]))
    )


def personal(run: Sequence[Token], language: Language) -> list[str]:
    """The words of a capitalised run that name a person: titles, demonyms and weekdays before it cut off."""
    words = [bare(token.text) for token in run if token.text != "."]
    if len(words) == 1 and len(words[0]) > 1 and words[0].lower() not in language.common:
        return _single(words[0], language)
    lowers = [word.lower() for word in words]
    if " ".join(lowers) in PLATFORMS:
        return []
    start = 0
    for place, word in enumerate(lowers):
        if word in language.particles and place > start:
            continue
        small = word in language.not_names or word in language.common
        no_name = small or word in PLATFORMS or _ELIDED.match(words[place])
        of_a_title = place == start > 0 and (
            word in language.organisations or _ACRONYM.fullmatch(words[place])
        )
        if no_name or of_a_title or is_title(word.rstrip("."), language):
            start = place + 1
    if start and _is_of_a_body(words[:start], language):
        return []
    while start < len(words) and lowers[start] in language.particles and not words[start][0].isupper():
        start += 1
    name = words[start:]
    if (
        not name
        or len(name) > _LONGEST_NAME
        or any(word in language.organisations for word in lowers[start:])
    ):
        return []
    return name if any(_PLAIN.fullmatch(word) for word in name) else []


def _is_of_a_body(cut: Sequence[str], language: Language) -> bool:
    """Whether what stands before a name makes it an organisation: Polizei Velden, Ministerio de Defensa."""
    alone = all(word in language.particles for word in cut[1:])
    noun = cut[0].lower() in language.organisations and not cut[0].isupper()
    return alone and noun and not language.subject_first


@lru_cache(maxsize=4096)
def _single(word: str, language: Language) -> list[str]:
    lower = word.lower().rstrip(".")
    contracted = "’" in lower or "'" in lower
    if contracted and lower.replace("’", "'").partition("'")[0] in language.common | language.mute:
        return []
    no_name = (
        lower in PLATFORMS
        or lower in language.not_names
        or lower in language.organisations
        or is_title(lower, language)
    )
    return [] if no_name or not _PLAIN.fullmatch(word) else [word]


def named(words: Sequence[Token], start: int, end: int, language: Language) -> list[str]:
    """The person named by a run; after an article, nouns that are written like names are left out."""
    name = personal(words[start:end], language)
    before = words[start - 1].lower if start else ""
    in_office = is_title(before, language) or is_title(words[start].lower, language)
    if language.inflected and len(name) == _WITH_PLACE and in_office:
        return name if name[1].endswith(_PATRONYMICS) else name[1:]
    titled = language.capital_nouns and before.endswith(_DECLINED) and before.isalpha()
    return name[-2:] if titled and len(name) > 2 and name[-2].lower() not in language.particles else name


class People:
    """Names of an article: `full(("Zelensky",))` is "Volodymyr Zelensky" once he was called so."""

    def __init__(self, title: str, paragraphs: Iterable[Sequence[Token]], language: Language) -> None:
        self.language = language
        self.gender: dict[str, Gender] = {}
        self._full: Counter[str] = Counter()
        self._short: set[str] = set()
        self._known: set[str] = set()
        self._persons: set[str] = set()
        self._offices: set[str] = set()
        self._placed: set[str] = set()
        self._paragraphs = list(paragraphs)
        self._by_word: dict[str, Counter[str]] = defaultdict(Counter)
        for words in self._paragraphs:
            self._read(words)
        self._read_title(tokens(title))
        for name, count in self._full.items():
            parts = self._cut(name.split())
            whole = " ".join(parts)
            for word in {parts[0], parts[-1]}:
                self._by_word[word][whole] += count

    def _read(self, words: Sequence[Token]) -> None:
        for start, end in name_runs(words, self.language):
            name = named(words, start, end, self.language)
            if len(name) > 1:
                self._full[" ".join(name)] += 1
            elif name:
                self._short.add(name[0])
            if name and start and words[start - 1].text[0].isalnum():
                self._known.update(name)
            if name:
                self._note_gender(words[max(0, start - 1) : end], name)
                self._note_title(words, start, end, name)

    def _read_title(self, words: Sequence[Token]) -> None:
        """Only a word before a name that the body leaves bare: headlines set every word with a capital."""
        known = {name.split()[-1] for name in self._full}
        for first, last in pairwise(words):
            surname = bare(last.text)
            if surname not in self._short or surname in known or not is_capital(first):
                continue
            name = personal((first, last), self.language)
            if len(name) > 1:
                self._full[" ".join(name)] += 1

    def _note_gender(self, titled: Sequence[Token], name: list[str]) -> None:
        for token in titled:
            gender = self.language.genders.get(token.lower) or self._title_gender(token.lower)
            if gender is not None:
                self.gender.setdefault(" ".join(name), gender)
                self.gender.setdefault(name[-1], gender)

    def _title_gender(self, title: str) -> Gender | None:
        """Außenministerin, Außenminister: German titles tell the gender."""
        endings = self.language.title_endings if self.language.capital_nouns else ()
        if not title.endswith(endings) or title.endswith("e"):
            return None
        return "f" if title.endswith("in") else "m"

    def _note_title(self, words: Sequence[Token], start: int, end: int, name: list[str]) -> None:
        """A title tells a person, `in` or `from` a place."""
        before = words[start - 1].lower if start else ""
        cut = words[start : end - len(name)]
        if any(self._is_office(word) for word in (before, *(token.lower for token in cut))):
            self._offices.update((" ".join(name), name[-1]))
            self._persons.update((" ".join(name), name[-1]))
        elif before in self.language.locative and not is_possessive(words[end - 1]):
            self._placed.update((" ".join(name), name[-1]))

    @cached_property
    def _plain(self) -> set[str]:
        """Words that the article writes small; few articles ask."""
        return {word.text for words in self._paragraphs for word in words if word.text.islower()}

    def called(self, name: Sequence[str]) -> bool:
        """Whether a name may be one: not a word that the article else writes small."""
        gerund = self.language.subject_first and name[0].endswith("ing")
        return len(name) > 1 or name[0] in self._known or not (gerund or name[0].lower() in self._plain)

    def _is_office(self, word: str) -> bool:
        """Whether a word is a title and no body: the mayor, not the police."""
        return word not in self.language.organisations and is_title(word, self.language)

    def no_body(self, name: str) -> bool:
        """Whether a title or a pronoun tells that a name is a person's, or `in` that it is a place's."""
        told = self._offices | self._placed
        return not told.isdisjoint((name, name.rpartition(" ")[2])) or self.gender_of(name) is not None

    def surely(self, name: str) -> bool:
        """Whether a title, or that it spoke, tells that a name is a person's."""
        return name in self._persons or name.rpartition(" ")[2] in self._persons

    def maybe(self, name: str) -> bool:
        """Whether a name may be a person's: two words or more, no place, no two German nouns."""
        words = name.split()
        placed = name in self._placed or words[-1] in self._placed
        if any(word.lower().removesuffix("s") in self.language.organisations for word in words):
            return False
        written = words[0][0].isupper() and words[-1][0].isupper() and not any(map(str.isdigit, name))
        return len(words) > 1 and written and not placed and not self.language.capital_nouns

    def spoke(self, name: str) -> None:
        """Note that a name is a speaker's."""
        self._persons.add(name)

    def inside(self, name: Sequence[str]) -> bool:
        """Whether the words of a name stand amid a sentence somewhere, where only nouns have capitals."""
        return self._known.issuperset(name)

    def knows(self, name: Sequence[str]) -> bool:
        """Whether the article uses a word as a name elsewhere than at a sentence's start."""
        if len(name) > 1:
            return not any(word in self.language.particles for word in name) or name[0] in self._known
        if self.language.capital_nouns:
            return name[0] in self._by_word or name[0].isupper()
        return name[0] in self._known or name[0] in self._by_word

    def full(self, name: Sequence[str]) -> str:
        """The fullest form the article gives for a name, itself where it knows no better or several."""
        name = self._cut(list(name))
        if len(name) > 1 and name[0].lower() not in self.language.particles:
            return self._same_person(name)
        name = name[-1:]
        forms = self._forms(name[0])
        surnames = Counter(
            {
                form: count
                for form, count in forms.items()
                if _agrees(form.split()[-1], name[0], self.language)
            }
        )
        ranked = _merged(surnames or forms)
        if not ranked:
            return name[0]
        if len(ranked) > 1 and ranked[0][1] < _CLEARLY * ranked[1][1]:
            return name[0]
        return ranked[0][0]

    def _cut(self, name: list[str]) -> list[str]:
        """Without words before a first name that the article uses alone, or before a whole known name."""
        for start in range(1, len(name) - 1):
            if name[start] in self._short or " ".join(name[start:]) in self._full:
                return name[start:]
        return name

    def _forms(self, word: str) -> Counter[str]:
        exact = self._by_word.get(word)
        if exact or not self.language.inflected:
            return exact or Counter()
        found: Counter[str] = Counter()
        for other, forms in self._by_word.items():
            if _agrees(other, word, self.language):
                found.update(forms)
        return found

    def _same_person(self, name: list[str]) -> str:
        own = " ".join(name)
        forms = self._forms(name[-1])
        same = [form for form in forms if _agrees(form.split()[0], name[0], self.language)]
        return max(same, key=lambda form: (forms[form], len(form)), default=own)

    def gender_of(self, name: str) -> Gender | None:
        """The gender that titles told of a person, if any."""
        return self.gender.get(name) or self.gender.get(name.rsplit(maxsplit=1)[-1])


def _merged(forms: Counter[str]) -> list[tuple[str, int]]:
    """Forms with the same first and last word counted together under the most frequent of them."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for form in forms:
        parts = form.split()
        groups[parts[0], parts[-1]].append(form)
    merged = [
        (max(group, key=lambda form: (forms[form], len(form))), sum(forms[form] for form in group))
        for group in groups.values()
    ]
    return sorted(merged, key=lambda pair: -pair[1])


def _agrees(first: str, second: str, language: Language) -> bool:
    """Whether two words are one name, in languages with cases up to its ending."""
    if first == second or not language.inflected:
        return first == second
    shorter, longer = sorted((first, second), key=len)
    if len(longer) - len(shorter) > 3 or len(shorter) < 3:
        return False
    keep = max(3, len(shorter) - (1 if len(shorter) < 5 else 2 if len(shorter) < 8 else 3))
    return shorter[:keep] == longer[:keep]
