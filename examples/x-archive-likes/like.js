window.YTD.like.part0 = [
 {
  "like": {
   "tweetId": "6313153329303168937",
   "fullText": "@minaokafor Dolphin",
   "expandedUrl": "https://twitter.com/i/web/status/6313153329303168937"
  }
 },
 {
  "like": {
   "tweetId": "3274774885936779692",
   "fullText": "@minaokafor Meadow puzzle ticket kettle",
   "expandedUrl": "https://twitter.com/i/web/status/3274774885936779692"
  }
 },
 {
  "like": {
   "tweetId": "5366848112696158064",
   "fullText": "@minaokafor sugar pillow velvet orchard helmet bakery velvet nectar",
   "expandedUrl": "https://twitter.com/i/web/status/5366848112696158064"
  }
 },
 {
  "like": {
   "tweetId": "7805180916021067461",
   "fullText": "@minaokafor Bakery coffee record",
   "expandedUrl": "https://twitter.com/i/web/status/7805180916021067461"
  }
 }
]
