/* combobox.mjs - a field with a list of what the server finds, after the pattern "editable combobox
 * with list autocomplete" of the ARIA Authoring Practices. The page has the elements: NAME (the
 * input), NAME-list, NAME-clear and NAME-note. */
import {h, byId} from "./dom.mjs";
import {inWords} from "./api.mjs";
import {Latest} from "./latest.mjs";
import {count} from "./format.mjs";
import {say} from "./say.mjs";

const DELAY = 80; /* ms */

export class Combobox {
    #input;
    #list;
    #clear;
    #note;
    #options = [];
    #active = -1;
    #chosen = "";
    #found;
    #choose;
    #name;

    /* find(text, signal): a promise of {options: [{id, label, detail}], total};
     * choose(option): somebody took one, or null where the field was cleared. */
    constructor(name, {find, choose}) {
        this.#name = name;
        this.#input = byId(name);
        this.#list = byId(`${name}-list`);
        this.#clear = byId(`${name}-clear`);
        this.#note = byId(`${name}-note`);
        this.#choose = choose;
        this.#found = new Latest({
            delay: DELAY,
            ask: (text, signal) => find(text, signal),
            show: (found) => this.#show(found),
            fail: (error) => this.#tell(inWords(error)),
            busy: (is) => this.#list.setAttribute("aria-busy", String(is)),
        });
        this.#listen();
    }

    /* What is chosen now, by its label. */
    set(label) {
        this.#chosen = label ?? "";
        this.#clear.hidden = !this.#chosen;
        if (!this.#isOpen())
            this.#input.value = this.#chosen;
    }

    #listen() {
        const input = this.#input;
        input.addEventListener("input", () => this.#open());
        input.addEventListener("click", () => this.#isOpen() || this.#browse());
        input.addEventListener("keydown", (event) => this.#press(event));
        input.addEventListener("blur", () => this.#close());
        this.#list.addEventListener("mousedown", (event) => event.preventDefault());
        this.#list.addEventListener("click", (event) => {
            const option = event.target.closest("[role=option]");
            if (option)
                this.#take(Number(option.dataset.at));
        });
        this.#clear.addEventListener("click", () => {
            this.#input.focus();
            this.#choose(null);
        });
    }

    #isOpen() {
        return this.#input.getAttribute("aria-expanded") === "true";
    }

    #open() {
        this.#input.setAttribute("aria-expanded", "true");
        this.#found.want(this.#input.value.trim());
    }

    /* All there is, though the field shows what is chosen. */
    #browse() {
        this.#input.select();
        this.#input.setAttribute("aria-expanded", "true");
        this.#found.want(this.#input.value === this.#chosen ? "" : this.#input.value.trim());
    }

    #close() {
        this.#input.setAttribute("aria-expanded", "false");
        this.#input.value = this.#chosen;
        this.#list.hidden = true;
        this.#tell("");
        this.#found.drop();
        this.#activate(-1);
    }

    #tell(text) {
        this.#note.textContent = text;
        this.#note.hidden = text === "";
    }

    #show({options, total}) {
        if (!this.#isOpen())
            return;
        this.#options = options;
        this.#list.replaceChildren(...options.map((option, at) =>
            h("li", {role: "option", id: `${this.#name}-option-${at}`, "data-at": at,
                "aria-selected": "false"},
            h("span", {class: "label"}, option.label),
            option.detail ? h("span", {class: "detail"}, option.detail) : null)));
        this.#list.hidden = options.length === 0;
        this.#list.scrollTop = 0;
        this.#activate(-1);
        const more = total > options.length;
        this.#tell(total === 0 ? "Nothing found." :
            more ? `${count(options.length)} of ${count(total)}; type to find others.` : "");
        if (total > 0)
            say(this.#name, `${count(total)} found`);
    }

    #activate(at) {
        this.#list.children[this.#active]?.setAttribute("aria-selected", "false");
        this.#active = at;
        const option = this.#list.children[at];
        if (!option) {
            this.#input.removeAttribute("aria-activedescendant");
            return;
        }
        option.setAttribute("aria-selected", "true");
        option.scrollIntoView({block: "nearest"});
        this.#input.setAttribute("aria-activedescendant", option.id);
    }

    #move(by) {
        if (!this.#isOpen()) {
            this.#browse();
            return;
        }
        const n = this.#list.hidden ? 0 : this.#options.length;
        if (n === 0)
            return;
        const from = this.#active < 0 && by < 0 ? n : this.#active;
        this.#activate((from + by + n) % n);
    }

    #take(at) {
        const option = this.#options[at];
        if (!option)
            return;
        this.#chosen = option.label;
        this.#close();
        this.#choose(option);
    }

    #press(event) {
        const open = this.#isOpen();
        const keys = {
            ArrowDown: () => this.#move(event.altKey && !open ? 0 : 1),
            ArrowUp: () => event.altKey ? this.#close() : this.#move(-1),
            /* Without an option picked out, the best one that is found. */
            Enter: () => open && !this.#list.hidden && this.#take(Math.max(this.#active, 0)),
            Escape: () => this.#close(),
        };
        if (event.isComposing || !Object.hasOwn(keys, event.key))
            return;
        event.preventDefault();
        keys[event.key]();
    }
}
