// An audit or evaluation: the verdict first, then the report, read in the page.

import { adopted } from "./adopt.js";
import { text } from "./api.js";
import { element, explained, facts } from "./dom.js";
import { filePath } from "./download.js";

/** The report among the job's files. */
export const FILE = "report.html";

const TONES = { copies_found: "bad", leakage: "bad", none_found: "good" };

/** What is shown of it: {head: parts above the downloads, below: parts under them, close()}. */
export function of(job) {
  const place = element("section", { class: "panel report", "aria-label": "Report" }, element("p", { class: "hint" }, "Loading the report…"));
  load(job, place);
  return { head: job.kind === "audit" ? verdict(job.result) : [element("h2", {}, "Result")], below: [place], close: () => {} };
}

/** Who reads of the verdict above needs no second heading. */
async function load(job, place) {
  try {
    const parts = adopted(await text(filePath(job, FILE), "text/html"));
    place.replaceChildren(...parts);
    if (job.kind === "audit" && job.result?.sentence) {
      place.querySelector("h2")?.remove();
    }
  } catch (error) {
    place.replaceChildren(element("p", { class: "failure", role: "alert" }, `The report cannot be read: ${explained(error)}`));
  }
}

function verdict(result) {
  return [
    element("h2", { class: `verdict ${TONES[result?.verdict] ?? ""}` }, result?.sentence ?? "Result"),
    element(
      "dl",
      { class: "facts" },
      ...facts([
        ["training photos copied", result?.copied?.length],
        ["verbatim pairs", result?.verbatim?.length],
        ["images flagged", result?.flagged?.length],
        ["permutation p", result?.permutation_p?.toPrecision?.(3)],
        ["would have been found from", result?.detectable_copies && `${result.detectable_copies} copies on`],
        ["false discoveries allowed", result?.fdr],
      ]),
    ),
  ];
}
