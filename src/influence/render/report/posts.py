"""The posts of a report: those that earned most as a table, which a script turns into one to search and to page."""

from __future__ import annotations

import re

from influence.insights import Posts, PostStanding, Report
from influence.render import words
from influence.render.numbers import clean
from influence.render.report import parts
from influence.render.report.markup import Markup, day, join, number, points, tag
from influence.result import OtherPosts, Post, Result

SHOWN = 10
"""Without a script, so many of the posts that earned most."""

BEST = 5
"""So many of those that beat your usual."""

_WEB = re.compile(r"https?://", re.IGNORECASE)


def named(result: Result) -> bool:
    """Whether a result knows of any post."""
    return any(post.post is not None for post in result.posts) or result.other_posts.posts > 0


def section(report: Report) -> Markup | None:
    """What the posts earned, and on which days."""
    some = named(report.result)
    if not some and report.result.first is None:
        return None
    return parts.section(
        "posts",
        "Posts and days" if some else "Days",
        tag("div", _best(report.posts), id="posts-charts"),
        tag("div", _table(report, *words.top_posts(report.result, SHOWN)), id="posts-table") if some else None,
        hidden=not some,
    )


def _best(found: Posts | None) -> Markup | None:
    """The posts that beat your usual most."""
    compared = (
        [(post.times_usual, post) for post in found.posts if post.times_usual and post.times_usual > 1] if found else []
    )
    if not compared:
        return None
    compared.sort(key=lambda one: -one[0])
    rows = [tag("li", number(f"{times:,.1f}×", times, "times"), _beat(post)) for times, post in compared[:BEST]]
    return tag("div", tag("h3", "What beat your usual"), tag("ol", rows, class_="best"))


def _beat(post: PostStanding) -> Markup:
    usual = post.usual or 0
    facts = join(
        tag("bdi", post.network),
        ": ",
        words.counted(post.interactions, "interaction"),
        ", usual ",
        number(f"{usual:,.1f}", usual, "rate"),
    )
    return tag("span", _linked(post.label or post.url or post.post, post.url), tag("small", facts))


def _table(report: Report, shown: list[Post], others: OtherPosts) -> Markup:
    rows = [_row(post) for post in shown]
    if others.posts:
        rows.append(
            tag(
                "tr",
                tag("td", words.other_posts(others)),
                tag("td"),
                tag("td"),
                tag("td", points(others.contributes), class_="n"),
            )
        )
    head = tag(
        "tr",
        tag("th", "post", scope="col"),
        tag("th", "network", scope="col"),
        tag("th", "day", scope="col"),
        tag("th", "adds", scope="col", class_="n"),
    )
    total = tag(
        "tr",
        tag("th", "sum", scope="row"),
        tag("td"),
        tag("td"),
        tag("td", points(report.result.points), class_="n"),
        class_="total",
    )
    caption = tag("caption", "Posts that earned most")
    return tag("table", caption, tag("thead", head), tag("tbody", rows), tag("tfoot", total), class_="posts")


def _row(post: Post) -> Markup:
    when = day(clean(post.time)) if post.time else words.day(post)
    return tag(
        "tr",
        tag("th", _linked(words.label(post), post.url), tag("small", _got(post)), scope="row"),
        tag("td", tag("bdi", post.network)),
        tag("td", when),
        tag("td", points(post.contributes), class_="n"),
    )


def _linked(name: str, url: str | None) -> Markup:
    label = tag("bdi", name)
    if url is None or not _WEB.match(url):
        return label
    return tag("a", label, href=clean(url), rel="noopener noreferrer nofollow", target="_blank")


def _got(post: Post) -> str:
    return words.got(post).partition(": ")[2]
