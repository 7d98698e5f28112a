"""Everything that can go wrong, as one tree.

    FacelexError
    ├── RecordError            one thing wrong in one record file, with its line
    ├── RecordErrors           all that is wrong in the record files that were read
    ├── QuestionError
    │   ├── UnknownPlace       no place of that name; carries near ones
    │   ├── AmbiguousPlace     several places of that name; carries them
    │   ├── UnknownConcept     no such actor, activity or setting; carries the accepted words
    │   ├── BadDay             not a day of the calendar as YYYY-MM-DD
    │   ├── UnusableValue      a filter, sort, field or cursor of a list that cannot be used
    │   └── BadQuestion        one of many questions that lacks a part, or has one that is no text
    ├── BadTable               a list of questions that is neither JSON nor CSV
    │   └── MissingColumns     its header lacks columns; carries them
    ├── QueryError
    │   ├── QuerySyntaxError   not SPARQL, with line and column
    │   ├── QueryRefused       SPARQL that this server does not run for strangers
    │   ├── NoSuchGraph        names a graph that is not here
    │   ├── QueryTooLarge      asks for more text, depth, rows, bytes or memory than allowed
    │   ├── QueryTimeout       did not end by its deadline
    │   └── QueryBusy          too many queries are waiting
    ├── NotFound               no entity of that kind and slug
    ├── StoreError             the dataset cannot be read, written or built
    ├── EngineError            a SPARQL engine at another address is down, or answers what cannot be used
    │   ├── EngineTimeout      it did not answer in time
    │   ├── EngineTooMuch      its answer is larger than is read
    │   ├── EngineRefused      it says that the request is at fault
    │   └── EngineNotReady     it holds no data, or another state of the data than it should
    ├── FetchFailed            an allowed address elsewhere does not give what SERVICE or LOAD asks for
    └── SettingsError          an environment variable or option has no usable value

A message says what is wrong and what to do next. Nothing here knows of HTTP or exit codes: the doors do.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Candidate:
    """A thing that may have been meant: its id (`kind/slug`), its name, and what tells it from others."""

    id: str
    name: str
    context: str = ""

    def __str__(self) -> str:
        where = f" ({self.context})" if self.context else ""
        return f"{self.name}{where}: {self.id}"


class FacelexError(Exception):
    """Any failure that facelex foresees; its text is fit for a user's eyes."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class RecordError(FacelexError):
    """One thing wrong in a record file. Lines count from 1."""

    def __init__(self, path: str, line: int, problem: str, remedy: str) -> None:
        super().__init__(f"{path}:{line}: {problem}; {remedy}")
        self.path = path
        self.line = line
        self.problem = problem
        self.remedy = remedy


class RecordErrors(FacelexError):
    """All that is wrong in the record files, sorted by file and line."""

    def __init__(self, errors: Iterable[RecordError]) -> None:
        self.errors = tuple(sorted(errors, key=lambda error: (error.path, error.line, error.problem)))
        super().__init__("\n".join(error.message for error in self.errors))


class QuestionError(FacelexError):
    """A question that cannot be understood."""


class UnknownPlace(QuestionError):
    """No place of that name is recorded; `near` are the ones that look like it."""

    def __init__(self, given: str, near: Sequence[Candidate] = ()) -> None:
        self.given = given
        self.near = tuple(near)
        hint = (
            "did you mean " + " or ".join(str(candidate) for candidate in self.near) + "?"
            if self.near
            else "give a name (San Francisco), an ISO code (US-CA) or a slug (us-ca-san-francisco)"
        )
        super().__init__(f"no place called {given!r} is recorded, which says nothing about its law; {hint}")


class AmbiguousPlace(QuestionError):
    """Several places go by that name; `candidates` are all of them."""

    def __init__(self, given: str, candidates: Sequence[Candidate]) -> None:
        self.given = given
        self.candidates = tuple(candidates)
        listed = "; ".join(str(candidate) for candidate in self.candidates)
        super().__init__(f"{given!r} may be one of several places; ask again with one of these ids: {listed}")


