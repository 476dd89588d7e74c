// Files of a job, saved: fetched with the token, which a plain link would not send.

import { file } from "./api.js";
import { element } from "./dom.js";

/** Long enough for a browser to have begun to save. */
const REVOKE_MILLISECONDS = 60_000;

/** The address of one of a job's files. */
export const filePath = (job, path) => `/v1/jobs/${job.id}/files/${path.split("/").map(encodeURIComponent).join("/")}`;

export async function save(path, fileName, accept) {
  const url = await file(path, accept);
  element("a", { href: url, download: fileName }).click();
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_MILLISECONDS);
}
