window.YTD.tweet_headers.part0 = [
 {
  "tweet": {
   "tweet_id": "5550995903927193753",
   "user_id": "9387719059007317613",
   "created_at": "Tue Dec 02 06:23:48 +0000 2025"
  }
 },
 {
  "tweet": {
   "tweet_id": "1696914094343850351",
   "user_id": "9387719059007317613",
   "created_at": "Tue Dec 02 06:22:27 +0000 2025"
  }
 },
 {
  "tweet": {
   "tweet_id": "8017821517075479153",
   "user_id": "9387719059007317613",
   "created_at": "Tue Dec 02 06:20:02 +0000 2025"
  }
 },
 {
  "tweet": {
   "tweet_id": "2747435493023768936",
   "user_id": "9387719059007317613",
   "created_at": "Tue Dec 02 06:19:16 +0000 2025"
  }
 }
]
