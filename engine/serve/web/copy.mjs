/* copy.mjs - the link of this view to the clipboard. */
import {byId} from "./dom.mjs";

const SHOWN = 2500; /* ms */
let timer = 0;

function tell(text) {
    clearTimeout(timer);
    byId("copied").textContent = text;
    timer = setTimeout(() => {
        byId("copied").textContent = "";
    }, SHOWN);
}

/* Where the page may not write to the clipboard, the link is shown to be copied. */
function show(link) {
    const field = byId("copy-field");
    field.hidden = false;
    field.value = link;
    field.select();
    tell("Copy the link from the field");
}

export function copyOnClick() {
    byId("copy").addEventListener("click", async () => {
        try {
            await navigator.clipboard.writeText(location.href);
            byId("copy-field").hidden = true;
            tell("Link copied");
        } catch {
            show(location.href);
        }
    });
}
