import hashlib
import re

from tests.site.visits import AXE

VENDOR = AXE.parent


def test_vendored_files_are_the_published_ones() -> None:
    lines = (VENDOR / "SHA256SUMS.txt").read_text().splitlines()
    listed = {name: digest for digest, name in (line.split(maxsplit=1) for line in lines)}
    present = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.iterdir()
        if path.name not in ("README.md", "SHA256SUMS.txt")
    }
    assert present == listed


def test_version_in_the_name_is_the_version_in_the_file_and_in_the_readme() -> None:
    version = re.match(r"/\*! axe v(\S+)", AXE.read_text(encoding="utf-8"))
    assert version is not None
    assert AXE.name == f"axe-core-{version[1]}.min.js"
    assert AXE.name in (VENDOR / "README.md").read_text(encoding="utf-8")
