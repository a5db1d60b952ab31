-- From networks to the score of all together: the step `combined`, one row a profile.

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
