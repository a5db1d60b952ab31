"""What shows a score, through Python: `influence.report`, `influence.card`, `influence.badge`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal, Unpack

from influence import causes
from influence.api import Events, asked, score
from influence.errors import UsageError
from influence.insights import PostStanding, Report
from influence.questions import posts, trend
from influence.render.report import comparison_page, report_page
from influence.result import Result
from influence.scored import AnyPath, How
from influence.weights import load as load_weights
from influence.weights import shipped_path, with_more

if TYPE_CHECKING:
    from influence.render.card import Theme


def report(
    *exports: AnyPath | Events | Result, compare: bool = False, set: Sequence[str] = (), **how: Unpack[How]
) -> str:
    """A page about the score, as the text of one HTML file that needs nothing else. Made from a `Result` alone, it
    shows what that holds; made from exports, also the trend and how posts did against your usual. `compare`: of two
    results, the older first, what lies between them."""
    if compare:
        return _comparison(exports)
    if len(exports) == 1 and isinstance(exports[0], Result):
        return report_page(Report(result=exports[0], weights=_explained(exports[0])))
    return report_page(made(*_no_results(exports), set=set, **how))


def card(
    *exports: AnyPath | Events | Result, theme: Theme = "auto", set: Sequence[str] = (), **how: Unpack[How]
) -> str:
    """A small picture of the score, of a `Result` or of exports, as the text of an SVG file. `theme` "auto" is dark
    where its reader prefers that."""
    from influence.render.card import to_svg

    return to_svg(_result(*exports, set=set, **how), theme)


def badge(*exports: AnyPath | Events | Result, set: Sequence[str] = (), **how: Unpack[How]) -> str:
    """The score of a `Result` or of exports as a badge, the text of an SVG file."""
    from influence.render.badge import to_badge

    return to_badge(_result(*exports, set=set, **how))


def _explained(result: Result) -> dict[str, Any] | None:
    """The weights of a saved result with what explains them, where it was made with the shipped ones."""
    used = result.weights
    shipped = load_weights(shipped_path())
    if used.sha256 != shipped.sha256:
        return None
    file = with_more(shipped, used.settings)
    return file.weights.explained() if file.weights.numbers() == used.values else None


def _result(*exports: AnyPath | Events | Result, set: Sequence[str], **how: Unpack[How]) -> Result:
    if len(exports) == 1 and isinstance(exports[0], Result):
        return exports[0]
    return score(*_no_results(exports), set=set, **how)


def _no_results(exports: Sequence[AnyPath | Events | Result]) -> list[AnyPath | Events]:
    """The exports, none of which is a result. Raises UsageError."""
    paths = [one for one in exports if not isinstance(one, Result)]
    if len(paths) != len(exports):
        raise UsageError("give either exports or one result, not both")
    return paths


def _comparison(results: Sequence[object]) -> str:
    match results:
        case [Result() as before, Result() as after]:
            return comparison_page(before, after, causes.diff(before, after))
        case _:
            raise UsageError("a comparison is of two results", "Give OLD.json and NEW.json.")


def made(*exports: AnyPath | Events, set: Sequence[str] = (), **how: Unpack[How]) -> Report:
    """What a report page shows: the score with response and fragility, its posts against your usual, and its trend."""
    how["response"] = how["fragility"] = True
    with asked(*exports, set=set, **how) as one:
        told = posts.ask(one, "earned", posts.SETTLE_DAYS, None)
        return Report(
            result=one.result,
            posts=replace(told, posts=_of_the_window(told.posts, one.result)[: how.get("posts")]),
            trend=trend.ask(one, _every(one.result)) if one.result.first else None,
            weights=one.file.weights.explained(),
        )


_DAYS_SINGLY = 45
"""Of so many days the trend is told day by day, of more week by week."""


def _every(result: Result) -> Literal["day", "week"]:
    first, last = (date.fromisoformat(day or "") for day in (result.first, result.as_of))
    return "day" if (last - first).days <= _DAYS_SINGLY else "week"


def _of_the_window(standings: list[PostStanding], result: Result) -> list[PostStanding]:
    """The posts that the score is about; `influence posts` has those of before too."""
    if result.as_of is None:
        return standings
    first = date.fromisoformat(result.as_of) - timedelta(days=result.window_days - 1)
    return [post for post in standings if post.time is None or post.time[:10] >= first.isoformat()]
