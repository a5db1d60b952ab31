"""Does the number mean anything? Writes docs/validation.md from SNAP's Higgs data set.

`python bench/validation.py higgs-activity_time.txt.gz` (the data stays outside; numpy: `pip install '.[bench]'`).
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from foretelling import findings
from validation_page import page

PAGE = Path(__file__).resolve().parents[1] / "docs" / "validation.md"


def main() -> None:
    """Write the page."""
    if len(sys.argv) != 2:
        raise SystemExit("give the path of higgs-activity_time.txt.gz (snap.stanford.edu/data/higgs-twitter.html)")
    start = time.perf_counter()
    PAGE.write_text(page(findings(sys.argv[1])), "utf-8")
    print(f"{PAGE}: written in {time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
