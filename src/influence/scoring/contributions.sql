-- The receipt, downwards, to what each network and signal contributes: the step `lines`.

-- The combined points over networks by E (networks in alphabetical order) ...
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
         CAST(n.weight_covered AS DOUBLE) / n.weight_of_all AS coverage, n.network_contributes,
         n.total, n.total_low, n.total_high, n.total_coverage,
         p.kind, p.position, p.share, p.count, p.amount, p.value, p.points,
         CASE WHEN n.points = 0 THEN 0
              ELSE (n.network_contributes * p.points - mod(n.network_contributes * p.points, n.points)) / n.points
         END AS floor_contributes,
         CASE WHEN n.points = 0 THEN 0 ELSE mod(n.network_contributes * p.points, n.points) END AS remainder
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
