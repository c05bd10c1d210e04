/* say.mjs - what changed, for those who hear the page: the last thing said within a moment. */
import {byId} from "./dom.mjs";

const PAUSE = 500; /* ms; who drags a slider hears where it ends */
const timers = new Map();

/* about: the part of the page; a newer message about it takes the place of an older one. */
export function say(about, text) {
    clearTimeout(timers.get(about));
    timers.set(about, setTimeout(() => {
        timers.delete(about);
        byId("said").textContent = text;
    }, PAUSE));
}
