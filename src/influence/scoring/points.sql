-- From amounts to points: the step `pointed`, one row a signal.

amounts AS (
  SELECT scenario, profile, network, kind, CAST(sum(count) AS BIGINT) AS count, sum(faded * damped) AS amount
  FROM people
  GROUP BY scenario, profile, network, kind
),
-- `interaction` stands in only where nothing finer is measured.
signals AS (
  SELECT w.*, m.kind IS NOT NULL AS measured,
         max(CASE WHEN m.kind IS NOT NULL AND w.kind <> 'interaction' THEN 1 ELSE 0 END)
           OVER (PARTITION BY w.scenario, w.network) = 1 AS finer,
         sum(CASE WHEN w.kind <> 'interaction' THEN w.weight ELSE 0 END)
           OVER (PARTITION BY w.scenario, w.network) AS weight_of_all
  FROM weights AS w LEFT JOIN measured AS m ON m.network = w.network AND m.kind = w.kind
),
scored AS (
  SELECT *, sum(weight) OVER (PARTITION BY scenario, network) AS weight_measured
  FROM signals
  WHERE measured AND (kind <> 'interaction' OR NOT finer)
),
-- The measured signals share 10,000 points by weight: largest remainder, ties to the one named first.
floors AS (
  SELECT *,
         CASE WHEN weight_measured = 0 THEN 0
              ELSE (10000 * weight - (10000 * weight) % weight_measured) / weight_measured END AS floor_of,
         CASE WHEN weight_measured = 0 THEN 0 ELSE (10000 * weight) % weight_measured END AS remainder
  FROM scored
),
shares AS (
  SELECT *,
         floor_of + CASE WHEN row_number() OVER (PARTITION BY scenario, network ORDER BY remainder DESC, position)
                              <= 10000 - sum(floor_of) OVER (PARTITION BY scenario, network)
                          AND weight_measured > 0 THEN 1 ELSE 0 END AS share,
         least(weight_measured, weight_of_all) AS weight_covered
  FROM floors
),
valued AS (
  SELECT p.scenario, p.profile, p.network, w.kind, w.position, w.share, w.weight_covered, w.weight_of_all,
         coalesce(a.count, 0) AS count, coalesce(a.amount, 0.0) AS amount,
         CASE WHEN coalesce(a.amount, 0.0) <= 0 THEN 0.0
              WHEN w.curve = 'log' THEN least(1.0, ln(1 + a.amount) / ln(1 + w.full_at))
              WHEN w.curve = 'linear' THEN least(1.0, a.amount / w.full_at)
              ELSE 1 / (1 + power(w.median / a.amount, ln(9) / ln(w.p90 / w.median))) END AS value
  FROM present AS p
  JOIN shares AS w ON w.scenario = p.scenario AND w.network = p.network
  LEFT JOIN amounts AS a ON a.scenario = p.scenario AND a.network = p.network AND a.kind = w.kind
                        AND a.profile IS NOT DISTINCT FROM p.profile
),
pointed AS (
  SELECT *, CAST(floor(share * value + 0.5 + 1e-9) AS BIGINT) AS points FROM valued
)
