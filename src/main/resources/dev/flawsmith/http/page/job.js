// One job: its progress as it happens, and its files once it is done.

import { file, follow, json, withNumbers } from "./api.js";
import { byId, count, element, explained, facts, title } from "./dom.js";

const OVER = new Set(["succeeded", "failed", "cancelled", "expired"]);
const RETRY_MILLISECONDS = 2000;
/** Long enough for a browser to have begun to save. */
const REVOKE_MILLISECONDS = 60_000;
let shown = null;

export const over = (job) => OVER.has(job.state);
const KINDS = { audit: "Audit", evaluation: "Evaluation" };

export const name = (job) => job.name ?? KINDS[job.kind] ?? job.id;
export const state = (job) => element("span", { class: `state ${job.state}` }, job.state);
/** A time in seconds since 1970. */
export const when = (time) => new Date(1000 * time).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });

/** Shows a job in a place and follows it until {@link leave}. */
export async function show(place, id) {
  const visit = { id, place, stop: new AbortController(), last: null, drawing: 0 };
  shown = visit;
  place.replaceChildren(element("p", { class: "hint" }, "Loading…"));
  while (shown === visit) {
    try {
      await draw(visit);
      await follow(`/v1/jobs/${id}/events`, visit.last, (type, data, number) => event(visit, type, data, number), visit.stop.signal);
      const job = await draw(visit);
      if (over(job)) {
        return;
      }
    } catch (error) {
      if (error.name === "AbortError") {
        return;
      }
      if (error.status !== undefined && error.status !== 429 && error.status < 500) {
        place.replaceChildren(back(), element("p", { class: "failure", role: "alert" }, explained(error)));
        return;
      }
      // Busy, or the connection broke, perhaps because the server starts anew: the stream goes on after the last event.
      await new Promise((resolve) => setTimeout(resolve, RETRY_MILLISECONDS));
    }
  }
}

export function leave() {
  shown?.stop.abort();
  shown?.place.replaceChildren();
  shown = null;
}

function event(visit, type, data, number) {
  visit.last = number;
  const bar = byId("job-progress");
  if (type === "progress" && bar !== null) {
    tell(bar, data.progress);
  } else if (type !== "progress") {
    draw(visit).catch(() => {});
  }
}

function tell(bar, { done, total, rejected }) {
  bar.max = Math.max(1, total);
  bar.value = done;
  byId("job-counts").textContent =
    `${done.toLocaleString("en")} of ${count(total, bar.dataset.unit)}` + (rejected > 0 ? `, ${rejected.toLocaleString("en")} candidates refused` : "");
}

const LISTS = { dataset: ["#/datasets", "← All datasets"], audit: ["#/audit", "← All audits"] };

function back(kind = "dataset") {
  const [href, name] = LISTS[kind] ?? LISTS.dataset;
  return element("a", { href, class: "button" }, name);
}

/** Draws it as the server has it now; of several calls under way only the last has its say. */
async function draw(visit) {
  const number = ++visit.drawing;
  const job = await json(`/v1/jobs/${visit.id}`);
  const found = job.state === "succeeded" ? await results(job) : [];
  if (shown !== visit || visit.drawing !== number) {
    return job;
  }
  const bar = element("progress", { id: "job-progress", "data-unit": job.kind === "dataset" ? "image" : "step", "aria-label": "Progress", hidden: over(job) });
  const parts = [
    element("div", { class: "line actions" }, back(job.kind), over(job) ? null : element("button", { type: "button", click: () => cancel(visit) }, "Cancel")),
    element(
      "section",
      { class: "panel detail" },
      element("div", { class: "line" }, element("h2", {}, name(job)), state(job)),
      job.reason === null ? null : element("p", { class: job.state === "succeeded" ? "hint" : "failure" }, job.reason),
      bar,
      element("p", { class: "hint", id: "job-counts", role: "status" }),
      element("dl", { class: "facts" }, ...facts(times(job))),
      element("details", { class: "more" }, element("summary", {}, "Spec"), element("pre", {}, withNumbers(JSON.stringify(job.spec, null, 2)))),
    ),
  ];
  visit.place.replaceChildren(...parts, ...found);
  tell(bar, job.progress);
  return job;
}

