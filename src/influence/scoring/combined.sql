-- From points to the score of each network (the step `ranges`) and of all together: the step `combined`.

-- A network without a measured signal scores 0, and could be anything.
networks AS (
  SELECT p.scenario, p.profile, p.network, min(v.voice) AS voice,
         coalesce(sum(l.points), 0) AS points,
         coalesce(min(l.weight_covered), 0) AS weight_covered,
         coalesce(min(l.weight_of_all), 1) AS weight_of_all
  FROM present AS p
  JOIN voices AS v ON v.scenario = p.scenario AND v.network = p.network
  LEFT JOIN pointed AS l ON l.scenario = p.scenario AND l.network = p.network
                        AND l.profile IS NOT DISTINCT FROM p.profile
  GROUP BY p.scenario, p.profile, p.network
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
),
-- Loudness adds as it does in decibels: E for the score, and for its low and high.
loud AS (
  SELECT r.*, s.rule, s.doubling,
         CASE WHEN s.rule = 'mean' THEN r.voice * r.points
              ELSE r.voice / 1e6 * (power(2.0, r.points / 100.0 / s.doubling) - 1) END AS e,
         CASE WHEN s.rule = 'mean' THEN r.voice * r.low
              ELSE r.voice / 1e6 * (power(2.0, r.low / 100.0 / s.doubling) - 1) END AS e_low,
         CASE WHEN s.rule = 'mean' THEN r.voice * r.high
              ELSE r.voice / 1e6 * (power(2.0, r.high / 100.0 / s.doubling) - 1) END AS e_high
  FROM ranges AS r JOIN scenarios AS s ON s.scenario = r.scenario
),
combined AS (
  SELECT scenario, profile,
         CASE WHEN rule = 'mean' THEN CASE WHEN voices = 0 THEN 0 ELSE floor((2 * e + voices) / (2 * voices)) END
              ELSE least(10000, floor(100 * doubling * ln(1 + e) / ln(2) + 0.5 + 1e-9)) END AS total,
         CASE WHEN rule = 'mean' THEN CASE WHEN voices = 0 THEN 0 ELSE floor((2 * e_low + voices) / (2 * voices)) END
              ELSE least(10000, floor(100 * doubling * ln(1 + e_low) / ln(2) + 0.5 + 1e-9)) END AS total_low,
         CASE WHEN rule = 'mean' THEN CASE WHEN voices = 0 THEN 0 ELSE floor((2 * e_high + voices) / (2 * voices)) END
              ELSE least(10000, floor(100 * doubling * ln(1 + e_high) / ln(2) + 0.5 + 1e-9)) END AS total_high,
         CASE WHEN voices = 0 THEN 0.0 ELSE covered / voices END AS total_coverage
  FROM (
    SELECT scenario, profile, min(rule) AS rule, min(doubling) AS doubling, sum(voice) AS voices,
           sum(e) AS e, sum(e_low) AS e_low, sum(e_high) AS e_high,
           sum(voice * (CAST(weight_covered AS DOUBLE) / weight_of_all)) AS covered
    FROM loud
    GROUP BY scenario, profile
  ) AS sums
)
