// The form: fills itself from the models, reads what was asked, shows errors at their fields.

import { numberAsJson } from "./api.js";
import { byId, title } from "./dom.js";

const NUMBERS = ["n", "seed", "steps", "guidance_scale", "guidance_rescale"];
/** Of each image under way; what may be withheld in the end is not shown before. */
const PREVIEWS = 4;
let offered = [];

export function showModels(list) {
  offered = list;
  fill(byId("model"), list.map((model) => [model.id, model.id]));
  byId("model").addEventListener("change", showModel);
  byId("random").addEventListener("change", showSeed);
  for (const radio of document.querySelectorAll("[name=condition]")) {
    radio.addEventListener("change", showCondition);
  }
  for (const input of document.querySelectorAll("[data-field]")) {
    input.addEventListener("input", () => showError(input.dataset.field, ""));
  }
  showModel();
}

/** The request as {field: JSON text}; what is left empty takes the server's default. */
export function read() {
  const hasSteps = model().samplers.length > 0;
  const fields = { model: JSON.stringify(model().id), [condition()]: JSON.stringify(byId(condition()).value) };
  for (const name of NUMBERS) {
    const skipped = (name === "seed" && byId("random").checked) || (byId("sampling").contains(byId(name)) && !hasSteps);
    const text = byId(name).value.trim();
    if (!skipped && text !== "") {
      fields[name] = numberAsJson(text);
    }
  }
  if (hasSteps) {
    fields.sampler = JSON.stringify(byId("sampler").value);
    if (model().takes_prompt && byId("negative_prompt").value !== "") {
      fields.negative_prompt = JSON.stringify(byId("negative_prompt").value);
    }
    const [low, high] = [byId("guidance_low").value.trim(), byId("guidance_interval").value.trim()];
    if (low !== "" || high !== "") {
      fields.guidance_interval = `[${numberAsJson(low || "0")},${high === "" ? "null" : numberAsJson(high)}]`;
    }
  }
  fields.guard = JSON.stringify(byId("guard").value);
  if (hasSteps && byId("guard").value !== "block") {
    fields.previews = `${PREVIEWS}`;
  }
  return fields;
}

/** Asks for the same image again: its recipe into the form. */
export function reuse({ seed, class: className, prompt, recipe }) {
  if (offered.some((each) => each.id === recipe.model)) {
    byId("model").value = recipe.model;
    showModel();
  }
  const kind = className === null ? "prompt" : "class";
  document.querySelector(`[name=condition][value=${kind}]`).checked = true;
  byId(kind).value = className ?? prompt;
  showCondition();
  byId("random").checked = false;
  byId("seed").disabled = false;
  byId("seed").value = seed;
  byId("n").value = 1;
  if (model().samplers.length > 0) {
    byId("sampler").value = recipe.sampler;
    byId("steps").value = recipe.steps;
    byId("guidance_scale").value = recipe.guidance_scale;
    showInterval(recipe.guidance_interval);
    byId("guidance_rescale").value = recipe.guidance_rescale;
    byId("negative_prompt").value = recipe.negative_prompt ?? "";
  }
}

/** What the run is called: its class or its prompt. */
export function subject() {
  return condition() === "class" ? title(byId("class").value) : byId("prompt").value.trim();
}

export function clearErrors() {
  for (const input of document.querySelectorAll("[data-field]")) {
    showError(input.dataset.field, "");
  }
}

/** Shows each error at its field; returns those whose field is not in view. */
export function showErrors(errors) {
  const homeless = [];
  let first = null;
  for (const { field, message } of errors) {
    const input = document.querySelector(`[data-field="${CSS.escape(field)}"]`);
    if (input === null || input.closest("[hidden]")) {
      homeless.push(`${field}: ${message}`);
    } else {
      input.closest("details")?.setAttribute("open", "");
      showError(field, message);
      first ??= input;
    }
  }
  first?.focus();
  return homeless;
}

function showError(field, message) {
  const input = byId(field);
  const place = byId(`${field}-error`);
  place.textContent = message;
  input.setAttribute("aria-invalid", String(message !== ""));
  input.setAttribute("aria-describedby", place.id);
}

function model() {
  return offered.find((each) => each.id === byId("model").value);
}

function condition() {
  return document.querySelector("[name=condition]:checked").value;
}

function showModel() {
  const chosen = model();
  fill(byId("class"), chosen.classes.map((name) => [name, title(name)]));
  fill(byId("sampler"), chosen.samplers.map((name) => [name, name]));
  byId("sampler").value = chosen.default_sampler ?? "";
  byId("steps").value = chosen.default_steps;
  byId("guidance_scale").value = chosen.default_guidance_scale;
  showInterval(chosen.default_guidance_interval);
  byId("guidance_rescale").value = chosen.default_guidance_rescale;
  byId("sampling").hidden = chosen.samplers.length === 0;
  const colour = chosen.channels === 1 ? "grey" : "colour";
  byId("model-facts").textContent = `${chosen.width} × ${chosen.height} ${colour}; how images are checked`;
  byId("model-guard").textContent = chosen.guard;
  const [named, prompt] = ["class", "prompt"].map((value) => document.querySelector(`[name=condition][value=${value}]`));
  named.disabled = chosen.classes.length === 0;
  prompt.disabled = !chosen.takes_prompt;
  byId("negative-part").hidden = !chosen.takes_prompt;
  if (prompt.disabled) {
    named.checked = true;
  } else if (named.disabled) {
    prompt.checked = true;
  }
  showCondition();
  clearErrors();
}

/** [low, high] with null for no upper end; undefined is everywhere. */
function showInterval([low, high] = [0, null]) {
  byId("guidance_low").value = low;
  byId("guidance_interval").value = high ?? "";
}

function showCondition() {
  byId("class-part").hidden = condition() !== "class";
  byId("prompt-part").hidden = condition() !== "prompt";
}

function showSeed() {
  byId("seed").disabled = byId("random").checked;
  if (!byId("seed").disabled) {
    byId("seed").focus();
  }
}

function fill(select, options) {
  select.replaceChildren(...options.map(([value, text]) => new Option(text, value)));
}
