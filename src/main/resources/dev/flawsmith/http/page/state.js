// What a job is called and how it stands, in a list or on a page of its own.

import { element } from "./dom.js";

const OVER = new Set(["succeeded", "failed", "cancelled", "expired"]);
const KINDS = { audit: "Audit", evaluation: "Evaluation" };
/** What an audit that ended well has found, which matters more than that it ended, and in what colour it is told. */
const VERDICTS = {
  copies_found: ["copies found", "failed"],
  leakage: ["leakage", "failed"],
  none_found: ["none found", "succeeded"],
  inconclusive: ["inconclusive", ""],
};

export const over = (job) => OVER.has(job.state);

export const name = (job) => job.name ?? KINDS[job.kind] ?? job.id;

/** A time in seconds since 1970. */
export const when = (time) => new Date(1000 * time).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });

export function state(job) {
  const found = job.state === "succeeded" && job.kind === "audit" ? VERDICTS[job.result?.verdict] : undefined;
  const [text, look] = found ?? [job.state, job.state];
  return element("span", { class: `state ${look}` }, text);
}
