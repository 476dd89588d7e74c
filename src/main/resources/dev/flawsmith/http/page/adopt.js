// HTML that the server wrote (cards, reports), brought into the page element by element: what is not listed here stays out.

import { element } from "./dom.js";

/** What an element becomes here: headings go one level down, for the page has a first one. */
const BECOMES = { main: "div", h1: "h2", h2: "h3", h3: "h4", h4: "h5", h5: "h6", h6: "h6" };
const KEPT = new Set(
  "a blockquote br code dd div dl dt em figcaption figure hr img li ol p pre section span strong table tbody td th thead tr ul".split(" "),
);
const ATTRIBUTES = ["align", "alt", "class", "colspan", "scope", "start"];
const PICTURE = /^data:image\/png;base64,[A-Za-z0-9+/=]+$/;
const LINK = /^https?:\/\//i;
/** Would be left out like all else; taken out before, because the browser complains of styles even in a document that it does not show. */
const STYLE = /<style>[^<]*<\/style>/g;

/** The listed elements of a document's body. */
export function adopted(html) {
  const page = new DOMParser().parseFromString(html.replace(STYLE, ""), "text/html");
  return [...page.body.childNodes].flatMap(copy);
}

function copy(node) {
  if (node.nodeType === Node.TEXT_NODE) {
    return [document.createTextNode(node.data)];
  }
  const name = node.nodeType === Node.ELEMENT_NODE ? node.localName : "";
  if (!(Object.hasOwn(BECOMES, name) || KEPT.has(name)) || (name === "img" && !PICTURE.test(node.getAttribute("src")))) {
    return [];
  }
  const made = element(BECOMES[name] ?? name, {}, ...[...node.childNodes].flatMap(copy));
  for (const attribute of ATTRIBUTES.filter((each) => node.hasAttribute(each))) {
    made.setAttribute(attribute, node.getAttribute(attribute));
  }
  if (name === "img") {
    made.src = node.getAttribute("src");
  }
  if (name === "a" && LINK.test(node.getAttribute("href"))) {
    made.href = node.getAttribute("href");
    made.target = "_blank";
    made.rel = "noopener noreferrer";
  }
  return [made];
}
