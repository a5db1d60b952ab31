-- From signals to networks: the step `ranges`, one row a network of a profile.

covered AS (
  SELECT scenario, network, min(weight_covered) AS weight_covered, min(weight_of_all) AS weight_of_all
  FROM shares
  GROUP BY scenario, network
),
earned AS (
  SELECT scenario, profile, network, CAST(sum(points) AS BIGINT) AS points
  FROM pointed
  GROUP BY scenario, profile, network
),
-- A network without a measured signal scores 0, and could be anything.
networks AS (
  SELECT p.scenario, p.profile, p.network, v.voice, coalesce(e.points, 0) AS points,
         coalesce(c.weight_covered, 0) AS weight_covered, coalesce(c.weight_of_all, 1) AS weight_of_all
  FROM present AS p
  JOIN voices AS v ON v.scenario = p.scenario AND v.network = p.network
  LEFT JOIN covered AS c ON c.scenario = p.scenario AND c.network = p.network
  LEFT JOIN earned AS e ON e.scenario = p.scenario AND e.network = p.network
                       AND e.profile IS NOT DISTINCT FROM p.profile
),
-- Unknown is not zero: the score if everything unknown were nothing, or full.
ranges AS (
  SELECT *,
         least(10000, low + (high_part - mod(high_part, 2 * weight_of_all)) / (2 * weight_of_all)) AS high
  FROM (
    SELECT *,
           (low_part - mod(low_part, 2 * weight_of_all)) / (2 * weight_of_all) AS low,
           20000 * (weight_of_all - weight_covered) + weight_of_all AS high_part
    FROM (
      SELECT *, 2 * points * weight_covered + weight_of_all AS low_part FROM networks
    ) AS halves
  ) AS lows
)
