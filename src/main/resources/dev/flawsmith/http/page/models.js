// Models: what each can draw, how it is checked, what it was measured at, and its card.

import { file, models } from "./api.js";
import { card, section } from "./card.js";
import { byId, element, explained, facts, title } from "./dom.js";

const view = byId("models-view");
let loaded = null;

export function show() {
  loaded ??= load().catch((error) => {
    loaded = null;
    view.replaceChildren(element("p", { class: "failure", role: "alert" }, explained(error)));
  });
}

async function load() {
  view.replaceChildren(element("p", { class: "hint" }, "Loading…"));
  view.replaceChildren(...(await models()).data.map(panel));
}

function panel(model) {
  const panel = element(
    "section",
    { class: "panel model", "aria-labelledby": `model-${model.id}` },
    element("h2", { id: `model-${model.id}` }, model.id),
    element("p", { class: "hint" }, `${model.width} × ${model.height}, ${model.channels === 1 ? "grey" : "colour"}, ${model.kind}`),
    element("ul", { class: "chips", "aria-label": "Classes" }, ...model.classes.map((name) => element("li", {}, title(name)))),
    element("dl", { class: "facts" }, ...facts(rows(model))),
    calibration(model.calibration),
    samples(model),
    measured(model),
    cardOf(model),
  );
  return panel;
}

function rows(model) {
  const interval = model.default_guidance_interval;
  return [
    ["images are checked", model.guard],
    ["prompts", model.takes_prompt ? (model.classes.length > 0 ? "yes" : "yes, and no classes") : "no, classes only"],
    ["sampler", model.default_sampler ? `${model.default_sampler}, ${model.default_steps} steps` : null],
    ["guidance", model.default_sampler ? `${model.default_guidance_scale}, sigma ${interval[0]} to ${interval[1] ?? "no end"}` : null],
    ["engine", model.engine],
    ["note", model.note],
    ["version", model.version],
    ["weights", element("code", {}, `${model.sha256.slice(0, 16)}…`)],
  ];
}

/** What the engines were measured at, as bars of one scale: the longer, the faster. */
function calibration(measured) {
  if (!measured || measured.measured.length === 0) {
    return null;
  }
  const most = Math.max(...measured.measured.map((each) => each.evaluations_per_second));
  return element(
    "details",
    { class: "more" },
    element("summary", {}, `Calibration: ${measured.engine}, ${measured.bucket} rows a call`),
    element(
      "table",
      {},
      element("caption", {}, "Network evaluations a second on this machine"),
      element("tr", {}, ...["engine", "rows", "a second", ""].map((name) => element("th", { scope: "col" }, name))),
      ...measured.measured.map((each) =>
        element(
          "tr",
          {},
          element("td", {}, each.engine),
          element("td", { class: "number" }, `${each.rows}`),
          element("td", { class: "number" }, each.evaluations_per_second.toFixed(1)),
          element("td", {}, element("meter", { min: 0, max: most, value: each.evaluations_per_second })),
        ),
      ),
    ),
  );
}

function samples(model) {
  if (!model.files?.includes("samples.png")) {
    return null;
  }
  const picture = element("img", { class: "samples", alt: `Samples of ${model.id}`, loading: "lazy" });
  file(`/v1/models/${encodeURIComponent(model.id)}/files/samples.png`)
    .then((url) => (picture.src = url))
    .catch(() => picture.remove());
  return picture;
}

const cardPath = (model) => `/v1/models/${encodeURIComponent(model.id)}/card`;
const hasCard = (model) => model.files?.includes("README.md");

/** How faithful its images were found to be, and whether any was copied: what its card says it was measured at. */
function measured(model) {
  return hasCard(model) ? section("Fidelity and copies, as measured", cardPath(model), "Measured") : null;
}

function cardOf(model) {
  return hasCard(model) ? card("Model card", cardPath(model)) : null;
}