class UnknownConcept(QuestionError):
    """A word that is not in its concept scheme (`scheme` is "actor", "activity" or "setting")."""

    def __init__(self, scheme: str, given: str, accepted: Sequence[str], near: Sequence[str] = ()) -> None:
        self.scheme = scheme
        self.given = given
        self.accepted = tuple(accepted)
        self.near = tuple(near)
        hint = f"did you mean {' or '.join(self.near)}? " if self.near else ""
        super().__init__(f"there is no {scheme} {given!r}; {hint}accepted: {', '.join(self.accepted)}")


class BadDay(QuestionError):
    """A text that is not a day of the calendar written YYYY-MM-DD. `is_well_formed`: it looks like one."""

    def __init__(self, given: str, is_well_formed: bool = False) -> None:
        self.given = given
        what = "is not in the calendar" if is_well_formed else "is not a day"
        super().__init__(f"{given!r} {what}; write a day as YYYY-MM-DD, for example 2024-06-01")


class UnusableValue(QuestionError):
    """A filter, sort, field or cursor that cannot be used; `accepted` and `near` list what can be."""

    def __init__(self, message: str, accepted: Sequence[str] = (), near: Sequence[Candidate] = ()) -> None:
        self.accepted = tuple(accepted)
        self.near = tuple(near)
        super().__init__(message)


class BadQuestion(QuestionError):
    """One of many questions that lacks its place or actor, or has a value that is no text."""


class BadTable(FacelexError):
    """A list of questions that cannot be read; lines and columns count from 1, None where unknown."""

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class MissingColumns(BadTable):
    """A header that lacks columns, `missing`; `accepted` are all that are read."""

    def __init__(self, missing: Sequence[str], accepted: Sequence[str], given: Sequence[str]) -> None:
        self.missing = tuple(missing)
        self.accepted = tuple(accepted)
        shown = [repr(name if len(name) <= 40 else name[:40] + "...") for name in given[:10]]
        hint = ""
        if len(given) == 1 and any(mark in given[0] for mark in ";\t"):
            hint = "; part the columns by commas"
        super().__init__(
            f"the header lacks {', '.join(self.missing)}; it has {', '.join(shown) or 'nothing'}{hint}. "
            f"Columns that are read: {', '.join(self.accepted)}; others pass through"
        )


class QueryError(FacelexError):
    """A SPARQL query that cannot be answered."""


class QuerySyntaxError(QueryError):
    """Text that is not SPARQL. Line and column count from 1."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class QueryRefused(QueryError):
    """A query that reaches out or writes, which strangers may not do. Line and column count from 1."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class NoSuchGraph(QueryError):
    """No graph of that name holds anything."""


class QueryTooLarge(QueryError):
    """A query, or its result, beyond the bounds in text, depth, rows, bytes or memory."""


class QueryTimeout(QueryError):
    """A query that did not end by its deadline, in seconds."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(
            f"the query did not end within {seconds:g} s and was stopped; "
            "name a place or a class first, join its patterns, or ask for fewer rows with LIMIT"
        )


class QueryBusy(QueryError):
    """More queries are waiting than the server takes; `retry_after` is in seconds."""

    def __init__(self, retry_after: int = 1) -> None:
        self.retry_after = retry_after
        super().__init__(f"too many queries are waiting; try again in {retry_after} s")


class NotFound(FacelexError):
    """No entity of that kind and slug; `near` are the ones that look like it."""

    def __init__(self, kind: str, slug: str, near: Sequence[Candidate] = ()) -> None:
        self.kind = kind
        self.slug = slug
        self.near = tuple(near)
        hint = (
            "did you mean " + " or ".join(str(candidate) for candidate in self.near) + "?"
            if self.near
            else "search for it by its name, slugs are the ids of records"
        )
        super().__init__(f"there is no {kind} {slug!r}; {hint}")


class StoreError(FacelexError):
    """The dataset cannot be read, written or built."""


class EngineError(FacelexError):
    """A SPARQL engine at another address is down, or answers what cannot be used."""


class EngineTimeout(EngineError):
    """The engine did not answer in time."""


class EngineTooMuch(EngineError):
    """The engine's answer is larger than is read."""


class EngineRefused(EngineError):
    """The engine says that the request is at fault (status 400)."""


class EngineNotReady(EngineError):
    """The engine holds no data, or another state of the data than it should."""


class FetchFailed(FacelexError):
    """An allowed address elsewhere is down, or gives what SERVICE or LOAD cannot use."""


class SettingsError(FacelexError):
    """A setting has no usable value; the message names it and the accepted form."""
