-- What each profile has of each signal of its networks: the step `received`, one row a signal.

received AS (
  SELECT p.profile, w.*,
         coalesce(a.count, 0) + w.more + CAST(floor(coalesce(a.count, 0) * w.part_more + 0.5) AS BIGINT) AS count,
         coalesce(a.amount, 0.0) * (1 + w.part_more) + w.more AS amount
  FROM present AS p
  JOIN scenarios AS s ON s.scenario = p.scenario
  JOIN shares AS w ON w.scenario = p.scenario AND w.network = p.network
  LEFT JOIN amounts AS a ON a.fading = s.fading AND a.network = p.network AND a.kind = w.kind
                        AND a.profile IS NOT DISTINCT FROM p.profile
)
