/* levels.mjs - the sliders: skills by kind and group, a filter, the way back to today's levels. */
import {h, byId} from "./dom.mjs";
import {count, plural} from "./format.mjs";
import {groupSkills, isWanted} from "./groups.mjs";
import {LevelRow} from "./level_row.mjs";
import {changedLevels, levelOf} from "./subject.mjs";

const MOST_OPEN = 30; /* skills of the kinds that are open at first */

export class Levels {
    #skills;
    #scale;
    #change;
    #rows = new Map();
    #kinds = [];
    #shown = "";
    #added = new Set();
    #state = null;

    /* change(levels, skill): what is changed now, all of it. */
    constructor(skills, scale, change) {
        this.#skills = skills;
        this.#scale = scale;
        this.#change = change;
        byId("level-filter").addEventListener("input", () => this.#filter());
        byId("level-changed").addEventListener("change", () => this.#filter());
        byId("level-reset").addEventListener("click", () => {
            byId("level-filter").focus();
            this.#change({}, null);
        });
    }

    /* Show a slider for this skill too, and go there. */
    add(id) {
        this.#added.add(id);
        byId("level-filter").value = "";
        byId("level-changed").checked = false;
        this.show(this.#state);
        const row = this.#rows.get(id);
        row.element.closest("details").open = true;
        row.element.querySelector("input").focus();
    }

    /* state: {subject, view, needs: skill to level, target: its title} */
    show(state) {
        this.#state = state;
        const ids = this.#wanted(state);
        const shown = ids.join("\n");
        if (shown !== this.#shown) {
            this.#build(ids);
            this.#shown = shown;
        }
        const essential = new Set(state.subject.requirements.filter((r) => r.essential)
            .map((r) => r.skill));
        for (const [id, row] of this.#rows)
            row.show({
                value: levelOf(state.subject, state.view, id),
                today: state.subject.levels[id] ?? 0,
                need: state.needs.get(id) ?? null,
                target: state.target,
                essential: essential.has(id),
            });
        this.#filter();
    }

    /* All skills, or where they are too many those that somebody has, changed or needs. */
    #wanted({subject, view, needs}) {
        if (this.#skills.all)
            return this.#skills.all.map((skill) => skill.id);
        const ids = new Set([...subject.requirements.map((r) => r.skill),
            ...Object.keys(subject.levels), ...Object.keys(view.levels), ...needs.keys(),
            ...this.#added]);
        return [...ids].filter((id) => this.#skills.get(id));
    }

    #move(id, level) {
        const {subject, view} = this.#state;
        this.#change(changedLevels(subject, view, id, level ?? subject.levels[id] ?? 0), id);
    }

    #row(skill) {
        return this.#rows.get(skill.id) ??
            new LevelRow(skill, this.#scale, (id, level) => this.#move(id, level));
    }

    #build(ids) {
        const rows = new Map(ids.map((id) => [id, this.#row(this.#skills.get(id))]));
        this.#rows = rows;
        let before = 0;
        this.#kinds = groupSkills(ids.map((id) => this.#skills.get(id))).map((kind) => {
            const note = h("span", {class: "count"});
            const groups = kind.groups.map((group) => {
                const members = group.skills.map((skill) => rows.get(skill.id));
                const name = group.name && kind.groups.length > 1 ? h("h4", {}, group.name) : null;
                const element = h("div", {class: "group"}, name, members.map((m) => m.element));
                return {element, rows: members};
            });
            const open = before === 0 || before + kind.skills <= MOST_OPEN;
            before += kind.skills;
            const element = h("details", {class: "kind", open},
                h("summary", {}, h("span", {class: "label"}, kind.label), note),
                groups.map((group) => group.element));
            return {element, note, groups, total: kind.skills, wasOpen: null};
        });
        byId("level-kinds").replaceChildren(...this.#kinds.map((kind) => kind.element));
    }

    /* While somebody filters, kinds with hits are open; afterwards as they were. */
    #open(kind, filtered, found) {
        if (filtered && kind.wasOpen === null)
            kind.wasOpen = kind.element.open;
        if (filtered) {
            kind.element.open = found > 0;
        } else if (kind.wasOpen !== null) {
            kind.element.open = kind.wasOpen;
            kind.wasOpen = null;
        }
    }

    #filter() {
        const wanted = byId("level-filter").value.trim();
        const changes = this.#state.view.levels;
        const onlyChanged = byId("level-changed").checked;
        let all = 0;
        for (const kind of this.#kinds) {
            let found = 0, changed = 0;
            for (const group of kind.groups) {
                let here = 0;
                for (const row of group.rows) {
                    const is = Object.hasOwn(changes, row.skill.id);
                    const fits = isWanted(row.skill, wanted) && (is || !onlyChanged);
                    row.element.hidden = !fits;
                    here += fits;
                    changed += is;
                }
                group.element.hidden = here === 0;
                found += here;
            }
            kind.element.hidden = found === 0;
            kind.note.textContent = count(found) + (changed > 0 ? `, ${changed} changed` : "");
            this.#open(kind, wanted !== "" || onlyChanged, found);
            all += found;
        }
        this.#note(all, Object.keys(changes).length);
    }

    #note(found, changed) {
        const none = this.#rows.size === 0 ? "Choose a role, or add skills one by one." :
            found === 0 ? "No skill of that name." : "";
        byId("level-none").textContent = none;
        byId("level-none").hidden = none === "";
        byId("level-reset").disabled = changed === 0;
        byId("level-reset").textContent =
            changed === 0 ? "Reset" : `Reset ${plural(changed, "change")}`;
    }
}
