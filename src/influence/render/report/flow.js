/** The receipt as a picture: each signal flows into its network, each network into the score. Every height is the whole
 * hundredths that the receipt says. */

import { plot, areaY, rect, text, tip, pointer } from "./vendor/charts.js";
import { clean, forms } from "./numbers.js";

const NODE = 9;
const GAP = 3;
const BETWEEN = 18;
const LINE = 14;

/** The picture of `networks`, [{network, colour, contributes, lines: [{kind, count, contributes}]}], in a width. */
export function flow(networks, width) {
  const heard = networks.filter(({ contributes }) => contributes > 0);
  if (heard.length === 0) return null;
  const { nodes, ribbons, height, extent } = laidOut(heard, width);
  return plot({
    width,
    height: height + 12,
    margin: 6,
    marginLeft: 0,
    marginRight: 0,
    style: { fontFamily: "inherit", fontSize: "13px", overflow: "visible" },
    x: { domain: [0, width], range: [0, width], axis: null },
    y: { domain: [0, extent], reverse: true, axis: null },
    ariaLabel: described(heard),
    marks: [
      areaY(ribbons, { x: "x", y1: "y1", y2: "y2", z: "id", fill: "fill", fillOpacity: 0.24, curve: "bump-x" }),
      rect(nodes, { x1: "x1", x2: "x2", y1: "y1", y2: "y2", fill: "fill" }),
      text(labels(nodes, extent / height), {
        x: "at",
        y: "middle",
        text: "label",
        textAnchor: "start",
        fill: "currentColor",
      }),
      text(
        nodes.filter(({ end }) => end),
        { x: "at", y: "middle", text: "label", textAnchor: "end", fill: "currentColor", fontWeight: 600 },
      ),
      tip(
        nodes,
        pointer({
          x: "centre",
          y: "middle",
          title: "told",
          maxRadius: 60,
          fill: "var(--paper)",
          stroke: "var(--rule)",
        }),
      ),
    ],
  });
}

function laidOut(heard, width) {
  const signals = heard.flatMap(({ lines }) => lines.filter(({ contributes }) => contributes > 0));
  const total = heard.reduce((sum, { contributes }) => sum + contributes, 0);
  const gaps = GAP * (signals.length - heard.length) + BETWEEN * (heard.length - 1);
  const height = Math.min(Math.max(34 * signals.length, 240), 620) + gaps;
  const unit = total / (height - gaps);
  const extent = height * unit;
  const [left, middle, right] = [0, Math.round(width * 0.46), width - NODE];
  const nodes = [];
  const ribbons = [];
  let top = 0;
  let arrives = (extent - total) / 2;
  nodes.push({
    ...node(right, arrives, total, "currentColor"),
    label: forms.points(total),
    told: `Score ${forms.points(total)}`,
    end: true,
    at: right - 8,
  });
  for (const one of heard) {
    const lines = one.lines.filter(({ contributes }) => contributes > 0);
    const fill = `var(--net-${one.colour})`;
    const name = clean(one.network);
    let enters = top + ((lines.length - 1) * GAP * unit) / 2;
    nodes.push({
      ...node(middle, enters, one.contributes, fill),
      label: `${name} ${forms.points(one.contributes)}`,
      told: `${name} adds ${forms.points(one.contributes)}, and alone is ${forms.points(one.points)}`,
    });
    ribbons.push(...ribbon(`${one.network}//`, fill, middle + NODE, enters, right, arrives, one.contributes));
    arrives += one.contributes;
    for (const { kind, count, contributes } of lines) {
      nodes.push({
        ...node(left, top, contributes, fill),
        label: `${kind} ${forms.points(contributes)}`,
        told: `${name}, ${kind}: ${forms.count(count)}\nadds ${forms.points(contributes)}`,
      });
      ribbons.push(...ribbon(`${one.network}/${kind}`, fill, left + NODE, top, middle, enters, contributes));
      enters += contributes;
      top += contributes + GAP * unit;
    }
    top += (BETWEEN - GAP) * unit;
  }
  return { nodes, ribbons, height, extent };
}

function node(x, y, points, fill) {
  return {
    x1: x,
    x2: x + NODE,
    y1: y,
    y2: y + points,
    at: x + NODE + 7,
    centre: x + NODE / 2,
    middle: y + points / 2,
    fill,
  };
}

function ribbon(id, fill, x1, from, x2, to, points) {
  return [
    { id, fill, x: x1, y1: from, y2: from + points },
    { id, fill, x: x2, y1: to, y2: to + points },
  ];
}

/** The labels that do not stand in each other's way. */
function labels(nodes, unit) {
  const last = new Map();
  return nodes.filter(({ x1, middle, end }) => {
    if (end || middle - (last.get(x1) ?? -Infinity) < LINE * unit) return false;
    last.set(x1, middle);
    return true;
  });
}

function described(networks) {
  const each = networks.map(({ network, contributes, lines }) => {
    const parts = lines
      .filter((line) => line.contributes > 0)
      .map((line) => `${line.kind} ${forms.points(line.contributes)}`);
    return `${clean(network)} ${forms.points(contributes)} (${parts.join(", ")})`;
  });
  return `What adds up to the score: ${each.join("; ")}`;
}
