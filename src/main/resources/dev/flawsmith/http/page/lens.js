// The lens: one image large, with what is known of it, beside the training photo that is nearest to it where the server has that.

import { file, models, withNumbers } from "./api.js";
import { byId, facts } from "./dom.js";

const dialog = byId("lens");
let shown = null;
/** The button that the lens was opened with, which gets the focus back. */
let opener = null;

byId("lens-close").addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) {
    dialog.close();
  }
});
dialog.addEventListener("close", () => {
  if (document.activeElement === opener) {
    shown.frame.focus(); // it may have gone on to others
  }
});
dialog.addEventListener("keydown", (event) => {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (step !== undefined && event.target !== byId("lens-slider")) {
    event.preventDefault();
    go(step);
  }
});
byId("lens-previous").addEventListener("click", () => go(-1));
byId("lens-next").addEventListener("click", () => go(1));
byId("lens-slider").addEventListener("input", slide);
byId("lens-reuse").addEventListener("click", () => {
  dialog.close();
  shown.reuse();
});
byId("lens-copy").addEventListener("click", async () => {
  await navigator.clipboard.writeText(withNumbers(JSON.stringify(shown.recipe, null, 2)));
  byId("lens-copy").textContent = "Copied";
});

/**
 * Shows an image: {url, title, alt, fileName, badge, rows, frame}; frame is its button in a list of such, whose neighbours are
 * the images before and behind it. Where it has them: {nearest, recipe, reuse()}.
 */
export function open(item) {
  shown = item;
  byId("lens-title").textContent = item.title;
  byId("lens-image").src = item.url;
  byId("lens-image").alt = item.alt;
  byId("lens-verdict").replaceChildren(item.badge);
  byId("lens-facts").replaceChildren(...facts(item.rows));
  byId("lens-save").href = item.url;
  byId("lens-save").download = item.fileName;
  byId("lens-reuse").hidden = item.reuse === undefined;
  byId("lens-copy").hidden = item.recipe === undefined || navigator.clipboard === undefined; // as over http from another machine
  byId("lens-copy").textContent = "Copy recipe";
  for (const [button, step] of [[byId("lens-previous"), -1], [byId("lens-next"), 1]]) {
    const last = beside(step) === null;
    if (last && document.activeElement === button) {
      byId("lens-close").focus(); // else the keys would go to the page behind: a disabled button loses the focus, in newer browsers at once
    }
    button.disabled = last;
  }
  compare(item);
  if (!dialog.open) {
    opener = item.frame;
    dialog.showModal();
  }
}

/** The button of the image before or behind the one that is shown; null at an end. */
function beside(step) {
  const item = shown.frame.closest("li");
  return (step < 0 ? item.previousElementSibling : item.nextElementSibling)?.querySelector("button.picture") ?? null;
}

function go(step) {
  beside(step)?.click();
}

/** Photos are served only to those who may see them (serve --photos); otherwise there is nothing to compare with. */
async function compare(item) {
  const photo = byId("lens-photo");
  const parts = [photo, byId("lens-edge"), byId("lens-compare")];
  parts.forEach((part) => (part.hidden = true));
  photo.removeAttribute("src");
  const nearest = item.nearest ?? null;
  if (nearest !== null && (await models()).photos && shown === item) {
    photo.onload = () => {
      parts.forEach((part) => (part.hidden = false));
      byId("lens-slider").value = 50;
      slide();
    };
    photo.alt = `training photo ${nearest}`;
    const url = await file(`/v1/photos/${nearest.split("/").map(encodeURIComponent).join("/")}`).catch(() => null);
    if (url !== null && shown === item) {
      photo.src = url;
    }
  }
}

function slide() {
  const percent = byId("lens-slider").value;
  byId("lens-photo").style.clipPath = `inset(0 0 0 ${percent}%)`;
  byId("lens-edge").style.left = `${percent}%`;
}
