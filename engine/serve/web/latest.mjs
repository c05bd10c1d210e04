/* latest.mjs - of many asks for the same part of the page, the last one counts: what was asked
 * before is dropped, so that no late answer takes the place of a newer one. */

export class Latest {
    #options;
    #key;
    #abort = null;
    #timer = 0;
    #started = false;
    #again = null;

    /* ask(wanted, signal): a promise; show(answer, wanted); fail(error, wanted);
     * busy(is): whether an answer is on its way; delay: ms to wait for something newer. */
    constructor({ask, show, fail, busy = () => {}, delay = 0}) {
        this.#options = {ask, show, fail, busy, delay};
    }

    /* Ask for this, unless it is what was asked last. The first ask after a rest goes at once. */
    want(wanted, delay = this.#options.delay) {
        const key = JSON.stringify(wanted);
        if (key === this.#key)
            return;
        this.drop();
        this.#key = key;
        this.#again = () => this.#run(wanted);
        this.#options.busy(true);
        if (delay > 0 && this.#started)
            this.#timer = setTimeout(this.#again, delay);
        else
            this.#again();
        this.#started = true;
    }

    /* Ask once more for what could not be had. */
    again() {
        if (this.#again && this.#key !== undefined) {
            this.#stop();
            this.#options.busy(true);
            this.#again();
        }
    }

    /* Nothing is wanted any more. */
    drop() {
        this.#stop();
        this.#key = undefined;
        this.#again = null;
        this.#options.busy(false);
    }

    #stop() {
        clearTimeout(this.#timer);
        this.#abort?.abort();
        this.#abort = null;
    }

    async #run(wanted) {
        const abort = new AbortController();
        this.#abort = abort;
        try {
            const answer = await this.#options.ask(wanted, abort.signal);
            if (!abort.signal.aborted)
                this.#options.show(answer, wanted);
        } catch (error) {
            if (!abort.signal.aborted)
                this.#options.fail(error, wanted);
        } finally {
            if (this.#abort === abort) {
                this.#abort = null;
                this.#options.busy(false);
            }
        }
    }
}
