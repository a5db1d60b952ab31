window.YTD.note_tweet.part0 = [
 {
  "noteTweet": {
   "noteTweetId": "1669124190908432073",
   "updatedAt": "2025-12-02T04:52:54.000Z",
   "lifecycle": {
    "value": "1",
    "name": "Tessa Brandt",
    "originalName": "Active"
   },
   "createdAt": "2025-12-02T04:52:54.000Z",
   "core": {
    "styletags": [],
    "urls": [],
    "text": "Spiral, copper velvet nectar garden Helmet Yellow pepper pepper garden radish saddle wagon candle saddle.\nOrchard glacier dolphin oyster river Feather Signal velvet paper quartz valley corner coffee harbour lantern Kettle Tunnel Needle.\nRiver quiet, oyster Garden cabin Engine, tunnel",
    "cashtags": [],
    "hashtags": []
   }
  }
 }
]
