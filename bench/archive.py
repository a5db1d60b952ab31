"""A large archive: `influence score` on 600 MB of JSON beside DuckDB's own reader on the same columns.

Prints the ratio of their times and the peak memory of both, each in a process of its own.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path

MEGABYTES = 600
INFLUENCE = str(Path(sys.executable).with_name("influence"))
BARE = """
import duckdb
duckdb.sql('''CREATE TABLE records AS
    SELECT r.type, r.published, r.object.id, r.object.url, left(r.object.content, 400) AS label,
           r.object.likes.totalItems AS likes, r.object.shares.totalItems AS shares
    FROM (SELECT unnest(orderedItems) AS r FROM read_json({path!r}, maximum_object_size=2000000000, columns={{
        orderedItems: 'STRUCT(type VARCHAR, published VARCHAR, object STRUCT(id VARCHAR, url VARCHAR, content VARCHAR,
            likes STRUCT(totalItems VARCHAR), shares STRUCT(totalItems VARCHAR)))[]'}}))''')
"""
WORDS = ("orchard", "violin", "glacier", "meadow", "kettle", "pepper", "harbour", "compass", "lantern", "ribbon")


def write(path: Path) -> int:
    """An invented Mastodon outbox of that size. Returns how many posts it holds."""
    chance, posts = random.Random(1), 0
    with path.open("w", encoding="utf-8") as file:
        file.write(
            '{"@context": "https://www.w3.org/ns/activitystreams", "type": "OrderedCollection", "orderedItems": ['
        )
        while file.tell() < MEGABYTES * 1_000_000:
            file.write(("," if posts else "") + json.dumps(_item(chance, posts)))
            posts += 1
        file.write("]}")
    return posts


def _item(chance: random.Random, number: int) -> object:
    day = f"{2019 + number % 7}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}T10:00:00Z"
    url = f"https://social.example/users/me/statuses/{10**17 + number}"
    text = f"<p>{' '.join(chance.choices(WORDS, k=40))}</p>"
    note = {
        "id": url,
        "type": "Note",
        "published": day,
        "url": url,
        "content": text,
        "contentMap": {"en": text},
        "tag": [],
        "likes": {"type": "Collection", "totalItems": chance.randint(0, 50)},
        "shares": {"type": "Collection", "totalItems": chance.randint(0, 9)},
    }
    return {"id": f"{url}/activity", "type": "Create", "published": day, "to": ["as:Public"], "object": note}


def run(command: list[str]) -> tuple[float, float]:
    """Seconds and peak MiB of one process, measured from a process that has no other child."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_run, (command,))


def _run(command: list[str]) -> tuple[float, float]:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main() -> None:
    """Write the archive, run both, print the ratios."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "outbox.json")
        posts = write(path)
        ours, our_peak = run([INFLUENCE, "score", str(path), "--json", "--posts", "5"])
        bare, bare_peak = run([sys.executable, "-c", BARE.format(path=str(path))])
    name = f"score, {MEGABYTES} MB of JSON ({posts:,} posts) / read_json of the same columns"
    print(f"{name}: {ours / bare:.2f} (at most 2)")
    print(f"  peak memory {our_peak:,.0f} MiB (at most 500), read_json {bare_peak:,.0f} MiB")


if __name__ == "__main__":
    main()
