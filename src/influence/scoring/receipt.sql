-- The receipt below the signals, of one profile in one scenario, from the steps of signals.sql and parts.sql: over posts
-- and days. Only DuckDB runs this.

-- A signal's contribution over posts by their part of its amount (posts in alphabetical order, "no post" last).
wholes AS (
  SELECT signal, sum(part) AS whole FROM parts GROUP BY signal
),
post_quotas AS (
  SELECT *, floor(quota) AS floor_of, round(quota - floor(quota) + 2.71828e-10, 9) AS remainder
  FROM (
    SELECT p.signal, p.post, p.count, s.contributes AS all_contribute,
           CASE WHEN s.amount > 0 THEN s.contributes * p.part / w.whole ELSE 0.0 END AS quota
    FROM parts AS p JOIN signal_numbers AS s ON s.signal = p.signal JOIN wholes AS w ON w.signal = p.signal
  ) AS quotas
),
-- What the floors leave goes to the largest remainders, one each: to all above the threshold, the least of them, and to
-- as many as are left of those at it. So few are put in order; and a signal keeps no more remainders than it has points,
-- however many signals there are.
rests AS (
  SELECT signal, rest, largest[least(rest, len(largest))] AS threshold
  FROM (
    SELECT signal, CAST(any_value(all_contribute) - sum(floor_of) AS INTEGER) AS rest,
           max(remainder, CAST(greatest(all_contribute, 1) AS BIGINT)) AS largest
    FROM post_quotas
    GROUP BY signal
  ) AS sums
),
posts AS (
  SELECT q.signal, q.post, q.count, q.quota,
         q.floor_of + CASE WHEN row_number() OVER (PARTITION BY q.signal ORDER BY q.remainder DESC, q.post NULLS LAST)
                                  <= r.rest THEN 1 ELSE 0 END AS contributes
  FROM post_quotas AS q JOIN rests AS r ON r.signal = q.signal AND r.rest > 0 AND q.remainder >= r.threshold
  UNION ALL
  SELECT q.signal, q.post, q.count, q.quota, q.floor_of
  FROM post_quotas AS q JOIN rests AS r ON r.signal = q.signal AND (r.rest <= 0 OR q.remainder < r.threshold)
),
-- What happened on which day, before fading: enough to redo every amount by hand.
days AS (
  SELECT d.signal, a.day, sum(a.count) AS count, sum(a.count * d.damped) AS damped
  FROM aged AS a
  JOIN damping_of AS d ON d.network = a.network AND d.kind = a.kind AND d.actor IS NOT DISTINCT FROM a.actor
  GROUP BY d.signal, a.day
)
