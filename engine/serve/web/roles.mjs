/* roles.mjs - the figures of roles that hits name: all rows at once where they are few. */
import {api} from "./api.mjs";

const PAGE = 1000;     /* what the server lists at most */
const MOST_ALL = 5000; /* roles that are listed whole */

export class Roles {
    #known = new Map();
    #total = 0;
    #listing = null;

    /* Begin to list the roles, and call when they are there. */
    open(total, call) {
        this.#total = total;
        this.#listing = null;
        if (total <= MOST_ALL)
            this.#list().then(call, () => {}); /* tried again when they are needed */
    }

    get(id) {
        return this.#known.get(id) ?? null;
    }

    /* The first of the catalog. */
    async first(count) {
        if (this.#total > MOST_ALL)
            return (await api.roles({limit: count})).roles;
        await this.#list();
        return [...this.#known.values()].slice(0, count);
    }

    learn(rows) {
        for (const row of rows)
            this.#known.set(row.id, row);
    }

    #list() {
        this.#listing ??= this.#listAll().catch((error) => {
            this.#listing = null;
            throw error;
        });
        return this.#listing;
    }

    async #listAll() {
        for (let offset = 0; offset < this.#total; offset += PAGE)
            this.learn((await api.roles({limit: PAGE, offset})).roles);
    }

    /* Make sure that these are known. */
    async find(ids, signal) {
        if (this.#total <= MOST_ALL)
            await this.#list();
        else
            await Promise.all(ids.filter((id) => !this.#known.has(id))
                .map(async (id) => this.learn([await api.role(id, signal)])));
    }
}
