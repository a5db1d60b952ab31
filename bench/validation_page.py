"""docs/validation.md: what bench/validation.py found, in sentences and tables. No sentence says what no number does."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from attacks import ATTACKS, DEAD, TARGETS, Attacked, Before
from foretelling import ALL, CUTS, MAIN, MANY, NEW_PEOPLE, OF_MANY, PEOPLE, SAMPLES, SEED, Findings, Part
from higgs import ABLATIONS, BASELINES, CALIBRATED, OURS, weights_of
from orders import TOP, Estimate, Skill

import influence

TITLES = {OURS: "**The score**"} | BASELINES
CHOICES = {name: title for name, (title, _) in ABLATIONS.items()} | dict([CALIBRATED])
FEW = ("people", "reposters", "interactions", "weighted sum", "pagerank")


def page(found: Findings) -> str:
    """The whole page, in Markdown."""
    main = found.parts[MAIN]
    sections = [
        "# Does the number mean anything?",
        f"*Written by [bench/validation.py](../bench/validation.py), version {influence.__version__}, "
        f"{datetime.date.today()}.*",
        *_verdict(found, main),
        "## What was done",
        _protocol(found, main),
        "## Who will be reposted?",
        _foretelling(main),
        "## What each choice adds or costs",
        _choices(main),
        "## Other cuts, and new people only",
        _others(found),
        "## What an attack buys",
        _attacks(found),
        "## What this cannot say",
        _limits(main),
        "## Do it again",
        _again(),
    ]
    return "\n\n".join(sections) + "\n"


def _verdict(found: Findings, main: Part) -> Iterator[str]:
    """The plain summary: who wins, what the choices bring, what attacks buy."""
    everybody, many = main.skills[PEOPLE, ALL], main.skills[PEOPLE, OF_MANY]
    best = max(BASELINES, key=lambda name: everybody[name].spearman.value)
    best_many = max(BASELINES, key=lambda name: many[name].spearman.value)
    ours, ours_many = everybody[OURS], many[OURS]
    beaten = [name for name in BASELINES if _sign(everybody[name].spearman_more) > 0]
    verdict = "**It foretells something, and simpler counts foretell more.**"
    if not beaten:
        verdict = "**It foretells something, and no simpler count foretells more.**"
    yield (
        f"{verdict} From what {main.people[ALL]:,} people received in the first {MAIN} days of a week, the order by "
        f"score agrees with the order by how many different people repost them in the rest with a rank correlation of "
        f"{_prose(ours.spearman)}, where 0 is chance and 1 the same order. The best simple order, "
        f"*{_lower(best)}*, reaches {_prose(everybody[best].spearman)}. Of the {main.people[OF_MANY]:,} with at least "
        f"{MANY} interactions it is {_prose(ours_many.spearman)} for the score and "
        f"{_prose(many[best_many].spearman)} for *{_lower(best_many)}*."
    )
    by_attack = {(one.attack, one.target): one for one in found.attacks}
    fan, likes, farm = (by_attack[name, DEAD] for name in ("fan", "likes", "farm"))
    yield (
        "Attacks get through it, some at a lower price. One fan who acts 1,000 times lifts a dead account to "
        f"{fan.ours[1]:.1f} points ({fan.undamped[1]:.1f} without damping), ahead of {_share(fan.below[1])} of "
        f"everybody; counting different people, ahead of {_share(fan.below_people[1])}. 10,000 bought likes buy "
        f"{likes.ours[1]:.1f} points, ahead of {_share(likes.below[1])}; counting different people, ahead of "
        f"{_share(likes.below_people[1])}. {ATTACKS['farm']} make it {farm.ours[1]:.1f} points: nothing on this page "
        "stops accounts that act like people."
    )
    yield (
        "So: no number on this page measures influence. Whoever wants to foretell who is reposted, and trusts the "
        f"counts, takes *{_lower(best)}*."
    )


def _protocol(found: Findings, main: Part) -> str:
    """What was settled before anything was computed."""
    cut = found.first + datetime.timedelta(MAIN)
    lines = [
        "Data: [SNAP's Higgs data set](https://snap.stanford.edu/data/higgs-twitter.html), who retweeted, mentioned or "
        f"replied to whom on X (then Twitter) around the announcement of 4 July 2012: {found.events:,} acts on "
        f"{found.people:,} people, {found.first} to {found.last}. A reply that is written as a mention too counts "
        "once; what people did to themselves is left out.",
        f"The week is cut at the first midnight after its half: {cut} 00:00 UTC. How many acts each day has was known "
        "when the cut was chosen; no order had been computed.",
        f"Foretold is how many different other people repost someone after the cut. Compared are all "
        f"{main.people[ALL]:,} who received anything before it, those who got nothing afterwards included, and the "
        f"{main.people[OF_MANY]:,} of them who received at least {MANY} acts.",
        "The score is the shipped weights' as of the last day before the cut, in whole hundredths. Nothing was fitted. "
        "The row about `influence calibrate` and the places that attacks reach were added after a first look.",
        "*Rank correlation* is Spearman's, ties sharing their mean rank. *First hundred* is NDCG: how much of what the "
        f"best {TOP} places could hold the first {TOP} of an order do hold, a place counting less the further down; "
        "ties count as the mean of all their orders.",
        f"The interval in brackets holds 95 % of {SAMPLES:,} samples of as many people, drawn with replacement (seed "
        f"{SEED}), the same samples for every order. ▲ and ▼: better and worse than the score, where the interval of "
        "the difference leaves out 0. With so many comparisons, about one mark in twenty comes by chance.",
    ]
    return "\n".join(f"- {line}" for line in lines)


def _foretelling(main: Part) -> str:
    populations = ((ALL, "everybody"), (OF_MANY, f"{MANY} and more"))
    heads = [f"{what}, {title}" for _, title in populations for what in ("rank correlation", f"first {TOP}")]
    rows = []
    for name, title in TITLES.items():
        skills = [main.skills[PEOPLE, who][name] for who, _ in populations]
        cells = [cell for one in skills for cell in _marked(one)]
        rows.append([title, *cells])
    known, reposts = main.known
    return (
        _table(["ordered by", *heads], rows)
        + "\n\nOf everybody who is reposted after the cut, "
        + f"{_share(known)} had received anything before, and {_share(reposts)} of the different people who repost "
        + "somebody repost one of these. The rest no order here could know."
    )


def _choices(main: Part) -> str:
    heads = [
        f"{what}, {who}" for who in ("everybody", f"{MANY} and more") for what in ("rank correlation", "first 100")
    ]
    rows = [
        [title, *(_difference(more) for who in (ALL, OF_MANY) for more in _more(main.skills[PEOPLE, who][name]))]
        for name, title in CHOICES.items()
    ]
    everybody, many = main.skills[PEOPLE, ALL], main.skills[PEOPLE, OF_MANY]
    full = everybody[CALIBRATED[0]]
    return (
        "The score with one choice changed: how much better (+) or worse (-) it then foretells.\n\n"
        + _table(["changed", *heads], rows)
        + f"\n\nSame-person damping {_brings(everybody['same_person 1'].spearman_more)} on everybody; what it is for "
        + "is the attacks below. The balance between kinds, against reposts alone, "
        + f"{_brings(everybody['only reposts'].spearman_more)} on everybody and "
        + f"{_brings(many['only reposts'].spearman_more)} on those with {MANY} acts and more: what is foretold are "
        + "reposts. With `full` at the 99th percentile of these people the loudest in a hundred are all full, and "
        + f"equal: the first {TOP} are then worth {full.ndcg.value:.2f} instead of {everybody[OURS].ndcg.value:.2f}."
    )


def _others(found: Findings) -> str:
    rows = []
    for name in (OURS, *FEW):
        cuts = [found.parts[days].skills[PEOPLE, ALL][name] for days in CUTS]
        fresh = found.parts[MAIN].skills[NEW_PEOPLE, ALL][name]
        rows.append([TITLES[name], *(_marked(one)[0] for one in [*cuts, fresh])])
    heads = [f"after {days} days ({found.parts[days].people[ALL]:,} people)" for days in CUTS]
    return (
        "Rank correlation, everybody. *New people*: only those count who had not acted on the person before.\n\n"
        + _table(["ordered by", *heads, f"after {MAIN} days, new people"], rows)
    )


def _attacks(found: Findings) -> str:
    told = (
        "Points (of 100) that an attack buys, and of how many of everybody the account is then ahead. The sums are of "
        "the numbers received, with the weights of the score, and 100 where every kind is `full`; the logarithm is the "
        "curve of the score, over the sum. A plain sum gives hardly anybody a point, so that its place says more than "
        "its points."
    )
    tables = [_attacked(title, [one for one in found.attacks if one.target == name]) for name, title in TARGETS.items()]
    why = (
        "Every kind has its own curve: one kind can fill its own share and no more. Damping is by person: it sees "
        "repeats, and not that accounts were bought."
    )
    return "\n\n".join([told, *tables, why])


def _attacked(title: str, attacks: list[Attacked]) -> str:
    """What each attack on one target buys."""
    first = attacks[0]
    places = ("score", "weighted sum", "different people")
    before = (
        f"**{title}**: {first.ours[0]:.2f} points before, ahead of {_share(first.below[0])} by score, "
        f"{_share(first.below_sum[0])} by weighted sum, {_share(first.below_people[0])} by different people.\n\n"
    )
    heads = ["", "score", "without damping", "log of the sum", "weighted sum", *(f"ahead by {one}" for one in places)]
    rows = [
        [
            ATTACKS[one.attack],
            *map(_bought, (one.ours, one.undamped, one.logarithm, one.linear)),
            *(_share(after) for _, after in (one.below, one.below_sum, one.below_people)),
        ]
        for one in attacks
    ]
    return before + _table(heads, rows)


def _limits(main: Part) -> str:
    lines = [
        "One event on one network in one week of 2012. The score is made for 90 days of everything a person publishes; "
        "the data holds what was said about one announcement.",
        "To be reposted is not influence. It is what the data knows, it is one of the kinds that the score adds up, "
        "and orders that look at reposts alone play at home.",
        f"Likes, quotes and saves are not in the data: {_unknown()} of the 100 points of X are unknown for everybody.",
        f"{_share(main.few)} of those compared received one act or two, so that much of an order is ties; that is why "
        f"those with {MANY} acts and more have columns of their own.",
        "The samples treat people as if they were independent. They repost each other, so that the true intervals are "
        f"wider, above all of the first {TOP}, which a handful of very loud accounts decides.",
        "No number of followers is in this file, so that in-degree is that of acts, not of the follower graph.",
        "The attacks are invented, and nobody in the data says whether an account was a bot.",
    ]
    return "\n".join(f"- {line}" for line in lines)


def _again() -> str:
    return (
        "```sh\n"
        "curl -O https://snap.stanford.edu/data/higgs-activity_time.txt.gz\n"
        "pip install '.[bench]'\n"
        "python bench/validation.py higgs-activity_time.txt.gz\n"
        "```\n\n"
        "The data is SNAP's and stays out of this repository: M. De Domenico, A. Lima, P. Mougel, M. Musolesi, "
        "*The Anatomy of a Scientific Rumor*, Scientific Reports 3, 2980 (2013)."
    )


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = list(heads)
    lines = [heads, ["---"] + ["---:"] * (len(heads) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _sign(more: Estimate) -> int:
    """Whether a difference is surely above 0 (1), below (-1), or neither."""
    return (more.low > 0) - (more.high < 0)


def _more(skill: Skill) -> tuple[Estimate, Estimate]:
    return skill.spearman_more, skill.ndcg_more


def _marked(skill: Skill) -> list[str]:
    """Rank correlation and first hundred, each with its interval and its mark."""
    pairs = ((skill.spearman, skill.spearman_more), (skill.ndcg, skill.ndcg_more))
    return [f"{('', '▲ ', '▼ ')[_sign(more)]}{_estimate(one)}" for one, more in pairs]


def _estimate(one: Estimate) -> str:
    return f"{one.value:.3f} [{one.low:.3f}, {one.high:.3f}]"


def _difference(more: Estimate) -> str:
    return f"{('', '▲ ', '▼ ')[_sign(more)]}{more.value:+.3f} [{more.low:+.3f}, {more.high:+.3f}]"


def _prose(one: Estimate) -> str:
    return f"{one.value:.2f} ({one.low:.2f} to {one.high:.2f})"


def _brings(without: Estimate) -> str:
    """What a choice brings, from the difference that the score without it makes."""
    size = f"{abs(without.value):.3f} of rank correlation"
    return (
        f"neither adds nor costs anything that can be told ({-without.value:+.3f})",
        f"costs {size}",
        f"adds {size}",
    )[_sign(without)]


def _bought(points: Before) -> str:
    return f"+{points[1] - points[0]:.2f}"


def _unknown() -> str:
    """The part of X's weight that the data knows nothing of, in points."""
    signals = {
        kind: one.weight for kind, one in weights_of(()).weights.of("x").signals.items() if kind != "interaction"
    }
    unknown = sum(weight for kind, weight in signals.items() if kind not in ("comment", "mention", "repost"))
    return f"{100 * unknown / sum(signals.values()):.0f}"


def _share(part: float) -> str:
    """A part as per cent, never rounded to all."""
    return f"{min(100 * part, 99.99):.2f} %" if 0.99 < part < 1 else f"{100 * part:.1f} %"


def _lower(name: str) -> str:
    title = BASELINES[name]
    return title[0].lower() + title[1:]
