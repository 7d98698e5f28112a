"""The kinds of things as lists: what each row has, what it can be filtered and sorted by. One table.

Names of fields are the keys of records (`schema/context.jsonld`), with a few that follow from them: a rule's
`law`, an exception's `rule`, an outcome's `proceeding`, and the `jurisdiction` of each.
"""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from graph.context import KEY_ORDER, KEYS
from graph.forms import PARTS, read_forms


class Match(Enum):
    """How a filter decides whether an entry stays."""

    PLACE = auto()
    """A place of the entry is the asked one or lies within it."""
    WORD = auto()
    """A concept of the entry is an asked one, or narrower."""
    SCOPE = auto()
    """A concept of the entry is an asked one, narrower or broader: law for everyone reaches retailers too.
    Without any it reaches everything."""
    TYPE = auto()
    """The class of the entry is an asked one."""
    THING = auto()
    """The entry points to the asked thing."""
    TRUTH = auto()
    """The entry says true, false, or (unknown) neither."""
    TEXT = auto()
    """A text of the entry has the asked words in it."""
    IN_FORCE = auto()
    """The entry is in force on the asked day."""
    FROM = auto()
    """The entry's period does not end before the asked day."""
    TO = auto()
    """The entry's period does not begin after the asked day."""


@dataclass(frozen=True)
class Filter:
    """One filter: its name, how it decides, which fields it looks at, and what it accepts.

    `accepts` is the scheme of a WORD or SCOPE, and the kinds of a THING.
    """

    name: str
    match: Match
    fields: tuple[str, ...]
    words: str
    example: str
    accepts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kind:
    """One kind: the word in ids, the word in addresses, its class, and its list.

    `columns` are what a row has when nothing else is asked; `fields` are all there are.
    """

    key: str
    plural: str
    class_name: str
    example: str
    """A slug."""
    columns: tuple[str, ...]
    fields: tuple[str, ...]
    filters: tuple[Filter, ...]
    sorts: tuple[str, ...]
    sort: str = "name"
    places: tuple[str, ...] = ()
    """The fields that say where it is; of a jurisdiction none: it is a place itself."""


DERIVED: Final = {
    "rule": ("law", "jurisdiction"),
    "exception": ("rule", "law", "jurisdiction"),
    "outcome": ("proceeding", "jurisdiction"),
}
"""Fields that no record states of these kinds, because the records nest them."""

_FORMS: Final = read_forms()
_MANY: Final = frozenset(PARTS) | {key.name for key in KEYS.values() if key.is_list} | {"supports"}


def is_list(field: str) -> bool:
    """Whether a field may have several values, so that rows have a list."""
    return field in _MANY


def _word(name: str, field: str, scheme: str, words: str, example: str) -> Filter:
    return Filter(name, Match.WORD, (field,), f"{words}; several by commas", example, (scheme,))


def _scope(name: str, field: str, scheme: str, words: str, example: str) -> Filter:
    return Filter(name, Match.SCOPE, (field,), words, example, (scheme,))


def _thing(name: str, fields: tuple[str, ...], kinds: tuple[str, ...], words: str, example: str) -> Filter:
    return Filter(name, Match.THING, fields, words, example, kinds)


def _in_place(*fields: str) -> Filter:
    return Filter("place", Match.PLACE, fields, "Of this place, or of one within it", "us-ca")


def _dates(*fields: str, words: str) -> tuple[Filter, Filter]:
    return (
        Filter("from", Match.FROM, fields, f"{words} on this day or later", "2024-01-01"),
        Filter("to", Match.TO, fields, f"{words} on this day or before", "2024-12-31"),
    )


def _type(example: str) -> Filter:
    return Filter("type", Match.TYPE, ("type",), "Its class; several by commas", example)


_VERIFICATION: Final = _word("verification", "verification", "verifications", "How it was checked", "text")
_IN_FORCE: Final = Filter("on", Match.IN_FORCE, (), "In force on this day", "2024-06-01")
_BODIES: Final = ("regulator", "organisation")


