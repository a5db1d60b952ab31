// my posts, for my own page
export const tweets = [
  {
    tweet: {
      retweeted: false,
      source: '<a href="https://example.org" rel="nofollow">Web</a>',
      entities: { hashtags: [], symbols: [], user_mentions: [], urls: [] },
      display_text_range: ['0', '31'],
      favorite_count: '7',
      id_str: '1900000000000000021',
      truncated: false,
      retweet_count: '2',
      id: '1900000000000000021',
      created_at: 'Fri Mar 05 20:10:00 +0000 2021',
      favorited: false,
      full_text: 'It\'s a kettle // not a "comment", [really] {so}',
      lang: 'en',
    },
  },
  {
    tweet: {
      retweeted: false,
      source: '<a href="https://example.org" rel="nofollow">Web</a>',
      entities: { hashtags: [], symbols: [], user_mentions: [], urls: [] },
      display_text_range: ['0', '20'],
      favorite_count: '0',
      id_str: '1900000000000000022',
      truncated: false,
      retweet_count: '0',
      id: '1900000000000000022',
      created_at: 'Sat Mar 06 08:00:01 +0000 2021', /* before breakfast */
      favorited: false,
      full_text: `map,\nand it's "two lines" \u{1F600}`,
      lang: 'en',
    },
  },
  {
    tweet: {
      retweeted: false,
      source: '<a href="https://example.org" rel="nofollow">Web</a>',
      entities: { hashtags: [], symbols: [], user_mentions: [], urls: [] },
      display_text_range: ['0', '22'],
      favorite_count: '0',
      id_str: '1900000000000000023',
      truncated: false,
      retweet_count: '400',
      id: '1900000000000000023',
      created_at: 'Sun Mar 07 09:00:01 +0000 2021',
      favorited: false,
      full_text: "RT @bob_example: theirs",
      lang: 'en',
    },
  },
];
