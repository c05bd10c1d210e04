/* level_row.mjs - one skill: its name, a slider, marks of today's level and of what is needed. */
import {h} from "./dom.mjs";
import {level} from "./format.mjs";

let rows = 0;

function mark(kind) {
    return h("i", {class: `mark ${kind}`, hidden: true, "aria-hidden": "true"});
}

function place(element, value, most) {
    element.hidden = value === null;
    if (value !== null)
        element.style.setProperty("--at", most > 0 ? value / most : 0);
}

export class LevelRow {
    #slider;
    #number = h("output");
    #undo;
    #today = mark("today");
    #need = mark("need");
    #essential = h("abbr", {class: "essential", title: "your role cannot do without it",
        hidden: true}, "\u2217");
    #most;

    /* change(skill, level): the slider was moved; a level of null: back to today's. */
    constructor(skill, scale, change) {
        const id = `level-${rows++}`;
        this.skill = skill;
        this.#most = scale.levels;
        this.#slider = h("input", {type: "range", id, min: 0, max: scale.levels,
            step: scale.grid || "any", "data-key": `slider ${skill.id}`,
            oninput: () => change(skill.id, this.#slider.valueAsNumber)});
        this.#number.htmlFor = id;
        this.#undo = h("button", {type: "button", class: "undo", hidden: true,
            onclick: () => {
                this.#slider.focus();
                change(skill.id, null);
            }}, "\u21ba");
        this.element = h("div", {class: "level"},
            h("label", {for: id}, skill.name, this.#essential),
            h("span", {class: "track"}, this.#slider, this.#today, this.#need),
            this.#number, this.#undo);
    }

    /* value: as it is now; today: without changes; need: of the target, or null. */
    show({value, today, need, target, essential}) {
        const words = [level(value)];
        const changed = value !== today;
        if (this.#slider.valueAsNumber !== value)
            this.#slider.value = value;
        if (changed)
            words.push(`changed from ${level(today)}`);
        if (need !== null)
            words.push(`${target} asks for ${level(need)}`);
        if (essential)
            words.push("essential in your role");
        this.#slider.setAttribute("aria-valuetext", words.join(", "));
        this.#slider.style.setProperty("--at", this.#most > 0 ? value / this.#most : 0);
        this.#number.textContent = level(value);
        place(this.#today, changed ? today : null, this.#most);
        place(this.#need, need, this.#most);
        this.#essential.hidden = !essential;
        this.#undo.hidden = !changed;
        const undo = `Back to ${level(today)}: ${this.skill.name}`;
        this.#undo.setAttribute("aria-label", undo);
        this.#undo.title = undo;
        this.element.classList.toggle("changed", changed);
    }
}
