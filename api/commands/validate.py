"""`facelex validate`: what is wrong or doubtful in the records. Exit status 1 when anything is wrong."""

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from api.commands.options import format_argument
from api.formats import as_json
from api.settings import Settings
from api.terminal import ProgressLine, remark, write_text
from graph.load import RECORDS, record_files
from graph.validate import Finding, validate
from graph.yaml_text import write_canonical
from schema.errors import StoreError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("paths", metavar="PATH", nargs="*", type=Path, help="files and folders (all records)")
    parser.add_argument("--fix", action="store_true", help="first put the files into their canonical form")
    parser.add_argument("--strict", action="store_true", help="exit with 1 for warnings, too")
    format_argument(parser, "text", "json")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Validate, and write each finding with its file and line."""
    for path in options.paths:
        if not path.exists():
            raise StoreError(f"{path} does not exist; name record files, or folders of them")
    if options.fix:
        for path in write_canonical(record_files(options.paths or [RECORDS])):
            remark(f"rewrote {path}")
    with ProgressLine() as progress:
        findings = validate(options.paths or None, progress=progress)
    if options.format == "json":
        write_text(as_json([asdict(finding) for finding in findings]).decode())
    else:
        write_text("".join(f"{finding}\n" for finding in findings))
    remark(_summary(findings))
    errors = any(finding.severity == "error" for finding in findings)
    return 1 if errors or (options.strict and findings) else 0


def _summary(findings: Sequence[Finding]) -> str:
    counts = Counter(finding.severity for finding in findings)
    return f"{counts['error']} error(s), {counts['warning']} warning(s)"
