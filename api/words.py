"""How answers are put into words, alike on pages and in the terminal."""

from typing import Final

VERDICTS: Final = {
    "prohibited": ("✕", "Prohibited", "The law forbids it."),
    "conditional": ("!", "Only on conditions", "The law limits it, or sets conditions."),
    "authorised": ("✓", "Authorised", "The law expressly allows it."),
    "no-rule-known": (
        "?",
        "No rule known",
        "No rule about this is recorded. Silence is not permission: other law may apply.",
    ),
}
"""Each verdict as a sign, in a word and in a sentence."""

CHECKED: Final = {
    "text": "against the text of the law",
    "secondary": "against secondary sources",
    "unverified": "not verified",
}
"""What each level of verification means to a reader."""
