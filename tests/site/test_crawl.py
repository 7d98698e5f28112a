"""From the home page by links: one page of each kind is read, and every link on it is followed."""

import re
from collections import deque
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urldefrag, urljoin, urlsplit

import httpx

from schema.vocabulary import KINDS
from tests.api.servers import Served

_LINKS: Final = {"a": "href", "link": "href", "script": "src", "img": "src", "area": "href"}

_BROWSER: Final = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


class Links(HTMLParser):
    """The addresses that a page links to, without their fragments."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self._page = page
        self.found: dict[str, None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = dict(attrs).get(_LINKS.get(tag, ""))
        if address:
            self.found[urldefrag(urljoin(self._page, address))[0]] = None


def kind_of(address: str) -> str:
    """What pages of one kind have in common: the first word of the path, and whether something is asked."""
    parts = urlsplit(address)
    first, _, rest = parts.path[1:].partition("/")
    ending = re.search(r"\.\w+$", parts.path)
    return f"/{first}{'/*' if rest else ''}{ending[0] if ending else ''}{'?' if parts.query else ''}"


def test_no_link_from_a_page_of_any_kind_leads_nowhere(site: Served) -> None:
    home = f"{site.address}/"
    waiting, met, read, broken = deque([(home, "")]), {home}, set[str](), []
    with httpx.Client(timeout=60, headers=_BROWSER, follow_redirects=True) as client:
        while waiting:
            address, origin = waiting.popleft()
            status, kind, page = _fetch(client, address)
            if status >= 400:
                broken.append(f"{status} {address} from {origin}")
            if not page or kind in read:
                continue
            read.add(kind)
            links = Links(address)
            links.feed(page)
            for link in links.found:
                if link.startswith(home) and link not in met:
                    met.add(link)
                    waiting.append((link, address))
    assert not broken, "\n".join(broken)
    assert len(met) > 500
    assert read >= {f"/{kind}/*" for kind in KINDS}
    assert read >= {
        "/",
        "/map",
        "/timeline",
        "/network",
        "/compare",
        "/query",
        "/about",
        "/docs",
        "/ns",
        "/laws",
    }


def _fetch(client: httpx.Client, address: str) -> tuple[int, str, str]:
    """The status, the kind of the page that it led to, and its text if it is one."""
    with client.stream("GET", address) as response:
        is_page = response.headers.get("content-type", "").startswith("text/html")
        text = response.read().decode() if is_page else ""
        return response.status_code, kind_of(str(response.url)), text
