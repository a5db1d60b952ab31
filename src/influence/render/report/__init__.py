"""The report: one self-contained HTML file, made from a report's JSON alone.

`page` and `compare` write what a reader without JavaScript sees; `assemble` puts it into one file with the style, the
scripts and the JSON, from which the scripts draw the charts and run the calculator.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from influence.answers import Difference
    from influence.insights import Report
    from influence.result import Result


def report_page(report: Report) -> str:
    """The page of one report."""
    from influence.render.report import assemble, page

    return assemble.page(page.title(report.result), page.body(report), report.to_dict())


def comparison_page(before: Result, after: Result, difference: Difference) -> str:
    """The page of two results side by side."""
    from influence.render.report import assemble, compare

    data = {"before": before.to_dict(), "after": after.to_dict(), "difference": difference.to_dict()}
    return assemble.page(compare.title(difference), compare.body(before, after, difference), data)
