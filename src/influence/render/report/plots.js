/** The charts of a report. Each takes data of the JSON and a width, and gives a picture. */

import {
  plot,
  areaY,
  axisX,
  axisY,
  cell,
  dot,
  gridY,
  lineY,
  pointer,
  rect,
  ruleX,
  ruleY,
  text,
  tip,
} from "./vendor/charts.js";
import { clean, day, forms, shortDay } from "./numbers.js";

const STYLE = { fontFamily: "inherit", fontSize: "12px", overflow: "visible" };
const SYMBOLS = ["circle", "triangle", "square", "diamond2", "cross", "star", "hexagon", "wye"];
const DAY_MS = 86_400_000;
const TIP = { fill: "var(--paper)", stroke: "var(--rule)", lineWidth: 22, maxRadius: 40 };
const tickFont = { fontFamily: "var(--mono)", fontSize: 11, tickSize: 0 };

const colour = (place) => `var(--net-${place})`;
const when = (iso) => new Date(`${iso.slice(0, 10)}T00:00:00Z`);

/** The score between 0 and 100, in the parts of its networks; below it how far the unknown could move it. */
export function scale({ networks, low, high, points }, width) {
  let from = 0;
  const parts = networks.map(({ colour: place, contributes }) => {
    const part = { x1: from / 100, x2: (from + contributes) / 100, fill: colour(place) };
    from += contributes;
    return part;
  });
  const open = high > low;
  return plot({
    width,
    height: 62,
    marginLeft: 1,
    marginRight: 1,
    marginTop: 4,
    marginBottom: 22,
    style: STYLE,
    x: { domain: [0, 100] },
    y: { domain: [0, 1], axis: null },
    ariaLabel: `${forms.points(points)} of 100; from ${forms.points(low)} to ${forms.points(high)} by what is unknown`,
    marks: [
      rect([0], { x1: 0, x2: 100, y1: 0.42, y2: 1, fill: "var(--faint)" }),
      rect(parts, { x1: "x1", x2: "x2", y1: 0.42, y2: 1, fill: "fill", insetRight: 1 }),
      axisX({ ticks: [20, 40, 60, 80], tickFormat: forms.plain, label: null, ...tickFont }),
      text([0], { x: 0, y: 0, dy: 12, text: () => "0", textAnchor: "start", fontFamily: "var(--mono)", fontSize: 11 }),
      text([100], {
        x: 100,
        y: 0,
        dy: 12,
        text: () => "100",
        textAnchor: "end",
        fontFamily: "var(--mono)",
        fontSize: 11,
      }),
      open && ruleY([0.18], { x1: low / 100, x2: high / 100, strokeWidth: 2 }),
      open && ruleX([low / 100, high / 100], { y1: 0.04, y2: 0.32, strokeWidth: 2 }),
      ruleX([points / 100], { y1: 0.3, y2: 1, strokeWidth: 2 }),
    ],
  });
}

/** From one score to another, cause by cause. */
export function waterfall({ before, after, causes }, width) {
  const sums = new Map();
  for (const { cause, points } of causes) sums.set(cause, (sums.get(cause) ?? 0) + points);
  let at = before;
  const steps = [...sums].map(([name, points]) => {
    const step = {
      name,
      from: at,
      to: at + points,
      label: forms.change(points),
      fill: points < 0 ? "var(--mark)" : "var(--net-3)",
    };
    at += points;
    return step;
  });
  const ends = [
    ["before", before],
    ["after", after],
  ].map(([name, points]) => ({ name, from: points, to: points, label: forms.points(points) }));
  const rows = [ends[0], ...steps, ends[1]].map((row, place) => ({
    ...row,
    y1: place + 0.14,
    y2: place + 0.86,
    x1: Math.min(row.from, row.to) / 100,
    x2: Math.max(row.from, row.to) / 100,
  }));
  const most = Math.max(...rows.map(({ x2 }) => x2));
  const least = Math.min(...steps.map(({ from, to }) => Math.min(from, to) / 100), before / 100, after / 100);
  return plot({
    width,
    height: 34 * rows.length + 26,
    marginLeft: 118,
    marginRight: 52,
    marginTop: 2,
    marginBottom: 24,
    style: { ...STYLE, fontSize: "13px" },
    x: { domain: [least, most], nice: true, inset: 6 },
    y: { domain: [0, rows.length], reverse: true, axis: null },
    ariaLabel: `From ${forms.points(before)} to ${forms.points(after)}: ${steps.map(({ name, label }) => `${name} ${label}`).join(", ")}`,
    marks: [
      axisX({ ticks: 5, tickFormat: forms.plain, label: null, ...tickFont }),
      rect(rows.slice(1, -1), { x1: "x1", x2: "x2", y1: "y1", y2: "y2", fill: "fill" }),
      ruleX(
        ends.map(({ to }, place) => ({ x: to / 100, row: place ? rows.length - 1 : 0 })),
        { x: "x", y1: ({ row }) => row + 0.14, y2: ({ row }) => row + 0.86, strokeWidth: 5 },
      ),
      ruleX(rows.slice(0, -1), {
        x: ({ to }) => to / 100,
        y1: ({ y2 }) => y2,
        y2: ({ y2 }) => y2 + 0.28,
        strokeOpacity: 0.6,
      }),
      text(rows, { frameAnchor: "left", dx: -116, textAnchor: "start", y: ({ y1 }) => y1 + 0.36, text: "name" }),
      text(rows, {
        x: "x2",
        y: ({ y1 }) => y1 + 0.36,
        text: "label",
        dx: 7,
        textAnchor: "start",
        fontFamily: "var(--mono)",
      }),
    ],
  });
}

