window.YTD.follower.part0 = [
 {
  "follower": {
   "accountId": "943751753790299991",
   "userLink": "https://twitter.com/intent/user?user_id=943751753790299991"
  }
 },
 {
  "follower": {
   "accountId": "6049381962002027018",
   "userLink": "https://twitter.com/intent/user?user_id=6049381962002027018"
  }
 },
 {
  "follower": {
   "accountId": "6058833297911742914",
   "userLink": "https://twitter.com/intent/user?user_id=6058833297911742914"
  }
 },
 {
  "follower": {
   "accountId": "8315327970260053525",
   "userLink": "https://twitter.com/intent/user?user_id=8315327970260053525"
  }
 }
]
