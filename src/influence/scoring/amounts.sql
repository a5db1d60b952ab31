-- What the events of all persons add up to: the step `amounts`, one row a kind.

amounts AS (
  SELECT fading, profile, network, kind, CAST(sum(count) AS BIGINT) AS count, sum(faded * damped) AS amount
  FROM people
  GROUP BY fading, profile, network, kind
)
