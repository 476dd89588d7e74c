// Datasets: an order on the left, the jobs on the right; one of them looked at more closely under #/datasets/<id>.

import { ApiError, json } from "./api.js";
import { byId, element, explained, uniqueKey } from "./dom.js";
import * as job from "./job.js";
import * as joblist from "./joblist.js";
import * as specform from "./specform.js";

const LIST = {
  kinds: ["dataset"],
  unit: "image",
  route: "datasets",
  empty: () =>
    joblist.nothing(
      "No datasets yet",
      "Say how many images of each class you need. It goes on if this page is closed or the server starts again, and every image is compared with the training photos.",
    ),
};
const view = byId("datasets-view");
let built = null;

export async function show(id) {
  built ??= build().catch((error) => {
    built = null;
    view.replaceChildren(element("p", { class: "failure", role: "alert" }, explained(error)));
  });
  await built;
  if (built === null) {
    return;
  }
  byId("datasets-list").hidden = id !== "";
  byId("dataset-detail").hidden = id === "";
  if (id === "") {
    await joblist.start(byId("datasets-list"), LIST);
  } else {
    await job.show(byId("dataset-detail"), id);
  }
}

async function build() {
  view.replaceChildren(
    await specform.build(order),
    element(
      "div",
      {},
      element("section", { id: "datasets-list", "aria-label": "Datasets" }),
      element("section", { id: "dataset-detail", "aria-label": "Dataset", hidden: true }),
    ),
  );
  specform.ready();
}

async function order(event) {
  event.preventDefault();
  byId("start-dataset").disabled = true;
  specform.refuse([]);
  try {
    const spec = specform.read();
    const made = await json("/v1/datasets", {
      method: "POST",
      headers: { "Content-Type": specform.mediaType(spec), "Idempotency-Key": uniqueKey() },
      body: spec,
    });
    location.hash = `#/datasets/${made.id}`;
  } catch (error) {
    const named = error instanceof ApiError && error.fields.length > 0;
    specform.refuse(named ? error.fields.map(({ field, message }) => (field ? `${field}: ${message}` : message)) : [explained(error)]);
  } finally {
    byId("start-dataset").disabled = false;
  }
}
