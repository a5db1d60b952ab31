/**
 * The arithmetic of the score, method 1, for one result: what arithmetic.py and worked.py do, in the same order, so that
 * a reader of the report can change the weights and see what the same activity would score. The tests hold the two
 * against each other in a browser. Points are whole hundredths. Shares of whole numbers are computed in whole numbers
 * (BigInt); weights and voices are whole millionths.
 *
 * No imports and no browser: `export` at the start of a line is all that is to be taken away to put this into a page.
 */

const FULL = 10_000;
const MICRO = 1_000_000;

/** Added before rounding a computed number, so that binary noise cannot lose an exact half. */
const NUDGE = 1e-9;

/** Remainders are compared in steps of NUDGE, shifted so that no short number lies on the edge between two. */
const EDGE = 2.71828e-10;

const INTERACTION = "interaction";
const DAY_MS = 86_400_000;

/**
 * The score that a result's activity has with these weights (shaped as the result's `weights.values`), and its receipt:
 *
 *   {points, low, high, coverage, networks: [{network, points, low, high, coverage, voice, contributes, lines}]}
 *
 * `points`, `low`, `high` and `contributes` are whole hundredths, coverage is 0 to 1. The lines are those of the result:
 * {kind, status: "measured", count, amount, value, weight, of, points, contributes}, or {kind, status: "unknown",
 * weight}; amount and value are not rounded. Throws RangeError for a window or a damping that the result cannot tell
 * (see `reach`). What does not change from one call to the next is kept with the result object.
 */
export function score(result, weights) {
  const held = history(result);
  refuseUnknowable(held, weights);
  const amounts = amountsOf(held, weights);
  const networks = held.networks.map((network, index) => networkOf(network, amounts[index], weights));
  return together(networks, weights.combine);
}

/**
 * How far a result's own activity reaches: {window_days: [least, most], same_person}. A window can be no longer than the
 * result's; where it names people it must hold all that they did, for their damping is in the numbers. `same_person` is
 * whether another damping can be told at all: only where nobody did a thing twice, so that it changes nothing.
 */
export function reach(result) {
  const { shortest, longest, damped, undamped } = history(result);
  return { window_days: [shortest, longest], same_person: !damped && undamped };
}

// What the result holds, once

const histories = new WeakMap();

function history(result) {
  if (!histories.has(result)) histories.set(result, historyOf(result));
  return histories.get(result);
}

function historyOf(result) {
  const asOf = result.as_of === null ? 0 : Date.parse(result.as_of) / DAY_MS;
  const rows = new Map();
  for (const { network, kind, day, count, damped } of result.activity) {
    const name = JSON.stringify([network, kind]);
    if (!rows.has(name)) rows.set(name, []);
    rows.get(name).push({ age: day === null ? null : asOf - Date.parse(day) / DAY_MS, count, damped });
  }
  const networks = result.networks.map(({ network, lines }) => ({
    network,
    signals: new Map(
      lines
        .filter(({ status }) => status === "measured")
        .map(({ kind }) => [kind, signalHistory(rows.get(JSON.stringify([network, kind])) ?? [])]),
    ),
  }));
  const signals = networks.flatMap(({ signals }) => [...signals.values()]);
  const damped = signals.filter((signal) => signal.damped);
  return {
    networks,
    shortest: Math.max(1, ...damped.map(({ oldest }) => oldest + 1)),
    longest: result.window_days,
    damped: damped.length > 0,
    undamped: result.weights.values.same_person < 1,
    samePerson: result.weights.values.same_person,
    last: null,
  };
}

/** The days of one signal as columns. Undated totals have no age and never fade: they are two sums. */
function signalHistory(rows) {
  const dated = rows.filter(({ age }) => age !== null);
  const undated = rows.filter(({ age }) => age === null);
  return {
    ages: Int32Array.from(dated, ({ age }) => age),
    counts: Float64Array.from(dated, ({ count }) => count),
    dampeds: Float64Array.from(dated, ({ damped }) => damped),
    count: exactSum(undated.map(({ count }) => count)),
    undated: exactSum(undated.map(({ damped }) => damped)),
    damped: rows.some(({ count, damped }) => count !== damped),
    oldest: dated.reduce((most, { age }) => Math.max(most, age), 0),
  };
}

