window.YTD.tweet.part0 = [
  {
    "retweeted": false,
    "source": "<a>Web</a>",
    "entities": {
      "hashtags": []
    },
    "display_text_range": [
      "0",
      "9"
    ],
    "favorite_count": "10",
    "id_str": "1900000000000000011",
    "truncated": false,
    "retweet_count": "3",
    "id": "1900000000000000011",
    "created_at": "Fri Mar 05 20:10:00 +0000 2021",
    "favorited": false,
    "full_text": "kettle",
    "lang": "en"
  },
  {
    "retweeted": false,
    "source": "<a>Web</a>",
    "entities": {
      "hashtags": []
    },
    "display_text_range": [
      "0",
      "9"
    ],
    "favorite_count": "5",
    "id_str": "1900000000000000012",
    "truncated": false,
    "retweet_count": "1",
    "id": "1900000000000000012",
    "created_at": "Sat Mar 06 08:00:01 +0000 2021",
    "favorited": false,
    "full_text": "map",
    "lang": "en"
  },
  {
    "retweeted": false,
    "source": "<a>Web</a>",
    "entities": {
      "hashtags": []
    },
    "display_text_range": [
      "0",
      "9"
    ],
    "favorite_count": "0",
    "id_str": "1900000000000000013",
    "truncated": false,
    "retweet_count": "0",
    "id": "1900000000000000013",
    "created_at": "Sun Mar 07 09:00:01 +0000 2021",
    "favorited": false,
    "full_text": "RT @bob_example: theirs",
    "lang": "en"
  }
]