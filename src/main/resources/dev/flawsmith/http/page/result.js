// What came of a job that succeeded, by its kind, and its files.

import { json } from "./api.js";
import * as contents from "./contents.js";
import { count, element, explained } from "./dom.js";
import { filePath, save } from "./download.js";
import * as report from "./report.js";

const SHOWN_FILES = 200;

/** The parts of the page for a job: {parts, close()}. */
export function result(job, name) {
  const failure = element("p", { class: "failure", role: "alert", hidden: true });
  const saving = (button, path, fileName, accept) => async () => {
    button.disabled = true;
    failure.hidden = true;
    try {
      await save(path, fileName, accept);
    } catch (error) {
      failure.textContent = explained(error);
      failure.hidden = false;
    } finally {
      button.disabled = false;
    }
  };
  const saver = (look, text, ...what) => {
    const button = element("button", { type: "button", class: look }, text);
    button.addEventListener("click", saving(button, ...what));
    return button;
  };
  const { head, below, close } = job.kind === "dataset" ? contents.of(job) : report.of(job);
  const panel = element(
    "section",
    { class: "panel detail", "aria-label": "Result" },
    ...head,
    element(
      "div",
      { class: "actions wrap" },
      saver("primary", "Download all (zip)", `/v1/jobs/${job.id}/files`, `${name}.zip`, "application/zip"),
      job.kind === "dataset" ? null : saver("", "Save the report", filePath(job, report.FILE), `${name}-report.html`),
    ),
    failure,
    files(job, saver),
  );
  return { parts: [panel, ...below], close };
}

/** Listed when they are asked for: a large dataset has a great many. */
function files(job, saver) {
  const place = element("div", {});
  const details = element("details", { class: "more" }, element("summary", {}, "Files"), place);
  details.addEventListener("toggle", async () => {
    if (!details.open || place.querySelector("ul") !== null) {
      return;
    }
    place.replaceChildren(element("p", { class: "hint" }, "Loading…"));
    try {
      const { data } = await json(`/v1/jobs/${job.id}/files`);
      const top = data.filter((each) => !each.path.startsWith("images/"));
      place.replaceChildren(
        element(
          "ul",
          { class: "files" },
          ...top
            .slice(0, SHOWN_FILES)
            .map((each) => element("li", {}, saver("link", each.path, filePath(job, each.path), each.path.split("/").pop()), ` ${size(each.bytes)}`)),
          top.length > SHOWN_FILES ? element("li", {}, `and ${count(top.length - SHOWN_FILES, "more file")}`) : null,
          top.length < data.length ? element("li", {}, `images/ ${count(data.length - top.length, "file")}`) : null,
        ),
      );
    } catch (error) {
      place.replaceChildren(element("p", { class: "error" }, explained(error)));
    }
  });
  return details;
}

function size(bytes) {
  const units = ["B", "KiB", "MiB", "GiB"];
  const at = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return `${(bytes / 1024 ** at).toFixed(at === 0 ? 0 : 1)} ${units[at]}`;
}
