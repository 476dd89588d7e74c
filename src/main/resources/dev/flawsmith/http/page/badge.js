// The guard's verdict on an image, as a mark that explains itself.

import { element } from "./dom.js";

const VERDICTS = {
  clear: {
    name: "clear",
    says: () => "Compared with every training photo: no nearer to one than real photos the model never saw are.",
  },
  too_close: {
    name: "too close",
    says: () => "Nearer to a training photo than real photos the model never saw are: it may be a copy. Look before you pass it on.",
  },
  not_checked: { name: "not checked", says: (reason) => `Compared with nothing: ${reason}.` },
  real: { name: "real photo", says: () => "Not drawn: one of the photos that the dataset includes." },
};

/** The mark of a verdict; reason is why an image was compared with nothing. */
export function badge(verdict, reason) {
  const { name, says } = VERDICTS[verdict];
  return element("span", { class: `badge ${verdict}`, tabindex: 0 }, name, element("span", { class: "tip", role: "tooltip" }, says(reason)));
}
