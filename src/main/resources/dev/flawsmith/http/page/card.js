// A card (README.md) of a model or a dataset, fetched when it is unfolded.

import { adopted } from "./adopt.js";
import { text } from "./api.js";
import { element, explained } from "./dom.js";

/** A part of the page that unfolds the card at a path. */
export function card(title, path) {
  const place = element("div", { class: "prose" });
  const details = element("details", { class: "more" }, element("summary", {}, title), place);
  let loaded = null;
  details.addEventListener("toggle", () => {
    if (details.open) {
      loaded ??= load(place, path).catch((error) => {
        loaded = null; // the next time it is unfolded
        place.replaceChildren(element("p", { class: "error" }, explained(error)));
      });
    }
  });
  return details;
}

async function load(place, path) {
  place.replaceChildren(element("p", { class: "hint" }, "Loading…"));
  place.replaceChildren(...adopted(await text(path, "text/html")));
}
