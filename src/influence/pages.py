"""The report page through Python: `influence.report`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack

from influence.api import Events, asked
from influence.errors import UsageError
from influence.insights import Report
from influence.questions import posts, trend
from influence.render.report import report_page
from influence.result import Result
from influence.scored import AnyPath, How


def report(*exports: AnyPath | Events | Result, set: Sequence[str] = (), **how: Unpack[How]) -> str:
    """A page about the score, as the text of one HTML file that needs nothing else. Made from a `Result` alone, it
    shows what that holds; made from exports, also the trend and how posts did against your usual."""
    if len(exports) == 1 and isinstance(exports[0], Result):
        return report_page(Report(result=exports[0]))
    paths = [one for one in exports if not isinstance(one, Result)]
    if len(paths) != len(exports):
        raise UsageError("give either exports or one result, not both")
    return report_page(made(*paths, set=set, **how))


def made(*exports: AnyPath | Events, set: Sequence[str] = (), **how: Unpack[How]) -> Report:
    """What a report page shows: the score with response and fragility, its posts against your usual, and its trend."""
    how["response"] = how["fragility"] = True
    with asked(*exports, set=set, **how) as one:
        return Report(
            result=one.result,
            posts=posts.ask(one, "earned", posts.SETTLE_DAYS, how.get("posts")),
            trend=trend.ask(one, "week") if one.result.first else None,
        )
