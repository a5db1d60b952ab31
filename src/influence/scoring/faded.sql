-- The score, method 1, as one chain of steps in files that each go on where the one before ends: faded.sql (what time
-- leaves of each event), damped.sql (what same-person damping leaves of that: the step `people`), amounts.sql (what all
-- add up to: `amounts`), shares.sql (what share of its network's points each signal has: `shares`), received.sql (what
-- each profile has of each: `received`), points.sql (a signal's points: `pointed`), networks.sql (a network's points and
-- range: `ranges`), combined.sql (all together), contributions.sql (what each signal contributes: `lines`), and
-- signals.sql, parts.sql and receipt.sql (the same over posts and days). For many profiles, ranked.sql takes the place of
-- received.sql, and standings.sql says after combined.sql where each of them stands. A step may be a table made from it,
-- so that nothing is computed twice. It stands on eight tables:
--
--   events     profile, network, kind, count, day, post, actor        day: whole days since 1970-01-01 UTC, or null
--   measured   network, kind                                          what some file carries, zeros included
--   present    scenario, profile, network                              the networks in which a profile has a row
--   fadings    fading, as_of, window_days, half_life_days, same_person
--   scenarios  scenario, fading, rule, doubling
--   weights    scenario, network, kind, position, weight, curve, full_at, median, p90      weight: whole millionths
--   voices     scenario, network, voice                                                    voice: whole millionths
--   added      scenario, network, kind, count, part         so many more on the scenario's day, or a part more of all
--
-- A what-if, a day in the past, another weight: each is a row of `scenarios`. Those that differ in neither day, window
-- nor damping share one row of `fadings`, so that the events are read once for all of them. Points are whole
-- hundredths. Shares of whole numbers are whole-number arithmetic, (a - mod(a, b)) / b, so that no two machines
-- disagree; where a share or a rounding rests on logarithms, 1e-9 keeps an exact half or an exact tie from being lost
-- to binary noise. (Remainders are compared in steps of 1e-9, shifted so that no short number such as 511/1024 lies on
-- the edge between two.)
--
-- Only SQL that DuckDB, Spark, PostgreSQL, BigQuery and Snowflake take as it stands, but for the names of types (see
-- dialects.py). Some of them stop where a power is too large or too small for a number; so none here is, by limits that
-- no score can feel.

WITH
-- Each event of the window, and what is left of it on the fading's day.
aged AS (
  SELECT f.fading, e.profile, e.network, e.kind, e.day, e.post, e.actor, e.count,
         e.count * CASE WHEN e.day IS NULL OR f.half_life_days IS NULL THEN 1.0
                        ELSE power(2.0, greatest((e.day - f.as_of) / f.half_life_days, -900)) END AS faded,
         f.same_person - 1 AS damping
  FROM events AS e CROSS JOIN fadings AS f
  WHERE e.day IS NULL OR (e.day <= f.as_of AND e.day > f.as_of - f.window_days)
)
