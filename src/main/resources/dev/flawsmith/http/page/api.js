// The server's API. Seeds have 64 bits, more than a JavaScript number holds: they stay text on this side.

import { events } from "./sse.js";
import { fetchWithToken } from "./token.js";

/** A refusal or failure that the server explained. */
export class ApiError extends Error {
  constructor(detail) {
    super(detail.message);
    this.fields = detail.errors ?? [];
  }
}

export async function models() {
  const response = await fetchWithToken("/v1/models");
  if (!response.ok) {
    throw await failure(response);
  }
  return response.json();
}

/** Posts a request (fields as JSON text) and calls the handler named after each event; resolves with "done". */
export async function generate(fields, handlers, signal) {
  const response = await fetchWithToken("/v1/images", {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
    body: `{${Object.entries(fields).map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(",")}}`,
    signal,
  });
  if (!response.ok) {
    throw await failure(response);
  }
  for await (const { event, data } of events(response)) {
    const value = parse(data);
    if (event === "error") {
      throw new ApiError(value.error);
    }
    if (event === "done") {
      return value;
    }
    handlers[event]?.(value);
  }
  throw new Error("The connection ended before the last image.");
}

/** A typed number as JSON; what is none goes as a string, so that the server says what is wrong with it. */
export function numberAsJson(text) {
  return /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text) ? text : JSON.stringify(text);
}

// Inside a JSON string the quotes around seed would be escaped, so this meets only the field.
function parse(json) {
  return JSON.parse(json.replace(/"seed":(\d+)/g, '"seed":"$1"'));
}

async function failure(response) {
  try {
    return new ApiError((await response.json()).error);
  } catch {
    return new Error(`The server answered ${response.status}.`);
  }
}
