/** The networks of a result, with their colours. */

const COLOURS = 8;

/** The colour of the network at a place of the result, from 1. */
export function colourAt(place) {
  return (place % COLOURS) + 1;
}

/** Networks with their colour, in the order of `places`. */
export function coloured(networks, places) {
  return places.map((place) => ({ ...networks[place], colour: colourAt(place) }));
}

/** The places of the networks, those that add most first. */
export function mostFirst(networks) {
  return networks.map((_, place) => place).sort((a, b) => networks[b].contributes - networks[a].contributes);
}
