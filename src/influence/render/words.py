"""The sentences of a receipt, shared by the terminal and Markdown. All foreign text in them is cleaned."""

from __future__ import annotations

from collections.abc import Iterable

from influence.events import KINDS
from influence.render import numbers
from influence.render.numbers import clean
from influence.result import (
    Example,
    Fragility,
    Heavy,
    Input,
    LeftOut,
    MeasuredLine,
    Network,
    OtherPosts,
    Post,
    Problem,
    Response,
    Result,
    UnknownLine,
    Unscored,
    WeightsUsed,
)

_VALUE_SHOWN = 60
_EXAMPLES_SHOWN = 3


def of_hundred(value: float) -> str:
    """A score beside what it is out of."""
    return f"{numbers.score(value)} of 100"


def if_unknown(low: float, high: float) -> str:
    """What the score would be if everything unknown were nothing, or full."""
    return f"{numbers.score(low)} if the unknown were nothing, {numbers.score(high)} if it were full"


def coverage(share: float) -> str:
    """The part of the weight that the exports measure."""
    return f"coverage {numbers.percent(share)}"


def nothing_measured(result: Result) -> str:
    """Why a score is 0 without anybody having been ignored, or "" where something was measured."""
    if not result.networks:
        return "no network in these exports has anything to score"
    if result.coverage == 0:
        return "nothing that the weights score is in these exports: this 0 means unknown"
    return ""


def headline(result: Result) -> list[str]:
    """What to know beside the score: why it is 0, what the unknown could change, coverage and window."""
    unknown = nothing_measured(result)
    gap = if_unknown(result.low, result.high) if result.networks and result.coverage < 1 else ""
    return [fact for fact in (unknown, gap, f"{coverage(result.coverage)}, {window(result)}") if fact]


def window(result: Result) -> str:
    """The days that count."""
    if result.as_of is None:
        return "totals without days"
    length = "day" if result.window_days == 1 else f"{numbers.count(result.window_days)} days"
    return f"the {length} up to {clean(result.as_of)}"


def by_contribution(result: Result) -> list[Network]:
    """The networks, those that contribute most first."""
    return sorted(result.networks, key=lambda network: -network.contributes)


def score(network: Network) -> str:
    """A network's score, in a word where nothing of it could be measured."""
    return numbers.score(network.score) if network.coverage else "unknown"


def voiced(network: Network) -> str:
    """A network's name, and its voice where that is not the usual one."""
    voice = "" if network.voice == 1 else f", voice {numbers.plain(network.voice)}"
    return f"{clean(network.network)}{voice}"


def network(line: Network) -> str:
    """A network's score and what it contributes."""
    if not line.coverage:
        return f"{clean(line.network)}: {score(line)}"
    return f"{clean(line.network)}: {of_hundred(line.score)}, contributes {numbers.points(line.contributes)}"


def signal(line: MeasuredLine | UnknownLine) -> str:
    """One line of a network's receipt."""
    if isinstance(line, UnknownLine):
        return f"{line.kind}: {not_in_exports(line)}"
    earned = f"{numbers.points(line.points)} of {numbers.points(line.of)}"
    received = f"{numbers.count(line.count)}, amount {numbers.amount(line.amount)}"
    return f"{line.kind}: {received}, {earned}, contributes {numbers.points(line.contributes)}"


def signals(network: Network) -> list[str]:
    """The receipt of a network, a sentence for each line, and their sum."""
    earned = f"{of_hundred(network.score)}, contributes {numbers.points(network.contributes)}"
    return [*map(signal, network.lines), *([f"sum: {earned}"] if network.coverage else [])]


def not_in_exports(line: UnknownLine) -> str:
    """What an unknown signal shows where others show their points."""
    return f"not in these exports, weight {numbers.plain(line.weight)}"


def counted(number: int, thing: str) -> str:
    """A count of things: "1 like", "1,240 likes"."""
    return f"{numbers.count(number)} {thing if number == 1 else _plural(thing)}"


