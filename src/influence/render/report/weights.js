/**
 * The weights that a reader of the report has changed: as a weights.yaml, as `--set` settings, and as a short text for
 * the address of the page. Weights are shaped as a result's `weights.values`; networks, signals, `combine` and the top
 * may also carry `why` and `source`, as the file does. The tests hold all three against the program in a browser.
 *
 * No imports and no browser: `export` at the start of a line is all that is to be taken away to put this into a page.
 */

/** What each number may be, as weights.py has it: least, most, and how many decimals (null: any). */
export const LIMITS = {
  window_days: { min: 1, max: 36_500, decimals: 0 },
  half_life_days: { min: 1e-6, max: 1e15, decimals: null, empty: true },
  same_person: { min: 0, max: 1, decimals: null },
  points: { min: 1, max: 100, decimals: null },
  rule: { words: ["doubling", "mean"] },
  voice: { min: 0, max: 10_000, decimals: 6 },
  weight: { min: 0, max: 10_000, decimals: 6 },
  curve: { words: ["log", "linear", "loglogistic"] },
  full: { min: 1e-6, max: 1e15, decimals: null },
  median: { min: 1e-6, max: 1e15, decimals: null },
  p90: { min: 1e-6, max: 1e15, decimals: null },
};

const CURVES = { log: ["full"], linear: ["full"], loglogistic: ["median", "p90"] };
const GENERAL = ["window_days", "half_life_days", "same_person"];

/** What a setting starts with where it is not the name of a network. */
const TOP = ["method", ...GENERAL, "combine", "networks"];

/** Every number (and curve, and rule) of some weights, in the file's order: [{path, value}], path like
 * ["networks", "x", "signals", "like", "weight"]. Its last part is a key of LIMITS. */
export function numbers(weights) {
  const found = GENERAL.map((name) => ({ path: [name], value: weights[name] }));
  const { rule, points } = weights.combine;
  found.push({ path: ["combine", "rule"], value: rule }, { path: ["combine", "points"], value: points });
  for (const [network, block] of Object.entries(weights.networks)) {
    found.push({ path: ["networks", network, "voice"], value: block.voice ?? 1 });
    for (const [kind, signal] of Object.entries(block.signals)) {
      const path = ["networks", network, "signals", kind];
      for (const [name, value] of signalNumbers(signal)) found.push({ path: [...path, name], value });
    }
  }
  return found;
}

function signalNumbers(signal) {
  const curve = signal.curve ?? "log";
  return [["weight", signal.weight], ["curve", curve], ...CURVES[curve].map((name) => [name, signal[name]])];
}

/** The numbers that differ: [{path, from, to}]; `from` is undefined for one that a new curve brought. */
export function changes(weights, original) {
  const before = new Map(numbers(original).map(({ path, value }) => [JSON.stringify(path), value]));
  return numbers(weights)
    .map(({ path, value }) => ({ path, from: before.get(JSON.stringify(path)), to: value }))
    .filter(({ from, to }) => from !== to);
}

/** Weights with one number changed; the others are those of before. */
export function changed(weights, path, value) {
  const [name, ...rest] = path;
  return { ...weights, [name]: rest.length ? changed(weights[name], rest, value) : value };
}

/** A number in words, as people write it: 20, 0.5, null. */
export function written(value) {
  return value === null || typeof value === "string" ? String(value) : Object.is(value, -0) ? "0" : String(value);
}

/** What is wrong with a value for the number at this path, or "". */
export function wrong(path, value) {
  const limit = LIMITS[path.at(-1)];
  if (limit.words) return limit.words.includes(value) ? "" : `must be one of ${limit.words.join(", ")}`;
  if (value === null) return limit.empty ? "" : "must be a number";
  if (typeof value !== "number" || !Number.isFinite(value)) return "must be a number";
  if (value < limit.min || value > limit.max) return `must be from ${limit.min} to ${limit.max}`;
  if (limit.decimals === 0 && !Number.isInteger(value)) return "must be a whole number";
  return limit.decimals && Number(value.toFixed(limit.decimals)) !== value ? "has more than six decimals" : "";
}

