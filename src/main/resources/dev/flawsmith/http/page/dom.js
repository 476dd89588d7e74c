// Building blocks of the views.

export const byId = (id) => document.getElementById(id);

/** An element: element("a", { class: "x", href: "/" }, "text", child…). A property that is false is left out. */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (typeof value === "function") {
      made.addEventListener(key, value);
    } else if (value === true) {
      made.setAttribute(key, "");
    } else if (value !== false && value !== null && value !== undefined) {
      made.setAttribute(key, value);
    }
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** Rows of a definition list; what has no value is left out. */
export function facts(rows) {
  return rows
    .filter(([, value]) => value !== null && value !== undefined && value !== "")
    .flatMap(([term, value, hint]) => [
      element("dt", {}, term),
      element("dd", { title: hint ?? (typeof value === "object" ? null : `${value}`) }, typeof value === "object" ? value : `${value}`),
    ]);
}

/** A key that nobody else has; randomUUID is there on this machine and over https alone. */
export const uniqueKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export const title = (name) => name.replaceAll("_", " ");

export const count = (number, one) => `${number.toLocaleString("en")} ${number === 1 ? one : `${one}s`}`;

/** What a failed call says to a reader. */
export function explained(error) {
  if (error instanceof TypeError) {
    return "The server cannot be reached.";
  }
  return error.status === 403 && !byId("change-token").hidden ? `${error.message}. “Token” above takes another one.` : error.message;
}