def _plural(thing: str) -> str:
    if thing == "reach" or thing.endswith("s"):
        return thing
    return f"{thing[:-1]}ies" if thing.endswith("y") and not thing.endswith("ay") else f"{thing}s"


def day(post: Post) -> str:
    """The day of a post, as far as there is one."""
    if post.post is None:
        return ""
    return clean(post.time[:10]) if post.time else "no day"


def label(post: Post) -> str:
    """What people recognise a post by: its text, else its address, else its id."""
    if post.post is None:
        return "activity without a post"
    texts = (clean(text).strip() for text in (post.label, post.url, post.post) if text)
    return next(filter(None, texts), "a post without a name")


def got(post: Post) -> str:
    """Where a post is, what it received, and what each kind of that contributes."""
    lines = [
        f"{counted(line.count, line.kind)} ({numbers.points(line.contributes)})" for line in post.lines if line.count
    ]
    return f"{clean(post.network)}: {', '.join(lines) or 'nothing'}"


def top_posts(result: Result, most: int) -> tuple[list[Post], OtherPosts]:
    """The posts that earned most, then activity without a post, and all the others together."""
    named = sorted((post for post in result.posts if post.post is not None), key=lambda post: -post.contributes)
    nameless = [post for post in result.posts if post.post is None]
    shown, rest = named[:most], named[most:]
    others = OtherPosts(
        posts=len(rest) + result.other_posts.posts,
        contributes=sum(post.contributes for post in rest) + result.other_posts.contributes,
    )
    return shown + nameless, others


def posts(shown: Iterable[Post], others: OtherPosts) -> list[str]:
    """The posts that earned most, a sentence each, and one for all the others."""
    rest = [f"{numbers.points(others.contributes)}: {other_posts(others)}"] if others.posts else []
    return [*map(_post, shown), *rest]


def _post(post: Post) -> str:
    facts = ", ".join(filter(None, (label(post), day(post), got(post))))
    return f"{numbers.points(post.contributes)}: {facts}"


def other_posts(others: OtherPosts) -> str:
    """How many posts are not listed."""
    return counted(others.posts, "other post")


def unscored(line: Unscored) -> str:
    """A kind that was read and does not score."""
    return f"{clean(line.network)}: {counted(line.count, line.kind)}, {clean(line.why)}"


def left_out(line: LeftOut) -> str:
    """Something understood that does not count."""
    where = f" ({clean(line.source)})" if line.source else ""
    what = counted(line.count, line.what) if line.what in KINDS else clean(line.amount)
    return f"{what}: {clean(line.why)}{where}"


def problem(line: Problem) -> str:
    """`file:row: what, why, what to do`, and how often it happened."""
    first, *rest = line.examples or [Example(record=None, value="")]
    where = clean(line.source) if first.record is None else f"{clean(line.source)}:{first.record}"
    what = f"{clean(line.what)} {_quoted(first.value)}".rstrip()
    phrases = [what, *(clean(phrase).rstrip(".") for phrase in (line.why, line.do))]
    return f"{where}: {', '.join(phrases)}{_again(line.count, rest[:_EXAMPLES_SHOWN])}"


def _again(count: int, rest: list[Example]) -> str:
    if count <= 1:
        return ""
    places = ", ".join(_example(example) for example in rest)
    return f" ({numbers.count(count)} times; also {places})" if places else f" ({numbers.count(count)} times)"


def _example(example: Example) -> str:
    row = "" if example.record is None else f"row {example.record}"
    return f"{row} {_quoted(example.value)}".strip()


def _quoted(value: str) -> str:
    text = clean(value)
    return f'"{text[:_VALUE_SHOWN]}{"..." if len(text) > _VALUE_SHOWN else ""}"' if text else ""


