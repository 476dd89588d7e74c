// Where the server wants a token: asks for one, and keeps it until the tab is closed.

const KEY = "flawsmith.token";
const byId = (id) => document.getElementById(id);
/** What a header can hold, and any token is made of. */
const TOKEN = /^[\x21-\x7e]+$/;
let asking = null;

byId("change-token").addEventListener("click", async () => {
  if (await ask("")) {
    location.reload();
  }
});
showButton();

/** A token that lacks a scope is not asked for again by itself, so it can be changed once there is one. */
function showButton() {
  byId("change-token").hidden = sessionStorage.getItem(KEY) === null;
}

/** As fetch, with the token; asks for one while the server refuses without. */
export async function fetchWithToken(path, options = {}) {
  for (;;) {
    const token = sessionStorage.getItem(KEY);
    const headers = { ...options.headers, ...(token && { Authorization: `Bearer ${token}` }) };
    const response = await fetch(path, { ...options, headers });
    if (response.status !== 401) {
      return response;
    }
    // Whoever is refused meanwhile waits for the same answer, or takes the token that was given since.
    if (sessionStorage.getItem(KEY) === token) {
      asking ??= ask(token === null ? "" : "The server does not know this token.").finally(() => (asking = null));
      if (!(await asking)) {
        return response;
      }
    }
  }
}

/** Whether a token was given. */
async function ask(complaint) {
  for (let message = complaint; ; message = "A token has no spaces and no letters beyond ASCII.") {
    const given = await asked(message);
    if (given === "" || TOKEN.test(given)) {
      if (given !== "") {
        sessionStorage.setItem(KEY, given);
        showButton();
      }
      return given !== "";
    }
  }
}

/** What was typed; empty if nothing was, or the question was turned down. */
function asked(message) {
  const dialog = byId("token-dialog");
  byId("token-error").textContent = message;
  byId("token").value = "";
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener(
      "close",
      () => {
        const given = byId("token").value.trim();
        byId("token").value = "";
        resolve(dialog.returnValue === "use" ? given : "");
      },
      { once: true },
    );
  });
}
