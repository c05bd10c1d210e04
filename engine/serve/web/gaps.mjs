/* gaps.mjs - what is missing for a role, skill by skill, largest first. */
import {aside, byId, h, keepFocus} from "./dom.mjs";
import {level, plural} from "./format.mjs";
import {gapBar} from "./meter.mjs";

const FEW = 8; /* rows at first */

const share = (gap) => `${(100 * gap).toFixed(1)} %`;

export class Gaps {
    #scale;
    #raise;
    #all = false;
    #gaps = null;
    #target = null;

    /* raise(skill, level): see what it changes when the skill has this level. */
    constructor(scale, raise) {
        this.#scale = scale;
        this.#raise = raise;
        byId("gaps-all").addEventListener("click", () => {
            this.#all = !this.#all;
            this.#draw();
        });
    }

    /* gaps: of an answer to explain */
    show(gaps, target) {
        if (target !== this.#target)
            this.#all = false;
        this.#target = target;
        this.#gaps = gaps;
        this.#draw();
    }

    #draw() {
        const missing = this.#gaps.filter((g) => g.have < g.need);
        const met = this.#gaps.filter((g) => g.have >= g.need && g.need > 0);
        const rows = this.#all ? [...missing, ...met] : missing.slice(0, FEW);
        const body = byId("gaps-rows");
        keepFocus(body, () => body.replaceChildren(...rows.map((g) => this.#row(g))));
        byId("gaps-table").hidden = rows.length === 0;
        byId("gaps-note").textContent = missing.length === 0 ?
            `Nothing: ${plural(met.length, "skill")} asked for, all of them there.` :
            `${plural(missing.length, "skill")} below what is asked, ${met.length} met.`;
        const more = byId("gaps-all");
        more.hidden = missing.length + met.length <= (missing.length < FEW ? missing.length : FEW);
        more.setAttribute("aria-expanded", String(this.#all));
        more.textContent = this.#all ? "Show the largest alone" :
            `Show all ${missing.length + met.length}`;
    }

    #row(g) {
        const short = g.have < g.need;
        const raise = short ? h("button", {type: "button", class: "raise",
            "data-key": `raise ${g.skill}`, onclick: () => this.#raise(g.skill, g.need),
            "aria-label": `See what ${g.name} at ${level(g.need)} would change`,
            title: `See what ${g.name} at ${level(g.need)} would change`}, "+") : null;
        return h("tr", {class: short ? "short" : "met"},
            h("th", {scope: "row"}, g.name,
                g.essential ? h("span", {class: "tag"}, "essential") : null),
            h("td", {class: "bars"}, gapBar(g.have, g.need, this.#scale.levels)),
            h("td", {class: "levels"}, level(g.have), aside(short ? " of" : " and needed is"),
                h("span", {"aria-hidden": "true"}, short ? " \u2192 " : " \u2265 "),
                aside(" "), level(g.need)),
            h("td", {class: "share"}, short ? share(g.gap) : ""),
            h("td", {class: "act"}, raise));
    }
}