/** Everything that keeps `influence score --weights` from taking these weights: [{path, message}]. */
export function problems(weights) {
  const found = numbers(weights).map(({ path, value }) => ({ path, message: wrong(path, value) }));
  for (const [network, { signals }] of Object.entries(weights.networks)) {
    const path = ["networks", network, "signals"];
    const heard = Object.entries(signals).some(([kind, { weight }]) => kind !== "interaction" && weight > 0);
    if (!heard) found.push({ path, message: "no signal has a weight above 0" });
    for (const [kind, { curve, median, p90 }] of Object.entries(signals)) {
      const late = curve === "loglogistic" && !(p90 > median);
      if (late) found.push({ path: [...path, kind, "p90"], message: "must be above the median" });
    }
  }
  return found.filter(({ message }) => message);
}

// As --set

/** The changes as one line of `--set` settings for a shell, "" where there are none; null where a network has a name
 * that no setting can say (with = in it, or white space around it). */
export function toFlags(weights, original) {
  const made = changes(weights, original);
  if (made.some(({ path: [, network] }) => /^[\s\x1c-\x1f\x85]|=|[\s\x1c-\x1f\x85]$/.test(network ?? ""))) return null;
  return settings(made)
    .map((setting) => `--set ${shellWord(setting)}`)
    .join(" ");
}

/** A signal of another curve leaves the numbers of its old one behind: they are set to nothing. */
function settings(made) {
  return made.flatMap(({ path, from, to }) => {
    const setting = `${settingWords(path).join(".")}=${written(to)}`;
    if (path.at(-1) !== "curve") return [setting];
    const left = CURVES[from].filter((name) => !CURVES[to].includes(name));
    return [setting, ...left.map((name) => `${settingWords([...path.slice(0, -1), name]).join(".")}=null`)];
  });
}

/** The path as short as `--set` takes it: x, like, weight. */
function settingWords(path) {
  if (path[0] !== "networks") return path;
  const [networks, network, ...rest] = path.filter((_, index) => index !== 2 || path.length === 3);
  return TOP.includes(network) ? [networks, network, ...rest] : [network, ...rest];
}

