// A finished dataset: how many images each class has, before and after; its card; its images.

import { json } from "./api.js";
import { browse, pagePath } from "./browse.js";
import { card } from "./card.js";
import { element, explained, facts, title } from "./dom.js";
import { filePath } from "./download.js";

const REFUSED = { guard: "too close to a training photo", quality: "class not recognised", near_duplicate: "near-duplicates" };

/** What is shown of it: {head: parts above the downloads, below: parts under them, close()}. */
export function of(job) {
  const counts = element("div", {}, element("p", { class: "hint" }, "Loading…"));
  const gallery = element("div", {});
  let open = null;
  let closed = false;
  const load = async () => {
    try {
      const first = await json(pagePath(job));
      if (!closed) {
        counts.replaceChildren(table(first.classes));
        open = browse(job, first);
        gallery.replaceChildren(open.part);
      }
    } catch (error) {
      counts.replaceChildren(element("p", { class: "error", role: "alert" }, `Its images cannot be listed: ${explained(error)}`));
    }
  };
  load();
  return {
    head: [
      element("h2", {}, "Result"),
      ...(job.result?.warnings ?? []).map((warning) => element("p", { class: "failure" }, warning)),
      element("dl", { class: "facts" }, ...facts(rows(job.result ?? {}))),
      counts,
      card("Card", filePath(job, "README.md")),
    ],
    below: [gallery],
    close: () => {
      closed = true;
      open?.close();
    },
  };
}

function rows({ synthetic, real, rejected, checks }) {
  const refused = Object.entries(rejected ?? {}).map(([why, number]) => `${number.toLocaleString("en")} ${REFUSED[why] ?? title(why)}`);
  const held = (checks ?? []).filter((check) => check.passed).length;
  return [
    ["synthetic images", synthetic?.toLocaleString("en")],
    ["real photos", real > 0 ? real.toLocaleString("en") : null],
    ["refused and replaced", refused.join(", ")],
    ["checks", checks?.length > 0 ? `${held} of ${checks.length} hold` : null],
  ];
}

/** Before: real training photos of the set that is balanced. After: those and the synthetic images together. */
function table(classes) {
  const balanced = classes.some((each) => each.before !== null);
  const included = classes.some((each) => each.real > 0);
  const was = (each) => (balanced ? each.before : each.real);
  const after = (each) => was(each) + each.synthetic;
  const most = Math.max(1, ...classes.map(after));
  const columns = ["class", balanced ? "before" : included ? "real" : null, "synthetic", balanced || included ? "after" : null];
  const number = (value) => element("td", { class: "number" }, value.toLocaleString("en"));
  return element(
    "table",
    { class: "classes" },
    element("caption", {}, balanced ? "Images of each class, before and after; before are the training photos of the set that this one fills up" : "Images of each class"),
    element("thead", {}, element("tr", {}, ...columns.filter((name) => name !== null).map((name) => element("th", { scope: "col", class: name === "class" ? null : "number" }, name)), element("td", { class: "bars" }))),
    element(
      "tbody",
      {},
      ...classes.map((each) =>
        element(
          "tr",
          {},
          element("th", { scope: "row" }, title(each.class)),
          balanced || included ? number(was(each)) : null,
          number(each.synthetic),
          balanced || included ? number(after(each)) : null,
          element("td", { class: "bars" }, bar(was(each) / most, "was"), bar(each.synthetic / most, "drawn")),
        ),
      ),
    ),
  );
}

/** A share of a row's width; the numbers beside it say the same. */
function bar(share, look) {
  const made = element("span", { class: `bar ${look}`, "aria-hidden": "true" });
  made.style.width = `${100 * share}%`;
  return made;
}
