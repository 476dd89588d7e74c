// One job: its progress as it happens, and its files once it is done.

import { follow, json, withNumbers } from "./api.js";
import { byId, count, element, explained, facts } from "./dom.js";
import { result } from "./result.js";
import { name, over, state, when } from "./state.js";

const RETRY_MILLISECONDS = 2000;
/** What an audit or evaluation does in each of its steps. */
const STEPS = ["the images are read", "they are compared", "the report is written"];
let shown = null;

/** Shows a job in a place and follows it until {@link leave}. */
export async function show(place, id) {
  const visit = { id, place, stop: new AbortController(), last: null, drawing: 0, head: null, result: null };
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
      if (error.name === "AbortError" || shown !== visit) {
        return;
      }
      if (error.status !== undefined && error.status !== 429 && error.status < 500) {
        place.replaceChildren(back(), element("p", { class: "failure", role: "alert" }, explained(error)));
        return;
      }
      // Busy, or the connection broke, perhaps because the server starts anew: the stream goes on after the last event.
      wait(visit, error);
      await new Promise((resolve) => setTimeout(resolve, RETRY_MILLISECONDS));
    }
  }
}

/** Says so until it is drawn again. */
function wait(visit, error) {
  const message = `${explained(error).replace(/\.?$/, ".")} Trying again…`;
  const said = visit.head?.querySelector(".waiting");
  if (said) {
    said.textContent = message;
  } else {
    const place = visit.head ?? visit.place;
    if (place === visit.place) {
      place.replaceChildren(back());
    }
    place.append(element("p", { class: "failure waiting", role: "alert" }, message));
  }
}

export function leave() {
  shown?.stop.abort();
  shown?.result?.close();
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
  const step = bar.dataset.unit === "step" && !bar.hidden ? STEPS[done] : undefined;
  byId("job-counts").textContent =
    `${done.toLocaleString("en")} of ${count(total, bar.dataset.unit)}` +
    (rejected > 0 ? `, ${rejected.toLocaleString("en")} candidates refused` : "") +
    (step ? `: ${step}` : "");
}

/** Back to the list of the view that shows it, which knows where it is though there may be no job. */
function back() {
  const [href, name] = location.hash.startsWith("#/audit") ? ["#/audit", "← All audits"] : ["#/datasets", "← All datasets"];
  return element("a", { href, class: "button" }, name);
}

/** Draws it as the server has it now; of several calls under way only the last has its say. */
async function draw(visit) {
  const number = ++visit.drawing;
  const job = await json(`/v1/jobs/${visit.id}`);
  if (shown !== visit || visit.drawing !== number) {
    return job;
  }
  const bar = element("progress", { id: "job-progress", "data-unit": job.kind === "dataset" ? "image" : "step", "aria-label": "Progress", hidden: over(job) });
  const parts = [
    element("div", { class: "line actions" }, back(), over(job) ? null : element("button", { type: "button", click: () => cancel(visit) }, "Cancel")),
    element(
      "section",
      { class: "panel detail" },
      element("div", { class: "line" }, element("h2", {}, name(job)), state(job)),
      job.reason === null ? null : element("p", { class: job.state === "succeeded" ? "hint" : "failure" }, job.reason),
      bar,
      element("p", { class: "hint", id: "job-counts", role: "status" }),
      about(job),
    ),
  ];
  if (job.state === "succeeded") {
    visit.result ??= result(job, name(job));
  }
  const head = element("div", { class: "head" }, ...parts);
  if (visit.head !== null && visit.head.isConnected) {
    visit.head.replaceWith(head);
  } else {
    visit.place.replaceChildren(head);
  }
  visit.head = head;
  if (visit.result !== null && !visit.result.parts[0].isConnected) {
    visit.place.append(...visit.result.parts);
  }
  tell(bar, job.progress);
  if (job.expires !== null) {
    byId("job-counts").textContent += ` · kept until ${when(job.expires)}`;
  }
  return job;
}

/** When, and what was asked for: folded away, for what came of it matters more. */
function about(job) {
  return element(
    "details",
    { class: "more" },
    element("summary", {}, "Times and spec"),
    element("dl", { class: "facts" }, ...facts(times(job))),
    element("pre", {}, withNumbers(JSON.stringify(job.spec, null, 2))),
  );
}

function times(job) {
  return [
    ["made", when(job.created)],
    ["begun", job.started && when(job.started)],
    ["done", job.finished && when(job.finished)],
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