/** The score as of each day of a trend. */
export function trend({ days }, width, height = 110) {
  const rows = days.map(({ as_of, points }) => ({
    x: when(as_of),
    y: points / 100,
    told: `${day(as_of)}\n${forms.points(points)}`,
  }));
  return plot({
    width,
    height,
    marginLeft: 26,
    marginRight: 6,
    marginTop: 8,
    marginBottom: 22,
    style: STYLE,
    x: { type: "utc", domain: [rows[0].x, rows.at(-1).x] },
    y: { domain: [0, Math.max(20, ...rows.map(({ y }) => y))], nice: true },
    ariaLabel: `The score from ${forms.points(days[0].points)} on ${day(days[0].as_of)} to ${forms.points(days.at(-1).points)} on ${day(days.at(-1).as_of)}`,
    marks: [
      gridY({ ticks: 3, strokeOpacity: 1, stroke: "var(--rule)" }),
      axisY({ ticks: 3, tickFormat: forms.plain, label: null, ...tickFont }),
      axisX({ ticks: Math.max(2, Math.floor(width / 110)), tickFormat: shortDay, label: null, ...tickFont }),
      areaY(rows, { x: "x", y: "y", fill: "currentColor", fillOpacity: 0.08 }),
      lineY(rows, { x: "x", y: "y", strokeWidth: 2 }),
      dot([rows.at(-1)], { x: "x", y: "y", fill: "var(--mark)", r: 4 }),
      tip(rows, pointer({ x: "x", y: "y", title: "told", ...TIP, maxRadius: 80 })),
    ],
  });
}

/** How many people a post reached against how they answered it; the larger, the more it adds. */
export function responses(posts, width) {
  const rows = posts.map((post) => ({ ...shown(post), x: post.of, y: post.response, told: told(post) }));
  return plot({
    width,
    height: Math.min(340, Math.max(width * 0.75, 260)),
    marginLeft: 44,
    marginBottom: 40,
    style: STYLE,
    x: { type: "log", label: "reached", labelAnchor: "center", labelArrow: "none" },
    y: { type: "symlog", constant: 10, nice: true, label: "interactions per thousand", labelArrow: "none" },
    r: { type: "sqrt", domain: [0, Math.max(1, ...posts.map(({ contributes }) => contributes))], range: [2.5, 11] },
    symbol: { type: "identity" },
    ariaLabel: `${forms.count(posts.length)} posts by how many they reached and how people answered`,
    marks: [
      gridY({ ticks: 4, strokeOpacity: 1, stroke: "var(--rule)" }),
      axisY({
        ticks: 4,
        tickFormat: forms.compact,
        label: "interactions per thousand",
        labelArrow: "none",
        ...tickFont,
      }),
      axisX({
        ticks: width / 90,
        tickFormat: forms.compact,
        label: "reached",
        labelAnchor: "center",
        labelArrow: "none",
        ...tickFont,
      }),
      dot(rows, {
        x: "x",
        y: "y",
        r: "r",
        symbol: "symbol",
        fill: "fill",
        fillOpacity: 0.3,
        stroke: "fill",
        strokeWidth: 1.5,
      }),
      tip(rows, pointer({ x: "x", y: "y", title: "told", ...TIP })),
    ],
  });
}

