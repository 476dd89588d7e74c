// Audit: three sets of images sent, compared, and what came of it. Of two, an evaluation: how faithful, not whether copied.

import { ApiError, json } from "./api.js";
import { byId, count, element, explained, uniqueKey } from "./dom.js";
import * as job from "./job.js";
import * as joblist from "./joblist.js";
import { tar } from "./tar.js";

const SETS = [
  ["synthetic", "Synthetic images", "what is to be audited"],
  ["train", "Training photos", "what they were learnt from"],
  ["holdout", "Holdout photos", "others, split off before training; without them an evaluation tells how faithful the images are, and not whether any is a copy"],
];
const ARCHIVE = /\.(zip|tar|tar\.gz|tgz)$/i;
const WANTED = ["synthetic", "train"];
/** What is asked for, by whether there are holdout photos, and what it calls the sets. */
const WORK = {
  audit: { path: "/v1/audits", text: "Audit", parts: { synthetic: "synthetic", train: "train", holdout: "holdout" } },
  evaluation: { path: "/v1/evaluations", text: "Evaluate", parts: { synthetic: "synthetic", train: "reference" } },
};
const LIST = {
  kinds: ["audit", "evaluation"],
  unit: "step",
  route: "audit",
  empty: () =>
    joblist.nothing(
      "No audits yet",
      "Drop three folders or archives: the images, the photos they were learnt from, and photos that were held out. The audit names what was copied, or says from how many copies on it would have noticed. Of the first two alone an evaluation tells how faithful the images are.",
    ),
};
const view = byId("audit-view");
/** What was chosen for each set: {label, blob}. */
const chosen = new Map();
let built = false;

export async function show(id) {
  if (!built) {
    built = true;
    build();
  }
  byId("audits-list").hidden = id !== "";
  byId("audit-detail").hidden = id === "";
  if (id === "") {
    await joblist.start(byId("audits-list"), LIST);
  } else {
    await job.show(byId("audit-detail"), id);
  }
}

function build() {
  view.replaceChildren(
    element(
      "form",
      { class: "panel", id: "audit-form", novalidate: true, "aria-label": "A new audit", submit: send },
      ...SETS.map(([name, title, hint]) => zone(name, title, hint)),
      element("div", { class: "actions" }, element("button", { type: "submit", class: "primary", id: "start-audit" }, "Audit")),
      element("p", { class: "hint" }, "The sets are deleted when the audit is over; the report shows suspects beside their photos."),
      element("p", { id: "audit-failure", class: "failure", role: "alert", hidden: true }),
    ),
    element(
      "div",
      {},
      element("section", { id: "audits-list", "aria-label": "Audits" }),
      element("section", { id: "audit-detail", "aria-label": "Audit", hidden: true }),
    ),
  );
}

function zone(name, title, hint) {
  const status = element("p", { class: "hint", id: `${name}-status` }, hint);
  const take = (entries) => {
    try {
      chosen.set(name, packed(entries));
      status.textContent = chosen.get(name).label;
      byId("start-audit").textContent = work().text;
      refuse("");
    } catch (error) {
      refuse(error.message);
    }
  };
  const fromInput = (event) => take([...event.target.files].map((file) => ({ path: file.webkitRelativePath || file.name, file })));
  return element(
    "fieldset",
    {
      class: "field zone",
      dragover: (event) => {
        event.preventDefault();
        event.currentTarget.classList.add("over");
      },
      dragleave: (event) => event.currentTarget.classList.remove("over"),
      drop: async (event) => {
        event.preventDefault();
        event.currentTarget.classList.remove("over");
        take(await dropped(event.dataTransfer));
      },
    },
    element("legend", {}, title),
    element("div", { class: "ticks" },
      element("label", { class: "button" }, "Folder", element("input", { type: "file", class: "unseen", id: `${name}-folder`, webkitdirectory: true, change: fromInput })),
      element("label", { class: "button" }, "Archive", element("input", { type: "file", class: "unseen", id: `${name}-archive`, accept: ".zip,.tar,.tar.gz,.tgz", change: fromInput })),
    ),
    status,
  );
}

/** An archive goes as it is; files are put into one, without the name of the one folder that holds them all. */
function packed(entries) {
  if (entries.length === 0) {
    throw new Error("There is no file in it.");
  }
  if (entries.length === 1 && ARCHIVE.test(entries[0].path)) {
    const { file } = entries[0];
    return { label: `${file.name}, ${size(file.size)}`, blob: file, name: file.name };
  }
  const tops = new Set(entries.map(({ path }) => path.split("/")[0]));
  const oneFolder = tops.size === 1 && entries.every(({ path }) => path.includes("/"));
  const inside = entries.map(({ path, file }) => ({ path: oneFolder ? path.slice(path.indexOf("/") + 1) : path, file }));
  const blob = tar(inside.filter(({ path }) => !path.split("/").some((part) => part.startsWith("."))));
  return { label: `${count(entries.length, "file")}, ${size(blob.size)}`, blob, name: "folder.tar" };
}

/** All files of what was dropped, folders' files by their paths. */
async function dropped(transfer) {
  const found = [];
  const walk = async (entry) => {
    if (entry.isFile) {
      found.push({ path: entry.fullPath.slice(1), file: await new Promise((resolve, reject) => entry.file(resolve, reject)) });
      return;
    }
    const reader = entry.createReader();
    for (;;) {
      const batch = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (batch.length === 0) {
        return;
      }
      for (const child of batch) {
        await walk(child);
      }
    }
  };
  // Entries are there during the event alone: all are taken before the first wait.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  for (const entry of entries) {
    await walk(entry);
  }
  return found;
}

async function send(event) {
  event.preventDefault();
  const missing = SETS.filter(([name]) => WANTED.includes(name) && !chosen.has(name)).map(([, title]) => title.toLowerCase());
  if (missing.length > 0) {
    refuse(`Still needed: ${missing.join(", ")}.`);
    return;
  }
  const { path, text, parts } = work();
  const body = new FormData();
  for (const [name, part] of Object.entries(parts)) {
    body.append(part, chosen.get(name).blob, chosen.get(name).name);
  }
  byId("start-audit").disabled = true;
  byId("start-audit").textContent = "Sending…";
  refuse("");
  try {
    const made = await json(path, { method: "POST", headers: { "Idempotency-Key": uniqueKey() }, body });
    location.hash = `#/audit/${made.id}`;
  } catch (error) {
    const named = error instanceof ApiError && error.fields.length > 0;
    refuse(named ? error.fields.map(({ field, message }) => (field ? `${field}: ${message}` : message)).join("; ") : explained(error));
  } finally {
    byId("start-audit").disabled = false;
    byId("start-audit").textContent = text;
  }
}

const work = () => (chosen.size > 0 && !chosen.has("holdout") ? WORK.evaluation : WORK.audit);

function refuse(message) {
  byId("audit-failure").textContent = message;
  byId("audit-failure").hidden = message === "";
}

const size = (bytes) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
