-- From points to the combined score, and back to what each network and signal contributes to it: the step `lines`.

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
         least(10000, low + (high_part - high_part % (2 * weight_of_all)) / (2 * weight_of_all)) AS high
  FROM (
    SELECT *,
           (low_part - low_part % (2 * weight_of_all)) / (2 * weight_of_all) AS low,
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
           sum(voice * (weight_covered * 1.0 / weight_of_all)) AS covered
    FROM loud
    GROUP BY scenario, profile
  ) AS sums
),
-- The receipt, downwards: the combined points over networks by E (networks in alphabetical order) ...
network_quotas AS (
  SELECT l.*, c.total, c.total_low, c.total_high, c.total_coverage,
         CASE WHEN sum(l.e) OVER (PARTITION BY l.scenario, l.profile) > 0
              THEN c.total * l.e / sum(l.e) OVER (PARTITION BY l.scenario, l.profile) ELSE 0.0 END AS quota
  FROM loud AS l
  JOIN combined AS c ON c.scenario = l.scenario AND c.profile IS NOT DISTINCT FROM l.profile
),
network_contributions AS (
  SELECT *,
         floor(quota) + CASE WHEN row_number() OVER (PARTITION BY scenario, profile
                                                     ORDER BY round(quota - floor(quota) + 2.71828e-10, 9) DESC,
                                                              network)
                                  <= CASE WHEN quota > 0 THEN total ELSE 0 END
                                     - sum(floor(quota)) OVER (PARTITION BY scenario, profile)
                             THEN 1 ELSE 0 END AS network_contributes
  FROM network_quotas
),
-- ... a network's over its signals by points (in the weights' order) ...
line_floors AS (
  SELECT n.scenario, n.profile, n.network, n.voice, n.points AS network_points, n.low, n.high,
         n.weight_covered * 1.0 / n.weight_of_all AS coverage, n.network_contributes,
         n.total, n.total_low, n.total_high, n.total_coverage,
         p.kind, p.position, p.share, p.count, p.amount, p.value, p.points,
         CASE WHEN n.points = 0 THEN 0
              ELSE (n.network_contributes * p.points - (n.network_contributes * p.points) % n.points) / n.points
         END AS floor_contributes,
         CASE WHEN n.points = 0 THEN 0 ELSE (n.network_contributes * p.points) % n.points END AS remainder
  FROM network_contributions AS n
  LEFT JOIN pointed AS p ON p.scenario = n.scenario AND p.network = n.network
                        AND p.profile IS NOT DISTINCT FROM n.profile
),
lines AS (
  SELECT *,
         floor_contributes
           + CASE WHEN row_number() OVER (PARTITION BY scenario, profile, network ORDER BY remainder DESC, position)
                       <= network_contributes - sum(floor_contributes) OVER (PARTITION BY scenario, profile, network)
                  THEN 1 ELSE 0 END AS contributes
  FROM line_floors
)