function shellWord(text) {
  return /^[\w.=+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

// As weights.yaml

/** The weights as a file that `influence score --weights` takes. What explains a number stays beside it; where the
 * number was changed, its `source` says so and what it was. */
export function toYaml(weights, original) {
  const made = changes(weights, original);
  const from = new Map(made.map((change) => [JSON.stringify(change.path), change.from]));
  const note = (path, names, source) => noteOf(names.filter((name) => from.has(key(path, name))), source, (name) => {
    const before = from.get(key(path, name));
    return before === undefined ? name : `${name} was ${written(before)}`;
  });
  return [
    `# ${made.length ? "Changed in a report of influence:" : "As in a report of influence, unchanged."}`,
    ...made.map(({ path, from, to }) => comment(`#   ${settingWords(path).join(".")}: ${written(from ?? null)} -> ${written(to)}`)),
    ...topLines(weights, original, note),
    "networks:",
    ...Object.entries(weights.networks).flatMap(([name, block]) =>
      networkLines(name, block, original.networks[name] ?? {}, note),
    ),
    "",
  ].join("\n");
}

function key(path, name) {
  return JSON.stringify([...path, name]);
}

function noteOf(names, source, was) {
  const mine = names.length ? `set in a report (${names.map(was).join(", ")})` : "";
  return [mine, source].filter(Boolean).join("; ");
}

function topLines(weights, original, note) {
  const { why = {}, source = {} } = original;
  const sources = { ...source };
  for (const name of GENERAL) sources[name] = note([], [name], source[name]);
  const { rule, points } = weights.combine;
  const explained = { why: original.combine.why, source: note(["combine"], ["rule", "points"], original.combine.source) };
  return [
    `method: ${weights.method}`,
    ...GENERAL.map((name) => `${name}: ${written(weights[name])}`),
    `combine: ${flow({ rule, points, ...explained })}`,
    ...proseLines("why", why),
    ...proseLines("source", sources),
  ];
}

function proseLines(name, prose) {
  const lines = Object.entries(prose).filter(([, text]) => text);
  return lines.length ? [`${name}:`, ...lines.map(([about, text]) => `  ${quoted(about)}: ${quoted(text)}`)] : [];
}

function networkLines(name, block, original, note) {
  const path = ["networks", name];
  const source = note(path, ["voice"], original.source);
  return [
    `  ${quoted(name)}:`,
    `    voice: ${written(block.voice ?? 1)}`,
    ...(original.why ? [`    why: ${quoted(original.why)}`] : []),
    ...(source ? [`    source: ${quoted(source)}`] : []),
    "    signals:",
    ...Object.entries(block.signals).map(([kind, signal]) => {
      const { why, source: said } = original.signals?.[kind] ?? {};
      const values = signalNumbers(signal);
      const explained = { why, source: note([...path, "signals", kind], values.map(([one]) => one), said) };
      return `      ${kind}: ${flow({ ...Object.fromEntries(values), ...explained })}`;
    }),
  ];
}

function flow(fields) {
  const { why, source, ...plain } = fields;
  const parts = Object.entries(plain).map(([name, value]) => `${name}: ${written(value)}`);
  if (why) parts.push(`why: ${quoted(why)}`);
  if (source) parts.push(`source: ${quoted(source)}`);
  return `{${parts.join(", ")}}`;
}

/** Text in double quotes, whatever is in it. */
function quoted(text) {
  return `"${escaped(String(text), /["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu)}"`;
}

function comment(line) {
  return escaped(line, /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu);
}

/** Half a character is none that a file or an address can hold. */
function wellFormed(text) {
  return text.replace(/\p{Surrogate}/gu, "\ufffd");
}

function escaped(text, what) {
  return wellFormed(text).replace(what, (character) => {
    if (character === '"' || character === "\\") return `\\${character}`;
    return `\\U${character.codePointAt(0).toString(16).padStart(8, "0")}`;
  });
}

// As a fragment of the page's address

const VERSION = "w1";
const LONGEST = 20_000;

/** The changes as a text for the page's address, "" where there are none: "w1&x.like.weight=2". */
export function toFragment(weights, original) {
  const parts = changes(weights, original).map(({ path, to }) => `${address(path)}=${written(to)}`);
  return parts.length ? [VERSION, ...parts].join("&") : "";
}

/** The weights that such a text says, made from the original ones. `within`: the `reach` of the result, where the score
 * is to be worked out. What is not understood or not allowed is left out, whoever wrote it. */
export function fromFragment(fragment, original, within = null) {
  const [version, ...parts] = fragment.replace(/^#/, "").slice(0, LONGEST).split("&");
  if (version !== VERSION) return original;
  const places = new Map(placesOf(original).map((path) => [address(path), path]));
  let weights = original;
  for (const part of parts) {
    const [name, text = ""] = part.split("=", 2);
    const value = readValue(text);
    const path = places.get(name);
    if (path && isOfCurve(path, weights) && !wrong(path, value) && isWithin(path, value, original, within)) {
      weights = put(weights, path, value);
    }
  }
  return problems(weights).length ? original : weights;
}

/** Every place that could be changed, the numbers of other curves too. */
function placesOf(weights) {
  return numbers(weights).flatMap(({ path }) =>
    path.at(-1) === "curve" ? ["curve", "full", "median", "p90"].map((name) => [...path.slice(0, -1), name]) : [path],
  );
}

function address(path) {
  return settingWords(path)
    .map((part) => encodeURIComponent(wellFormed(part)).replaceAll(".", "%2E"))
    .join(".");
}

function readValue(text) {
  if (text === "null") return null;
  return /^\d{1,16}(\.\d{1,25})?$/.test(text) ? Number(text) : text;
}

/** Whether the signal's curve, as it is by now, takes a number of this name. */
function isOfCurve(path, weights) {
  const name = path.at(-1);
  if (!["full", "median", "p90"].includes(name)) return true;
  const { curve = "log" } = path.slice(0, -1).reduce((inside, part) => inside[part], weights);
  return CURVES[curve].includes(name);
}

function isWithin(path, value, original, within) {
  if (!within) return true;
  if (path[0] === "window_days") return value >= within.window_days[0] && value <= within.window_days[1];
  return path[0] !== "same_person" || within.same_person || value === original.same_person;
}

/** One number changed, and for another curve no number of the old one left. */
function put(weights, path, value) {
  const next = changed(weights, path, value);
  if (path.at(-1) !== "curve") return next;
  const place = path.slice(0, -1);
  const signal = place.reduce((inside, part) => inside[part], next);
  const kept = Object.entries(signal).filter(([name]) => !["full", "median", "p90"].includes(name) || CURVES[value].includes(name));
  return changed(next, place, Object.fromEntries(kept));
}
