/** The calculator: every number of the weights as a slider and a field, and the whole receipt after each movement. */

import { download, el } from "./dom.js";
import { clean, forms, show } from "./numbers.js";
import { reach, score } from "./score.js";
import { changed, changes, fromFragment, problems, toFlags, toFragment, toYaml, wrong, written } from "./weights.js";
import { slider } from "./slider.js";

const SETTLED_MS = 250;

/** Fill the calculator's section. `original`: the result's weights, with what explains them where that is known;
 * `follow` is told each new receipt, to draw it. */
export function calculator(result, original, follow) {
  if (result.networks.length === 0) return;
  const within = reach(result);
  const before = score(result, original);
  let weights = original;
  const controls = [];
  const section = document.getElementById("calculator");
  const verdict = verdictOf();
  const tools = toolsOf(
    () => weights,
    original,
    () => set(original),
  );

  const control = (path, name, range) => {
    const made = controlOf({
      path,
      name,
      original: at(original, path),
      range,
      change: (value) => set(changed(weights, path, value)),
    });
    controls.push(made);
    return made.node;
  };
  section.append(
    el(
      "p",
      { class: "lead" },
      "Every number is a choice. Move one: the score, its networks and the receipt follow. Nothing here changes the file.",
    ),
    verdict.node,
    general(original, result.first === null ? null : within, control),
    ...blocksOf(result, original).map(([name, networks], index) =>
      block(name, networks, original, control, index === 0),
    ),
    tools.node,
  );
  section.hidden = false;

  /** Everything on the page, after these weights. */
  function set(next) {
    const moved = next !== weights;
    weights = next;
    for (const one of controls) one.set(at(weights, one.path));
    const wrongs = problems(weights);
    tools.say(wrongs);
    if (wrongs.length) return;
    const receipt = score(result, weights);
    verdict.say(before, changes(weights, original).length);
    write(receipt, before);
    if (moved) follow(receipt);
    remember(() => toFragment(weights, original));
  }

  addEventListener("hashchange", () => {
    if (/^#?(w1&.*)?$/.test(location.hash)) set(fromFragment(location.hash, original, within));
  });
  set(fromFragment(location.hash, original, within));
}

function at(weights, path) {
  return path.reduce((inside, name) => inside[name], weights);
}

/** The blocks of the weights that the result's networks follow: [name, networks]. */
function blocksOf({ networks }, { networks: blocks }) {
  const found = new Map();
  const order = networks.map((one, place) => ({ ...one, place })).sort((a, b) => b.contributes - a.contributes);
  for (const one of order) {
    const name = Object.hasOwn(blocks, one.network) ? one.network : "default";
    found.set(name, [...(found.get(name) ?? []), one]);
  }
  return [...found];
}

// What can be moved

/** `within`: how far the result's days reach, null where it has none. */
function general(original, within, control) {
  const [shortest, longest] = within?.window_days ?? [0, 0];
  return el(
    "fieldset",
    { class: "block" },
    el("legend", {}, "All networks"),
    el(
      "div",
      { class: "controls" },
      within && control(["half_life_days"], "half-life in days", { log: [1, 730] }),
      shortest < longest && control(["window_days"], "window in days", { linear: [shortest, longest, 1] }),
      within?.same_person && control(["same_person"], "same person", { linear: [0, 1, 0.05] }),
      original.combine.rule === "doubling" &&
        control(["combine", "points"], "points for twice the influence", { linear: [1, 20, 0.5] }),
    ),
  );
}

function block(name, networks, original, control, open) {
  const path = ["networks", name];
  const { voice, signals } = original.networks[name];
  const title =
    name === "default" ? `default: ${networks.map(({ network }) => clean(network)).join(", ")}` : clean(name);
  return el(
    "details",
    { class: "block", open },
    el(
      "summary",
      {},
      el("bdi", {}, title),
      networks.map(({ place }) => adding(`${place}//contributes`)),
    ),
    el(
      "div",
      { class: "controls" },
      control([...path, "voice"], "voice", { linear: [0, Math.max(4, 2 * voice), 0.1] }),
    ),
    ...Object.entries(signals).map(([kind, signal]) =>
      signalRow([...path, "signals", kind], kind, signal, networks, control),
    ),
  );
}

function signalRow(path, kind, signal, networks, control) {
  const measured = networks.filter(({ lines }) =>
    lines.some((line) => line.kind === kind && line.status === "measured"),
  );
  const names = signal.curve === "loglogistic" ? ["median", "p90"] : ["full"];
  const most = Math.max(60, 2 * signal.weight);
  const adds = measured.map(({ place }) => adding(`${place}/${kind}/contributes`));
  return el(
    "fieldset",
    { class: measured.length ? "signal" : "signal unknown" },
    el("legend", {}, kind),
    el("p", { class: "adds" }, measured.length ? adds : "not in these exports"),
    el(
      "div",
      { class: "controls" },
      control([...path, "weight"], "weight", { linear: [0, most, most > 200 ? 5 : 1] }),
      ...names.map((name) => control([...path, name], name, { log: [1, 1e7] })),
      signal.why && el("p", { class: "why" }, signal.why),
    ),
  );
}

/** What a part of the receipt adds, and how that changed. */
function adding(name) {
  return el("span", {}, "adds ", live(name, "points"), " ", live(name, "change"));
}

/** A number of the receipt that follows; as a `change`, against the weights of the file. */
function live(name, form) {
  return el("data", { "data-at": name, "data-form": form, class: form === "change" ? "change" : null });
}

/** One number: a name, a slider, a field, and what the file says where that is something else. */
function controlOf({ path, name, original, range, change }) {
  const about = path
    .slice(1)
    .filter((part) => part !== "signals")
    .slice(0, -1)
    .join(", ");
  const label = about ? `${about}: ${name}` : name;
  const moved = slider({ label, range, change });
  const said = el("span", { class: "was" });
  const field = el("input", {
    type: "number",
    step: "any",
    "aria-label": label,
    inputmode: "decimal",
    placeholder: original === null || path[0] === "half_life_days" ? "none" : null,
  });
  field.addEventListener("input", () => {
    const value = field.value === "" && !field.validity.badInput ? null : field.valueAsNumber;
    const problem = wrong(path, Number.isNaN(value) ? undefined : value);
    field.setCustomValidity(problem);
    field.setAttribute("aria-invalid", String(Boolean(problem)));
    said.textContent = problem;
    if (!problem) change(value);
  });
  const set = (value) => {
    moved.set(value);
    if (document.activeElement !== field || field.valueAsNumber !== value)
      field.value = value === null ? "" : written(value);
    field.setCustomValidity("");
    field.removeAttribute("aria-invalid");
    said.textContent = value === original ? "" : `file: ${original === null ? "none" : forms.plain(original)}`;
    node.classList.toggle("moved", value !== original);
  };
  const node = el("div", { class: "control" }, el("span", { class: "name" }, name, " ", said), moved.node, field);
  set(original);
  return { path, node, set };
}

// What follows

/** Write every number of a receipt that the page shows somewhere. */
function write(receipt, before) {
  const now = told(receipt);
  const was = told(before);
  for (const node of document.querySelectorAll("data[data-at]")) {
    const value = now.get(node.dataset.at);
    if (value === undefined) continue;
    const shown = node.dataset.form === "change" ? value - was.get(node.dataset.at) : value;
    if (Number(node.value) !== shown || node.textContent === "") show(node, shown);
  }
}

/** A receipt's numbers by their names on the page: "0/like/points", "0//contributes", "//points". */
function told(receipt) {
  const found = new Map();
  const tell = (prefix, one) => {
    for (const [name, value] of Object.entries(one)) if (typeof value === "number") found.set(prefix + name, value);
  };
  tell("//", receipt);
  receipt.networks.forEach((network, place) => {
    tell(`${place}//`, network);
    for (const line of network.lines) tell(`${place}/${line.kind}/`, line);
  });
  return found;
}

function verdictOf() {
  const number = live("//points", "points");
  const change = live("//points", "change");
  const said = el("span", { class: "said" });
  const node = el("p", { class: "verdict", role: "status", hidden: true }, number, " ", change, " ", said);
  return {
    node,
    say: (before, many) => {
      node.hidden = many === 0;
      document.documentElement.classList.toggle("changed", many > 0);
      said.textContent = `with ${many === 1 ? "one number" : `${forms.count(many)} numbers`} changed; ${forms.points(before.points)} by the file`;
    },
  };
}

let waiting = 0;

/** Put the state into the page's address once nothing has moved for a moment. */
function remember(fragment) {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    const text = fragment();
    if (location.hash.replace(/^#/, "") === text) return;
    history.replaceState(null, "", text ? `#${text}` : location.pathname + location.search);
  }, SETTLED_MS);
}

// What can be taken along

function toolsOf(now, original, reset) {
  const flags = el("code", { class: "flags" });
  const said = el("span", { class: "said", role: "status" });
  const problem = el("p", { class: "problem", role: "alert", hidden: true });
  const button = (name, act) => el("button", { type: "button", onclick: act }, name);
  const copy = (text, what) =>
    copied(text).then(
      (done) => (said.textContent = done ? `${what} copied` : `The browser does not let a page copy: ${text}`),
    );
  const node = el(
    "div",
    { class: "tools" },
    problem,
    el("p", { class: "line" }, flags),
    button("Download weights.yaml", () => download("weights.yaml", "application/yaml", toYaml(now(), original))),
    button("Copy as --set flags", () => copy(flags.textContent, "Flags")),
    button("Copy link", () => copy(linkTo(toFragment(now(), original)), "Link")),
    button("Reset", () => {
      reset();
      said.textContent = "As in the file";
    }),
    said,
  );
  const say = (wrongs) => {
    problem.hidden = wrongs.length === 0;
    problem.textContent = wrongs
      .map(
        ({ path, message }) =>
          `${path.filter((part) => part !== "networks" && part !== "signals").join(", ")}: ${message}`,
      )
      .join("; ");
    flags.textContent = toFlags(now(), original) ?? "No --set can say this: download weights.yaml.";
    flags.parentElement.hidden = flags.textContent === "";
    said.textContent = "";
  };
  say([]);
  return { node, say };
}

function linkTo(fragment) {
  return location.href.replace(/#.*$/s, "") + (fragment ? `#${fragment}` : "");
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
