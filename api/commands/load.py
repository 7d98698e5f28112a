"""`facelex load`: the records on a SPARQL engine at another address."""

import argparse
from dataclasses import asdict

from api.commands.options import engine_argument, format_argument
from api.engines import open_any
from api.formats import as_json
from api.settings import Settings
from api.terminal import ProgressLine, write_text
from graph.build import DATASET
from graph.publish import publish
from graph.remote import RemoteEngine
from graph.sparql_http import shown
from schema.errors import SettingsError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    engine_argument(parser)
    parser.add_argument("--sparql-update-url", metavar="URL", help="FACELEX_SPARQL_UPDATE_URL: takes updates")
    parser.add_argument(
        "--sparql-store-url",
        metavar="URL",
        help="FACELEX_SPARQL_STORE_URL: Graph Store Protocol, if it has it",
    )
    format_argument(parser, "text", "json")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Put them there, and say what was put."""
    address = settings.engine_address
    if not address or not address.update:
        raise SettingsError(
            "there is no engine to load; set FACELEX_SPARQL_QUERY_URL and FACELEX_SPARQL_UPDATE_URL, for "
            "example http://127.0.0.1:7878/query and http://127.0.0.1:7878/update"
        )
    with ProgressLine() as progress:
        engine = open_any(settings, progress)
        assert isinstance(engine, RemoteEngine)
        try:
            report = publish(settings.data / DATASET, engine, progress)
        finally:
            engine.close()
    if options.format == "json":
        made = {**asdict(report), "seconds": round(report.seconds, 3)}
        write_text(as_json({"engine": shown(address.query), **made}).decode())
    else:
        write_text(
            f"{shown(address.query)}: {report.graphs} graphs, {report.quads} quads, {report.data_version}, "
            f"by {report.by}, {report.seconds:.1f} s\n"
        )
    return 0
