"""The commands of `facelex`, in the order in which help lists them."""

import argparse
from dataclasses import dataclass
from typing import Final, Protocol

from api.settings import Settings


class Command(Protocol):
    """What a module of a command has."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's arguments."""

    def run(self, options: argparse.Namespace, settings: Settings) -> int:
        """Do it; the exit status."""


@dataclass(frozen=True)
class Listed:
    """A command as help lists it, and the module that has it."""

    module: str
    summary: str
    example: str


COMMANDS: Final = {
    "check": Listed(
        "api.commands.check",
        "answer whether an actor may do this in a place on a day, with the law that says so",
        'Example: facelex check "Portland, Oregon" retailers --on 2021-01-01 --format json',
    ),
    "batch": Listed(
        "api.commands.batch",
        "answer many questions from a CSV or JSON file, each with its own answer or its own error",
        "Example: facelex batch questions.csv -o answers.csv",
    ),
    "bans": Listed(
        "api.commands.bans",
        "list the prohibitions in force in a place on a day, its own and inherited ones",
        "Example: facelex bans us-ma-boston --on 2020-08-01",
    ),
    "search": Listed(
        "api.commands.search",
        "find things by name, citation, bill number or words; typing errors are forgiven",
        "Example: facelex search bipa --kinds law,proceeding",
    ),
    "query": Listed(
        "api.commands.query",
        "answer a SPARQL query from a file, from stdin (-), or one of the project's own by name",
        "Examples: facelex query laws.rq --format csv\n"
        "          facelex query --text 'SELECT ?l { ?l a <https://w3id.org/facelex/ns#Law> } LIMIT 5'\n"
        "          facelex query bans_in_force --bind place=jurisdiction/us-ma-boston --bind day=2024-06-01",
    ),
    "network": Listed(
        "api.commands.network",
        "draw the network, or a part of it, as one interactive HTML file",
        "Example: facelex network --around organisation/clearview-ai --depth 2 -o clearview.html",
    ),
    "build": Listed(
        "api.commands.build",
        "build the dataset from the records",
        "Example: facelex build --data /tmp/facelex",
    ),
    "validate": Listed(
        "api.commands.validate",
        "say what is wrong or doubtful in the records, or in the files and folders named",
        "Example: facelex validate graph/records/law/us-ca",
    ),
    "export": Listed(
        "api.commands.export",
        "write the whole dataset in one file",
        "Example: facelex export --format trig -o facelex.trig",
    ),
    "diff": Listed(
        "api.commands.diff",
        "say what differs between two states of the data, and which answers flip",
        "Examples: facelex diff HEAD~1\n"
        "          facelex diff main HEAD --format markdown\n"
        "          facelex diff old.nq .data --on 2026-01-01 --format json",
    ),
    "load": Listed(
        "api.commands.load",
        "load RDF files into people's own data; without a file, put the records on another engine",
        "Examples: facelex load mine.ttl --graph https://example.org/mine\n"
        "          FACELEX_SPARQL_QUERY_URL=... FACELEX_SPARQL_UPDATE_URL=... facelex load",
    ),
    "backup": Listed(
        "api.commands.backup",
        "write people's own data to a file",
        "Example: facelex backup -o own.nq.gz",
    ),
    "restore": Listed(
        "api.commands.restore",
        "put a backup in place of people's own data",
        "Example: facelex restore own.nq.gz",
    ),
    "serve": Listed(
        "api.commands.serve",
        "serve pages, API and SPARQL over HTTP",
        "Example: facelex serve --port 8080",
    ),
}