function refuseUnknowable({ shortest, longest, damped, undamped, samePerson }, weights) {
  if (!(weights.window_days >= shortest && weights.window_days <= longest)) {
    throw new RangeError(`window_days ${weights.window_days}: this result can tell ${shortest} to ${longest}`);
  }
  if (weights.same_person !== samePerson && (damped || !undamped)) {
    throw new RangeError(`same_person ${weights.same_person}: this result can tell only ${samePerson}`);
  }
}

// From days to amounts

/** For each network the count and amount of each of its signals. Only another window or half-life changes them. */
function amountsOf(held, { window_days: window, half_life_days: halfLife }) {
  if (held.last?.window !== window || held.last.halfLife !== halfLife) {
    const fades = Float64Array.from({ length: window }, (_, age) => (halfLife === null ? 1 : 2 ** (-age / halfLife)));
    const amounts = held.networks.map(
      ({ signals }) => new Map(Array.from(signals, ([kind, signal]) => [kind, amountOf(signal, fades)])),
    );
    held.last = { window, halfLife, amounts };
  }
  return held.last.amounts;
}

function amountOf({ ages, counts, dampeds, count, undated }, fades) {
  const parts = [undated];
  let counted = count;
  for (let row = 0; row < ages.length; row += 1) {
    if (ages[row] >= fades.length) continue;
    parts.push(dampeds[row] * fades[ages[row]]);
    counted += counts[row];
  }
  return { count: counted, amount: exactSum(parts) };
}

/** A sum without the noise of adding one after the other (Neumaier), as Python's fsum has none. */
function exactSum(numbers) {
  let sum = 0;
  let lost = 0;
  for (const number of numbers) {
    const next = sum + number;
    lost += Math.abs(sum) >= Math.abs(number) ? sum - next + number : number - next + sum;
    sum = next;
  }
  return sum + lost;
}

// From amounts to values: the three curves

function valueOf(amount, { curve = "log", full, median, p90 }) {
  if (curve === "loglogistic") return loglogistic(amount, median, p90);
  if (amount >= full) return 1;
  return curve === "linear" ? amount / full : Math.log1p(amount) / Math.log1p(full);
}

function loglogistic(amount, median, p90) {
  return amount === 0 ? 0 : 1 / (1 + (median / amount) ** (Math.log(9) / Math.log(p90 / median)));
}

// Shares that add up

/** `total` in whole numbers over the parts: the largest remainders are rounded up, ties to the first. Parts that are
 * BigInt are shared out exactly, floating-point ones as the program does it. */
function apportion(total, parts) {
  const shares = typeof parts[0] === "bigint" ? exactShares(BigInt(total), parts) : floatShares(total, parts);
  const given = shares.map(({ floor }) => floor);
  const left = shares.some(({ any }) => any) ? total - given.reduce((sum, one) => sum + one, 0) : 0;
  const order = shares.map((_, index) => index).sort((a, b) => compare(shares[b].remainder, shares[a].remainder));
  for (const index of order.slice(0, left)) given[index] += 1;
  return given;
}

function exactShares(total, parts) {
  const whole = parts.reduce((sum, part) => sum + part, 0n) || 1n;
  return parts.map((part) => {
    const product = total * part;
    return { floor: Number(product / whole), remainder: product % whole, any: part > 0n };
  });
}

function floatShares(total, parts) {
  const whole = parts.reduce((sum, part) => sum + part, 0) || 1;
  return parts.map((part) => {
    const quota = (total * part) / whole;
    const floor = Math.floor(quota);
    return { floor, remainder: Math.round((quota - floor + EDGE) / NUDGE), any: part > 0 };
  });
}

function compare(a, b) {
  return a < b ? -1 : Number(a > b);
}

function halfUp(number) {
  return Math.floor(number + 0.5 + NUDGE);
}

/** The nearest whole number to n / d, both BigInt, halves up. */
function halfUpExactly(n, d) {
  return Number((2n * n + d) / (2n * d));
}

function micro(number) {
  return BigInt(Math.round(number * MICRO));
}

function sumOf(numbers) {
  return numbers.reduce((sum, number) => sum + number, 0n);
}

