"""Writes a made-up dataset of a given number of quads, as N-Quads with a named graph for each record.

    python -m benchmarks.generate 1M data.nq

The same number makes the same bytes. Shape, vocabulary and lengths of texts are those of the curated records:
the schema's graph as it is, then places, laws with their rules, exceptions and amendments, regulators,
organisations, technologies, proceedings and events, each with its sources and provenance. About five quads in
a hundred are stated by several records, as sources are there.
"""

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Final

from benchmarks.made_record import (
    DATE,
    HOMEPAGE,
    LABEL,
    OTHER_LABEL,
    RELATION,
    SUMMARY,
    TYPE,
    Record,
    property_of,
    text,
    typed,
)
from benchmarks.world import ACTORS, EFFECTS, LAW_STATUSES, SEED, Law, Place, World, pick, slug_of, world_of
from graph.build import dataset_lines
from schema.vocabulary import ID, NS, PREFIXES

SIZES: Final = {"100k": 100_000, "1M": 1_000_000, "10M": 10_000_000}

_LINES_AT_ONCE: Final = 50_000


_ACTIVITIES: Final = (
    ("real-time-identification", 16),
    ("collect-biometrics", 14),
    ("use", 13),
    ("retrospective-identification", 12),
    ("store", 12),
    ("verification-1to1", 9),
    ("acquire", 7),
    ("share-or-sell", 6),
    ("access-third-party", 4),
    ("categorisation", 2),
)
_SETTINGS: Final = (
    ("public-space", 33),
    ("public-accommodation", 15),
    ("retail", 11),
    ("schools", 11),
    ("airport", 10),
)
_PURPOSES: Final = (("criminal-investigation", 3), ("serious-crime", 2), ("imminent-threat", 1))
_REGULATOR_KINDS: Final = (
    ("data-protection-authority", 29),
    ("legislature", 25),
    ("council", 15),
    ("agency", 14),
    ("attorney-general", 8),
    ("court", 5),
)
_ORGANISATION_KINDS: Final = (
    ("AdvocacyGroup", 46),
    ("Vendor", 43),
    ("PoliceForce", 35),
    ("GovernmentAgency", 27),
    ("Retailer", 15),
    ("Platform", 10),
)
_TECHNOLOGY_KINDS: Final = (("live-facial-recognition", 17), ("face-matching", 16), ("face-database", 8))
_PROCEEDING_KINDS: Final = (("lawsuit", 34), ("class-action", 25), ("investigation", 21), ("enforcement", 20))
_PROCEEDING_STATUSES: Final = (
    ("decided", 23),
    ("final", 20),
    ("closed", 17),
    ("settled", 15),
    ("pending", 10),
)
_OUTCOME_KINDS: Final = (("ruling", 40), ("settlement", 18), ("fine", 12), ("dismissal", 8))
_EVENT_KINDS: Final = (
    ("status-change", 34),
    ("deployment", 22),
    ("statement", 20),
    ("company-policy", 15),
    ("report", 15),
    ("misidentification", 10),
    ("procurement", 8),
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.generate", description="A made-up dataset.")
    parser.add_argument("quads", help="100k, 1M, 10M or a number")
    parser.add_argument("file", type=Path)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    write_file(options.file, world_of(quads_of(options.quads), options.seed))


def quads_of(size: str) -> int:
    """The number that a size means: "1M" is 1,000,000. ValueError when it means none."""
    return SIZES[size] if size in SIZES else int(size)


def write_file(path: Path, world: World) -> None:
    """Write a world's dataset; the file is there whole or not at all."""
    unfinished = path.with_name(path.name + ".new")
    with unfinished.open("wb") as out:
        write(out, world)
    unfinished.replace(path)


def write(out: IO[bytes], world: World) -> None:
    """Write a world's dataset: exactly as many lines as it has quads. ValueError when it does not fit."""
    written = 0
    waiting: list[str] = []
    for record in _records(world):
        written += len(record)
        waiting += record
        if len(waiting) >= _LINES_AT_ONCE:
            out.write("".join(waiting).encode())
            waiting.clear()
    if written != world.quads:
        raise ValueError(f"the world makes {written} quads instead of {world.quads}; mend QUADS_PER_UNIT")
    out.write("".join(waiting).encode())


def _records(world: World) -> Iterator[list[str]]:
    schema = [line.decode() for line in dataset_lines([])]
    yield schema
    room = world.quads - len(schema)
    for make, count in (
        (_place, len(world.places)),
        (_law, len(world.laws)),
        (_regulator, world.counts["regulator"]),
        (_organisation, world.counts["organisation"]),
        (_technology, world.counts["technology"]),
        (_proceeding, world.counts["proceeding"]),
        (_event, world.counts["event"]),
    ):
        for number in range(count):
            record = Record(world, make.__name__, number)
            make(record, number)
            room -= len(record.lines)
            yield list(record.lines)
    number = world.counts["event"]
    while room > 0:  # more events, and the last one has as many other names as it needs
        record = Record(world, "_event", number)
        _event(record, number)
        if room < 2 * len(record.lines):
            for name in range(room - len(record.lines)):
                record.say(OTHER_LABEL, record.words(f"name {name}", 2, 4))
        lines = list(record.lines)[:room]
        room -= len(lines)
        number += 1
        yield lines


def _place(record: Record, number: int) -> None:
    place: Place = record.world.places[number]
    record.begin("jurisdiction", place.slug, place.kind, "Jurisdiction")
    record.say(LABEL, text(place.name))
    if place.parent >= 0:
        record.fact("within", record.place(place.parent))
        lat, long = f"{record.rng.random() * 140 - 60:.2f}", f"{record.rng.random() * 360 - 180:.2f}"
        point = f"{record.subject[:-1]}#point>"
        record.say(property_of("geo", "lat"), typed(lat, "decimal"))
        record.say(property_of("geo", "long"), typed(long, "decimal"))
        record.say(property_of("geosparql", "hasGeometry"), point)
        record.say(TYPE, f"<{PREFIXES['sf']}Point>", point)
        wkt = f'"POINT({long} {lat})"^^<{PREFIXES["geosparql"]}wktLiteral>'
        record.say(property_of("geosparql", "asWKT"), wkt, point)
    if place.kind in ("Country", "State"):
        record.fact("isoCode", text(f"X{number}", ""))
    if record.is_so(0.64):
        record.fact("researchedThrough", typed(f"2026-{1 + number % 9:02}-01", "date"))
        record.fact("researchDepth", f"<{NS}depth-{'local' if place.kind == 'City' else 'state'}>")
        record.fact("researchNote", record.words("searched for", 8, 14))
    if record.is_so(0.2):
        record.say(property_of("owl", "sameAs"), f"<{PREFIXES['wd']}Q{1000 + number}>")
    record.end()


def _law(record: Record, number: int) -> None:
    law = record.world.laws[number]
    place = record.world.places[law.place]
    record.begin("law", law.slug, "Law")
    enacted = record.day()
    record.say(LABEL, record.words(f"{place.name} {law.kind}", 3, 8))
    record.say(SUMMARY, record.words("", 12, 26))
    record.fact("jurisdiction", record.place(law.place))
    record.fact("kind", f"<{NS}{law.kind}>")
    record.fact("status", f"<{NS}{pick(record.rng, LAW_STATUSES)}>")
    record.fact("shortName", record.words("", 2, 4))
    if record.is_so(0.7):
        record.fact("enacted", typed(enacted, "date"))
    if record.is_so(0.5):
        record.fact("effective", typed(enacted, "date"))
    if record.is_so(0.3):
        record.fact("introduced", typed(enacted[:7], "gYearMonth"))
    if record.is_so(0.8):
        record.fact("enactedBy", record.numbered("regulator"))
    if record.is_so(0.45):
        record.fact("enforcedBy", record.numbered("regulator"))
    if record.is_so(0.5):
        record.fact("citation", text(f"{place.name[:3].upper()} Code ch. {number} s. {number % 90}", ""))
    if record.is_so(0.33):
        record.fact("billNumber", text(f"HB {number}", ""))
    if record.is_so(0.27):
        record.fact("officialText", f"<https://law{number % 89}.example/text/{number}>")
    if record.is_so(0.16):
        record.fact("privateRightOfAction", typed("true" if record.is_so(0.5) else "false", "boolean"))
    if record.is_so(0.12):
        record.fact("penalty", record.words("fines of", 6, 14))
    if record.is_so(0.1):
        record.fact("interprets", f"<{ID}law/{record.some_law().slug}>")
    for _ in range(_few(record, 0.8)):
        record.fact("doubt", record.words("unconfirmed:", 6, 14))
    for _ in range(1 + _few(record, 1.4)):
        record.cite()
    if record.is_so(0.14):
        _amendment(record)
    for at in range(1, law.rules + 1):
        _rule(record, law, at)
    record.end()


def _amendment(record: Record) -> None:
    day = record.day(2015)
    amendment = f"{record.subject[:-1]}#amended-{day}>"
    record.fact("amendment", amendment)
    record.say(TYPE, f"<{NS}Amendment>", amendment)
    record.say(DATE, typed(day, "date"), amendment)
    record.say(SUMMARY, record.words("", 8, 20), amendment)
    record.fact("amendedBy", record.words("assembly of", 1, 3), amendment)


def _rule(record: Record, law: Law, at: int) -> None:
    slug = f"{law.slug}--{at}"
    rule = f"<{ID}rule/{slug}>"
    effect = pick(record.rng, EFFECTS)
    record.fact("rule", rule)
    record.say(TYPE, f"<{NS}Rule>", rule)
    record.fact("law", f"<{ID}law/{law.slug}>", rule)
    record.fact("effect", f"<{NS}{effect}>", rule)
    force = {"policy": "policy", "resolution": "policy", "guidance": "guidance"}.get(law.kind, "law")
    record.fact("force", f"<{NS}force-of-{force}>", rule)
    record.say(SUMMARY, record.words("", 12, 28), rule)
    if effect in ("ban", "moratorium", "authorisation"):
        record.fact("reach", f"<{NS}{'limited' if record.is_so(0.6) else 'full'}>", rule)
    for actor in {pick(record.rng, ACTORS): 0 for _ in range(1 + _few(record, 0.9))}:
        record.fact("actor", f"<{NS}{actor}>", rule)
    for activity in {pick(record.rng, _ACTIVITIES): 0 for _ in range(1 + _few(record, 1.3))}:
        record.fact("activity", f"<{NS}{activity}>", rule)
    if record.is_so(0.3):
        record.fact("setting", f"<{NS}{pick(record.rng, _SETTINGS)}>", rule)
    if record.is_so(0.15):
        record.fact("purpose", f"<{NS}{pick(record.rng, _PURPOSES)}>", rule)
    if record.is_so(0.2):
        record.fact("limitedTo", record.words("limited to", 6, 12), rule)
    if record.is_so(0.5):
        record.fact("provision", text(f"s. {at}({law.rules})", ""), rule)
    if record.is_so(0.95):
        _period(record, rule, effect)
    if record.is_so(0.2):
        record.fact("doubt", record.words("not read:", 6, 14), rule)
    if record.is_so(0.2):
        record.cite(rule)
    for exception in range(_few(record, 0.6)):
        name = f"<{ID}exception/{slug}--{exception}>"
        record.fact("exception", name, rule)
        record.say(TYPE, f"<{NS}Exception>", name)
        record.say(SUMMARY, record.words("except", 6, 16), name)


def _period(record: Record, rule: str, effect: str) -> None:
    begins = record.day()
    is_exact = record.is_so(0.9)
    begins = begins if is_exact else f"{begins[:7]}-01"
    record.fact("from", typed(begins, "date") if is_exact else typed(begins[:7], "gYearMonth"), rule)
    record.fact("fromDay", typed(begins, "date"), rule)
    record.fact("verifiedOn", typed("2026-07-01", "date"), rule)
    if not record.is_so(0.5 if effect == "moratorium" else 0.06):
        record.fact("endKind", f"<{NS}end-open>", rule)
        return
    ends = f"{int(begins[:4]) + 1 + record.number(6)}{begins[4:]}"
    record.fact("endKind", f"<{NS}end-date>", rule)
    record.fact("until", typed(ends, "date"), rule)
    record.fact("untilDay", typed(ends, "date"), rule)


def _regulator(record: Record, number: int) -> None:
    record.begin("regulator", slug_of("regulator", number), "Regulator", "Organisation")
    place = record.number(len(record.world.places))
    record.say(LABEL, record.words(f"{record.world.places[place].name} commission", 1, 3))
    record.fact("jurisdiction", record.place(place))
    record.fact("kind", f"<{NS}{pick(record.rng, _REGULATOR_KINDS)}>")
    if record.is_so(0.7):
        record.say(HOMEPAGE, f"<https://regulator{number}.example/>")
    for _ in range(_few(record, 0.75)):
        record.cite()
    record.end()


def _organisation(record: Record, number: int) -> None:
    kind = pick(record.rng, _ORGANISATION_KINDS)
    record.begin("organisation", slug_of("organisation", number), kind, "Organisation")
    seat = record.number(len(record.world.places))
    country = seat
    while record.world.places[country].parent > 0:
        country = record.world.places[country].parent
    record.say(LABEL, record.words("", 2, 4))
    record.say(SUMMARY, record.words("", 10, 22))
    record.fact("headquarters", record.place(seat))
    record.fact("country", record.place(country))
    if record.is_so(0.3):
        record.say(OTHER_LABEL, record.words("", 1, 3))
    if record.is_so(0.7):
        record.say(HOMEPAGE, f"<https://organisation{number}.example/>")
    for _ in range(1 + _few(record, 0.2)):
        record.cite()
    record.end()


def _technology(record: Record, number: int) -> None:
    record.begin("technology", slug_of("technology", number), "Technology")
    record.say(LABEL, record.words("", 1, 3))
    record.say(SUMMARY, record.words("", 10, 22))
    record.fact("kind", f"<{NS}{pick(record.rng, _TECHNOLOGY_KINDS)}>")
    record.fact("vendor", record.numbered("organisation"))
    record.cite()
    record.end()


def _proceeding(record: Record, number: int) -> None:
    slug = slug_of("proceeding", number)
    record.begin("proceeding", slug, "Proceeding")
    law = record.some_law()
    record.say(LABEL, record.words("in re", 2, 5))
    record.say(SUMMARY, record.words("", 10, 22))
    record.fact("kind", f"<{NS}{pick(record.rng, _PROCEEDING_KINDS)}>")
    record.fact("status", f"<{NS}{pick(record.rng, _PROCEEDING_STATUSES)}>")
    record.fact("jurisdiction", record.place(law.place))
    record.fact("under", f"<{ID}law/{law.slug}>")
    record.fact("forum", text(f"District Court {number % 70}", ""))
    record.fact("defendant", record.numbered("organisation"))
    if record.is_so(0.35):
        record.fact("under", f"<{ID}law/{record.some_law().slug}>")
    if record.is_so(0.5):
        record.fact("plaintiff", record.numbered("organisation"))
    if record.is_so(0.67):
        record.fact("concerns", record.numbered("technology"))
    if record.is_so(0.7):
        record.fact("filed", typed(record.day(2012), "date"))
    if record.is_so(0.6):
        record.fact("docket", text(f"{number % 40}:24-cv-{number:05}", ""))
    for _ in range(_few(record, 1.0)):
        record.fact("doubt", record.words("unconfirmed:", 6, 14))
    for _ in range(1 + _few(record, 1.4)):
        record.cite()
    for at in range(_few(record, 1.3)):
        outcome = f"<{ID}outcome/{slug}--{at}>"
        record.fact("outcome", outcome)
        record.say(TYPE, f"<{NS}Outcome>", outcome)
        record.say(DATE, typed(record.day(2014), "date"), outcome)
        record.say(SUMMARY, record.words("", 8, 18), outcome)
        record.fact("kind", f"<{NS}{pick(record.rng, _OUTCOME_KINDS)}>", outcome)
        if record.is_so(0.22):
            record.fact("amount", typed(str(1000 * (1 + record.number(90_000))), "decimal"), outcome)
            record.fact("currency", text("USD", ""), outcome)
    record.end()


def _event(record: Record, number: int) -> None:
    record.begin("event", slug_of("event", number), "Event")
    record.say(LABEL, record.words("", 4, 8))
    record.say(SUMMARY, record.words("", 12, 24))
    record.say(DATE, typed(record.day(2012), "date"))
    record.fact("kind", f"<{NS}{pick(record.rng, _EVENT_KINDS)}>")
    record.fact("place", record.place(record.number(len(record.world.places))))
    record.fact("actor", record.numbered("organisation"))
    if record.is_so(0.43):
        record.fact("technology", record.numbered("technology"))
    if record.is_so(0.6):
        law = record.some_law()
        record.fact("changes", f"<{ID}rule/{law.slug}--{1 + record.number(law.rules)}>")
        if record.is_so(0.6):
            record.say(RELATION, f"<{ID}law/{law.slug}>")
    if record.is_so(0.5):
        record.fact("doubt", record.words("unconfirmed:", 6, 14))
    for _ in range(1 + _few(record, 1.0)):
        record.cite()
    record.end()


def _few(record: Record, mean: float) -> int:
    """A small number with about that mean."""
    count = 0
    while count < 5 and record.rng.random() < mean / (1 + mean):
        count += 1
    return count


Maker = Callable[[Record, int], None]

if __name__ == "__main__":
    main()
