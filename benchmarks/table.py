"""The one table that a run prints, in Markdown."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.driver import Measurement


@dataclass
class Results:
    """What a run found. `figures` is by question and server; `differences` says why one was not measured."""

    size: str
    servers: list[str]
    load_seconds: dict[str, float] = field(default_factory=dict)
    memory: dict[str, int] = field(default_factory=dict)
    figures: dict[str, dict[str, Measurement]] = field(default_factory=dict)
    differences: dict[str, dict[str, str]] = field(default_factory=dict)


def table_of(results: Results) -> str:
    """Rows are questions: our answers a second, then for each peer our rate divided by its rate; times are in
    milliseconds.
    """
    ours, *peers = results.servers
    head = ["questions", f"{ours}: answers/s", "p50 / p99 / work ms"]
    for peer in peers:
        head += [f"/ {peer}", "p50 / p99 / work ms"]
    rows = [head, ["---"] + ["---:"] * (len(head) - 1)]
    rows += [_row(name, results, ours, peers) for name in results.figures]
    rows.append(_plain("load, s", [f"{results.load_seconds.get(name, 0):.1f}" for name in results.servers]))
    rows.append(_plain("memory, MiB", [f"{results.memory.get(name, 0)}" for name in results.servers]))
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    notes = [
        f"- {question}, {server}: answers differ from ours, not measured ({why})"
        for question, found in results.differences.items()
        for server, why in found.items()
    ]
    return "\n".join([*lines, "", *notes]).strip() + "\n"


def _row(name: str, results: Results, ours: str, peers: Sequence[str]) -> list[str]:
    found = results.figures[name]
    mine = found.get(ours)
    row = [name, _rate(mine), _times(mine)]
    for peer in peers:
        other = found.get(peer)
        ratio = f"{mine.rate / other.rate:.2f}" if mine and other and other.rate else "-"
        row += [f"**{ratio}**" if ratio != "-" else ratio, _times(other)]
    return row


def _plain(name: str, values: Sequence[str]) -> list[str]:
    row = [name]
    for value in values:
        row += [value, ""]
    return row


def _rate(one: Measurement | None) -> str:
    return f"{one.rate:.0f}" if one and one.rate >= 10 else f"{one.rate:.1f}" if one else "-"


def _times(one: Measurement | None) -> str:
    if not one:
        return "-"
    wrong = one.failed + one.refused
    work = _short(one.work) if one.work else "-"
    return f"{_short(one.p50)} / {_short(one.p99)} / {work}" + (f" ({wrong} failed)" if wrong else "")


def _short(milliseconds: float) -> str:
    return f"{milliseconds:.0f}" if milliseconds >= 10 else f"{milliseconds:.2g}"
