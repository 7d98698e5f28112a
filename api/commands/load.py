"""`facelex load`: RDF files into people's own data; without a file, the records onto an engine elsewhere."""

import argparse
from dataclasses import asdict
from functools import partial

from api.commands.options import engine_argument
from api.commands.own_files import progress_of, source_of
from api.engines import open_any
from api.formats import as_json
from api.settings import Settings
from api.terminal import ProgressLine, remark, write_text
from graph.build import DATASET
from graph.changes import UPLOAD_FORMATS
from graph.own_data import load_files
from graph.publish import publish
from graph.remote import RemoteEngine
from graph.sparql_http import shown
from schema.errors import SettingsError

JSON = "json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "files", metavar="FILE", nargs="*", help="RDF files, also packed with gzip (.gz); - for stdin"
    )
    parser.add_argument(
        "--graph", metavar="IRI", help="the graph that the triples go to (people's default graph)"
    )
    parser.add_argument(
        "--format",
        choices=(*UPLOAD_FORMATS, JSON),
        help="the format of all files (by their endings); json: of what is told of a load without files",
    )
    engine_argument(parser)
    parser.add_argument("--sparql-update-url", metavar="URL", help="FACELEX_SPARQL_UPDATE_URL: takes updates")
    parser.add_argument(
        "--sparql-store-url",
        metavar="URL",
        help="FACELEX_SPARQL_STORE_URL: Graph Store Protocol, if it has it",
    )


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Load the files, or put the records on the engine of the settings."""
    return _load_files(options, settings) if options.files else _publish(options, settings)


def _load_files(options: argparse.Namespace, settings: Settings) -> int:
    if options.format == JSON:
        raise SettingsError(f"json is no format of RDF files; accepted: {', '.join(UPLOAD_FORMATS)}")
    if settings.engine_address:
        raise SettingsError(
            "people's own data lives beside the embedded engine; unset FACELEX_SPARQL_QUERY_URL, or send the "
            "files to that engine"
        )
    sources = [source_of(name, options.format, options.graph) for name in options.files]
    with ProgressLine() as line:
        loaded = load_files(settings.data, sources, partial(progress_of, line))
    remark(f"{loaded.added} quads came in; people's own data in {settings.data} has {loaded.all}")
    return 0


def _publish(options: argparse.Namespace, settings: Settings) -> int:
    address = settings.engine_address
    if not address or not address.update:
        raise SettingsError(
            "no file is named, and there is no engine to load; name RDF files, for example facelex load "
            "mine.ttl, or set FACELEX_SPARQL_QUERY_URL and FACELEX_SPARQL_UPDATE_URL, for example "
            "http://127.0.0.1:7878/query and http://127.0.0.1:7878/update"
        )
    with ProgressLine() as progress:
        engine = open_any(settings, progress)
        assert isinstance(engine, RemoteEngine)
        try:
            report = publish(settings.data / DATASET, engine, progress)
        finally:
            engine.close()
    if options.format == JSON:
        made = {**asdict(report), "seconds": round(report.seconds, 3)}
        write_text(as_json({"engine": shown(address.query), **made}).decode())
    else:
        write_text(
            f"{shown(address.query)}: {report.graphs} graphs, {report.quads} quads, {report.data_version}, "
            f"by {report.by}, {report.seconds:.1f} s\n"
        )
    return 0
