-- The signals of one profile in one scenario, and the damping of their people: for the receipt below the signals.
-- `lines` is the step of contributions.sql, or a table of it, `people` that of damped.sql. Only DuckDB runs this.

-- A signal is a small number here: by it, many rows are grouped and sorted much faster than by names.
signal_numbers AS (
  SELECT CAST(row_number() OVER (ORDER BY network, position) AS INTEGER) AS signal, network, kind, position, amount,
         contributes
  FROM lines
  WHERE kind IS NOT NULL
),
damping_of AS (
  SELECT s.signal, p.network, p.kind, p.actor, p.damped
  FROM people AS p JOIN signal_numbers AS s ON s.network = p.network AND s.kind = p.kind
)
