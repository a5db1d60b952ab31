/** The pictures of two results compared. */

import { drawn } from "./dom.js";
import { colours } from "./networks.js";
import { scale, waterfall } from "./plots.js";

/** Draw both scores, and what lies between them cause by cause. */
export function comparison({ before, after, difference }) {
  const known = colours(before, after);
  for (const [name, result] of Object.entries({ before, after })) {
    const box = document.querySelector(`[data-side="${name}"]`);
    const networks = result.networks
      .map((one) => ({ ...one, colour: known.get(one.network) }))
      .sort((a, b) => b.contributes - a.contributes);
    const [low, high] = [result.low, result.high].map((value) => Math.round(value * 100));
    drawn(box, (width) => scale({ ...result, low, high, networks }, width));
  }
  const box = document.getElementById("causes");
  if (box) drawn(box, (width) => waterfall(difference, width));
}
