/**
 * Numbers and days as the reader's own browser writes them. The page holds each as <data value data-form> and as
 * <time datetime>; `localise` writes them all again.
 */

const LOCALE = navigator.languages?.length ? [...navigator.languages] : undefined;
const MINUS = "\u2212";

const fixed = (digits, more = {}) =>
  new Intl.NumberFormat(LOCALE, { minimumFractionDigits: digits, maximumFractionDigits: digits, ...more });
const signed = (digits) => fixed(digits, { signDisplay: "exceptZero" });

const two = fixed(2);
const one = fixed(1);
const whole = fixed(0);
const short = new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 6 });
const compact = new Intl.NumberFormat(LOCALE, { notation: "compact", maximumSignificantDigits: 3 });
const perCent = new Intl.NumberFormat(LOCALE, { style: "percent", maximumFractionDigits: 1 });
const signedTwo = signed(2);
const signedOne = signed(1);
const date = new Intl.DateTimeFormat(LOCALE, { dateStyle: "medium", timeZone: "UTC" });
const dayMonth = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short", timeZone: "UTC" });

/** How a number of each form is written. `points` and `change` are whole hundredths of a point. */
export const forms = {
  points: (value) => two.format(value / 100),
  change: (value) => signedTwo.format(value / 100).replace("-", MINUS),
  moved: (value) => signedOne.format(value).replace("-", MINUS),
  rate: (value) => one.format(value),
  times: (value) => `${one.format(value)}×`,
  amount: (value) => two.format(value),
  count: (value) => whole.format(value),
  plain: (value) => short.format(value),
  compact: (value) => compact.format(value),
  share: (value) => perCent.format(value === 0 || value === 1 ? value : Math.min(Math.max(value, 0.001), 0.999)),
};

/** A day, "2026-11-16" or a longer time of it, as people write it. */
export function day(iso) {
  return date.format(new Date(`${iso.slice(0, 10)}T00:00:00Z`));
}

/** A day without its year. */
export function shortDay(when) {
  return dayMonth.format(when);
}

/** Write every number and day inside an element in the reader's format. */
export function localise(root) {
  for (const node of root.querySelectorAll("data[data-form]")) show(node, Number(node.value));
  for (const node of root.querySelectorAll("time[datetime]")) node.textContent = day(node.dateTime);
}

/** Let a <data> element show another number. */
export function show(node, value) {
  node.value = String(value);
  node.textContent = forms[node.dataset.form](value);
}

const OBEYED = /[\p{Cc}\p{Cs}]/gu;
const SPACES = /[\s\p{Z}]/gu;
const INVISIBLE = /(?![\u200c\u200d])\p{Cf}/gu;
const MOST_TEXT = 500;

/** Foreign text as one harmless line, as numbers.clean of the program makes it. */
export function clean(text) {
  const plain = text
    .slice(0, 4 * MOST_TEXT)
    .replace(SPACES, " ")
    .replace(OBEYED, "\ufffd")
    .replace(INVISIBLE, "");
  return plain.length <= MOST_TEXT ? plain : `${plain.slice(0, MOST_TEXT - 1)}…`;
}
