import hashlib
import re

from viz.assets import VENDOR, VIS_NETWORK


def test_vendored_files_are_the_published_ones() -> None:
    lines = (VENDOR / "SHA256SUMS.txt").read_text().splitlines()
    listed = {name: digest for digest, name in (line.split(maxsplit=1) for line in lines)}
    shipped = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.iterdir()
        if path.name not in ("README.md", "SHA256SUMS.txt")
    }
    assert shipped == listed


def test_version_in_the_name_is_the_version_in_the_file_and_in_the_readme() -> None:
    version = re.search(r"@version (\S+)", VIS_NETWORK.read_text(encoding="utf-8"))
    assert version is not None
    assert VIS_NETWORK.name == f"vis-network-{version[1]}.min.js"
    assert VIS_NETWORK.name in (VENDOR / "README.md").read_text(encoding="utf-8")


def test_vendored_script_has_no_means_to_fetch() -> None:
    script = VIS_NETWORK.read_text(encoding="utf-8")
    assert not re.findall(
        r"\b(?:fetch\(|XMLHttpRequest|importScripts|WebSocket|EventSource|sendBeacon)", script
    )
    # style images are all in the file itself
    assert set(re.findall(r'url\("?([a-z]+:)', script)) == {"data:"}
