/** The pictures of two results compared. */

import { drawn } from "./dom.js";
import { coloured, mostFirst } from "./networks.js";
import { scale, waterfall } from "./plots.js";

/** Draw both scores, and what lies between them cause by cause. */
export function comparison({ before, after, difference }) {
  for (const [name, result] of Object.entries({ before, after })) {
    const box = document.querySelector(`[data-side="${name}"]`);
    const networks = coloured(result.networks, mostFirst(result.networks));
    const [low, high] = [result.low, result.high].map((value) => Math.round(value * 100));
    drawn(box, (width) => scale({ ...result, low, high, networks }, width));
  }
  const box = document.getElementById("causes");
  if (box) drawn(box, (width) => waterfall(difference, width));
}
