// Where the server wants a token: asks for one, and keeps it until the tab is closed.

const KEY = "flawsmith.token";
const byId = (id) => document.getElementById(id);
let asking = null;

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
      asking ??= ask(token !== null).finally(() => (asking = null));
      if (!(await asking)) {
        return response;
      }
    }
  }
}

/** Whether a token was given. */
function ask(again) {
  const dialog = byId("token-dialog");
  byId("token-error").textContent = again ? "The server does not know this token." : "";
  byId("token").value = "";
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener(
      "close",
      () => {
        const given = byId("token").value.trim();
        byId("token").value = "";
        const use = dialog.returnValue === "use" && given !== "";
        if (use) {
          sessionStorage.setItem(KEY, given);
        }
        resolve(use);
      },
      { once: true },
    );
  });
}
