// The form that a dataset is ordered with: fields for the common case, or the whole spec as text.

import { models, numberAsJson } from "./api.js";
import { byId, element, title } from "./dom.js";

const FORMATS = ["imagefolder", "parquet", "webdataset", "coco", "yolo", "yolo-segmentation", "voc", "mvtec"];
const NEED_MASKS = new Set(["coco", "yolo", "yolo-segmentation", "voc", "mvtec"]);
let offered = [];

/** Builds the form; resolves once the models are there. */
export async function build(order) {
  offered = (await models()).data;
  const form = element(
    "form",
    { class: "panel", id: "spec-form", novalidate: true, "aria-label": "A new dataset", submit: order },
    element(
      "div",
      { class: "segments", role: "group", "aria-label": "How the spec is written" },
      mode("form", "Form", true),
      mode("text", "Text", false),
    ),
    element("div", { id: "spec-fields" }, ...fields()),
    element(
      "div",
      { id: "spec-writing", hidden: true },
      element("label", { for: "spec-text" }, "Spec, YAML or JSON"),
      element("textarea", { id: "spec-text", class: "spec", spellcheck: "false" }),
      element("label", { for: "spec-file", class: "unseen" }, "Load a spec from a file"),
      element("input", { type: "file", id: "spec-file", accept: ".yaml,.yml,.json,application/yaml,application/json", change: loadFile }),
    ),
    element("div", { class: "actions" }, element("button", { type: "submit", class: "primary", id: "start-dataset" }, "Make dataset")),
    element("div", { id: "spec-failure", class: "failure", role: "alert", hidden: true }),
  );
  return form;
}

/** Call once the form stands in the page. */
export function ready() {
  byId("spec-model").addEventListener("change", showClasses);
  showClasses();
}

function mode(value, name, checked) {
  return element("label", {}, element("input", { type: "radio", name: "spec-mode", value, checked, change: showMode }), element("span", {}, name));
}

function fields() {
  return [
    labelled("spec-name", "Name", element("input", { id: "spec-name", autocomplete: "off", value: "dataset-1" })),
    labelled(
      "spec-model",
      "Model",
      element("select", { id: "spec-model" }, ...offered.map((model) => element("option", { value: model.id }, model.id))),
    ),
    element("fieldset", { class: "field" }, element("legend", {}, "Images of each class"), element("div", { class: "counts", id: "spec-counts" })),
    labelled("spec-seed", "Seed", element("input", { id: "spec-seed", inputmode: "numeric", autocomplete: "off", value: "1" })),
    element("fieldset", { class: "field" }, element("legend", {}, "Formats"), element("div", { class: "ticks", id: "spec-formats" })),
  ];
}

function labelled(id, name, control) {
  return element("div", { class: "field" }, element("label", { for: id }, name), control);
}

const model = () => offered.find((each) => each.id === byId("spec-model").value);

function showClasses() {
  byId("spec-counts").replaceChildren(
    ...(model().classes.length > 0
      ? []
      : [element("p", { class: "hint" }, "This model takes prompts, not classes: write the spec as text, with prompts for each class.")]),
    ...model().classes.flatMap((name, i) => [
      element("label", { for: `spec-count-${i}` }, title(name)),
      element("input", { id: `spec-count-${i}`, "data-class": name, inputmode: "numeric", autocomplete: "off", value: "100" }),
    ]),
  );
  const masks = model().kind === "procedural";
  byId("spec-formats").replaceChildren(
    ...FORMATS.map((name) =>
      element(
        "label",
        { class: "check", title: NEED_MASKS.has(name) && !masks ? "needs masks, which this model does not know" : null },
        element("input", { type: "checkbox", value: name, checked: name === "imagefolder", disabled: NEED_MASKS.has(name) && !masks }),
        name,
      ),
    ),
  );
}

function showMode() {
  const asText = isText();
  if (asText) {
    byId("spec-text").value = fromFields();
  }
  byId("spec-fields").hidden = asText;
  byId("spec-writing").hidden = !asText;
}

const isText = () => document.querySelector("[name=spec-mode]:checked").value === "text";

async function loadFile(event) {
  const [chosen] = event.target.files;
  if (chosen) {
    byId("spec-text").value = await chosen.text();
  }
}

/** What the text is: JSON, or else YAML, of which JSON with tabs is no part. */
export function mediaType(spec) {
  try {
    JSON.parse(spec);
    return "application/json";
  } catch {
    return "application/yaml";
  }
}

/** The spec as text. */
export const read = () => (isText() ? byId("spec-text").value : fromFields());

function fromFields() {
  const counts = [...document.querySelectorAll("#spec-counts input")]
    .filter((input) => input.value.trim() !== "" && input.value.trim() !== "0")
    .map((input) => `${JSON.stringify(input.dataset.class)}: ${numberAsJson(input.value.trim())}`);
  const formats = [...document.querySelectorAll("#spec-formats input:checked")].map((input) => input.value);
  const parts = [
    byId("spec-name").value.trim() === "" ? null : `"name": ${JSON.stringify(byId("spec-name").value.trim())}`,
    `"model": ${JSON.stringify(model().id)}`,
    `"classes": {${counts.join(", ")}}`,
    byId("spec-seed").value.trim() === "" ? null : `"seed": ${numberAsJson(byId("spec-seed").value.trim())}`,
    formats.length === 0 ? null : `"formats": ${JSON.stringify(formats)}`,
  ];
  return `{\n  ${parts.filter((part) => part !== null).join(",\n  ")}\n}`;
}

/** Tells what is wrong with it, field by field. */
export function refuse(messages) {
  const place = byId("spec-failure");
  place.hidden = messages.length === 0;
  place.replaceChildren(...messages.map((message) => element("div", {}, message)));
  if (messages.length > 0) {
    place.scrollIntoView({ block: "nearest" });
  }
}
