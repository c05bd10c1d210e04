/* ways.mjs - the ways to a role, one of them drawn; or the best ways to any. */
import {byId, h, keepFocus} from "./dom.mjs";
import {percent, plural, weeks} from "./format.mjs";
import {drawLadder} from "./ladder.mjs";
import {plainReason, remedyOf, rungsOf, sentencesOf} from "./rungs.mjs";
import {say} from "./say.mjs";

const LEAST_WIDTH = 240;

function routeOf(path, programs) {
    return path.path.flatMap((step) => [
        ...step.programs.map((id) => programs.get(id)?.name ?? id), step.title,
    ]).join(" \u2192 ");
}

export class Ways {
    #store;
    #money;
    #programs;
    #drawn = null;

    constructor(store, money, programs) {
        this.#store = store;
        this.#money = money;
        this.#programs = new Map(programs.map((program) => [program.id, program]));
        new ResizeObserver(() => this.#draw()).observe(byId("ladder"));
    }

    clear(note = "") {
        this.#drawn = null;
        byId("ways-list").replaceChildren();
        byId("ladder").replaceChildren();
        byId("ladder-text").replaceChildren();
        byId("ladder-words").hidden = true;
        byId("ways-remedy").replaceChildren();
        byId("ways-note").textContent = note;
    }

    /* answer: of path */
    show(answer, subject, view) {
        const [{paths, misses}] = answer.people;
        const list = byId("ways-list");
        if (paths.length === 0) {
            this.clear();
            this.#showMisses(misses, view);
            return;
        }
        byId("ways-note").textContent = "";
        byId("ways-remedy").replaceChildren();
        this.#drawn = view.target ?
            {path: paths[Math.min(view.path, paths.length) - 1], subject} : null;
        keepFocus(list, () => list.replaceChildren(...paths.map((path) =>
            view.target ? this.#way(path) : this.#best(path))));
        this.#draw(true);
        this.#words();
        const [best] = paths;
        say("ways", `${plural(paths.length, "way")} found. Best: ${best.title} in ` +
            `${weeks(best.weeks)}, cost ${this.#money.plain(best.cost)}, gain ` +
            this.#money.signed(best.gain));
    }

    #figures(path) {
        return [
            h("span", {class: "figure"}, weeks(path.weeks)),
            h("span", {class: "figure"}, `${this.#money.plain(path.cost)} cost`),
            h("span", {class: `figure ${path.gain < 0 ? "less" : "more"}`},
                `${this.#money.signed(path.gain)} gain`),
            path.proven ?
                h("span", {class: "tag good", title: "No admissible way is better by what is " +
                    "preferred"}, "proven") :
                h("span", {class: "tag", title: "The search ended at its limit"}, "not proven"),
        ];
    }

    #link(path, members, title) {
        return h("a", {href: this.#store.link(members), class: "way", "data-key":
            `way ${path.target_role} ${path.path_rank}`,
        "aria-current": path === this.#drawn?.path ? "true" : null},
        title, h("span", {class: "figures"}, this.#figures(path)),
        h("span", {class: "route"}, routeOf(path, this.#programs)));
    }

    #way(path) {
        return h("li", {}, this.#link(path, {path: path.path_rank}, null));
    }

    #best(path) {
        const title = h("span", {class: "title"}, path.title,
            h("span", {class: "quiet"}, ` ${this.#then(path)}`));
        return h("li", {}, this.#link(path, {target: path.target_role, path: 1}, title));
    }

    /* What it is like once the target is reached. */
    #then(path) {
        const wage = path.path.at(-1)?.wage;
        const pays = typeof wage === "number" ? `, ${this.#money.plain(wage)} a year` : "";
        return `${percent(path.readiness)} ready then${pays}`;
    }

    #rungs() {
        return rungsOf(this.#drawn.path, this.#drawn.subject, this.#programs);
    }

    /* again: though the width is the same. */
    #draw(again = false) {
        const place = byId("ladder");
        if (!this.#drawn) {
            place.replaceChildren();
            return;
        }
        const width = Math.max(LEAST_WIDTH, Math.floor(place.clientWidth));
        if (!again && place.firstChild?.getAttribute("width") === String(width))
            return;
        place.replaceChildren(drawLadder(this.#rungs(), `The way to ${this.#drawn.path.title}`,
            this.#money, width));
    }

    #words() {
        byId("ladder-words").hidden = !this.#drawn;
        byId("ladder-text").replaceChildren(...(this.#drawn ?
            sentencesOf(this.#rungs(), this.#money).map((text) => h("li", {}, text)) : []));
    }

    #remedy(miss) {
        const remedy = remedyOf(miss);
        if (!remedy)
            return null;
        const words = remedy.steps ? `Allow ${plural(remedy.steps, "step")}` :
            `Allow a wage fall of ${Math.round(100 * remedy.fall)} %`;
        return h("button", {type: "button", onclick: () => this.#store.change(remedy)}, words);
    }

    #showMisses(misses, view) {
        const [miss] = misses;
        const text = miss ? `There is no way there. ${plainReason(miss.reason)}` :
            view.target ? "There is no way there." :
                "No role with a way to it brings what is preferred.";
        byId("ways-note").textContent = text;
        const remedy = miss ? this.#remedy(miss) : null;
        byId("ways-remedy").replaceChildren(...(remedy ? [remedy] : []));
        say("ways", text);
    }
}
