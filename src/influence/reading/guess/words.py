"""What the names of columns mean: of every known format in any language, and what a person says of them."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Mapping

from influence.errors import UsageError, did_you_mean
from influence.events import KINDS
from influence.formats.catalogue import Catalogue
from influence.reading import documents, text

OWN = ("time", "post", "url", "label", "actor", "profile", "network")
"""What a column can be beside a kind."""
LEFT = "left"
ROLES = (*OWN, *(kind for kind in KINDS if kind != "post"), LEFT)

_WORDS = {
    "time": "date day time timestamp created created_at published posted publish_time datum zeit fecha data heure jour",
    "post": "id post_id guid uid status_id post",
    "url": "url link permalink uri post_url",
    "label": "text title caption content message body post_text titel beitrag",
    "actor": "actor from_user liked_by",
    "like": "like likes favorites favourites favs hearts reactions claps upvotes",
    "comment": "comment comments replies reply answers responses",
    "share": "share shares",
    "repost": "repost reposts retweets boosts reblogs",
    "quote": "quote quotes",
    "mention": "mention mentions",
    "save": "save saves saved bookmarks",
    "click": "click clicks link_clicks",
    "follow": "follow follows new_followers new_follows subscribers_gained",
    "view": "view views plays video_views",
    "impression": "impression impressions",
    "reach": "reach accounts_reached",
    LEFT: "followers rate engagement_rate duration length rank",
}
TOTALS = re.compile("engagement|interaction|interaktion|total|gesamt|insgesamt|summe|sum of|all reactions", re.I)
_NOISE = {"count", "counts", "total", "number", "num", "of", "no", "anzahl", "items", "the", "post", "posts", "value"}

_FUZZY = 0.86


def parse_given(settings: Iterable[str]) -> dict[str, str]:
    """`Herzen=like`, `Tag=time:%d.%m.%Y`: each column and what it is. Raises UsageError."""
    given: dict[str, str] = {}
    for setting in settings:
        column, equals, own = setting.rpartition("=")
        if setting.count(":") and "=time:" in setting:
            column, equals, own = setting.partition("=time:")
            own = f"time:{own}"
        if not equals or not column.strip():
            raise UsageError(f"{setting!r}: not COLUMN=WHAT", 'Write for example "Herzen=like".')
        if own.partition(":")[0] not in ROLES:
            hint = did_you_mean(own, ROLES) or f"A column can be {', '.join(ROLES)}."
            raise UsageError(f"{setting!r}: {own!r} is nothing a column can be", hint)
        given[column.strip()] = own
    return given


def vocabulary(catalogue: Catalogue) -> dict[str, str]:
    """What each name means that any known format uses, in any language; of several meanings the most used."""
    votes: dict[str, Counter[str]] = {}
    for own, line in _WORDS.items():
        for word in line.split():
            votes.setdefault(plain(word), Counter())[own] += 1
    for one in catalogue.values():
        if not one.made:
            for own in (own for own in one.own_fields() if own in ROLES):
                for name in one.names_of(own):
                    votes.setdefault(plain(name), Counter())[own] += 2
    votes.pop("", None)
    return {name: found.most_common(1)[0][0] for name, found in votes.items()}


def plain(name: str) -> str:
    """A name without what only decorates it: `public_metrics.like_count` is `like`, `Total Likes` is `likes`, and
    `data[name=likes].value` is `likes` too."""
    steps = documents.steps(name)
    chosen = [found[1] for step in steps if (found := documents.named(step))]
    for part in reversed(chosen or [step for step in steps if step not in ("[]", "{}")]):
        spaced = re.sub(r"(?<=[a-z\d])(?=[A-Z])", " ", part)
        tokens = re.findall(r"[^\W_]+", text.folded(spaced))
        kept = [token for token in tokens if token not in _NOISE]
        if kept:
            return " ".join(kept)
    return " ".join(re.findall(r"[^\W_]+", text.folded(name)))


def meaning(name: str, words: Mapping[str, str]) -> str | None:
    """What a name means: by itself, or by the nearest name that is known."""
    bare = plain(name)
    if bare in words:
        return words[bare]
    near = difflib.get_close_matches(bare, list(words), n=1, cutoff=_FUZZY) if len(bare) > 4 else []
    return words[near[0]] if near else None