def file_read(line: Input) -> str:
    """One input: the file, its format, its rows and days, what is the user's own, and columns nobody knew."""
    facts = [clean(line.format), counted(line.rows, "row"), numbers.span(line.first, line.last)]
    if line.made:
        facts.append(f"your own, not scored: {', '.join(counted(n, clean(kind)) for kind, n in line.made.items())}")
    if line.unknown_columns:
        facts.append(f"columns not understood: {', '.join(map(clean, line.unknown_columns))}")
    return f"{clean(line.source)}: {'; '.join(facts)}"


def made_with(result: Result) -> list[str]:
    """The window, the weights and the program that the score was made with."""
    return [
        f"window: {window(result)}{_fade(result)}",
        *([f"activity: {numbers.span(result.first, result.last)}"] if result.first else []),
        "amount: the count after fading with time and damping one person's repeats",
        f"weights: {weights(result.weights)}",
        f"method {result.method}, influence {clean(result.version)}",
    ]


def _fade(result: Result) -> str:
    half_life = result.weights.values.get("half_life_days")
    return f"; what is {numbers.plain(half_life)} days old counts half" if isinstance(half_life, int | float) else ""


def weights(used: WeightsUsed) -> str:
    """Which weights file, by name and hash, and the settings on top of it."""
    settings = f", with {', '.join(map(clean, used.settings))}" if used.settings else ""
    return f"{clean(used.path)}, sha256 {clean(used.sha256[:12])}{settings}"


def at_most(sentences: list[str], most: int) -> list[str]:
    """The first sentences, and a last one saying how many more the JSON holds."""
    more = len(sentences) - most
    return sentences if more <= 0 else [*sentences[:most], f"{numbers.count(more)} more; --json lists them all"]


BASES = {"impression": "impressions", "reach": "people reached", "view": "views", "follower": "followers"}
"""What a response is measured against, in words."""

COUNTED_WHEN = "Counts are those known when the export was made, put at the post's day."
"""What to know of a trend."""

_MOST_HEAVY, _MOST_DAYS = 5, 5


def response(one: Response) -> str:
    """The response of a network in a sentence."""
    before = "" if one.before is None else f", {one.before:,.1f} in the window before"
    return (
        f"{clean(one.network)}: {one.rate:,.1f} interactions per thousand {BASES[one.base]} "
        f"({one.low:,.1f} to {one.high:,.1f} by chance of {numbers.count(one.posts)} posts){before}"
    )


def fragility(found: Fragility | None) -> Iterable[str]:
    """What is known of how much rests on little, as sentences."""
    if found is None:
        return
    low, high = numbers.points(found.low), numbers.points(found.high)
    yield f"other posts of the same kind would have given {low} to {high} (95 %)"
    for without in found.without:
        which = "the top post" if without.posts == 1 else f"the top {without.posts} posts"
        yield f"without {which}: {numbers.points(without.points)} ({numbers.difference(without.difference)})"
    if top := found.top_post:
        yield f"the top post carries {numbers.percent(top.share)} of the score{_labelled(top.label)}"
    if one := found.top_person:
        who = f"{clean(one.person)} on {clean(one.network)}"
        yield f"one person ({who}) carries {numbers.percent(one.share)} of the score"
    yield f"h-index {found.h_index}: so many posts have at least so many interactions"
    yield from map(_heavy, sorted(found.heaviest, key=lambda one: -one.of_post)[:_MOST_HEAVY])
    for heavy in found.heaviest:
        if heavy.person is not None and heavy.of_person is not None:
            yield (
                f"one person ({clean(heavy.person)}) is {numbers.percent(heavy.of_person)} of your "
                f"{clean(heavy.network)} {heavy.kind}s"
            )
    for day in found.odd_days[:_MOST_DAYS]:
        yield f"{clean(day.network)}: {day.day} brought {numbers.count(day.count)}; usual is {day.usual:,.1f}"


def _heavy(one: Heavy) -> str:
    share = numbers.percent(one.of_post)
    return f"one post carries {share} of your {clean(one.network)} {one.kind}s{_labelled(one.label)}"


def _labelled(label: str | None) -> str:
    return f" ({clean(label)})" if label else ""
