"""Citations in words, after the three guides that lawyers and scholars use most; see APPROXIMATED.

- bluebook: The Bluebook, 22nd edition, rules 10 (cases), 12 (statutes), 18 (internet sources)
- oscola: Oxford University Standard for the Citation of Legal Authorities, 4th edition
- apa: Publication Manual of the American Psychological Association, 7th edition, chapters 10 and 11

Each says what is cited and then where the record of it stands, as of which day, in which state of the data.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from graph.citations import CASE, LAW, MAKER, RECORD, SOURCE, Cited
from schema.periods import PartialDate, day_words

APPROXIMATED: Final = (
    "Titles are not in italics. Courts, reporters, legislatures and titles are not abbreviated. A law is "
    "cited as its record writes it, in the form of its own country. Check short forms, parallel citations "
    "and pinpoints against the guide."
)
"""What a reader must do for a citation to be as its guide wants it."""

_MONTHS: Final = {
    **{month: f"{month}." for month in ("Jan", "Feb", "Mar", "Apr", "Aug", "Oct", "Nov", "Dec")},
    "Sep": "Sept.",
}
"""The months that the Bluebook shortens (table T12)."""


def bluebook(cited: Cited) -> str:
    """As in an American court or law review."""
    day = _american(cited.issued, short=True)
    if cited.form == LAW:
        work = _joined(cited.title, cited.pinpoint) + _year(cited)
    elif cited.form == CASE:
        number = f"No. {cited.number}" if cited.number else None
        when = day if cited.is_decided or not day else f"filed {day}"
        work = _joined(cited.title, number) + _bracketed(cited.authority, when)
    elif cited.form == SOURCE:
        work = _joined(cited.publisher, cited.title) + _bracketed(day)
    else:
        work = cited.title + _bracketed(day)
    record = f"{MAKER} (as of {_american(cited.on, short=True)}; data {cited.data_version}), {cited.iri}"
    return f"{_joined(work, cited.url)}; {record}."


def oscola(cited: Cited) -> str:
    """As in a British court or law review: hardly any full stops, addresses in angle brackets."""
    day = day_words(str(cited.issued)) if cited.issued else ""
    if cited.form == LAW:
        work = _joined(cited.title, cited.pinpoint) + _bracketed(cited.place, _year_of(cited))
    elif cited.form == CASE:
        when = day if cited.is_decided or not day else f"filed {day}"
        work = cited.title + _bracketed(cited.number, cited.authority, when)
    elif cited.form == SOURCE:
        work = f"'{cited.title}'" + _bracketed(cited.publisher, day)
    else:
        work = f"'{cited.title}'" + _bracketed(day)
    address = f" <{cited.url}>" if cited.url else ""
    record = f"{MAKER}, data version {cited.data_version}, as at {day_words(cited.on)} <{cited.iri}>"
    return f"{work}{address}; {record}"


def apa(cited: Cited) -> str:
    """As in the social sciences: legal works as in the Bluebook, others by author and date."""
    address = f" {cited.url}" if cited.url else ""
    record = f"Data version {cited.data_version}, as of {_american(cited.on)}, from {cited.iri}"
    if cited.form == LAW:
        work = f"{_joined(cited.title, cited.pinpoint)}{_year(cited)}."
    elif cited.form == CASE:
        number = f"No. {cited.number}" if cited.number else None
        day = _american(cited.issued)
        when = day if cited.is_decided or not day else f"filed {day}"
        work = f"{_joined(cited.title, number)}{_bracketed(cited.authority, when)}."
    else:
        author = cited.publisher if cited.form == SOURCE and cited.publisher else MAKER
        form = "" if cited.form == SOURCE else f" [Record of the {cited.kind}]"
        work = f"{author.rstrip('.')}. ({_scholarly(cited.issued)}). {cited.title.rstrip('.')}{form}."
    return f"{work}{address} {record}" if cited.form == RECORD else f"{work}{address} {MAKER}. {record}"


STYLES: Final[Mapping[str, Callable[[Cited], str]]] = {"bluebook": bluebook, "oscola": oscola, "apa": apa}


def _american(day: PartialDate | date | None, *, short: bool = False) -> str:
    """A date as Americans write it, to the precision it has: "May 11, 2022", "May 2022", "2022"."""
    if not day:
        return ""
    words = day_words(str(day)).split()
    if short and len(words) > 1:
        words[-2] = _MONTHS.get(words[-2][:3], words[-2])
    return f"{words[1]} {words[0]}, {words[2]}" if len(words) == 3 else " ".join(words)


def _scholarly(day: PartialDate | None) -> str:
    """A date as APA puts it behind the author: "2022, May 11"; "n.d." when there is none."""
    if not day:
        return "n.d."
    *rest, year = day_words(str(day)).split()
    return ", ".join(filter(None, (year, " ".join(reversed(rest)))))


def _year_of(cited: Cited) -> str | None:
    """The year of a law, unless its title or number says it already."""
    year = str(cited.issued)[:4] if cited.issued else None
    return None if year and year in f"{cited.title} {cited.pinpoint or ''}" else year


def _year(cited: Cited) -> str:
    return _bracketed(_year_of(cited))


def _joined(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)


def _bracketed(*parts: str | None) -> str:
    said = ", ".join(part for part in parts if part)
    return f" ({said})" if said else ""
