"""The common event model: on this network, this kind of activity happened `count` times."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, get_args

from influence.limits import Limit
from influence.record import record

Kind = Literal[
    "like",
    "comment",
    "share",
    "repost",
    "quote",
    "mention",
    "save",
    "follow",
    "click",
    "view",
    "impression",
    "reach",
    "interaction",
    "post",
]
"""What happened. All are received from others, but `post`, which is you publishing; `interaction` is a
total of several kinds that an export does not split."""

KINDS: tuple[str, ...] = get_args(Kind)

MAX_COUNT = 10**15
"""The largest believable count of one row; above it, sums of whole numbers would no longer be exact everywhere."""


MAX_SUM = 10**18
"""The largest believable sum of them; whole numbers of 64 bits hold it."""


@record
class Event:
    """One row of the common event model. `time` is UTC, None where the export gives only totals."""

    network: Annotated[str, Limit(min_length=1)]
    kind: Kind
    count: Annotated[int, Limit(ge=0, le=MAX_COUNT)]
    profile: str | None = None
    time: datetime | None = None
    post: str | None = None
    actor: str | None = None
    source: str | None = None
    record: int | None = None


COLUMNS: tuple[str, ...] = ("profile", "network", "kind", "count", "time", "post", "actor", "source", "record")
"""The columns of a canonical file, in the order they are written. Only network, kind and count are required."""
