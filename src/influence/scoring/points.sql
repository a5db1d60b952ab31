-- From amounts to points: the step `pointed`, one row a signal.

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
