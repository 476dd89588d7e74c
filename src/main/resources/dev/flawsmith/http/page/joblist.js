// The jobs of a kind as a list that keeps itself up to date while it is looked at.

import { json } from "./api.js";
import { count, element, explained } from "./dom.js";
import { name, over, state, when } from "./state.js";

const REFRESH_MILLISECONDS = 3000;
const SHOWN = 50;
let timer = null;
/** The list that was asked for last: one that took longer starts no timer any more. */
let latest = null;

/** Shows the list in a place until {@link stop}: jobs of all these kinds; empty is what stands there while there are none. */
export async function start(place, { kinds, unit, route, empty }) {
  stop();
  const visit = {};
  latest = visit;
  let drawn = "";
  const refresh = async () => {
    try {
      const pages = await Promise.all(kinds.map((kind) => json(`/v1/jobs?kind=${kind}&limit=${SHOWN}`)));
      const data = pages
        .flatMap((page) => page.data)
        .sort((a, b) => b.created - a.created)
        .slice(0, SHOWN);
      if (JSON.stringify(data) !== drawn) {
        drawn = JSON.stringify(data);
        draw(place, data.length === 0 ? empty() : element("ul", { class: "jobs" }, ...data.map((each) => row(each, unit, route))));
      }
    } catch (error) {
      if (error.status === 401 || error.status === 403) {
        stop(); // whoever gave no token is not asked for one every few seconds; one that may not see them may not later
      }
      drawn = "";
      place.replaceChildren(element("p", { class: "failure", role: "alert" }, explained(error)));
    }
  };
  await refresh();
  if (latest === visit) {
    timer = setInterval(refresh, REFRESH_MILLISECONDS);
  }
}

/** Whoever is at a job by keyboard stays there. */
function draw(place, list) {
  const focused = place.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  place.replaceChildren(list);
  if (focused !== null) {
    place.querySelector(`a[href="${focused}"]`)?.focus();
  }
}

export function stop() {
  latest = null;
  clearInterval(timer);
}

/** What stands in a list without jobs. */
export function nothing(title, text) {
  return element(
    "div",
    { class: "empty" },
    element("img", { src: "/page/icon.svg", alt: "", width: 56, height: 56 }),
    element("p", {}, element("strong", {}, title)),
    element("p", {}, text),
  );
}

function row(each, unit, route) {
  const { done, total, rejected } = each.progress;
  const refused = rejected > 0 ? `, ${rejected.toLocaleString("en")} refused` : "";
  return element(
    "li",
    {},
    element(
      "a",
      { class: "job", href: `#/${route}/${each.id}` },
      element("div", { class: "line" }, element("strong", {}, name(each)), state(each)),
      element("div", { class: "hint" }, `${done.toLocaleString("en")} of ${count(total, unit)}${refused} · ${when(each.created)}`),
      over(each) ? null : element("progress", { max: Math.max(1, total), value: done, "aria-label": "Progress" }),
    ),
  );
}
