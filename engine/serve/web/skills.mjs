/* skills.mjs - what is known of the catalog's skills: all of them where they are few, else those
 * that came up. */
import {api} from "./api.mjs";

const MOST_ALL = 500;  /* skills that are listed whole */
const AT_ONCE = 6;     /* requests */

export class Skills {
    #known = new Map();
    #all = null;

    async open() {
        const {skills, total} = await api.skills({limit: MOST_ALL});
        this.learn(skills);
        this.#all = total > MOST_ALL ? null : skills;
    }

    /* Every skill in the catalog's order, or null where they are too many. */
    get all() {
        return this.#all;
    }

    get(id) {
        return this.#known.get(id) ?? null;
    }

    name(id) {
        return this.#known.get(id)?.name ?? id;
    }

    /* rows: {id or skill, name, kind, group?} */
    learn(rows) {
        for (const row of rows) {
            const id = row.id ?? row.skill;
            const group = row.group ?? this.#known.get(id)?.group ?? null;
            this.#known.set(id, {id, name: row.name, kind: row.kind, group});
        }
    }

    /* Look up those of the ids that nothing is known of. */
    async find(ids, signal) {
        const wanted = ids.filter((id) => !this.#known.has(id));
        const next = async () => {
            for (let id = wanted.pop(); id !== undefined; id = wanted.pop()) {
                const {skills} = await api.skills({q: id, limit: 1}, signal);
                this.learn(skills.filter((skill) => skill.id === id));
            }
        };
        if (!this.#all)
            await Promise.all(Array.from({length: AT_ONCE}, next));
    }
}
