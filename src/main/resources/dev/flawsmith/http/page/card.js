// A card (README.md) of a model or a dataset, fetched when it is unfolded, and parts of it that are shown at once.

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

/** A part of the page that shows what stands under one heading of the card at a path; stays away where there is none. */
export function section(title, path, heading) {
  const place = element("section", { class: "prose", hidden: true, "aria-label": title }, element("h3", {}, title));
  text(path, "text/html")
    .then((html) => {
      const card = element("div", {}, ...adopted(html));
      const start = [...card.querySelectorAll("h3")].find((each) => each.textContent === heading);
      let next = start?.nextElementSibling;
      while (next && next.localName !== "h3") {
        const after = next.nextElementSibling;
        place.append(next);
        place.hidden = false;
        next = after;
      }
    })
    .catch(() => place.remove());
  return place;
}

async function load(place, path) {
  place.replaceChildren(element("p", { class: "hint" }, "Loading…"));
  place.replaceChildren(...adopted(await text(path, "text/html")));
}
