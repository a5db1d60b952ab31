/** Elements of the page. Text is only ever put in as text. */

/** An element: attributes that are false, null or undefined are left out, `on...` ones are listeners, and children are
 * elements or text. */
export function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** A picture in a box: drawn again when the box gets another width. Returns a function that draws it again at once. */
export function drawn(box, make) {
  let width = 0;
  const draw = () => {
    const picture = width > 0 ? make(width) : null;
    if (picture) box.replaceChildren(asImage(picture));
  };
  new ResizeObserver(([entry]) => {
    const now = Math.floor(entry.contentRect.width);
    if (now === width || now === 0) return;
    width = now;
    draw();
  }).observe(box);
  box.hidden = false;
  return draw;
}

/** One image with one description, which its axes and marks do not add to: the table behind it has the numbers. */
function asImage(picture) {
  picture.setAttribute("role", "img");
  for (const part of picture.querySelectorAll("[aria-label], [aria-description]")) {
    part.removeAttribute("aria-label");
    part.removeAttribute("aria-description");
  }
  return picture;
}

/** A picture with what it shows: its title, the box it is drawn into, a note, and the same as a table. */
export function figure({ title, box, note = null, legend = null, table = null }) {
  return el("figure", {}, el("h3", {}, title), legend, box, note && el("figcaption", { class: "note" }, note), table);
}

/** The table behind a picture, closed until somebody wants it. `rows` may be a function: they are made when opened. */
export function behind(caption, head, rows) {
  const body = el("tbody");
  const table = el(
    "table",
    { class: "numbers" },
    el("caption", { class: "unseen" }, caption),
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        head.map((name) => el("th", { scope: "col" }, name)),
      ),
    ),
    body,
  );
  const fill = () => {
    if (body.childElementCount) return;
    const made = rows().map(([first, ...rest]) =>
      el(
        "tr",
        {},
        el("th", { scope: "row" }, first),
        rest.map((cell) => el("td", {}, cell)),
      ),
    );
    body.append(...made);
  };
  return el(
    "details",
    { ontoggle: fill },
    el("summary", {}, "As a table"),
    el("div", { class: "wide", tabindex: 0, role: "region", "aria-label": caption }, table),
  );
}

/** Let the reader keep a text as a file. */
export function download(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  el("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
