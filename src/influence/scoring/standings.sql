-- Where each of many profiles stands: the step `standings`, one row a profile. Profiles are counted by their points
-- first, so that no engine has to bring all of them to one place to know a position.
totals AS (
  SELECT scenario, profile, CAST(total AS BIGINT) AS points, CAST(total_low AS DOUBLE) / 100 AS low,
         CAST(total_high AS DOUBLE) / 100 AS high, floor(10000 * total_coverage + 0.5 + 1e-9) / 10000 AS coverage
  FROM combined
),
levels AS (
  SELECT scenario, points, count(*) AS profiles FROM totals GROUP BY scenario, points
),
ladder AS (
  SELECT scenario, points, sum(profiles) OVER (PARTITION BY scenario) AS everyone,
         coalesce(sum(profiles) OVER (PARTITION BY scenario ORDER BY points DESC
                                      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS above,
         coalesce(sum(profiles) OVER (PARTITION BY scenario ORDER BY points
                                      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS below
  FROM levels
),
-- The percentile: how many of a hundred profiles have fewer points, in whole hundredths, rounded down.
standings AS (
  SELECT t.scenario, CAST(l.above + 1 AS BIGINT) AS position, t.profile,
         t.points, CAST(t.points AS DOUBLE) / 100 AS score,
         CAST((10000 * l.below - mod(10000 * l.below, l.everyone)) / l.everyone AS DOUBLE) / 100 AS percentile,
         t.coverage, t.low, t.high
  FROM totals AS t
  JOIN ladder AS l ON l.scenario = t.scenario AND l.points = t.points
)
