"""The tokens of SPARQL text, read in one pass whose time is linear in the length of the text."""

import re
from collections.abc import Iterator
from typing import Final

_START: Final = (
    r"A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D\u2070-\u218F"
    r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)  # PN_CHARS_BASE of the SPARQL grammar
_MORE: Final = _START + r"_0-9\u00B7\u0300-\u036F\u203F\u2040"  # VARNAME
_LOCAL: Final = rf"(?:[{_MORE}:-]|%[0-9A-Fa-f]{{2}}|\\[_~.\-!$&'()*+,;=/?#@%])"
_ESCAPE: Final = r"\\(?:[tbnrf\"'\\]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})"
# Every repetition is possessive: the scan never goes back, so its time is linear in the length of the text.
COMMENT: Final = r"\#[^\r\n]*+"
STRING: Final = (
    rf'"""(?:"{{0,2}}(?:[^"\\]|{_ESCAPE}))*+"""'
    rf"|'''(?:'{{0,2}}(?:[^'\\]|{_ESCAPE}))*+'''"
    rf'|(?!""")"(?:[^"\\\r\n]|{_ESCAPE})*+"'
    rf"|(?!''')'(?:[^'\\\r\n]|{_ESCAPE})*+'"
)
"""What a comment and a string look like."""
TOKEN: Final = re.compile(
    rf"""
    (?P<space>(?:[ \t\r\n]++|{COMMENT})++)
  | (?P<string>{STRING})
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
"""Its last group names the kind of a token: space, string, iri, variable, blank, number, language, name (a
bare word, or a prefix), local (":" and what follows), operator, mark."""


def tokens(text: str) -> Iterator[tuple[str, str, int]]:
    """Kind, text and offset of each token but white space and comments; ends where no token begins."""
    at = 0
    while found := TOKEN.match(text, at):
        if found.lastgroup and found.lastgroup != "space":
            yield found.lastgroup, found.group(), at
        at = found.end()
