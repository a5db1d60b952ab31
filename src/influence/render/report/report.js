/** Turns the page into one that works: the reader's numbers, the charts and the calculator. */

import { calculator } from "./calculator.js";
import { comparison } from "./comparison.js";
import { download, el } from "./dom.js";
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
  explorer(data.result, data.posts ?? {});
  calculator(data.result, data.weights ?? data.result.weights.values, pictures(data));
}

/** What the page was made from, for whoever wants to recompute it: `influence verify` does. */
function keep(results) {
  const buttons = Object.entries(results).map(([name, result]) =>
    el(
      "button",
      {
        type: "button",
        onclick: () => download(`${name}.json`, "application/json", `${JSON.stringify(result, null, 2)}\n`),
      },
      `Download ${name}.json`,
    ),
  );
  document.getElementById("made").append(el("div", { class: "tools" }, buttons));
}

async function start() {
  localise(document.body);
  const data = await unpacked();
  const { result, before, after } = data;
  if (result) report(data);
  else comparison(data);
  keep(result ? { result } : { before, after });
  document.documentElement.dataset.ready = "yes";
}

start();
