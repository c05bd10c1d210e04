/* token.mjs - ask for the server's token, kept for this tab alone. */
import {byId} from "./dom.mjs";
import {token} from "./api.mjs";

let asked = null;

/* A promise that is kept when somebody gave a token; all who wait share one question. */
export function askForToken(wasRefused) {
    asked ??= new Promise((resolve) => {
        const dialog = byId("token-dialog");
        const field = byId("token-field");
        byId("token-note").textContent = wasRefused ? "The server did not take that token." : "";
        field.value = "";
        byId("token-form").addEventListener("submit", (event) => {
            event.preventDefault();
            token.set(field.value.trim());
            dialog.close();
            asked = null;
            resolve();
        }, {once: true});
        dialog.addEventListener("cancel", (event) => event.preventDefault());
        dialog.showModal();
        field.focus();
    });
    return asked;
}
