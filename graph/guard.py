"""The guard at the door for SPARQL from strangers: one pass over its tokens, before any engine reads it.

It refuses what would reach out of this data (SERVICE, LOAD), in a query what would change it, and what is so
deep or so long that an engine would overflow its stack or plan for ever. It does not check the grammar; that
is the engine's task. FROM is no door: it chooses among the graphs of this data (`graph.datasets`).

The engine's parser needs no space between words: it reads `trueSERVICE` as two words, `{SERVICEx:y{}}` as a
call to `x:y`, and `?a<1#>` once as an IRI and once as a comparison before a comment. So a bare word must be
one of the known words, a prefix may not contain a forbidden one, and a `<` that can be read both ways is
refused. A triple term is taken where white space after `<<(` leaves no other reading.
"""

import re
from typing import Final, NoReturn

from graph.tokens import TOKEN
from schema.errors import QueryRefused, QuerySyntaxError, QueryTooLarge

MAX_BYTES: Final = 64 * 1024
"""Size of the query text as UTF-8. By hand one writes 1-5 KiB."""

MAX_DEPTH: Final = 40
"""Open brackets at once, those of triple terms too. Overflow was measured from 971 groups and 5976 triple
terms on (stack of 8 MiB), and from 51 on (512 KiB).
"""

MAX_PATTERNS: Final = 150
"""Triple patterns, path steps and groups. Planning is cubic: 100 patterns take 1 s, 200 more than 4 s."""

MAX_CLAUSES: Final = 200
"""Words such as UNION, BIND or FILTER. 1600 of them still plan in 0.3 s, 3200 BINDs overflow the stack."""

MAX_UPDATE_BYTES: Final = 4 * 1024 * 1024
"""Size of the text of an update as UTF-8; more data comes in as an upload."""

