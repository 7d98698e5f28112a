"""A record of the made-up dataset while it is written: its quads, and the dice thrown for it alone."""

from random import Random
from typing import Final

from benchmarks.world import Law, World, pick, slug_of
from schema.vocabulary import ID, LICENCE, NS, PREFIXES, RECORD


def property_of(prefix: str, name: str) -> str:
    """A property as it stands between the subject and the object of a line."""
    return f" <{PREFIXES[prefix]}{name}> "


TYPE: Final = property_of("rdf", "type")
LABEL: Final = property_of("skos", "prefLabel")
OTHER_LABEL: Final = property_of("skos", "altLabel")
SUMMARY: Final = property_of("dct", "description")
SOURCE: Final = property_of("dct", "source")
TITLE: Final = property_of("dct", "title")
PUBLISHER: Final = property_of("dct", "publisher")
DATE: Final = property_of("dct", "date")
RELATION: Final = property_of("dct", "relation")
URL: Final = property_of("schema", "url")
HOMEPAGE: Final = property_of("foaf", "homepage")

_VERIFICATIONS: Final = (("verified-secondary", 49), ("unverified", 27), ("verified-text", 24))


def text(value: str, language: str = "en") -> str:
    """A literal as N-Quads have it."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"@{language}' if language else f'"{escaped}"'


def typed(value: str, datatype: str) -> str:
    """A literal of a datatype of XML Schema ("date")."""
    return f'"{value}"^^<{PREFIXES["xsd"]}{datatype}>'


class Record:
    """A record under construction."""

    def __init__(self, world: World, kind: str, number: int) -> None:
        self.world = world
        self.rng = Random(f"{world.seed} {kind} {number}")
        self.lines: dict[str, None] = {}  # in order, each once
        self.subject = ""
        self.verification = ""
        self._record = ""
        self._end = ""
        self._sources: list[str] = []

    def begin(self, kind: str, slug: str, *classes: str) -> None:
        self.subject = f"<{ID}{kind}/{slug}>"
        self._record = f"<{RECORD}{kind}/{slug}>"
        self._end = f" {self._record} .\n"
        self.verification = pick(self.rng, _VERIFICATIONS)
        for name in classes:
            self.say(TYPE, f"<{NS}{name}>")
        self.fact("verification", f"<{NS}{self.verification}>")
        self.fact("checkedOn", typed("2026-11-23", "date"))

    def end(self) -> None:
        """What is said of the record itself."""
        record = self._record
        self.say(TYPE, f"<{NS}Record>", record)
        self.say(property_of("dct", "license"), f"<{LICENCE}>", record)
        self.say(property_of("foaf", "primaryTopic"), self.subject, record)
        self.say(f" <{NS}checkedOn> ", typed("2026-11-23", "date"), record)
        self.say(f" <{NS}verification> ", f"<{NS}{self.verification}>", record)
        for source in self._sources:
            self.say(property_of("prov", "wasDerivedFrom"), source, record)

    def say(self, predicate: str, value: str, subject: str = "") -> None:
        self.lines[f"{subject or self.subject}{predicate}{value}{self._end}"] = None

    def fact(self, name: str, value: str, subject: str = "") -> None:
        self.lines[f"{subject or self.subject} <{NS}{name}> {value}{self._end}"] = None

    def is_so(self, odds: float) -> bool:
        return self.rng.random() < odds

    def number(self, most: int) -> int:
        """One of 0 to most - 1; the low ones come more often."""
        return int(most * self.rng.random() ** 1.5)

    def sentence(self, least: int, most: int) -> str:
        words = self.world.words
        count = least + int((most - least + 1) * self.rng.random())
        chosen = [words[int(len(words) * self.rng.random() ** 4)] for _ in range(count)]
        return " ".join(chosen)

    def words(self, before: str, least: int, most: int) -> str:
        said = f"{before} {self.sentence(least, most)}".strip()
        return text(f"{said[0].upper()}{said[1:]}" if not self.is_so(0.02) else f'"{said}"')

    def day(self, first: int = 2005, last: int = 2026) -> str:
        rng = self.rng
        year = first + int((last - first + 1) * rng.random() ** 0.6)
        return f"{year}-{1 + int(12 * rng.random()):02}-{1 + int(28 * rng.random()):02}"

    def place(self, number: int) -> str:
        return f"<{ID}jurisdiction/{self.world.places[number].slug}>"

    def numbered(self, kind: str) -> str:
        return f"<{ID}{kind}/{slug_of(kind, self.number(self.world.counts[kind]))}>"

    def some_law(self) -> Law:
        return self.world.laws[self.number(len(self.world.laws))]

    def cite(self, subject: str = "") -> None:
        """Say that a thing rests on a source: one of its own, or one of a few that many records cite."""
        rng = self.rng
        shared = self.is_so(0.3)
        number = int(rng.random() * (1 + self.world.quads // 700)) if shared else int(rng.random() * 2**40)
        dice = Random(f"source {number}") if shared else rng
        source = f"<{ID}source/{'shared' if shared else 'own'}-{number}>"
        words = self.world.words
        title = " ".join(words[int(len(words) * dice.random() ** 2)] for _ in range(6))
        self.say(SOURCE, source, subject)
        if source in self._sources:
            return
        self._sources.append(source)
        self.say(TYPE, f"<{NS}Source>", source)
        self.say(URL, f"<https://news{number % 997}.example/{number}/{title.split()[0]}.html>", source)
        self.say(PUBLISHER, text(f"Gazette {number % 997}", ""), source)
        self.say(TITLE, text(title, ""), source)
        if dice.random() < 0.8:
            year = 2015 + int(12 * dice.random())
            self.say(DATE, typed(f"{year}-{1 + int(12 * dice.random()):02}-11", "date"), source)
        self.fact("supports", text(self.sentence(3, 7)), source)
