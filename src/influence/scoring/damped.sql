-- From what time leaves of each event to what they all add up to, in the step `amounts`: one row a kind.

-- Same person: one actor's C events add F * C^(same_person - 1). Events without an actor are one group, undamped.
people AS (
  SELECT fading, profile, network, kind, actor, sum(count) AS count, sum(faded) AS faded,
         CASE WHEN actor IS NULL THEN 1.0
              WHEN sum(count) = 0 THEN 0.0
              ELSE power(CAST(sum(count) AS DOUBLE), max(damping)) END AS damped
  FROM aged
  GROUP BY fading, profile, network, kind, actor
),
amounts AS (
  SELECT fading, profile, network, kind, CAST(sum(count) AS BIGINT) AS count, sum(faded * damped) AS amount
  FROM people
  GROUP BY fading, profile, network, kind
)