MAX_OPERATORS: Final = 500
"""Operators in expressions. 400 comparisons plan in 0.1 s, 3200 in more than 4 s."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BOUNDS: Final = {"patterns": MAX_PATTERNS, "clauses": MAX_CLAUSES, "operators": MAX_OPERATORS}
_CLAUSES: Final = _words("AS BIND EXISTS FILTER GRAPH MINUS OPTIONAL SELECT UNION VALUES")
_WORDS: Final = _CLAUSES | _words(
    """
    A ASC ASK BASE BY CONSTRUCT DESC DESCRIBE DISTINCT FALSE FROM GROUP HAVING IN LIMIT NAMED NOT OFFSET ORDER
    PREFIX REDUCED SEPARATOR TRUE UNDEF VERSION WHERE ABS AVG BNODE BOUND CEIL COALESCE CONCAT CONTAINS
    COUNT DATATYPE DAY ENCODE_FOR_URI FLOOR GROUP_CONCAT HASLANG HASLANGDIR HOURS IF IRI ISBLANK ISIRI
    ISLITERAL ISNUMERIC ISTRIPLE ISURI LANG LANGDIR LANGMATCHES LCASE MAX MD5 MIN MINUTES MONTH NOW
    OBJECT PREDICATE RAND REGEX REPLACE ROUND SAMETERM SAMPLE SECONDS SHA1 SHA256 SHA384 SHA512 STR
    STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLANGDIR STRLEN STRSTARTS STRUUID SUBJECT SUBSTR SUM
    TIMEZONE TRIPLE TZ UCASE URI UUID YEAR
    """
)
_UPDATES: Final = _words("ADD CLEAR COPY CREATE DELETE DROP INSERT MOVE USING WITH")
_UPDATE_WORDS: Final = _WORDS | _UPDATES | _words("ALL DATA DEFAULT INTO SILENT TO")
_REACHING: Final = _words("SERVICE SILENT")
_REACHING_UPDATE: Final = _words("SERVICE LOAD")
_REACHES_OUT: Final = re.compile("SERVICE|FROM|LOAD")

_CLOSES: Final = {")": "(", "}": "{", "]": "["}
_CODEPOINT: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{0,8}))")
_TRIPLE: Final = re.compile(r"<<\(?(?=[ \t\r\n])")
_AMBIGUOUS: Final = re.compile(r"[#'()\[\]]")


def check_query(text: str, may_reach_out: bool = False) -> None:
    """Say nothing about a query that may run; else raise, naming line and column (both counted from 1).

    QueryTooLarge beyond the bounds above, QueryRefused for what would reach out of or change the data,
    QuerySyntaxError for text that cannot be SPARQL (unknown words, open strings, brackets that do not match).
    `may_reach_out`: SERVICE passes, for `graph.outside` to look at its address.
    """
    _check(text, _WORDS | _REACHING if may_reach_out else _WORDS, MAX_BYTES)


def check_update(text: str, may_reach_out: bool = False) -> None:
    """Say nothing about an update that may be worked out; else raise, as `check_query` does.

    What INSERT DATA and DELETE DATA list is bounded by the size of the text and by depth alone.
    `may_reach_out`: LOAD passes too.
    """
    words = _UPDATE_WORDS | _REACHING_UPDATE if may_reach_out else _UPDATE_WORDS
    _check(text, words, MAX_UPDATE_BYTES)


def _check(text: str, words: frozenset[str], most: int) -> None:
    if len(text.encode("utf-8", "surrogatepass")) > most:
        raise QueryTooLarge(f"the text is longer than {most // 1024} KiB; send it in several parts")
    _check_codepoints(text)
    _Scan(text, words).run()


def _check_codepoints(text: str) -> None:
    r"""Refuse `\u0053`: some engines decode it before they read tokens: it can spell or end anything."""
    for found in _CODEPOINT.finditer(text):
        digits = found[1] or found[2]
        if len(digits) not in (4, 8) or int(digits, 16) < 0x80:
            _refuse("an escape spells an ASCII character; write the character itself", text, found.start())


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of a character of a text."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _refuse(message: str, text: str, offset: int) -> NoReturn:
    line, column = position(text, offset)
    raise QueryRefused(f"{message} (line {line}, column {column})", line, column)


class _Scan:
    """The state of one pass: open brackets, counts, and whether the last token was an operand."""

    def __init__(self, text: str, words: frozenset[str]) -> None:
        self.text = text
        self.words = words
        self.at = 0
        # "(", "{", "["; "V": the block of VALUES, "v": a row in it; "D": of DATA; "<<", "<<(": a triple
        self.open: list[str] = []
        self.after_operand = False
        self.opens = ""  # what the next "{" opens, where that is no group: "V" or "D"
        self.end = 0  # where the token at hand ends
        self.counts = dict.fromkeys(_BOUNDS, 0)

    def run(self) -> None:
        while self.at < len(self.text):
            token = TOKEN.match(self.text, self.at)
            kind = token.lastgroup if token else None
            if token is None or kind is None:
                self.malformed("unexpected character, or a string or name that does not end")
            self.end = token.end()
            self.read(kind, token.group())
            self.at = self.end
        if self.open:
            self.malformed(f"{len(self.open)} bracket(s) not closed")

    def read(self, kind: str, token: str) -> None:
        if kind == "space":
            return
        if kind == "mark":
            self.read_mark(token)
        elif kind == "operator":
            self.read_operator(token)
        elif kind == "name" and self.text[self.at + len(token) : self.at + len(token) + 1] != ":":
            self.read_words(token)
        else:
            if kind == "name" and (found := _REACHES_OUT.search(token.upper())):
                self.refuse(f"a prefix may not contain the word {found[0]}; choose another prefix")
            if kind == "iri":
                self.read_iri(token)
            # Operands side by side in round brackets are members of a list: two triple patterns each.
            if self.after_operand and self.innermost == "(" and kind != "language":
                self.count("patterns", 2)
            self.after_operand = kind != "name"

    @property
    def innermost(self) -> str:
        return self.open[-1] if self.open else ""

    def read_iri(self, token: str) -> None:
        if self.after_operand and self.innermost == "(" and _AMBIGUOUS.search(token):
            self.refuse("'<' may begin an IRI or compare here; write a space after it, or a prefixed name")

    def read_words(self, token: str) -> None:
        for word in token.upper().split("."):
            if word in self.words:
                self.after_operand = word in ("A", "TRUE", "FALSE")
                self.opens = {"VALUES": "V", "DATA": "D"}.get(word, self.opens)
                if word in _CLAUSES:
                    self.count("clauses")
            elif found := _REACHES_OUT.search(word):
                self.refuse(f"{found[0]} is not accepted: queries answer from this data alone")
            elif word in _UPDATES:
                self.refuse(f"{word} is not accepted: this address reads and does not change the data")
            else:
                self.malformed(f"unknown word {token[:40]!r}")

    def read_operator(self, token: str) -> None:
        if token == "<" and self.text.startswith("<", self.at + 1):
            self.open_triple()
            return
        if token == ">" and self.innermost == "<<":
            self.close_triple(">>")
            return
        if token == "<" and self.innermost != "(":
            self.malformed("an IRI that does not end, or a character in it that an IRI cannot hold")
        self.count("patterns" if token == "/" else "operators")
        self.after_operand = False

    def open_triple(self) -> None:
        found = _TRIPLE.match(self.text, self.at)
        if not found:
            self.refuse(
                "'<<' may begin a triple or compare; write a space after '<<' or '<<(' for a triple, after "
                "'<' to compare with an IRI"
            )
        self.push(found.group())
        self.count("patterns", 2)
        self.end = found.end()

    def close_triple(self, closing: str) -> None:
        if not self.text.startswith(closing, self.at):
            self.malformed(f"a triple does not end in {closing!r}")
        self.open.pop()
        self.end = self.at + len(closing)
        self.after_operand = True

    def push(self, bracket: str) -> None:
        if len(self.open) == MAX_DEPTH:
            self.too_large(f"brackets are nested deeper than {MAX_DEPTH}")
        self.open.append(bracket)
        self.after_operand = False

    def read_mark(self, token: str) -> None:
        if token == ")" and self.innermost == "<<(":
            self.close_triple(")>>")
        elif token in "({[":
            if token == "{" and self.opens:
                token, self.opens = self.opens, ""
            elif token == "(" and self.innermost == "V":
                token = "v"
            elif token != "(":
                self.count("patterns")
            self.push(token)
        elif token in _CLOSES:
            opened = {"V": "{", "D": "{", "v": "("}.get(self.innermost, self.innermost)
            if opened != _CLOSES[token]:
                self.malformed(f"{token!r} closes nothing")
            self.open.pop()
            self.after_operand = True
        else:
            if token == "." or self.innermost not in ("(", "v"):
                self.count("patterns")
            self.after_operand = False

    def count(self, what: str, number: int = 1) -> None:
        if "D" in self.open:
            return
        self.counts[what] += number
        if self.counts[what] > _BOUNDS[what]:
            self.too_large(f"more than {_BOUNDS[what]} {what}")

    def refuse(self, message: str) -> NoReturn:
        _refuse(message, self.text, self.at)

    def too_large(self, message: str) -> NoReturn:
        line, column = position(self.text, self.at)
        raise QueryTooLarge(f"{message} (line {line}, column {column}); ask in several queries")

    def malformed(self, message: str) -> NoReturn:
        line, column = position(self.text, self.at)
        raise QuerySyntaxError(f"{message} (line {line}, column {column})", line, column)
