-- What many profiles have, where nothing is added: the step `received` without the signals of which a profile has
-- nothing. They give no points, and would be most of the rows.

received AS (
  SELECT a.profile, w.*, a.count, a.amount
  FROM amounts AS a
  JOIN scenarios AS s ON s.fading = a.fading
  JOIN shares AS w ON w.scenario = s.scenario AND w.network = a.network AND w.kind = a.kind
)
