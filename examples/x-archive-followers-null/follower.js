window.YTD.follower.part0 = [ {
  "follower" : {
    "accountId" : "943751753790299991",
    "userLink" : "https://twitter.com/intent/user?user_id=943751753790299991"
  }
}, null, {
  "follower" : {
    "accountId" : "6049381",
    "userLink" : "https://twitter.com/intent/user?user_id=6049381"
  }
}, { } ]
