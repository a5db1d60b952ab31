/** A slider for one number, on a linear or a logarithmic scale. */

import { el } from "./dom.js";
import { forms } from "./numbers.js";

const STEPS = 400;

/** `range` is {linear: [least, most, step]} or {log: [least, most]}; a number outside lies at the end. */
export function slider({ label, range, change }) {
  const scale = range.log ? logarithmic(...range.log) : linear(...range.linear);
  const node = el("input", {
    type: "range",
    min: scale.min,
    max: scale.max,
    step: scale.step,
    "aria-label": `${label}, slider`,
  });
  node.addEventListener("input", () => change(scale.value(node.valueAsNumber)));
  const set = (value) => {
    const place = scale.place(value ?? Infinity);
    if (document.activeElement !== node || scale.value(node.valueAsNumber) !== value) node.value = String(place);
    node.setAttribute("aria-valuetext", value === null ? "none" : forms.plain(value));
  };
  return { node, set };
}

function linear(min, max, step) {
  const decimals = String(step).split(".")[1]?.length ?? 0;
  return {
    min,
    max,
    step,
    value: (place) => Number(place.toFixed(decimals)),
    place: (value) => Math.min(Math.max(value, min), max),
  };
}

/** Numbers of two digits: 1, 1.1 ... 9.9, 10, 11 ... */
function logarithmic(least, most) {
  const step = Math.log(most / least) / STEPS;
  return {
    min: 0,
    max: STEPS,
    step: 1,
    value: (place) => Number((least * Math.exp(place * step)).toPrecision(2)),
    place: (value) => Math.min(Math.max(Math.log(value / least) / step, 0), STEPS),
  };
}
