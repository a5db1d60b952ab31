/** Puts the charts into the page. */

import { behind, drawn, el, figure } from "./dom.js";
import { flow } from "./flow.js";
import { colourAt, coloured, mostFirst } from "./networks.js";
import { clean, day, forms } from "./numbers.js";
import { againstUsual, calendar, responses, scale, symbol, trend } from "./plots.js";

const MOST_DOTS = 1500;
const MOST_DAYS = 371;
const DAY_MS = 86_400_000;

/** Draw everything. The receipt's pictures are drawn again for another receipt: {points, low, high, networks}. */
export function pictures({ result, posts, trend: told }) {
  let receipt = { ...result, low: Math.round(result.low * 100), high: Math.round(result.high * 100) };
  const places = mostFirst(result.networks);
  const networks = () => coloured(receipt.networks, places);
  if (networks().length === 0) return () => {};
  const again = [
    drawn(document.getElementById("scale"), (width) => scale({ ...receipt, networks: networks() }, width)),
    drawFlow(networks),
  ];
  if (told && told.days.length > 1) drawTrend(told);
  drawPosts(result, posts?.posts ?? []);
  let asked = 0;
  return (other) => {
    receipt = other;
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(() => again.forEach((draw) => draw()));
  };
}

function drawFlow(networks) {
  const section = document.getElementById("flow");
  if (!networks().some(({ contributes }) => contributes > 0)) return () => {};
  const box = el("div", { class: "chart" });
  section.append(
    el(
      "p",
      { class: "lead" },
      "From what others did, over your networks, to the score: every height is whole hundredths of a point, the same that the receipt says.",
    ),
    el("figure", {}, box),
  );
  section.hidden = false;
  return drawn(box, (width) => flow(networks(), width));
}

function drawTrend(told) {
  const box = document.getElementById("trend");
  drawn(box, (width) => trend(told, width));
  const names = [...new Set(told.days.flatMap(({ networks }) => Object.keys(networks)))].sort();
  const table = behind("The score as of each day", ["day", "score", ...names.map(clean)], () =>
    told.days.map(({ as_of, points, networks }) => [
      day(as_of),
      forms.points(points),
      ...names.map((name) => (Object.hasOwn(networks, name) ? forms.points(networks[name]) : "")),
    ]),
  );
  box.parentElement.append(table);
}

function drawPosts(result, standings) {
  const place = document.getElementById("posts-charts");
  if (!place) return;
  const colours = new Map(result.networks.map(({ network }, place) => [network, colourAt(place)]));
  const posts = standings
    .filter(({ network }) => colours.has(network))
    .map((post) => ({ ...post, colour: colours.get(post.network) }));
  const made = [responsePicture(posts), usualPicture(posts), calendarPicture(result)].filter(Boolean);
  place.prepend(...made);
  if (made.length) place.parentElement.hidden = false;
}

function mostOf(posts, number) {
  if (posts.length <= MOST_DOTS) return { kept: posts, note: "" };
  const kept = [...posts].sort((a, b) => number(b) - number(a)).slice(0, MOST_DOTS);
  return { kept, note: ` Shown: the first ${forms.count(MOST_DOTS)} of ${forms.count(posts.length)} posts.` };
}

function legend(posts) {
  const networks = new Map(posts.map(({ network, colour }) => [network, colour]));
  const names = [...networks].map(([network, colour]) =>
    el("li", {}, hidden(symbol(colour)), el("bdi", {}, clean(network))),
  );
  return el("ul", { class: "legend" }, names);
}

function hidden(picture) {
  picture.setAttribute("aria-hidden", "true");
  return picture;
}

function postName({ label, url, post }) {
  return el("bdi", {}, clean(label || url || post));
}

function responsePicture(posts) {
  const measured = posts.filter(({ response, of }) => response !== null && of > 0);
  if (measured.length < 2) return null;
  const { kept, note } = mostOf(measured, ({ contributes }) => contributes);
  const box = el("div", { class: "chart" });
  drawn(box, (width) => responses(kept, width));
  return figure({
    title: "Reach and response",
    legend: legend(kept),
    box,
    note: `Right: reached more. Up: answered more. Larger: adds more.${note}`,
    table: behind("Reach and response of each post", ["post", "network", "reached", "per thousand"], () =>
      kept.map((post) => [postName(post), clean(post.network), forms.count(post.of), forms.rate(post.response)]),
    ),
  });
}

function usualPicture(posts) {
  const compared = posts.filter(({ times_usual, time }) => times_usual !== null && time);
  if (compared.length < 2) return null;
  const { kept, note } = mostOf(compared, ({ time }) => Date.parse(time));
  const box = el("div", { class: "chart" });
  drawn(box, (width) => againstUsual(kept, width));
  return figure({
    title: "Against your usual",
    legend: legend(kept),
    box,
    note: `Your usual is the mean of the middle half of your last 100 posts on the network. Filled: beat it.${note}`,
    table: behind("Each post against your usual", ["post", "day", "interactions", "usual", "times"], () =>
      kept.map((post) => [
        postName(post),
        day(post.time),
        forms.count(post.interactions),
        forms.rate(post.usual),
        `${forms.rate(post.times_usual)}×`,
      ]),
    ),
  });
}

function calendarPicture({ activity, as_of: last, window_days: window }) {
  const counts = new Map();
  for (const { day: date, count } of activity) if (date) counts.set(date, (counts.get(date) ?? 0) + count);
  if (!last || counts.size === 0) return null;
  const length = Math.min(window, MOST_DAYS);
  const first = new Date(Date.parse(last) - (length - 1) * DAY_MS).toISOString().slice(0, 10);
  const [best, most] = [...counts].reduce((one, other) => (other[1] > one[1] ? other : one));
  const box = el("div", { class: "chart calendar" });
  drawn(box, (width) => calendar(counts, first, last, width));
  const cut = length < window ? ` Shown: the last ${forms.count(length)} of ${forms.count(window)} days.` : "";
  return figure({
    title: "Days",
    box,
    note: `What was received, at the day of the post where the export says no other. Most: ${forms.count(most)} on ${day(best)}.${cut}`,
    table: behind("What was received each day", ["day", "received"], () =>
      [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([date, count]) => [day(date), forms.count(count)]),
    ),
  });
}
