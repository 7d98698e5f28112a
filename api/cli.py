"""The command line: `facelex COMMAND ...`.

Data goes to stdout, remarks to stderr. Exit status: 0 fine, 1 findings, 2 wrong use or unreadable input.
Each command is a module of `api.commands`, imported only when it is asked for, so that help comes at once.
"""

import argparse
import logging
import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from importlib import import_module, metadata
from typing import Final, NoReturn, cast

from api.commands import COMMANDS, Command
from api.settings import Settings
from api.terminal import remark
from schema.errors import FacelexError

WRONG: Final = 2
_INTERRUPTED: Final = 130
_PIPE_CLOSED: Final = 141

_ADDRESSES: Final = ("sparql_query_url", "sparql_update_url", "sparql_store_url")

_EPILOG: Final = """\
Ask:     facelex check "San Francisco" police --on 2024-06-01
Look:    facelex serve, then open http://127.0.0.1:8000/
More:    facelex COMMAND --help

Settings come from the environment (FACELEX_DATA, FACELEX_HOST, FACELEX_PORT, FACELEX_WORKERS,
FACELEX_QUERY_TIMEOUT, FACELEX_QUERY_MEMORY, FACELEX_DEFAULT_GRAPH, FACELEX_WRITE_TOKEN,
FACELEX_ALLOWED_ADDRESSES, FACELEX_SPARQL_...) and, but for secrets, from options of the same names.
Exit status: 0 fine, 1 findings, 2 wrong use or unreadable input.
"""


class Parser(argparse.ArgumentParser):
    """A parser whose errors point to the command's own help."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the words of a call, and end with status 2."""
        remark(f"{self.prog}: {message}; see {self.prog} --help")
        sys.exit(WRONG)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit status. `argv` is without the program's name, by default that of the
    process.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    logging.basicConfig(format="facelex: %(message)s", level=logging.WARNING)
    try:
        return _run(words)
    except FacelexError as error:
        remark(f"facelex: {error}")
        return WRONG
    except BrokenPipeError:  # whoever read us has had enough
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123  # lives until the end
        return _PIPE_CLOSED
    except KeyboardInterrupt:
        remark("")
        return _INTERRUPTED
    except Exception:  # nobody foresaw it: the traceback is for us, not for the user's terminal
        remark(f"facelex failed, and it is not your fault; please report {_kept_traceback()}")
        return WRONG


def _run(words: list[str]) -> int:
    parser, commands = _parser()
    if not words:
        parser.print_help(sys.stderr)
        return WRONG
    name = next((word for word in words if not word.startswith("-")), "")
    command: Command | None = None
    if name in COMMANDS:
        command = cast(Command, import_module(COMMANDS[name].module))
        command.add_arguments(commands[name])
    options = parser.parse_args(words)
    if command is None:  # only options of our own, and they have ended the run
        parser.error("a command is missing")
    settings = Settings.from_environment(os.environ | _overrides(options))
    status = command.run(options, settings)
    sys.stdout.flush()
    return status


def _parser() -> tuple[Parser, dict[str, argparse.ArgumentParser]]:
    parser = Parser(
        prog="facelex",
        description="May this actor use face recognition so, there, on this day, and which law says so?",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"facelex {metadata.version('facelex')}")
    group = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command")
    commands: dict[str, argparse.ArgumentParser] = {}
    for name, listed in COMMANDS.items():
        one = group.add_parser(
            name,
            help=listed.summary,
            description=f"{listed.summary[:1].upper()}{listed.summary[1:]}.",
            epilog=listed.example,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        one.add_argument(
            "--data", metavar="FOLDER", help="folder of the built dataset (FACELEX_DATA; .data by default)"
        )
        commands[name] = one
    return parser, commands


def _overrides(options: argparse.Namespace) -> dict[str, str]:
    """The settings that options give, by the names of their environment variables."""
    names = ("data", "host", "port", "workers", "query_timeout", "query_memory", "default_graph")
    more = ("allowed_addresses", *_ADDRESSES)
    return {
        f"FACELEX_{name.upper()}": value for name in names + more if (value := getattr(options, name, None))
    }


def _kept_traceback() -> str:
    with tempfile.NamedTemporaryFile("w", prefix="facelex-", suffix=".txt", delete=False) as out:
        traceback.print_exc(file=out)
    return out.name
