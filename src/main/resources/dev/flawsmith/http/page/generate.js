// Generate: wires the form, the server and the gallery together.

import { ApiError, generate, models } from "./api.js";
import { byId, explained } from "./dom.js";
import * as form from "./form.js";
import * as gallery from "./gallery.js";

let running = null;
let loaded = null;

byId("form").addEventListener("submit", (event) => {
  event.preventDefault();
  if (running === null) {
    run();
  }
});
byId("cancel").addEventListener("click", () => running?.abort());
byId("clear").addEventListener("click", gallery.clear);
byId("download-all").addEventListener("click", gallery.downloadAll);
gallery.onReuse((image) => {
  form.reuse(image);
  location.hash = "#/generate";
  byId("generate").focus();
});

/** Fills the form at the first time; a server that was away is asked again at the next. */
export function show() {
  loaded ??= load().catch((error) => {
    loaded = null;
    fail(error);
  });
}

async function load() {
  form.showModels((await models()).data);
  byId("generate").disabled = false;
  byId("failure").hidden = true;
}

async function run() {
  running = new AbortController();
  form.clearErrors();
  byId("failure").hidden = true;
  busy(true);
  say("Waiting for its turn…");
  const section = gallery.startRun(form.subject());
  try {
    const done = await generate(form.read(), handlers(section), running.signal);
    section.finish(done.seconds);
    say(`Done in ${done.seconds.toFixed(1)} s.`);
  } catch (error) {
    section.stop();
    if (error.name === "AbortError") {
      say(section.size() > 0 ? "Cancelled; the images so far are kept." : "Cancelled.");
    } else {
      say("");
      fail(error);
    }
  } finally {
    running = null;
    busy(false);
  }
}

function handlers(section) {
  let wanted = 0;
  const bar = byId("progress");
  const tell = () => say(`${section.size()} of ${wanted} images, step ${bar.value} of ${bar.max}`);
  return {
    queued({ n }) {
      wanted = n;
    },
    progress({ steps_done, steps_total }) {
      bar.max = steps_total;
      bar.value = steps_done;
      tell();
    },
    preview(preview) {
      section.preview(preview);
    },
    image(image) {
      section.add(image);
      if (bar.hasAttribute("value")) {
        tell();
      }
    },
  };
}

function busy(on) {
  byId("generate").disabled = on;
  byId("generate").textContent = on ? "Generating…" : "Generate";
  byId("cancel").hidden = !on;
  byId("busy").hidden = !on;
  byId("empty-title").textContent = on ? "Drawing…" : "No images yet";
  byId("empty-hint").hidden = on;
  byId("form").setAttribute("aria-busy", String(on));
  byId("progress").removeAttribute("value");
}

function say(text) {
  byId("status").textContent = text;
}

/** At its fields if it names any that are in view, else below the buttons. */
function fail(error) {
  const named = error instanceof ApiError && error.fields.length > 0;
  const rest = named ? form.showErrors(error.fields) : [explained(error)];
  byId("failure").textContent = rest.join("; ");
  byId("failure").hidden = rest.length === 0;
}