// One network

function networkOf({ network, signals: measured }, amounts, weights) {
  const block = blockOf(weights, network);
  const kinds = Object.keys(block.signals).filter((kind) => measured.has(kind));
  const shares = apportion(FULL, kinds.map((kind) => micro(block.signals[kind].weight)));
  const lines = new Map(kinds.map((kind, index) => [kind, lineOf(kind, block.signals[kind], shares[index], amounts)]));
  const points = [...lines.values()].reduce((sum, line) => sum + line.points, 0);
  const [covered, whole] = coverageOf(block.signals, kinds);
  const low = halfUpExactly(BigInt(points) * covered, whole);
  return {
    network,
    points,
    low,
    high: Math.min(FULL, low + halfUpExactly(BigInt(FULL) * (whole - covered), whole)),
    coverage: Number(covered) / Number(whole),
    voice: block.voice ?? 1,
    contributes: 0,
    lines: Object.keys(block.signals)
      .filter((kind) => lines.has(kind) || kind !== INTERACTION)
      .map((kind) => lines.get(kind) ?? { kind, status: "unknown", weight: block.signals[kind].weight }),
  };
}

/** A network's own weights, or the default ones as a whole. */
function blockOf({ networks }, network) {
  return Object.hasOwn(networks, network) ? networks[network] : networks.default;
}

function lineOf(kind, signal, of, amounts) {
  const { count, amount } = amounts.get(kind);
  const value = valueOf(amount, signal);
  const points = halfUp(of * value);
  return { kind, status: "measured", count, amount, value, weight: signal.weight, of, points, contributes: 0 };
}

/** The part of a network's weight that was measured, as two whole numbers. `interaction` is no part of the whole: the
 * result has a line of it only where it stands in for all others. */
function coverageOf(signals, kinds) {
  const covered = sumOf(kinds.map((kind) => micro(signals[kind].weight)));
  const every = Object.keys(signals).filter((kind) => kind !== INTERACTION);
  const whole = sumOf(every.map((kind) => micro(signals[kind].weight)));
  if (whole === 0n) return [0n, 1n];
  return [covered < whole ? covered : whole, whole];
}

// All networks together

function together(networks, combine) {
  const points = combined(networks, "points", combine);
  const contributions = apportion(points, networks.map(({ points, voice }) => loudness(points, voice, combine)));
  return {
    points,
    low: combined(networks, "low", combine),
    high: networks.length ? combined(networks, "high", combine) : FULL,
    coverage: shownShare(meanCoverage(networks)),
    networks: networks.map((network, index) => handedBack(network, contributions[index])),
  };
}

/** A network's part in the combined score: its E, or under the rule `mean` its points times its voice, exactly. */
function loudness(points, voice, { rule, points: doubling }) {
  return rule === "mean" ? BigInt(points) * micro(voice) : voice * (2 ** (points / 100 / doubling) - 1);
}

function combined(networks, which, combine) {
  const parts = networks.map((network) => loudness(network[which], network.voice, combine));
  if (combine.rule === "mean") {
    const voices = sumOf(networks.map(({ voice }) => micro(voice)));
    return voices === 0n ? 0 : halfUpExactly(sumOf(parts), voices);
  }
  const total = parts.reduce((sum, part) => sum + part, 0);
  return Math.min(FULL, halfUp(100 * combine.points * Math.log2(1 + total)));
}

function meanCoverage(networks) {
  const voices = networks.reduce((sum, { voice }) => sum + voice, 0);
  return voices ? networks.reduce((sum, { voice, coverage }) => sum + voice * coverage, 0) / voices : 0;
}

/** A share with four decimals, halves up, as a result has it. */
function shownShare(part) {
  return halfUp(FULL * part) / FULL;
}

/** The network with its part of the combined points, and each of its measured lines with its part of that. */
function handedBack(network, contributes) {
  const measured = network.lines.filter(({ status }) => status === "measured");
  const parts = apportion(contributes, measured.map(({ points }) => BigInt(points)));
  measured.forEach((line, index) => {
    line.contributes = parts[index];
  });
  return { ...network, contributes, coverage: shownShare(network.coverage) };
}
