// Datasets: an order on the left, the jobs on the right; one of them looked at more closely under #/datasets/<id>.

import { ApiError, json } from "./api.js";
import { byId, count, element, explained } from "./dom.js";
import * as job from "./job.js";
import * as specform from "./specform.js";

const REFRESH_MILLISECONDS = 3000;
const view = byId("datasets-view");
let built = null;
let timer = null;

export async function show(id) {
  clearInterval(timer);
  job.leave();
  built ??= build().catch((error) => {
    built = null;
    view.replaceChildren(element("p", { class: "failure", role: "alert" }, explained(error)));
  });
  await built;
  if (built === null) {
    return;
  }
  byId("jobs-list").hidden = id !== "";
  byId("job-detail").hidden = id === "";
  if (id !== "") {
    job.show(byId("job-detail"), id);
    return;
  }
  await refresh();
  timer = setInterval(() => (view.hidden ? clearInterval(timer) : refresh()), REFRESH_MILLISECONDS);
}

async function build() {
  view.replaceChildren(
    await specform.build(order),
    element(
      "div",
      {},
      element("section", { id: "jobs-list", "aria-label": "Datasets" }),
      element("section", { id: "job-detail", "aria-label": "Dataset", hidden: true }),
    ),
  );
  specform.ready();
}

async function order(event) {
  event.preventDefault();
  byId("start-dataset").disabled = true;
  specform.refuse([]);
  try {
    const made = await json("/v1/datasets", {
      method: "POST",
      headers: { "Content-Type": "application/json", "Idempotency-Key": crypto.randomUUID() },
      body: specform.read(),
    });
    location.hash = `#/datasets/${made.id}`;
  } catch (error) {
    const named = error instanceof ApiError && error.fields.length > 0;
    specform.refuse(named ? error.fields.map(({ field, message }) => (field ? `${field}: ${message}` : message)) : [explained(error)]);
  } finally {
    byId("start-dataset").disabled = false;
  }
}

async function refresh() {
  try {
    const { data } = await json("/v1/jobs?kind=dataset&limit=50");
    byId("jobs-list").replaceChildren(data.length === 0 ? nothing() : element("ul", { class: "jobs" }, ...data.map(row)));
  } catch (error) {
    byId("jobs-list").replaceChildren(element("p", { class: "failure", role: "alert" }, explained(error)));
  }
}

function nothing() {
  return element(
    "div",
    { class: "empty" },
    element("img", { src: "/page/icon.svg", alt: "", width: 56, height: 56 }),
    element("p", {}, element("strong", {}, "No datasets yet")),
    element("p", {}, "Say how many images of each class you need. It goes on if this page is closed or the server starts again, and every image is compared with the training photos."),
  );
}

function row(each) {
  const { done, total, rejected } = each.progress;
  return element(
    "li",
    {},
    element(
      "a",
      { class: "job", href: `#/datasets/${each.id}` },
      element("div", { class: "line" }, element("strong", {}, job.name(each)), job.state(each)),
      element(
        "div",
        { class: "hint" },
        `${done.toLocaleString("en")} of ${count(total, "image")}${rejected > 0 ? `, ${rejected.toLocaleString("en")} refused` : ""} · ${job.when(each.created)}`,
      ),
      job.over(each) ? null : element("progress", { max: Math.max(1, total), value: done, "aria-label": "Progress" }),
    ),
  );
}
