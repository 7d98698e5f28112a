"""Terms of other vocabularies, to hold ours against: one that is not here does not exist there."""

from typing import Final

from rdflib import DCAT, DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SDO, SH, SKOS, VOID, XSD, URIRef
from rdflib.namespace import GEO, DefinedNamespace

from schema.vocabulary import PREFIXES

CLOSED: Final[tuple[type[DefinedNamespace], ...]] = (
    DCAT,
    DCTERMS,
    FOAF,
    GEO,
    ORG,
    OWL,
    PROV,
    RDF,
    RDFS,
    SDO,
    SH,
    SKOS,
    VOID,
    XSD,
)
"""The vocabularies whose terms rdflib lists (DCAT in its version 2)."""

READ: Final = {
    # ELI 1.4
    "eli": {
        "LegalResource",
        "InForce-inForce",
        "InForce-notInForce",
        "InForce-partiallyInForce",
        "amends",
        "based_on",
        "date_document",
        "id_local",
        "in_force",
        "jurisdiction",
        "passed_by",
        "type_document",
    },
    # DPV 2.3 and its extensions for AI and for the AI Act
    "dpv": {
        "Consent",
        "DataProtectionAuthority",
        "Jurisdiction",
        "Notice",
        "Obligation",
        "Permission",
        "Prohibition",
        "PublicSpace",
        "Rule",
    },
    "dpv-ai": {
        "BiometricCategorisation",
        "BiometricEmotionRecognition",
        "EmotionRecognition",
        "FaceRecognition",
        "PostTimeBiometricIdentification",
        "RealTimeBiometricIdentification",
        "RemoteBiometricIdentification",
    },
    "eu-aiact": {
        "BiometricVerification",
        "ProhibitedAISystem-A5-1-e",
        "ProhibitedAISystem-A5-1-f",
        "ProhibitedAISystem-A5-1-g",
        "ProhibitedAISystem-A5-1-h",
    },
    # W3C Basic Geo (rdflib spells its namespace otherwise)
    "geo": {"lat", "long"},
    # OGC Simple Features
    "sf": {"Point"},
}
"""Terms that somebody read in the published vocabulary itself, by prefix: add to them only after reading."""

ELI_VALIDITY: Final = {"date_applicability", "date_no_longer_in_force", "first_date_entry_in_force"}
"""ELI's dates of validity: they mean that any part of a text is in force."""


def is_published(term: URIRef) -> bool:
    """Whether another vocabulary has the term."""
    if any(term in namespace for namespace in CLOSED):
        return True
    return any(str(term) == PREFIXES[prefix] + name for prefix, names in READ.items() for name in names)
