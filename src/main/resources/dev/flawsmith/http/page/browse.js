// The images of a finished dataset: a class or all of them, a page after the other, each with its verdict.

import { json } from "./api.js";
import { badge } from "./badge.js";
import { count, element, explained, facts, title } from "./dom.js";
import { filePath } from "./download.js";
import * as lens from "./lens.js";
import { pictures } from "./pictures.js";

const LIMIT = 48;
const UNCOMPARED = "the dataset's card says how it was made";

/** Where a page of a dataset's images is read. */
export function pagePath(job, { className = "", after = null, limit = LIMIT } = {}) {
  const query = new URLSearchParams({ limit });
  if (className !== "") {
    query.set("class", className);
  }
  if (after !== null) {
    query.set("after", after);
  }
  return `/v1/jobs/${job.id}/images?${query}`;
}

/** Shows the first page, which is there already, and the others as they are asked for: {part, close()}. */
export function browse(job, first) {
  const loader = pictures();
  const state = {
    job,
    loader,
    classes: first.classes,
    className: "",
    last: null,
    shown: 0,
    asked: 0,
    grid: element("ul", { class: "grid small" }),
    told: element("span", { class: "hint", role: "status" }),
    failure: element("p", { class: "failure", role: "alert", hidden: true }),
    button: element("button", { type: "button", class: "more-images", hidden: true, click: () => more(state) }, "Show more"),
  };
  const part = element(
    "section",
    { class: "panel detail browse", "aria-labelledby": "browse-title" },
    element("div", { class: "line" }, element("h2", { id: "browse-title" }, "Images"), state.told),
    filter(state),
    state.grid,
    state.failure,
    state.button,
  );
  add(state, first);
  return { part, close: loader.close };
}

const total = ({ synthetic, real }) => synthetic + real;
const all = (classes) => classes.reduce((sum, each) => sum + total(each), 0);

function filter(state) {
  const options = [
    element("option", { value: "" }, `all classes (${all(state.classes).toLocaleString("en")})`),
    ...state.classes
      .filter((each) => total(each) > 0)
      .map((each) => element("option", { value: each.class }, `${title(each.class)} (${total(each).toLocaleString("en")})`)),
  ];
  return element(
    "div",
    { class: "filter" },
    element("label", { for: "browse-class" }, "Class"),
    element("select", { id: "browse-class", change: (event) => choose(state, event.target.value) }, ...options),
  );
}

async function choose(state, className) {
  Object.assign(state, { className, last: null, shown: 0 });
  state.grid.replaceChildren();
  await more(state);
}

/** Of several questions under way only the last has its say. */
async function more(state) {
  const { button } = state;
  const byKeyboard = document.activeElement === button;
  const asked = ++state.asked;
  button.disabled = true;
  fail(state, "");
  try {
    const page = await json(pagePath(state.job, { className: state.className, after: state.last }));
    if (asked === state.asked && state.grid.isConnected) {
      const [next] = add(state, page);
      if (byKeyboard) {
        next?.querySelector("button").focus({ preventScroll: true });
      }
    }
  } catch (error) {
    if (asked === state.asked && state.grid.isConnected) {
      fail(state, explained(error));
      button.textContent = "Try again";
      button.hidden = false;
    }
  } finally {
    button.disabled = false;
  }
}

function add(state, page) {
  const items = page.data.map((image) => card(state, image));
  state.grid.append(...items);
  state.shown += items.length;
  state.last = page.data.at(-1)?.index ?? state.last;
  const matching = state.className === "" ? all(state.classes) : total(state.classes.find((each) => each.class === state.className));
  state.told.textContent = state.shown === matching ? count(matching, "image") : `${state.shown.toLocaleString("en")} of ${count(matching, "image")}`;
  state.button.hidden = !page.has_more;
  state.button.textContent = "Show more";
  return items;
}

function fail({ failure }, message) {
  failure.textContent = message;
  failure.hidden = message === "";
}

const named = (image) => (image.seed === null ? `${title(image.class)}, real photo` : `${title(image.class)}, seed ${image.seed}`);
const verdict = (image) => badge(image.verdict ?? "real", UNCOMPARED);

function card(state, image) {
  const picture = element("img", { alt: named(image) });
  const frame = element("button", { type: "button", class: "picture", "aria-label": `Look closer: ${named(image)}` }, picture);
  const look = () => lens.open(lensItem(image, picture.src, frame));
  frame.addEventListener("click", () => {
    if (picture.hasAttribute("src")) {
      look();
    } else {
      picture.addEventListener("load", look, { once: true });
      frame.scrollIntoView({ block: "nearest" }); // which has it loaded
    }
  });
  state.loader.add(picture, filePath(state.job, image.path), (error) => frame.replaceChildren(element("span", { class: "lost" }, explained(error))));
  return element(
    "li",
    { class: "card" },
    frame,
    element(
      "div",
      { class: "below" },
      verdict(image),
      element(
        "dl",
        {},
        ...facts([
          ["class", state.className === "" && state.classes.length > 1 ? title(image.class) : null],
          ["seed", image.seed],
          ["quality", image.quality?.toFixed(2), "the probability that a classifier of real photos gives its class"],
        ]),
      ),
    ),
  );
}

function lensItem(image, url, frame) {
  return {
    url,
    frame,
    title: title(image.class),
    alt: named(image),
    fileName: image.path.split("/").slice(1).join("_"),
    badge: verdict(image),
    rows: [
      ["number", image.index],
      ["split", image.split],
      ["model", image.model],
      ["prompt", image.prompt],
      ["seed", image.seed],
      ["redrawn", image.attempt > 0 ? `${image.attempt} ×` : null, "earlier attempts were too close to a training photo"],
      ["distance", image.distance?.toPrecision(3), "to the nearest training photo; 0 is an exact copy"],
      ["p", image.p?.toPrecision(2), "the share of unseen real photos that come at least this close to a training photo"],
      ["quality", image.quality?.toFixed(3), "the probability that a classifier of real photos gives its class"],
      ["file", image.path],
      ["SHA-256", `${image.sha256.slice(0, 16)}…`, image.sha256],
    ],
  };
}
