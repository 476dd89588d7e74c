// The gallery: one section a run, newest first; one card an image.

import { badge } from "./badge.js";
import { byId, title } from "./dom.js";
import * as lens from "./lens.js";

let reuse = () => {};

/** Sets what "Use this seed" does with an image. */
export function onReuse(action) {
  reuse = action;
}

/** Starts a section for a run; returns its {add, preview, finish, stop, size}. */
export function startRun(subject) {
  const grid = element("ul", "grid");
  const heading = element("h3", "", subject);
  const facts = element("small", "");
  heading.append(" ", facts);
  const section = element("section", "run");
  section.append(heading, grid);
  const placed = [];
  let added = 0;
  /** Images come as they finish; they stand in the order of their seeds, each in the place of its previews. */
  const place = (index, item) => {
    if (!section.isConnected) {
      // At its first image, or cleared while the run goes on: what was cleared stays away, what comes is shown.
      placed.length = 0;
      grid.replaceChildren();
      byId("runs").prepend(section);
    }
    const same = placed.findIndex((each) => each.index === index);
    if (same >= 0) {
      placed[same].item.replaceWith(item);
      placed[same].item = item;
    } else {
      const next = placed.findIndex((each) => each.index > index);
      const at = next < 0 ? placed.length : next;
      grid.insertBefore(item, placed[at]?.item ?? null);
      placed.splice(at, 0, { index, item });
    }
    showCount();
  };
  return {
    add(image) {
      added += 1;
      place(image.index, card(image));
      facts.textContent = `· ${image.recipe.model}`;
    },
    /** A picture of an image that is not finished. */
    preview(preview) {
      place(preview.index, draft(preview));
    },
    finish(seconds) {
      facts.textContent += ` · ${seconds.toFixed(1)} s`;
    },
    /** Takes away what will not be finished. */
    stop() {
      for (const unfinished of grid.querySelectorAll(".draft")) {
        unfinished.remove();
      }
      if (grid.children.length === 0) {
        section.remove();
      }
      showCount();
    },
    size: () => added,
  };
}

function draft({ b64_png, step, steps }) {
  const picture = element("img");
  picture.src = `data:image/png;base64,${b64_png}`;
  picture.alt = "";
  const frame = element("div", "picture");
  frame.append(picture);
  const item = element("li", "card draft");
  item.append(frame, element("div", "below", `step ${step} of ${steps}`));
  return item;
}

export function clear() {
  for (const link of links()) {
    URL.revokeObjectURL(link.href);
  }
  byId("runs").replaceChildren();
  showCount();
}

/** Saves every image, one after the other: browsers drop some of many downloads that start at once. */
export async function downloadAll() {
  for (const link of links()) {
    link.click();
    await new Promise((resolve) => setTimeout(resolve, 120));
  }
}

function links() {
  return [...byId("runs").querySelectorAll("a[download]")];
}

function showCount() {
  const count = links().length;
  byId("count").textContent = count === 1 ? "1 image" : `${count} images`;
  byId("results-head").hidden = count === 0;
  byId("empty").hidden = byId("runs").children.length > 0;
}

function card(image) {
  const url = URL.createObjectURL(new Blob([bytes(image.b64_png)], { type: "image/png" }));
  const picture = element("img");
  picture.src = url;
  picture.width = image.width;
  picture.height = image.height;
  picture.alt = `${title(image.class ?? image.prompt ?? "image")}, seed ${image.seed}`;
  const frame = element("button", "picture");
  frame.type = "button";
  frame.setAttribute("aria-label", `Look closer at the image of seed ${image.seed}`);
  frame.addEventListener("click", () => lens.open(lensItem(image, url, link.download, frame)));
  frame.append(picture);

  const link = element("a", "", "Save");
  link.href = url;
  link.download = `${image.recipe.model}_${image.class ?? "prompt"}_${image.seed}.png`;
  link.setAttribute("aria-label", `Save the image of seed ${image.seed}`);

  const below = element("div", "below");
  below.append(verdict(image), link, facts(image));
  const item = element("li", "card");
  item.append(frame, below);
  return item;
}

const verdict = ({ memorization }) => badge(memorization.verdict, memorization.reason);

function lensItem(image, url, fileName, frame) {
  const { seed, attempt, recipe, memorization } = image;
  const interval = recipe.guidance_interval;
  return {
    url,
    fileName,
    frame,
    title: title(image.class ?? image.prompt ?? "image"),
    alt: `${title(image.class ?? image.prompt ?? "image")}, seed ${seed}`,
    badge: verdict(image),
    nearest: memorization.nearest,
    recipe,
    reuse: () => reuse(image),
    rows: [
      ["model", recipe.model],
      ["seed", seed],
      ["redrawn", attempt > 0 ? `${attempt} ×` : null, "earlier attempts were too close to a training photo"],
      ["sampler", recipe.sampler ? `${recipe.sampler}, ${recipe.steps} steps` : null],
      ["guidance", recipe.sampler ? recipe.guidance_scale : null],
      ["guided", interval && (interval[0] > 0 || interval[1] !== null) ? `${interval[0]} to ${interval[1] ?? "no end"}` : null],
      ["nearest photo", memorization.nearest],
      ["distance", memorization.distance?.toPrecision(3), "0 is an exact copy"],
      ["p", memorization.p?.toPrecision(2), "the share of unseen real photos that come at least this close to a training photo"],
      ["engine", recipe.engine],
    ],
  };
}

function facts(image) {
  const { distance, nearest, p } = image.memorization;
  const list = element("dl");
  const add = (term, text, hint) => {
    const value = element("dd", "", text);
    value.title = hint;
    list.append(element("dt", "", term), value);
  };
  add("seed", image.seed, `${image.seed}`);
  if (distance !== null) {
    add("distance", distance.toPrecision(3), `to ${nearest}, the nearest training photo; an exact copy has 0`);
    add("p", p.toPrecision(2), "the share of unseen real photos that come at least this close to a training photo");
  }
  if (image.attempt > 0) {
    add("redrawn", `${image.attempt} ×`, "earlier attempts were too close to a training photo");
  }
  return list;
}

function bytes(base64) {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

function element(name, className = "", text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}
