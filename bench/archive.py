"""A large archive: `influence score` on 600 MB of JSON beside DuckDB's own reader on the same columns."""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

from measure import INFLUENCE, PYTHON, Figure, in_turn, peak

MEGABYTES = 600
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


def figures() -> Iterator[Figure]:
    """Write the archive and run both."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "outbox.json")
        posts = write(path)
        ours = (INFLUENCE, "score", str(path), "--json", "--posts", "5")
        bare = (*PYTHON, BARE.format(path=str(path)))
        name = f"`score` of {MEGABYTES} MB of JSON archive ({posts:,} posts)"
        yield Figure(f"{name} / read_json of the same columns", in_turn(ours, bare), 2)
        yield Figure(f"{name}: peak memory", peak(ours), 500, unit="MiB")
