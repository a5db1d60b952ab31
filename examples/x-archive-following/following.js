window.YTD.following.part0 = [ { "following" : { "accountId" : "943751753790299991", "userLink" : "https://twitter.com/intent/user?user_id=943751753790299991" } } ]
