/** Every post in a table to search, to sort and to page through; no more of it is on the page than one page. */

import { el } from "./dom.js";
import { clean, day, forms } from "./numbers.js";

const PAGE = 10;

const ORDERS = {
  "earned most": (post) => post.contributes,
  "beat your usual most": (post) => post.times_usual ?? -1,
  "answered most": (post) => post.response ?? -1,
  newest: (post) => (post.time ? Date.parse(post.time) : -Infinity),
};

/** Put the table where the page shows its first posts. */
export function explorer(result, { posts: standings = [], settle_days: settles = 0 } = {}) {
  const place = document.getElementById("posts-table");
  const posts = place ? merged(result, standings) : [];
  if (posts.length === 0) return;
  const search = el("input", { type: "search", id: "search" });
  const network = select("network", ["all", ...new Set(posts.map((post) => post.network))]);
  const order = select("order", offered(posts));
  const body = el("tbody");
  const shown = el("p", { class: "said", role: "status" });
  const [back, on] = [-1, 1].map((step) =>
    el("button", { type: "button", onclick: () => show(at + step) }, step < 0 ? "Previous" : "Next"),
  );
  let found = posts;
  let at = 0;
  const show = (page) => {
    at = page;
    const first = page * PAGE;
    const some = found.slice(first, first + PAGE);
    body.replaceChildren(...some.map(row));
    shown.textContent = some.length
      ? `${forms.count(first + 1)} to ${forms.count(first + some.length)} of ${forms.count(found.length)}`
      : "No post has this in it.";
    back.disabled = page === 0;
    on.disabled = first + PAGE >= found.length;
  };
  const find = () => {
    const wanted = search.value.trim().toLowerCase();
    const of = network.value;
    const number = ORDERS[order.value];
    found = posts
      .filter((post) => (of === "all" || post.network === of) && post.searched.includes(wanted))
      .sort((a, b) => number(b) - number(a) || b.contributes - a.contributes);
    show(0);
  };
  for (const input of [search, network, order]) input.addEventListener("input", find);
  find();
  place.replaceChildren(
    el("h3", {}, "Every post"),
    el("div", { class: "tools" }, labelled("Search", search), labelled("Network", network), labelled("Order", order)),
    table(body),
    el("div", { class: "tools" }, back, on, shown),
    notes(result, posts, settles),
  );
}

/** The posts of the result with how they did, as far as that is known. */
function merged(result, standings) {
  const name = (post) => JSON.stringify([post.network, post.post]);
  const known = new Map(standings.map((post) => [name(post), post]));
  const named = result.posts.filter(({ post }) => post !== null);
  const listed = new Set(named.map(name));
  const earned = named.map((post) => ({ ...known.get(name(post)), ...post }));
  const silent = standings.filter((post) => !listed.has(name(post))).map((post) => ({ ...post, lines: [] }));
  return [...earned, ...silent].map((post) => ({
    ...post,
    searched: `${post.label ?? ""} ${post.url ?? ""} ${post.post} ${post.network} ${post.time ?? ""}`.toLowerCase(),
  }));
}

function offered(posts) {
  const known = {
    "beat your usual most": posts.some(({ times_usual: times }) => typeof times === "number"),
    "answered most": posts.some(({ response }) => typeof response === "number"),
  };
  return Object.keys(ORDERS).filter((name) => known[name] ?? true);
}

function select(id, names) {
  return el(
    "select",
    { id },
    names.map((name) => el("option", { value: name }, clean(name))),
  );
}

function labelled(name, input) {
  return el("label", { for: input.id }, name, input);
}

function table(body) {
  const head = ["post", "per thousand", "against usual", "adds"].map((name, place) =>
    el("th", { scope: "col", class: place > 0 ? "n" : null }, name),
  );
  return el(
    "table",
    { class: "posts every" },
    el("caption", { class: "unseen" }, "Every post"),
    el("thead", {}, el("tr", {}, head)),
    body,
  );
}

function row(post) {
  const usual = typeof post.times_usual === "number" ? forms.times(post.times_usual) : isYoung(post) ? "young" : "";
  return el(
    "tr",
    {},
    el(
      "th",
      { scope: "row" },
      named(post),
      el("small", {}, el("bdi", {}, clean(post.network)), `, ${post.time ? day(post.time) : "no day"}: ${got(post)}`),
    ),
    el("td", { class: "n" }, typeof post.response === "number" ? forms.rate(post.response) : ""),
    el("td", { class: "n" }, usual),
    el("td", { class: "n" }, forms.points(post.contributes)),
  );
}

function isYoung({ settled, time }) {
  return settled === false && Boolean(time);
}

function named({ label, url, post }) {
  const text = el("bdi", {}, clean(label || url || post).trim() || "a post without a name");
  if (!/^https?:\/\//i.test(url ?? "")) return text;
  return el("a", { href: url, rel: "noopener noreferrer nofollow", target: "_blank" }, text);
}

function got({ lines, interactions }) {
  const parts = lines
    .filter(({ count }) => count > 0)
    .map(({ kind, count, contributes }) => `${counted(count, kind)} (${forms.points(contributes)})`);
  return parts.join(", ") || (interactions ? counted(interactions, "interaction") : "nothing");
}

function counted(number, thing) {
  const many =
    thing === "reach" || thing.endsWith("s") ? thing : thing.endsWith("y") ? `${thing.slice(0, -1)}ies` : `${thing}s`;
  return `${forms.count(number)} ${number === 1 ? thing : many}`;
}

/** What is not a post of this table, so that all of it still adds up, and what its words mean. */
function notes({ posts, other_posts: { posts: many, contributes } }, listed, settles) {
  const nameless = posts.filter(({ post }) => post === null).reduce((sum, one) => sum + one.contributes, 0);
  const parts = [
    many && `${forms.count(many)} other posts add ${forms.points(contributes)}`,
    nameless && `activity without a post adds ${forms.points(nameless)}`,
  ].filter(Boolean);
  const told = [
    parts.length && `Not listed: ${parts.join(", ")}.`,
    listed.some(isYoung) && `Young: not ${forms.count(settles)} days old yet, and not compared.`,
  ].filter(Boolean);
  return told.length ? el("p", { class: "note" }, told.join(" ")) : "";
}
