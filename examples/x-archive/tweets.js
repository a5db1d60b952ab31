window.YTD.tweets.part0 = [
 {
  "tweet": {
   "edit_info": {
    "initial": {
     "editTweetIds": [
      "5643553095704178309"
     ],
     "editableUntil": "2022-11-03T09:20:26.000Z",
     "editsRemaining": "5",
     "isEditEligible": true
    }
   },
   "retweeted": false,
   "source": "<a href=\"http://twitter.com/download/iphone\" rel=\"nofollow\">Twitter for iPhone</a>",
   "display_text_range": [
    "0",
    "53"
   ],
   "favorite_count": "5",
   "id_str": "5643553095704178309",
   "truncated": false,
   "retweet_count": "1",
   "id": "5643553095704178309",
   "possibly_sensitive": false,
   "created_at": "Thu Nov 03 08:50:26 +0000 2022",
   "favorited": false,
   "full_text": "Sugar anchor #Pocket \ud83d\udc4b https://t.co/d8J7kagyfo",
   "lang": "en"
  }
 },
 {
  "tweet": {
   "edit_info": {
    "initial": {
     "editTweetIds": [
      "3775033922942157172"
     ],
     "editableUntil": "2022-11-02T22:00:39.000Z",
     "editsRemaining": "5",
     "isEditEligible": false
    }
   },
   "retweeted": false,
   "source": "<a href=\"http://twitter.com/download/iphone\" rel=\"nofollow\">Twitter for iPhone</a>",
   "display_text_range": [
    "0",
    "36"
   ],
   "favorite_count": "1",
   "in_reply_to_status_id_str": "9925589755699444535",
   "id_str": "3775033922942157172",
   "in_reply_to_user_id": "401783451",
   "truncated": false,
   "retweet_count": "0",
   "id": "3775033922942157172",
   "in_reply_to_status_id": "9925589755699444535",
   "created_at": "Wed Nov 02 21:30:39 +0000 2022",
   "favorited": false,
   "full_text": "@leocastellan Anchor oyster, morning ticket pepper\u2026",
   "lang": "en",
   "in_reply_to_screen_name": "leocastellan",
   "in_reply_to_user_id_str": "401783451"
  }
 },
 {
  "tweet": {
   "edit_info": {
    "initial": {
     "editTweetIds": [
      "6795122336618196963"
     ],
     "editableUntil": "2022-11-02T21:57:52.000Z",
     "editsRemaining": "5",
     "isEditEligible": false
    }
   },
   "retweeted": false,
   "source": "<a href=\"http://twitter.com/download/iphone\" rel=\"nofollow\">Twitter for iPhone</a>",
   "display_text_range": [
    "0",
    "39"
   ],
   "favorite_count": "1",
   "in_reply_to_status_id_str": "3723853017564673977",
   "id_str": "6795122336618196963",
   "in_reply_to_user_id": "401783451",
   "truncated": false,
   "retweet_count": "0",
   "id": "6795122336618196963",
   "in_reply_to_status_id": "3723853017564673977",
   "created_at": "Wed Nov 02 21:27:52 +0000 2022",
   "favorited": false,
   "full_text": "@leocastellan Harbour ribbon paper ribbon oyster tulip \ud83d\ude43",
   "lang": "en",
   "in_reply_to_screen_name": "leocastellan",
   "in_reply_to_user_id_str": "401783451"
  }
 },
 {
  "tweet": {
   "edit_info": {
    "initial": {
     "editTweetIds": [
      "2247566594559879478"
     ],
     "editableUntil": "2022-04-07T17:14:47.510Z",
     "editsRemaining": "5",
     "isEditEligible": true
    }
   },
   "retweeted": false,
   "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
   "display_text_range": [
    "0",
    "61"
   ],
   "favorite_count": "1",
   "id_str": "2247566594559879478",
   "truncated": false,
   "retweet_count": "0",
   "id": "2247566594559879478",
   "possibly_sensitive": false,
   "created_at": "Thu Apr 07 16:44:47 +0000 2022",
   "favorited": false,
   "full_text": "Feather signal basket tunnel saddle planet blanket... \ud83d\ude04 https://t.co/JwyaDrTTnq",
   "lang": "en"
  }
 },
 {
  "tweet": {
   "edit_info": {
    "initial": {
     "editTweetIds": [
      "9988305617693395115"
     ],
     "editableUntil": "2022-02-11T17:54:43.829Z",
     "editsRemaining": "5",
     "isEditEligible": true
    }
   },
   "retweeted": false,
   "source": "<a href=\"http://twitter.com/download/iphone\" rel=\"nofollow\">Twitter for iPhone</a>",
   "display_text_range": [
    "0",
    "35"
   ],
   "favorite_count": "3",
   "in_reply_to_status_id_str": "3875936033748997258",
   "id_str": "9988305617693395115",
   "in_reply_to_user_id": "557981773",
   "truncated": false,
   "retweet_count": "0",
   "id": "9988305617693395115",
   "in_reply_to_status_id": "3875936033748997258",
   "possibly_sensitive": false,
   "created_at": "Fri Feb 11 17:24:43 +0000 2022",
   "favorited": false,
   "full_text": "@jonaskeller \ud83d\udc40 https://t.co/cDJEGn75YX",
   "lang": "und",
   "in_reply_to_screen_name": "nadiaferro",
   "in_reply_to_user_id_str": "557981773"
  }
 },
 {
  "tweet": {
   "edit_info": {
    "initial": {
     "editTweetIds": [
      "3875936033748997258"
     ],
     "editableUntil": "2022-02-11T17:24:22.232Z",
     "editsRemaining": "5",
     "isEditEligible": true
    }
   },
   "retweeted": false,
   "source": "<a href=\"http://twitter.com/download/iphone\" rel=\"nofollow\">Twitter for iPhone</a>",
   "display_text_range": [
    "0",
    "96"
   ],
   "favorite_count": "1",
   "in_reply_to_status_id_str": "2010239963859370228",
   "id_str": "3875936033748997258",
   "in_reply_to_user_id": "560736602",
   "truncated": false,
   "retweet_count": "0",
   "id": "3875936033748997258",
   "in_reply_to_status_id": "2010239963859370228",
   "possibly_sensitive": false,
   "created_at": "Fri Feb 11 16:54:22 +0000 2022",
   "favorited": false,
   "full_text": "@jonaskeller Quiet corner mosaic button planet \ud83d\udc4c Engine island pepper wagon signal Pepper4 ZIPPER\u2026\n\nhttps://t.co/aqTTDpgqAM",
   "lang": "en",
   "in_reply_to_screen_name": "jonaskeller",
   "in_reply_to_user_id_str": "560736602"
  }
 },
 {
  "tweet": {
   "edit_info": {
    "initial": {
     "editTweetIds": [
      "6293474422222683627"
     ],
     "editableUntil": "2022-01-27T15:54:39.287Z",
     "editsRemaining": "5",
     "isEditEligible": true
    }
   },
   "retweeted": false,
   "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
   "display_text_range": [
    "0",
    "79"
   ],
   "favorite_count": "0",
   "id_str": "6293474422222683627",
   "truncated": false,
   "retweet_count": "0",
   "id": "6293474422222683627",
   "possibly_sensitive": false,
   "created_at": "Thu Jan 27 15:24:39 +0000 2022",
   "favorited": false,
   "full_text": "glacier;walnut \n\nIsland river=\"zipper\" kitten Tulip letter market=\"_mosaic\" https://t.co/YXj2e7g6gn",
   "lang": "en"
  }
 },
 {
  "tweet": {
   "edit_info": {
    "initial": {
     "editTweetIds": [
      "7962199531603531698"
     ],
     "editableUntil": "2021-12-15T15:38:28.453Z",
     "editsRemaining": "5",
     "isEditEligible": true
    }
   },
   "retweeted": false,
   "source": "<a href=\"http://twitter.com/download/iphone\" rel=\"nofollow\">Twitter for iPhone</a>",
   "display_text_range": [
    "0",
    "38"
   ],
   "favorite_count": "0",
   "id_str": "7962199531603531698",
   "truncated": false,
   "retweet_count": "0",
   "id": "7962199531603531698",
   "created_at": "Wed Dec 15 15:08:28 +0000 2021",
   "favorited": false,
   "full_text": "RT @tessabrandt: \u2593\u2593\u2593\u2593\u2593\u2593\u2593\u2593\u2593\u2593\u2593\u2593\u2593\u2593\u2591 69%",
   "lang": "und"
  }
 }
]
