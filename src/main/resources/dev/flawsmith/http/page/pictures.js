// Pictures of the server, which wants a token for each: fetched as they come into view, a few at a time.

import { file } from "./api.js";

const AT_ONCE = 4;
const TRIES = 6;
const AGAIN_MILLISECONDS = 800;

/** Loads pictures until it is closed: {add(picture, path, failed), close()}. */
export function pictures() {
  const stop = new AbortController();
  const wanted = new Map();
  const waiting = [];
  const urls = [];
  let busy = 0;

  const seen = new IntersectionObserver(
    (entries) => {
      for (const { target } of entries.filter((entry) => entry.isIntersecting)) {
        seen.unobserve(target);
        waiting.push(target);
      }
      next();
    },
    { rootMargin: "400px" },
  );

  async function load(picture) {
    const { path, failed } = wanted.get(picture);
    wanted.delete(picture);
    try {
      const url = await patiently(path, stop.signal);
      urls.push(url);
      picture.src = url;
    } catch (error) {
      if (error.name !== "AbortError") {
        failed(error);
      }
    }
  }

  function next() {
    while (busy < AT_ONCE && waiting.length > 0 && !stop.signal.aborted) {
      busy++;
      load(waiting.shift()).finally(() => {
        busy--;
        next();
      });
    }
  }

  return {
    add(picture, path, failed) {
      wanted.set(picture, { path, failed });
      seen.observe(picture);
    },
    close() {
      stop.abort();
      seen.disconnect();
      urls.splice(0).forEach((url) => URL.revokeObjectURL(url));
    },
  };
}

/** A server that has too much to do at the moment is asked again. */
async function patiently(path, signal) {
  for (let left = TRIES; ; left--) {
    try {
      return await file(path, "image/png", signal);
    } catch (error) {
      if (error.status !== 429 || left === 1 || signal.aborted) {
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MILLISECONDS));
    }
  }
}
