/* meter.mjs - bars: a share of the whole, or a level beside what is needed. */
import {h} from "./dom.mjs";

function bar(part, start, length) {
    const element = h("i", {class: part});
    element.style.setProperty("--from", Math.max(0, Math.min(start, 1)));
    element.style.setProperty("--long", Math.max(0, Math.min(length, 1)));
    return element;
}

/* share: 0..1; mark: 0..1 where a line is drawn, or null. Numbers stand beside it. */
export function shareBar(share, mark = null) {
    return h("span", {class: "bar", "aria-hidden": "true"}, bar("have", 0, share ?? 0),
        mark === null ? null : bar("line", mark, 0));
}

/* What is there, and in another colour what is missing. */
export function gapBar(have, need, most) {
    const scale = most > 0 ? 1 / most : 0;
    return h("span", {class: "bar", "aria-hidden": "true"}, bar("have", 0, have * scale),
        need > have ? bar("missing", have * scale, (need - have) * scale) : null,
        bar("line", need * scale, 0));
}
