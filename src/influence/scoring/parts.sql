-- What each post has of each signal's amount: the step `parts`.

parts AS (
  SELECT d.signal, a.post, sum(a.count) AS count, sum(a.faded * d.damped) AS part
  FROM aged AS a
  JOIN damping_of AS d ON d.network = a.network AND d.kind = a.kind AND d.actor IS NOT DISTINCT FROM a.actor
  GROUP BY d.signal, a.post
)
