/* connection.mjs - while the server cannot be reached: say so, try again, go on when it is back. */
import {byId} from "./dom.mjs";
import {api} from "./api.mjs";

const FIRST = 1000, MOST = 15_000; /* ms between tries */

export class Connection {
    #back;
    #timer = 0;
    #pause = FIRST;
    #isLost = false;

    /* back(): the server answers again. */
    constructor(back) {
        this.#back = back;
        byId("lost-again").addEventListener("click", () => this.#try());
        addEventListener("online", () => this.#isLost && this.#try());
    }

    lost() {
        if (this.#isLost)
            return;
        this.#isLost = true;
        this.#pause = FIRST;
        byId("lost").hidden = false;
        byId("lost-text").textContent =
            "The server cannot be reached. What you see may be out of date.";
        this.#wait();
    }

    #wait() {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#try(), this.#pause);
        this.#pause = Math.min(2 * this.#pause, MOST);
    }

    async #try() {
        clearTimeout(this.#timer);
        try {
            await api.health();
        } catch {
            this.#wait();
            return;
        }
        this.#isLost = false;
        byId("lost").hidden = true;
        byId("lost-text").textContent = "";
        this.#back();
    }
}
