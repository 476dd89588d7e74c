// The lens: one image large, with its recipe, beside the training photo that is nearest to it where the server has that.

import { file, models, withNumbers } from "./api.js";
import { byId, facts, title } from "./dom.js";

const dialog = byId("lens");
let shown = null;

byId("lens-close").addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) {
    dialog.close();
  }
});
byId("lens-slider").addEventListener("input", slide);
byId("lens-reuse").addEventListener("click", () => {
  dialog.close();
  shown.reuse(shown.image);
});
byId("lens-copy").hidden = navigator.clipboard === undefined; // as over http from another machine
byId("lens-copy").addEventListener("click", async () => {
  await navigator.clipboard.writeText(withNumbers(JSON.stringify(shown.image.recipe, null, 2)));
  byId("lens-copy").textContent = "Copied";
});

/** Shows an image of the gallery; url is its PNG, reuse is called with it. */
export function open(image, url, fileName, badge, reuse) {
  shown = { image, reuse };
  byId("lens-title").textContent = title(image.class ?? image.prompt ?? "image");
  byId("lens-image").src = url;
  byId("lens-image").alt = `${title(image.class ?? image.prompt ?? "image")}, seed ${image.seed}`;
  byId("lens-verdict").replaceChildren(badge);
  byId("lens-facts").replaceChildren(...facts(rows(image)));
  byId("lens-save").href = url;
  byId("lens-save").download = fileName;
  byId("lens-copy").textContent = "Copy recipe";
  compare(image);
  dialog.showModal();
}

function rows({ seed, attempt, recipe, memorization }) {
  const interval = recipe.guidance_interval;
  return [
    ["model", recipe.model],
    ["seed", seed],
    ["redrawn", attempt > 0 ? `${attempt} ×` : null, "earlier attempts were too close to a training photo"],
    ["sampler", recipe.sampler ? `${recipe.sampler}, ${recipe.steps} steps` : null],
    ["guidance", recipe.sampler ? recipe.guidance_scale : null],
    ["guided", interval && (interval[0] > 0 || interval[1] !== null) ? `${interval[0]} to ${interval[1] ?? "no end"}` : null],
    ["nearest photo", memorization.nearest],
    ["distance", memorization.distance?.toPrecision(3), "0 is an exact copy"],
    ["p", memorization.p?.toPrecision(2), "the share of unseen real photos that come at least this close to a training photo"],
    ["engine", recipe.engine],
  ];
}

/** Photos are served only to those who may see them (serve --photos); otherwise there is nothing to compare with. */
async function compare(image) {
  const { memorization } = image;
  const photo = byId("lens-photo");
  const parts = [photo, byId("lens-edge"), byId("lens-compare")];
  parts.forEach((part) => (part.hidden = true));
  photo.removeAttribute("src");
  const served = memorization.nearest !== null && (await models()).photos;
  if (served && shown.image === image) {
    photo.onload = () => {
      parts.forEach((part) => (part.hidden = false));
      byId("lens-slider").value = 50;
      slide();
    };
    photo.alt = `training photo ${memorization.nearest}`;
    const url = await file(`/v1/photos/${memorization.nearest.split("/").map(encodeURIComponent).join("/")}`).catch(() => null);
    if (url !== null && shown.image === image) {
      photo.src = url;
    }
  }
}

function slide() {
  const percent = byId("lens-slider").value;
  byId("lens-photo").style.clipPath = `inset(0 0 0 ${percent}%)`;
  byId("lens-edge").style.left = `${percent}%`;
}
