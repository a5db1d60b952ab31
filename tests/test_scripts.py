"""JavaScript that holds nothing but data, as people put their archive into their own pages."""

from __future__ import annotations

from pathlib import Path

import pytest

import influence

TWEET = """{
  tweet: {
    id_str: '190', created_at: 'Fri Mar 05 20:10:00 +0000 2021', full_text: 'It\\'s a "kettle" // [here]',
    source: 'Web', favorited: false, retweeted: false, lang: 'en', favorite_count: '7', retweet_count: '2', /* , */
  },
}"""
STRICT = '[{"tweet": {"id_str": "190", "created_at": "Fri Mar 05 20:10:00 +0000 2021", "full_text": "kettle", ' + (
    '"source": "Web", "favorited": false, "retweeted": false, "favorite_count": "7", "retweet_count": "2"}}]'
)
SCRIPTS = {
    "a module": f"export const tweets = [{TWEET}];",
    "a default": f"// mine\nexport default [{TWEET}]\n",
    "a typed list": f"const tweets: Tweet[] = [{TWEET}] as const;\n\nexport default tweets;\n",
    "handed out": f"'use strict';\nmodule.exports = [\n{TWEET},\n];",
    "handed out later": f"var tweets = [{TWEET}];\nmodule.exports = tweets;\n",
    "strict": f"let tweets = {STRICT};\nexport {{ tweets }};\n",
    "in the archive's own variable": f"window.YTD.tweets.part0 = [{TWEET}]",
}
LIKES = "'7'"
PROGRAMS = {
    "a call": f"const tweets = [{TWEET}].map(one);",
    "a variable in it": "const tweets = [" + TWEET.replace(LIKES, "likes") + "];",
    "a sum in it": "const tweets = [" + TWEET.replace(LIKES, "3 + 4") + "];",
    "a text that is put together": "const tweets = [" + TWEET.replace(LIKES, "`${likes}`") + "];",
    "more behind it": f"const tweets = [{TWEET}];\nshow(tweets);",
}


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS.keys())
def test_a_script_that_holds_data(tmp_path: Path, script: str) -> None:
    (path := tmp_path / "tweets.js").write_text(script, "utf-8")
    with influence.read(path) as events:
        counted = {(row.post, row.kind): row.count for row in events}
        assert events.problems == []
    assert counted == {("190", "post"): 1, ("190", "like"): 7, ("190", "repost"): 2}


@pytest.mark.parametrize("script", PROGRAMS.values(), ids=PROGRAMS.keys())
def test_a_program_is_not_run(tmp_path: Path, script: str) -> None:
    (path := tmp_path / "tweets.js").write_text(script, "utf-8")
    with pytest.raises(influence.InfluenceError):
        influence.read(path)


@pytest.mark.parametrize("left", [3, 40, 75, 200])
def test_a_script_that_is_cut_is_told(tmp_path: Path, left: int) -> None:
    (path := tmp_path / "tweets.js").write_text(f"const tweets = [{TWEET},\n{TWEET[:left]}", "utf-8")
    with influence.read(path) as events:
        assert {row.kind: row.count for row in events} == {"post": 1, "like": 7, "repost": 2}
        assert events.problems
