-- From amounts to points: the step `pointed`, one row a signal.

-- What a scenario adds is measured too.
known AS (
  SELECT w.*, m.kind IS NOT NULL OR d.kind IS NOT NULL AS measured,
         coalesce(d.count, 0) AS more, coalesce(d.part, 0.0) AS part_more
  FROM weights AS w
  LEFT JOIN measured AS m ON m.network = w.network AND m.kind = w.kind
  LEFT JOIN added AS d ON d.scenario = w.scenario AND d.network = w.network AND d.kind = w.kind
),
-- `interaction` stands in only where nothing finer is measured.
signals AS (
  SELECT *,
         max(CASE WHEN measured AND kind <> 'interaction' THEN 1 ELSE 0 END)
           OVER (PARTITION BY scenario, network) = 1 AS finer,
         CAST(sum(CASE WHEN kind <> 'interaction' THEN weight ELSE 0 END)
                OVER (PARTITION BY scenario, network) AS BIGINT) AS weight_of_all
  FROM known
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
              ELSE (10000 * weight - mod(10000 * weight, weight_measured)) / weight_measured END AS floor_of,
         CASE WHEN weight_measured = 0 THEN 0 ELSE mod(10000 * weight, weight_measured) END AS remainder
  FROM scored
),
shares AS (
  SELECT *,
         floor_of + CASE WHEN row_number() OVER (PARTITION BY scenario, network ORDER BY remainder DESC, position)
                              <= 10000 - sum(floor_of) OVER (PARTITION BY scenario, network)
                          AND weight_measured > 0 THEN 1 ELSE 0 END AS share,
         CAST(least(weight_measured, weight_of_all) AS BIGINT) AS weight_covered
  FROM floors
),
received AS (
  SELECT p.profile, w.*,
         coalesce(a.count, 0) + w.more + CAST(floor(coalesce(a.count, 0) * w.part_more + 0.5) AS BIGINT) AS count,
         coalesce(a.amount, 0.0) * (1 + w.part_more) + w.more AS amount
  FROM present AS p
  JOIN scenarios AS s ON s.scenario = p.scenario
  JOIN shares AS w ON w.scenario = p.scenario AND w.network = p.network
  LEFT JOIN amounts AS a ON a.fading = s.fading AND a.network = p.network AND a.kind = w.kind
                        AND a.profile IS NOT DISTINCT FROM p.profile
),
valued AS (
  SELECT scenario, profile, network, kind, position, share, weight_covered, weight_of_all, count, amount,
         CASE WHEN amount <= 0 THEN 0.0
              WHEN curve = 'log' THEN least(1.0, ln(1 + amount) / ln(1 + full_at))
              WHEN curve = 'linear' THEN least(1.0, amount / full_at)
              WHEN abs(ln(median / amount) * ln(9) / ln(p90 / median)) > 700
                THEN CASE WHEN median > amount THEN 0.0 ELSE 1.0 END
              ELSE 1 / (1 + power(median / amount, ln(9) / ln(p90 / median))) END AS value
  FROM received
),
pointed AS (
  SELECT *, CAST(floor(share * value + 0.5 + 1e-9) AS BIGINT) AS points FROM valued
)
