-- What same-person damping leaves of one person's events: the step `people`, one row a person and kind.

-- Same person: one actor's C events add F * C^(same_person - 1). Events without an actor are one group, undamped.
people AS (
  SELECT fading, profile, network, kind, actor, sum(count) AS count, sum(faded) AS faded,
         CASE WHEN actor IS NULL THEN 1.0
              WHEN sum(count) = 0 THEN 0.0
              ELSE power(CAST(sum(count) AS DOUBLE), max(damping)) END AS damped
  FROM aged
  GROUP BY fading, profile, network, kind, actor
)
