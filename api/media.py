"""Media types: what is offered, and what a client accepts (RFC 9110, 12.5.1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from api.problems import NotAcceptable, UnsupportedMediaType
from graph.changes import UPLOAD_MEDIA

TABLES: Final = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
}
"""How rows and yes/no answers are written; the first is the default."""

GRAPHS: Final = {
    "ttl": "text/turtle; charset=utf-8",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
}
"""How triples are written; the first is the default."""

DATASETS: Final = {
    "trig": "application/trig",
    "nq": "application/n-quads",
    "jsonld": "application/ld+json",
}
"""How graphs are written with their names; the first is the default."""

ALIASES: Final = {
    "application/json": ("json", "jsonld"),
    "application/xml": ("xml", "rdf"),
    "text/xml": ("xml", "rdf"),
    "application/x-turtle": ("ttl",),
    "text/plain": ("nt",),
}
"""Other media types that clients send for a format: of rows, or of triples."""


NAMED: Final = {
    **{name: media.partition(";")[0] for name, media in {**TABLES, **GRAPHS, **DATASETS}.items()},
    "json": "application/json",
    "xml": "application/xml",
}
"""What `format=` may name instead of Accept, for who cannot set a header: an HTML form, a link. "json" and
"xml" mean the forms of rows and of triples.
"""


@dataclass(frozen=True)
class Range:
    """One range of an Accept header: "text/*", with its weight from 0 to 1."""

    media: str
    weight: float

    def fits(self, media: str) -> int:
        """How closely the range names a media type: 3 exactly, 2 by its main type, 1 as anything, 0 not."""
        if self.media == media:
            return 3
        if self.media == media.partition("/")[0] + "/*":
            return 2
        return 1 if self.media == "*/*" else 0


def parse_accept(header: str | None) -> list[Range]:
    """The ranges of an Accept header; none, or an empty one, accepts anything. What cannot be read is left
    out.
    """
    ranges = []
    for part in (header or "").split(","):
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if media.count("/") == 1:
            ranges.append(Range(media, _quality(parameters)))
    return ranges or [Range("*/*", 1.0)]


def choose(accept: str | None, offered: Mapping[str, str]) -> list[str]:
    """The names of the offered formats that are accepted, best first; NotAcceptable when there is none.

    Between formats of equal weight the order of the offer decides.
    """
    ranges = parse_accept(accept)
    weights = {name: _weight_of(ranges, name, plain(media)) for name, media in offered.items()}
    accepted = [name for name in offered if weights[name] > 0]
    if not accepted:
        raise NotAcceptable([plain(media) for media in offered.values()])
    return sorted(accepted, key=lambda name: -weights[name])


def upload_format(media: str) -> str:
    """The format of an upload; UnsupportedMediaType with those that are read."""
    if media not in UPLOAD_MEDIA:
        said = media or "of no media type"
        raise UnsupportedMediaType(
            f"the data is {said}; send one of {', '.join(UPLOAD_MEDIA)}", tuple(UPLOAD_MEDIA)
        )
    return UPLOAD_MEDIA[media]


def plain(media: str) -> str:
    """A media type without its parameters."""
    return media.partition(";")[0].strip()


def _weight_of(ranges: list[Range], name: str, media: str) -> float:
    """The weight of the range that names a format most closely; an alias counts only when named in full."""
    named = [one for one in ranges if name in ALIASES.get(one.media, ())]
    best = max(ranges, key=lambda one: one.fits(media))
    if named and best.fits(media) < 3:
        return max(one.weight for one in named)
    return best.weight if best.fits(media) else 0.0


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(1.0, max(0.0, float(value)))
            except ValueError:
                return 0.0
    return 1.0
