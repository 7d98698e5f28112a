"""The guard at the door for SPARQL from strangers: one pass over its tokens, before any engine reads it.

It refuses what would reach out of this data (SERVICE, FROM) or change it, and what is so deep or so long that
an engine would overflow its stack or plan for ever. It does not check the grammar; that is the engine's task.

The engine's parser needs no space between words: it reads `trueSERVICE` as two words, `{SERVICEx:y{}}` as a
call to `x:y`, and `?a<1#>` once as an IRI and once as a comparison before a comment. So a bare word must be
one of the known words, a prefix may not contain a forbidden one, and a `<` that can be read both ways is
refused.
"""

import re
from typing import Final, NoReturn

from schema.errors import QueryRefused, QuerySyntaxError, QueryTooLarge

MAX_BYTES: Final = 64 * 1024
"""Size of the query text as UTF-8. By hand one writes 1-5 KiB."""

MAX_DEPTH: Final = 40
"""Open brackets at once. Overflow was measured from 971 on (stack of 8 MiB) and from 51 on (512 KiB)."""

MAX_PATTERNS: Final = 150
"""Triple patterns, path steps and groups. Planning is cubic: 100 patterns take 1 s, 200 more than 4 s."""

MAX_CLAUSES: Final = 200
"""Words such as UNION, BIND or FILTER. 1600 of them still plan in 0.3 s, 3200 BINDs overflow the stack."""

