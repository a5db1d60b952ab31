window.YTD.deleted_tweets.part0 = [ { "tweet" : { "id_str" : "1", "full_text" : "Lantern", "favorite_count" : "3", "retweet_count" : "1", "created_at" : "Tue Dec 02 06:23:48 +0000 2025" } } ]