def _kind(
    key: str,
    plural: str,
    example: str,
    columns: str,
    filters: tuple[Filter, ...],
    sorts: str = "",
    sort: str = "name",
) -> Kind:
    class_name = key.capitalize()
    keys = _FORMS.keys_for([class_name])
    fields = ("id", "name", "type", *DERIVED.get(key, ()), *(name for name in KEY_ORDER if name in keys))
    return Kind(
        key,
        plural,
        class_name,
        example,
        ("id", "name", *columns.split()),
        tuple(dict.fromkeys(fields)),
        filters,
        ("id", "name", *sorts.split()),
        sort,
        next((one.fields for one in filters if one.match is Match.PLACE), ()),
    )


TABLE: Final = (
    _kind(
        "jurisdiction",
        "jurisdictions",
        "us-ca-san-francisco",
        "type within iso_code researched_through research_depth verification",
        (
            _in_place(),
            _type("City"),
            _word(
                "research_depth", "research_depth", "research-depths", "How deeply researched", "national-law"
            ),
            _VERIFICATION,
        ),
        "type iso_code researched_through",
    ),
    _kind(
        "law",
        "laws",
        "us-il-bipa-2008",
        "short_name jurisdiction kind status citation bill enacted effective repealed_on expires enacted_by "
        "enforced_by private_right_of_action official_url verification",
        (
            _in_place("jurisdiction"),
            _word("kind", "kind", "law-kinds", "Its kind", "ordinance"),
            _word("status", "status", "law-statuses", "Its status", "in-force"),
            _IN_FORCE,
            *_dates(words="In force"),
            _thing("regulator", ("enacted_by", "enforced_by"), _BODIES, "Made or enforced by", "us-ftc"),
            _thing("enacted_by", ("enacted_by",), _BODIES, "Made by", "us-congress"),
            _thing("enforced_by", ("enforced_by",), _BODIES, "Enforced by", "us-ftc"),
            _thing("amends", ("amends",), ("law",), "Changes this law", "us-il-bipa-2008"),
            _thing("made_under", ("made_under",), ("law",), "Made under this law", "us-il-bipa-2008"),
            _thing("interprets", ("interprets",), ("law",), "Reads or applies this law", "eu-gdpr-2016"),
            Filter(
                "private_right_of_action",
                Match.TRUTH,
                ("private_right_of_action",),
                "Whether a person may sue: true, false or unknown",
                "true",
            ),
            _VERIFICATION,
        ),
        "jurisdiction status kind introduced enacted effective repealed_on expires",
    ),
    _kind(
        "rule",
        "rules",
        "us-il-bipa-2008--consent",
        "law jurisdiction effect reach limited_to force actors activities settings from until end_kind "
        "provision summary exceptions verification",
        (
            _in_place("jurisdiction"),
            _word("effect", "effect", "effects", "What it does, narrower words too", "prohibition"),
            _scope("actor", "actors", "actors", "Reaches this actor, in full or in part", "police"),
            _scope(
                "activity",
                "activities",
                "activities",
                "Reaches this activity, in full or in part",
                "real-time-identification",
            ),
            _scope("setting", "settings", "settings", "Reaches this setting, in full or in part", "retail"),
            _word("reach", "reach", "reaches", "Whether it forbids or permits in general", "full"),
            _word("force", "force", "forces", "How strongly it binds", "law"),
            _word("purpose", "purposes", "purposes", "A purpose to which it is limited", "protest"),
            _word("end_kind", "end_kind", "end-kinds", "Whether an end is set", "unknown"),
            _IN_FORCE,
            *_dates(words="In force"),
            _thing("law", ("law",), ("law",), "Of this law", "us-il-bipa-2008"),
            _VERIFICATION,
        ),
        "law jurisdiction effect from until verified_on",
    ),
    _kind(
        "exception",
        "exceptions",
        "us-il-bipa-2008--consent--glba-financial-institutions",
        "rule law jurisdiction provision summary overrides",
        (
            _in_place("jurisdiction"),
            _thing("law", ("law",), ("law",), "Of this law", "us-il-bipa-2008"),
            _thing("rule", ("rule",), ("rule",), "From this rule", "us-ca-san-francisco-19b-2019--ban"),
        ),
        "law rule",
        "id",
    ),
    _kind(
        "regulator",
        "regulators",
        "us-ftc",
        "short_name jurisdiction kind website verification",
        (
            _in_place("jurisdiction"),
            _word("kind", "kind", "regulator-kinds", "Its kind", "data-protection-authority"),
            _VERIFICATION,
        ),
        "jurisdiction kind",
    ),
    _kind(
        "organisation",
        "organisations",
        "clearview-ai",
        "short_name type country headquarters founded website verification",
        (
            _in_place("jurisdiction", "headquarters", "country"),
            _type("Vendor"),
            _VERIFICATION,
        ),
        "type country founded",
    ),
    _kind(
        "technology",
        "technologies",
        "clearview-app",
        "kind vendor summary verification",
        (
            _word("kind", "kind", "technology-kinds", "Its kind", "face-search-engine"),
            _thing("vendor", ("vendor",), _BODIES, "Sold by", "clearview-ai"),
            _VERIFICATION,
        ),
        "kind vendor",
    ),
    _kind(
        "proceeding",
        "proceedings",
        "aclu-v-clearview",
        "short_name jurisdiction kind status forum docket filed plaintiffs defendants plaintiffs_named "
        "defendants_named under concerns verification",
        (
            _in_place("jurisdiction"),
            _word("kind", "kind", "proceeding-kinds", "Its kind", "class-action"),
            _word("status", "status", "proceeding-statuses", "How it stands", "pending"),
            *_dates("filed", words="Begun"),
            _thing("party", ("plaintiffs", "defendants"), _BODIES, "Brought by or against", "clearview-ai"),
            _thing("plaintiff", ("plaintiffs",), _BODIES, "Brought by", "aclu"),
            _thing("defendant", ("defendants",), _BODIES, "Against", "clearview-ai"),
            _thing("law", ("under",), ("law",), "Invokes this law", "us-il-bipa-2008"),
            _thing("technology", ("concerns",), ("technology",), "About", "clearview-app"),
            Filter("docket", Match.TEXT, ("docket",), "Words of the docket numbers", "20 CH 4353"),
            _VERIFICATION,
        ),
        "jurisdiction status kind filed",
        "-filed",
    ),
    _kind(
        "outcome",
        "outcomes",
        "aclu-v-clearview--2020-10-07-procedural-step",
        "proceeding jurisdiction kind date amount currency summary",
        (
            _in_place("jurisdiction"),
            _word("kind", "kind", "outcome-kinds", "Its kind", "fine"),
            *_dates("date", words="Dated"),
            _thing("proceeding", ("proceeding",), ("proceeding",), "Of this case", "rosenbach-v-six-flags"),
        ),
        "proceeding kind date amount",
        "-date",
    ),
    _kind(
        "event",
        "events",
        "amazon-moratorium-2020",
        "kind date ended organisations places technologies changes summary verification",
        (
            _in_place("places"),
            _word("kind", "kind", "event-kinds", "Its kind", "deployment"),
            *_dates("date", "ended", words="Happened"),
            _thing("organisation", ("organisations",), _BODIES, "Took part", "clearview-ai"),
            _thing("technology", ("technologies",), ("technology",), "About", "clearview-app"),
            _thing("changes", ("changes",), ("rule", "law"), "Changed this rule or law", "eu-ai-act-2024"),
            _VERIFICATION,
        ),
        "kind date",
        "-date",
    ),
    _kind(
        "source",
        "sources",
        "ipvm-com-reports-sf-ban",
        "title url publisher date",
        (
            Filter("publisher", Match.TEXT, ("publisher",), "Words of the publisher's name", "ACLU"),
            Filter("url", Match.TEXT, ("url",), "Words of the address", "eff.org"),
            *_dates("date", words="Dated"),
        ),
        "publisher date url",
        "id",
    ),
)
"""Every kind that has lists."""

BY_KEY: Final = {kind.key: kind for kind in TABLE}
