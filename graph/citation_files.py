"""Citations for reference managers: BibTeX, CSL-JSON, RIS."""

import re
from datetime import date
from typing import Any, Final

from graph.citations import CASE, LAW, MAKER, SOURCE, Cited
from schema.periods import PartialDate, day_words

_LATEX: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": "{$<$}",
    ">": "{$>$}",
}
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CSL_LAWS: Final = {
    "regulation": "regulation",
    "treaty": "treaty",
    "court order": "legal_case",
    "policy": "document",
    "guidance": "document",
}
_CSL: Final = {CASE: "legal_case", SOURCE: "webpage"}
_RIS: Final = {
    "legislation": "STAT",
    "bill": "BILL",
    "regulation": "STAT",
    "treaty": "STAT",
    "legal_case": "CASE",
    "webpage": "ELEC",
    "document": "GOVDOC",
    "entry": "DBASE",
}
_BILLS: Final = ("pending", "failed", "vetoed")


def bibtex(cited: Cited) -> str:
    """A BibTeX entry in UTF-8; what LaTeX would take for a command is escaped, other letters stay."""
    fields = {
        "title": f"{{{_latex(cited.title)}}}",
        "author": f"{{{_latex(_author(cited))}}}" if _author(cited) else None,
        "howpublished": _latex(cited.pinpoint),
        "organization": _latex(cited.authority),
        "year": str(cited.issued)[:4] if cited.issued else None,
        "url": _url(cited.url or cited.iri),
        "note": _latex(_note(cited)),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    if cited.issued and cited.issued.precision != "year":
        lines.append(f"  month = {_MONTHS[cited.issued.first_day.month - 1]},")
    key = "facelex-" + re.sub(r"[^A-Za-z0-9.-]+", "-", cited.id)
    return "\n".join([f"@misc{{{key},", *lines, "}"]) + "\n"


def csl_json(cited: Cited) -> list[dict[str, Any]]:
    """A CSL-JSON list of one item, as citeproc processors and reference managers read it."""
    item = {
        "id": cited.id,
        "type": csl_type(cited),
        "title": cited.title,
        "title-short": cited.short_title,
        "number": cited.number,
        "section": cited.provision,
        "authority": cited.authority,
        "jurisdiction": cited.place,
        "publisher": cited.publisher,
        "container-title": MAKER if csl_type(cited) == "entry" else None,
        "author": [{"literal": _author(cited)}] if _author(cited) else None,
        "issued": {"date-parts": [_parts(cited.issued)]} if cited.issued else None,
        "accessed": {"date-parts": [_parts(cited.on)]},
        "URL": cited.url or cited.iri,
        "version": cited.data_version,
        "source": MAKER,
        "note": _note(cited),
        "language": "en",
    }
    return [{name: value for name, value in item.items() if value}]


def ris(cited: Cited) -> str:
    """A RIS entry."""
    fields = [
        ("TY", _RIS[csl_type(cited)]),
        ("ID", cited.id),
        ("TI", cited.title),
        ("ST", cited.short_title),
        ("AU", _author(cited)),
        ("M1", cited.number),
        ("SE", cited.provision),
        ("CY", cited.place),
        ("PB", cited.publisher or cited.authority),
        ("PY", str(cited.issued)[:4] if cited.issued else None),
        ("DA", _slashed(cited.issued)),
        ("UR", cited.url or cited.iri),
        ("Y2", _slashed(cited.on)),
        ("DB", MAKER),
        ("N1", _note(cited)),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in fields if value) + "ER  - \r\n"


def csl_type(cited: Cited) -> str:
    """The type of the item in CSL's words. A text that never became law is a bill."""
    if cited.form != LAW:
        return _CSL.get(cited.form, "entry")
    return "bill" if cited.status in _BILLS else _CSL_LAWS.get(cited.kind, "legislation")


def _author(cited: Cited) -> str | None:
    """Who stands as author: the publisher of a source, facelex for its own records; nobody for law."""
    if cited.form in (LAW, CASE):
        return None
    return cited.publisher if cited.form == SOURCE else MAKER


def _note(cited: Cited) -> str:
    return f"{MAKER} record {cited.iri}, as of {day_words(cited.on)}, data version {cited.data_version}" + (
        f"; status: {cited.status}" if cited.status else ""
    )


def _parts(day: PartialDate | date) -> list[int]:
    return [int(part) for part in str(day).split("-")]


def _slashed(day: PartialDate | date | None) -> str | None:
    """A date as RIS has it: 2022/05/11/, with nothing between slashes where a part is not known."""
    return "/".join([*str(day).split("-"), "", ""][:3]) + "/" if day else None


def _latex(text: str | None) -> str:
    return "".join(_LATEX.get(character, character) for character in text or "")


def _url(address: str) -> str:
    """An address for a field that is taken as it stands: what would end the field is escaped."""
    return address.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C").replace(" ", "%20")
