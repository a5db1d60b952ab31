-- The receipt below the signals: over posts and days. `lines` is the step of contributions.sql, or a table of it.

-- A signal's contribution over posts by their part of its amount (posts in alphabetical order, "no post" last).
parts AS (
  SELECT a.fading, a.profile, a.network, a.kind, a.post, sum(a.count) AS count, sum(a.faded * p.damped) AS part
  FROM aged AS a
  JOIN people AS p ON p.fading = a.fading AND p.network = a.network AND p.kind = a.kind
                  AND p.profile IS NOT DISTINCT FROM a.profile AND p.actor IS NOT DISTINCT FROM a.actor
  GROUP BY a.fading, a.profile, a.network, a.kind, a.post
),
post_quotas AS (
  SELECT s.scenario, q.*, l.position, l.contributes AS line_contributes,
         CASE WHEN l.amount > 0 THEN l.contributes * q.part
                                     / sum(q.part) OVER (PARTITION BY s.scenario, q.profile, q.network, q.kind)
              ELSE 0.0 END AS quota
  FROM parts AS q
  JOIN scenarios AS s ON s.fading = q.fading
  JOIN lines AS l ON l.scenario = s.scenario AND l.network = q.network AND l.kind = q.kind
                 AND l.profile IS NOT DISTINCT FROM q.profile
),
posts AS (
  SELECT *,
         floor(quota) + CASE WHEN row_number() OVER (PARTITION BY scenario, profile, network, kind
                                                     ORDER BY round(quota - floor(quota) + 2.71828e-10, 9) DESC,
                                                              post NULLS LAST)
                                  <= line_contributes
                                     - sum(floor(quota)) OVER (PARTITION BY scenario, profile, network, kind)
                             THEN 1 ELSE 0 END AS contributes
  FROM post_quotas
),
-- What happened on which day, before fading: enough to redo every amount by hand.
days AS (
  SELECT a.fading, a.profile, a.network, a.kind, a.day, sum(a.count) AS count, sum(a.count * p.damped) AS damped
  FROM aged AS a
  JOIN people AS p ON p.fading = a.fading AND p.network = a.network AND p.kind = a.kind
                  AND p.profile IS NOT DISTINCT FROM a.profile AND p.actor IS NOT DISTINCT FROM a.actor
  GROUP BY a.fading, a.profile, a.network, a.kind, a.day
)
