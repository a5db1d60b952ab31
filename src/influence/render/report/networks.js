/** The networks of a result, with their colours. */

const COLOURS = 8;

/** The colour of the network at a place of the result, from 1. */
export function colourAt(place) {
  return (place % COLOURS) + 1;
}

/** The colours of the networks of several results, by name: the same in each. */
export function colours(...results) {
  const names = [...new Set(results.flatMap(({ networks }) => networks.map(({ network }) => network)))].sort();
  return new Map(names.map((name, place) => [name, colourAt(place)]));
}

/** Networks with their colour, in the order of `places`. */
export function coloured(networks, places) {
  return places.map((place) => ({ ...networks[place], colour: colourAt(place) }));
}

/** The places of the networks, those that add most first. */
export function mostFirst(networks) {
  return networks.map((_, place) => place).sort((a, b) => networks[b].contributes - networks[a].contributes);
}