MAX_OPERATORS: Final = 500
"""Operators in expressions. 400 comparisons plan in 0.1 s, 3200 in more than 4 s."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BOUNDS: Final = {"patterns": MAX_PATTERNS, "clauses": MAX_CLAUSES, "operators": MAX_OPERATORS}
_CLAUSES: Final = _words("AS BIND EXISTS FILTER GRAPH MINUS OPTIONAL SELECT UNION VALUES")
_WORDS: Final = _CLAUSES | _words(
    """
    A ASC ASK BASE BY CONSTRUCT DESC DESCRIBE DISTINCT FALSE GROUP HAVING IN LIMIT NOT OFFSET ORDER
    PREFIX REDUCED SEPARATOR TRUE UNDEF VERSION WHERE ABS AVG BNODE BOUND CEIL COALESCE CONCAT CONTAINS
    COUNT DATATYPE DAY ENCODE_FOR_URI FLOOR GROUP_CONCAT HASLANG HASLANGDIR HOURS IF IRI ISBLANK ISIRI
    ISLITERAL ISNUMERIC ISTRIPLE ISURI LANG LANGDIR LANGMATCHES LCASE MAX MD5 MIN MINUTES MONTH NOW
    OBJECT PREDICATE RAND REGEX REPLACE ROUND SAMETERM SAMPLE SECONDS SHA1 SHA256 SHA384 SHA512 STR
    STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLANGDIR STRLEN STRSTARTS STRUUID SUBJECT SUBSTR SUM
    TIMEZONE TRIPLE TZ UCASE URI UUID YEAR
    """
)
_UPDATES: Final = _words("ADD CLEAR COPY CREATE DELETE DROP INSERT LOAD MOVE USING WITH")
_REACHES_OUT: Final = re.compile("SERVICE|FROM")

_START: Final = (
    r"A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D\u2070-\u218F"
    r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)  # PN_CHARS_BASE of the SPARQL grammar
_MORE: Final = _START + r"_0-9\u00B7\u0300-\u036F\u203F\u2040"  # VARNAME
_LOCAL: Final = rf"(?:[{_MORE}:-]|%[0-9A-Fa-f]{{2}}|\\[_~.\-!$&'()*+,;=/?#@%])"
_ESCAPE: Final = r"\\(?:[tbnrf\"'\\]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})"
# Every repetition is possessive: the scan never goes back, so its time is linear in the length of the text.
TOKEN: Final = re.compile(
    rf"""
    (?P<space>(?:[ \t\r\n]++|\#[^\r\n]*+)++)
  | (?P<string>\"\"\"(?:\"{{0,2}}(?:[^"\\]|{_ESCAPE}))*+\"\"\"|'''(?:'{{0,2}}(?:[^'\\]|{_ESCAPE}))*+'''
      |(?!\"\"\")"(?:[^"\\\r\n]|{_ESCAPE})*+"|(?!''')'(?:[^'\\\r\n]|{_ESCAPE})*+')
  | (?P<iri><(?:[^\x00-\x20<>"{{}}|^`\\\x7f-\x9f]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*+>)
  | (?P<variable>[?$][{_START}_0-9][{_MORE}]*+)
  | (?P<blank>_:[{_START}_0-9][{_MORE}-]*+(?:\.++[{_MORE}-]++)*+)
  | (?P<number>[0-9]++\.[0-9]*+[eE][+-]?[0-9]++|[0-9]++\.[0-9]++|\.?[0-9]++(?:[eE][+-]?[0-9]++)?)
  | (?P<language>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)
  | (?P<name>[{_START}_][{_MORE}-]*+(?:\.++[{_MORE}-]++)*+)
  | (?P<local>:(?:{_LOCAL}++(?:\.++{_LOCAL}++)*+)?)
  | (?P<operator>&&|\|\||\^\^|[-+*=!<>|^/?])
  | (?P<mark>[.;,(){{}}\[\]~])
    """,
    re.VERBOSE,
)
_CLOSES: Final = {")": "(", "}": "{", "]": "["}
_CODEPOINT: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{0,8}))")
_AMBIGUOUS: Final = re.compile(r"[#'()\[\]]")


def check_query(text: str) -> None:
    """Say nothing about a query that may run; else raise, naming line and column (both counted from 1).

    QueryTooLarge beyond the bounds above, QueryRefused for what would reach out of or change the data,
    QuerySyntaxError for text that cannot be SPARQL (unknown words, open strings, brackets that do not match).
    """
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise QueryTooLarge(f"the query is longer than {MAX_BYTES // 1024} KiB; ask in several queries")
    _check_codepoints(text)
    _Scan(text).run()


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

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.open: list[str] = []  # "(", "{", "["; "V" for the block of VALUES, "v" for a row in it
        self.after_operand = False
        self.after_values = False
        self.counts = dict.fromkeys(_BOUNDS, 0)

    def run(self) -> None:
        while self.at < len(self.text):
            token = TOKEN.match(self.text, self.at)
            kind = token.lastgroup if token else None
            if token is None or kind is None:
                self.malformed("unexpected character, or a string or name that does not end")
            self.read(kind, token.group())
            self.at = token.end()
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
            if word in _WORDS:
                self.after_operand = word in ("A", "TRUE", "FALSE")
                self.after_values = self.after_values or word == "VALUES"
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
            self.refuse(
                "triple terms (<<...>>) are not accepted; to compare with an IRI write a space after '<'"
            )
        if token == "<" and self.innermost != "(":
            self.malformed("an IRI that does not end, or a character in it that an IRI cannot hold")
        self.count("patterns" if token == "/" else "operators")
        self.after_operand = False

    def read_mark(self, token: str) -> None:
        if token in "({[":
            if len(self.open) == MAX_DEPTH:
                self.too_large(f"brackets are nested deeper than {MAX_DEPTH}")
            if token == "{" and self.after_values:
                self.after_values = False
                token = "V"
            elif token == "(" and self.innermost == "V":
                token = "v"
            elif token != "(":
                self.count("patterns")
            self.open.append(token)
            self.after_operand = False
        elif token in _CLOSES:
            opened = {"V": "{", "v": "("}.get(self.innermost, self.innermost)
            if opened != _CLOSES[token]:
                self.malformed(f"{token!r} closes nothing")
            self.open.pop()
            self.after_operand = True
        else:
            if token == "." or self.innermost not in ("(", "v"):
                self.count("patterns")
            self.after_operand = False

    def count(self, what: str, number: int = 1) -> None:
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
