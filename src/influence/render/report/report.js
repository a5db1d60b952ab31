/** Turns the page into one that works: the reader's numbers, the charts and the calculator. */

import { calculator } from "./calculator.js";
import { comparison } from "./comparison.js";
import { explorer } from "./explorer.js";
import { localise } from "./numbers.js";
import { pictures } from "./pictures.js";

/** The JSON that the page was made from. */
async function unpacked() {
  const packed = Uint8Array.from(atob(document.getElementById("data").textContent), (one) => one.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

function report(data) {
  explorer(data.result, data.posts?.posts ?? []);
  calculator(data.result, data.weights ?? data.result.weights.values, pictures(data));
}

async function start() {
  localise(document.body);
  const data = await unpacked();
  if (data.difference) comparison(data);
  else report(data);
  document.documentElement.dataset.ready = "yes";
}

start();