function times(job) {
  return [
    ["made", when(job.created)],
    ["begun", job.started && when(job.started)],
    ["done", job.finished && when(job.finished)],
    ["kept until", job.expires && when(job.expires)],
    ["attempts", job.attempts > 1 ? job.attempts : null, "a server that was stopped goes on where it was"],
  ];
}

async function cancel(visit) {
  try {
    await json(`/v1/jobs/${visit.id}`, { method: "DELETE" });
    await draw(visit);
  } catch (error) {
    visit.place.append(element("p", { class: "failure", role: "alert" }, explained(error)));
  }
}

async function results(job) {
  const { data } = await json(`/v1/jobs/${job.id}/files`);
  const path = (each) => `/v1/jobs/${job.id}/files/${each.path.split("/").map(encodeURIComponent).join("/")}`;
  const parts = [element("h2", {}, "Result")];
  const samples = data.find((each) => each.path === "samples.png");
  if (samples) {
    const picture = element("img", { class: "samples", alt: "Samples of the dataset" });
    file(path(samples)).then((url) => (picture.src = url)).catch(() => picture.remove());
    parts.push(picture);
  }
  parts.push(job.kind === "audit" ? verdict(job.result) : classes(job));
  const download = element("button", { type: "button", class: "primary", click: () => save(`/v1/jobs/${job.id}/files`, `${name(job)}.zip`, "application/zip") }, "Download all (zip)");
  parts.push(element("div", { class: "actions" }, download));
  const top = data.filter((each) => !each.path.startsWith("images/"));
  parts.push(
    element(
      "details",
      { class: "more" },
      element("summary", {}, count(data.length, "file")),
      element(
        "ul",
        { class: "files" },
        ...top.slice(0, 200).map((each) => element("li", {}, element("button", { type: "button", class: "link", click: () => save(path(each), each.path.split("/").pop()) }, each.path), ` ${size(each.bytes)}`)),
        top.length > 200 ? element("li", {}, `and ${count(top.length - 200, "more file")}`) : null,
      ),
    ),
  );
  return [element("section", { class: "panel detail" }, ...parts)];
}

const VERDICTS = {
  copies_found: ["Copies found", "failed"],
  leakage: ["Leakage", "failed"],
  none_found: ["None found", "succeeded"],
  inconclusive: ["Inconclusive", "paused"],
};

/** An audit in figures; the report in the archive shows the suspects beside their photos. */
function verdict(result) {
  const [sentence, look] = VERDICTS[result?.verdict] ?? [String(result?.verdict), ""];
  return element(
    "div",
    {},
    element("p", {}, element("span", { class: `state ${look}` }, sentence)),
    element("p", {}, result?.sentence ?? ""),
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
  );
}

function classes(job) {
  const counts = Object.entries(job.result?.classes ?? {});
  if (counts.length === 0) {
    return null;
  }
  const most = Math.max(...counts.map(([, number]) => number));
  return element(
    "table",
    {},
    element("caption", {}, "Images of each class"),
    ...counts.map(([className, number]) =>
      element("tr", {}, element("th", { scope: "row" }, title(className)), element("td", { class: "number" }, number.toLocaleString("en")), element("td", {}, element("meter", { min: 0, max: most, value: number }))),
    ),
  );
}

async function save(path, fileName, accept) {
  try {
    const url = await file(path, accept);
    element("a", { href: url, download: fileName }).click();
    setTimeout(() => URL.revokeObjectURL(url), REVOKE_MILLISECONDS);
  } catch (error) {
    shown?.place.append(element("p", { class: "failure", role: "alert" }, explained(error)));
  }
}

function size(bytes) {
  const units = ["B", "KiB", "MiB", "GiB"];
  const at = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return `${(bytes / 1024 ** at).toFixed(at === 0 ? 0 : 1)} ${units[at]}`;
}