/** Each post against the usual of its network, by day: 1 is usual, each line twice as much. */
export function againstUsual(posts, width) {
  const rows = posts.map((post) => ({
    ...shown(post),
    x: when(post.time),
    y: Math.max(post.times_usual, 1 / 16),
    told: told(post),
  }));
  const best = [...rows]
    .sort((a, b) => b.y - a.y)
    .slice(0, 3)
    .filter(({ y }) => y > 1);
  return plot({
    width,
    height: Math.min(340, Math.max(width * 0.75, 260)),
    marginLeft: 44,
    marginRight: 28,
    marginBottom: 40,
    style: STYLE,
    x: { type: "utc", label: null },
    y: {
      type: "log",
      base: 2,
      nice: true,
      domain: [Math.min(0.5, ...rows.map(({ y }) => y)), Math.max(2, ...rows.map(({ y }) => y))],
      label: "times your usual",
      labelArrow: "none",
    },
    symbol: { type: "identity" },
    ariaLabel: `${forms.count(posts.length)} posts against what is usual on their network`,
    marks: [
      gridY({ strokeOpacity: 1, stroke: "var(--rule)" }),
      ruleY([1], { strokeWidth: 2 }),
      axisY({ tickFormat: times, label: "times your usual", labelArrow: "none", ...tickFont }),
      axisX({ ticks: Math.max(2, Math.round(width / 110)), tickFormat: shortDay, ...tickFont }),
      dot(rows, {
        x: "x",
        y: "y",
        r: 4.5,
        symbol: "symbol",
        fill: "fill",
        fillOpacity: ({ y }) => (y > 1 ? 0.9 : 0.12),
        stroke: "fill",
        strokeWidth: 1.5,
      }),
      text(best, { x: "x", y: "y", text: ({ y }) => `${forms.rate(y)}×`, dx: 9, textAnchor: "start", fontWeight: 600 }),
      tip(rows, pointer({ x: "x", y: "y", title: "told", ...TIP })),
    ],
  });
}

function times(value) {
  return value < 1 ? `1/${forms.plain(1 / value)}×` : `${forms.plain(value)}×`;
}

function shown({ colour: place, contributes }) {
  return { fill: colour(place), symbol: SYMBOLS[place - 1], r: contributes };
}

function told({ label, post, network, time, contributes, interactions }) {
  const facts = [
    clean(network),
    time && day(time),
    `${forms.count(interactions)} interactions`,
    `adds ${forms.points(contributes)}`,
  ];
  return `${clean(label || post).slice(0, 80)}\n${facts.filter(Boolean).join(", ")}`;
}

/** What stands for each network in the two charts above: {place, network} to a small picture. */
export function symbol(place) {
  return plot({
    width: 14,
    height: 14,
    margin: 0,
    axis: null,
    x: { domain: [-1, 1] },
    y: { domain: [-1, 1] },
    symbol: { type: "identity" },
    marks: [
      dot([0], { x: 0, y: 0, r: 5, symbol: () => SYMBOLS[place - 1], fill: colour(place), stroke: colour(place) }),
    ],
  });
}

/** A square a day, darker the more was received: `counts` by day ("2026-11-16"). */
export function calendar(counts, first, last, width) {
  const monday = (date) => new Date(date - ((date.getUTCDay() + 6) % 7) * DAY_MS);
  const start = when(first);
  const days = Array.from({ length: Math.round((when(last) - start) / DAY_MS) + 1 }, (_, index) => {
    const date = new Date(+start + index * DAY_MS);
    const count = counts.get(date.toISOString().slice(0, 10)) ?? 0;
    return { date, count, week: monday(date).toISOString(), weekday: (date.getUTCDay() + 6) % 7 };
  });
  const weeks = [...new Set(days.map(({ week }) => week))];
  const size = Math.min(26, Math.floor((width - 40) / weeks.length));
  const most = Math.max(1, ...days.map(({ count }) => count));
  const months = days.filter(({ date }) => date.getUTCDate() === 1);
  return plot({
    width: size * weeks.length + 40,
    height: Math.max(size, 12) * 7 + 22,
    marginLeft: 40,
    marginRight: 0,
    marginTop: 22,
    marginBottom: 0,
    style: STYLE,
    x: { type: "band", domain: weeks, axis: null, padding: 0.12 },
    y: { type: "band", domain: [0, 1, 2, 3, 4, 5, 6], padding: 0.12 },
    opacity: { type: "sqrt", domain: [0, most], range: [0.12, 1] },
    ariaLabel: `What was received each day from ${day(first)} to ${day(last)}; most on one day: ${forms.count(most)}`,
    marks: [
      axisY({ ticks: [0, 2, 4, 6], tickFormat: (weekday) => weekdayName(weekday), label: null, ...tickFont }),
      cell(days, { x: "week", y: "weekday", fill: "var(--faint)", rx: 2 }),
      cell(
        days.filter(({ count }) => count > 0),
        { x: "week", y: "weekday", fill: "var(--mark)", fillOpacity: "count", rx: 2 },
      ),
      text(months, {
        x: "week",
        y: () => 0,
        dy: -size / 2 - 10,
        dx: -size / 2,
        text: ({ date }) => shortDay(date),
        textAnchor: "start",
        fontFamily: "var(--mono)",
        fontSize: 11,
      }),
      tip(
        days,
        pointer({
          x: "week",
          y: "weekday",
          title: ({ date, count }) => `${day(date.toISOString())}\n${forms.count(count)}`,
          ...TIP,
        }),
      ),
    ],
  });
}

function weekdayName(weekday) {
  return new Intl.DateTimeFormat(navigator.languages, { weekday: "short", timeZone: "UTC" }).format(
    new Date(Date.UTC(2024, 0, 1 + weekday)),
  );
}
