/* store.mjs - the view that is shown, kept in the page's address: back and forward work. */
import {readLink, writeLink} from "./link.mjs";

const SOON = 1500; /* ms within which changes of one thing are one step of the history */

export class Store {
    #view = readLink(location.hash);
    #listeners = [];
    #last = {by: null, at: 0};

    constructor() {
        addEventListener("popstate", () => this.#read());
        addEventListener("hashchange", () => this.#read()); /* a link within the page */
    }

    get view() {
        return this.#view;
    }

    /* listener(corrected): whether the view was not changed but put right. */
    onChange(listener) {
        this.#listeners.push(listener);
    }

    /* by: what was changed, such as one skill's level; where it is the same as a moment ago the
     * address is replaced, else there is a new step to go back to. */
    change(members, by = null) {
        const view = {...this.#view, ...members};
        const link = writeLink(view);
        if (link === writeLink(this.#view))
            return;
        const now = performance.now();
        const same = by !== null && by === this.#last.by && now - this.#last.at < SOON;
        this.#last = {by, at: now};
        this.#view = view;
        if (same)
            history.replaceState(null, "", link);
        else
            history.pushState(null, "", link);
        this.#tell();
    }

    /* What the view should have been: no step to go back to. */
    correct(members) {
        this.#view = {...this.#view, ...members};
        history.replaceState(null, "", writeLink(this.#view));
        this.#tell(true);
    }

    /* The link of this view with some members changed. */
    link(members) {
        return writeLink({...this.#view, ...members});
    }

    #read() {
        const view = readLink(location.hash);
        if (writeLink(view) === writeLink(this.#view))
            return;
        this.#last = {by: null, at: 0};
        this.#view = view;
        this.#tell();
    }

    #tell(corrected = false) {
        for (const listener of this.#listeners)
            listener(corrected);
    }
}
