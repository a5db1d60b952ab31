"""The receipt as Markdown, such as a comment on GitHub shows well."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from influence.render import bars, numbers, words
from influence.render.numbers import clean, points
from influence.result import MeasuredLine, Network, Post, Result, UnknownLine

_BAR = 20
_SENTENCES = 20

_MARKUP = re.compile(r"[\\`*_{}\[\]<>|~$&#]")
_LIST = re.compile(r"^(\d*)([-+.)])(?=[\s-]|$)")
_PING = re.compile(r"(@|\\#)(?=\w)")
_SAFE_URL = re.compile(r"https?://[\w.~:/?@!&+,;=%-]+", re.ASCII)


def to_markdown(result: Result, posts: int = 5) -> str:
    """The whole receipt as Markdown text: score, networks, signals, the top `posts`, and what it was made from."""
    blocks = [
        *_headline(result),
        *_networks(result),
        *section("Response", map(words.response, result.response or [])),
        *section("How much to believe", words.fragility(result.fragility)),
        *_posts(result, posts),
        *section("Could not be read", map(words.problem, result.problems)),
        *section("Warnings", map(clean, result.warnings)),
        *_details(result),
    ]
    return "\n\n".join(blocks) + "\n"


def escape(text: str) -> str:
    """Text that Markdown shows as it is, without formatting, tables, HTML, lists or a ping to somebody."""
    marked = _MARKUP.sub(r"\\\g<0>", text.strip())
    return _PING.sub(r"\1&#8203;", _LIST.sub(r"\1\\\2", marked))


def _headline(result: Result) -> list[str]:
    whose = f" · {escape(clean(result.profile))}" if result.profile is not None else ""
    facts = "<br>\n".join(map(escape, words.headline(result)))
    return [f"## Influence: {words.of_hundred(result.score)}{whose}", facts]


def _networks(result: Result) -> list[str]:
    networks = words.by_contribution(result)
    if not networks:
        return []
    rows = [_network_row(network) for network in networks]
    total = [["**sum**", "", "", f"**{points(result.points)}**"]] if len(networks) > 1 else []
    scores = table(["network", "score", "", "contributes"], "lrlr", [*rows, *total])
    return [scores, *(block for network in networks for block in _signals(network))]


def _network_row(network: Network) -> list[str]:
    bar = "".join(bars.of_network(network).draw(_BAR, bars.UNICODE))
    return [escape(clean(network.network)), words.score(network), f"`{bar}`", points(network.contributes)]


def _signals(network: Network) -> list[str]:
    header = ["signal", "count", "amount", "points", "of", "contributes"]
    earned = [points(network.points), points(10_000), points(network.contributes)]
    total = [["**sum**", "", "", *(f"**{number}**" for number in earned)]] if network.coverage else []
    lines = table(header, "lrrrrr", [*map(_signal_row, network.lines), *total])
    blocks = [f"### {escape(words.voiced(network))}", lines]
    if network.coverage < 1:
        blocks.append(f"{words.if_unknown(network.low, network.high)}, {words.coverage(network.coverage)}")
    return blocks


def _signal_row(line: MeasuredLine | UnknownLine) -> list[str]:
    if isinstance(line, UnknownLine):
        return [words.signal(line), "", "", "", "", ""]
    received = [numbers.count(line.count), numbers.amount(line.amount)]
    return [line.kind, *received, points(line.points), points(line.of), points(line.contributes)]


def _posts(result: Result, most: int) -> list[str]:
    shown, others = words.top_posts(result, most)
    if not most or not (shown or others.posts):
        return []
    rows = [_post_row(post) for post in shown]
    if others.posts:
        rows.append([points(others.contributes), "", words.other_posts(others), ""])
    rows.append([f"**{points(result.points)}**", "", "**sum**", ""])
    return ["### Posts that earned most", table(["contributes", "day", "post", "received"], "rlll", rows)]


def _post_row(post: Post) -> list[str]:
    label = linked(words.label(post), post.url)
    return [points(post.contributes), escape(words.day(post)), label, escape(words.got(post))]


def linked(text: str, url: str | None) -> str:
    """A text that leads to a page where its address is one, and harmless."""
    return f"[{escape(text)}]({url})" if url and _SAFE_URL.fullmatch(url) else escape(text)


def _details(result: Result) -> list[str]:
    """What most readers of a comment do not need, folded away."""
    return [
        "<details>\n<summary>Files, weights and what does not score</summary>",
        *section("Read, and not scored", map(words.unscored, result.unscored)),
        *section("Left out", map(words.left_out, result.left_out)),
        *section("Files", map(words.file_read, result.inputs)),
        *section("Made with", words.made_with(result)),
        "</details>",
    ]


def section(heading: str, sentences: Iterable[str]) -> list[str]:
    """A heading and a list below it; nothing where there are no sentences."""
    lines = words.at_most(list(sentences), _SENTENCES)
    return [f"### {heading}", "\n".join(f"- {escape(line)}" for line in lines)] if lines else []


def table(header: Sequence[str], align: str, rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are escaped already; `align`: an l or r for each column."""
    marks = ["--:" if side == "r" else ":--" for side in align]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (header, marks, *rows))
