-- How the signals that are measured share a network's points: the step `shares`, one row a signal of a network.

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
)
