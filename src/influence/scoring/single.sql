-- As parts.sql, where no two events are of one network, kind and post: to group what is apart takes longest of all.

parts AS (
  SELECT d.signal, a.post, a.count, a.faded * d.damped AS part
  FROM aged AS a
  JOIN damping_of AS d ON d.network = a.network AND d.kind = a.kind AND d.actor IS NOT DISTINCT FROM a.actor
)
