// The server's API. Seeds have 64 bits, more than a JavaScript number holds: they stay text on this side.

import { events } from "./sse.js";
import { fetchWithToken } from "./token.js";

/** A refusal or failure that the server explained. */
export class ApiError extends Error {
  constructor(detail, status) {
    super(detail.message);
    this.fields = detail.errors ?? [];
    this.status = status;
  }
}

/** Fetches; an answer that is not 2xx is thrown as the server explains it. */
async function call(path, options = {}) {
  const response = await fetchWithToken(path, options);
  if (!response.ok) {
    throw await failure(response);
  }
  return response;
}

export const json = async (path, options) => parse(await (await call(path, options)).text());

export const text = async (path, accept) => (await call(path, { headers: { Accept: accept } })).text();

/** A file of the server as an address for pictures and downloads. */
export const file = async (path, accept = "*/*", signal = undefined) =>
  URL.createObjectURL(await (await call(path, { headers: { Accept: accept }, signal })).blob());

let offered = null;

/** The models, asked for once; after a failure once more. */
export function models() {
  offered ??= json("/v1/models").catch((error) => {
    offered = null;
    throw error;
  });
  return offered;
}

/** Posts a request (fields as JSON text) and calls the handler named after each event; resolves with "done". */
export async function generate(fields, handlers, signal) {
  const response = await call("/v1/images", {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
    body: `{${Object.entries(fields).map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(",")}}`,
    signal,
  });
  for await (const { event, data } of events(response)) {
    const value = parse(data);
    if (event === "error") {
      throw new ApiError(value.error, value.error.status);
    }
    if (event === "done") {
      return value;
    }
    handlers[event]?.(value);
  }
  throw new Error("The connection ended before the last image.");
}

/** Calls the handler with every event of a job, from the one after lastId on; resolves when the server ends the stream. */
export async function follow(path, lastId, handler, signal) {
  const headers = { Accept: "text/event-stream" };
  if (lastId !== null) {
    headers["Last-Event-ID"] = lastId;
  }
  const response = await call(path, { headers, signal });
  for await (const { id, event, data } of events(response)) {
    handler(event, parse(data), id);
  }
}

/** A typed number as JSON; what is none goes as a string, so that the server says what is wrong with it. */
export function numberAsJson(typed) {
  return /^-?(0|[1-9]\d*)(\.\d+)?$/.test(typed) ? typed : JSON.stringify(typed);
}

// Inside a JSON string the quotes around seed would be escaped, so this meets only the field.
function parse(source) {
  return JSON.parse(source.replace(/"seed":\s*(\d+)/g, '"seed":"$1"'));
}

/** JSON text with its seeds as the numbers that the server takes. */
export const withNumbers = (source) => source.replace(/"seed":(\s*)"(\d+)"/g, '"seed":$1$2');

async function failure(response) {
  try {
    return new ApiError((await response.json()).error, response.status);
  } catch {
    return new Error(`The server answered ${response.status}.`);
  }
}
