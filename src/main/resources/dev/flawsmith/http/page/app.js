// The studio: which of its views is shown, by the address's #/name.

import * as audit from "./audit.js";
import * as datasets from "./datasets.js";
import * as generate from "./generate.js";
import * as job from "./job.js";
import * as joblist from "./joblist.js";
import * as models from "./models.js";

const VIEWS = { generate, datasets, audit, models };
const TITLES = { generate: "Flawsmith", datasets: "Datasets – Flawsmith", audit: "Audit – Flawsmith", models: "Models – Flawsmith" };

/** The name and, behind a second slash, what in it: #/datasets/abc. */
function place() {
  const [name, ...rest] = location.hash.replace(/^#\/?/, "").split("/");
  return Object.hasOwn(VIEWS, name) ? [name, rest.join("/")] : ["generate", ""];
}

function show() {
  const [name, what] = place();
  document.title = TITLES[name];
  for (const other of Object.keys(VIEWS)) {
    document.getElementById(`${other}-view`).hidden = other !== name;
  }
  for (const link of document.querySelectorAll(".top nav a")) {
    if (link.hash === `#/${name}`) {
      link.setAttribute("aria-current", "page");
    } else {
      link.removeAttribute("aria-current");
    }
  }
  joblist.stop();
  job.leave();
  VIEWS[name].show(what);
}

window.addEventListener("hashchange", show);
show();
