/* explorer.mjs - keeps what is shown in step with the view: what to ask for, and where it goes. */
import {Refusal, Unreachable, api, inWords} from "./api.mjs";
import {explainAsk, matchAsk, pathAsk} from "./asks.mjs";
import {byId} from "./dom.mjs";
import {Gaps} from "./gaps.mjs";
import {Latest} from "./latest.mjs";
import {Levels} from "./levels.mjs";
import {Matches} from "./matches.mjs";
import {say} from "./say.mjs";
import {NOBODY, isAnybody, subjectOf} from "./subject.mjs";
import {showRole, showWhy} from "./target.mjs";
import {Ways} from "./ways.mjs";

const DELAY = 40, WAY_DELAY = 150; /* ms that a slider may move on */
/* Roles x roles x skills from which a search for ways may take minutes of the server's time. */
const HEAVY = 5e9;
const narrow = matchMedia("(max-width: 61.99rem)");

/* Marks a part of the page as waiting. */
function busy(id) {
    return (is) => byId(id).setAttribute("aria-busy", String(is));
}

export class Explorer {
    #store;
    #catalog;
    #skills;
    #roles;
    #money;
    #connection;
    #subject = NOBODY;
    #subjectOf = null; /* the person and role that the subject is of */
    #needs = new Map();
    #goThere = false;
    #allowed = null; /* the search for ways that may take long */
    #shown; /* called after the view or the subject changed */

    constructor({store, catalog, skills, roles, money, connection, shown}) {
        this.#store = store;
        this.#catalog = catalog;
        this.#skills = skills;
        this.#roles = roles;
        this.#money = money;
        this.#connection = connection;
        this.#shown = shown;
        this.levels = new Levels(skills, catalog.scale, (levels, skill) =>
            store.change({levels}, skill && `level ${skill}`));
        this.#makeParts();
        store.onChange((corrected) => {
            byId("level-strange").hidden = byId("level-strange").hidden || !corrected;
            this.refresh();
        });
    }

    #makeParts() {
        this.matches = new Matches(this.#roles, this.#money, this.#store);
        this.ways = new Ways(this.#store, this.#money, this.#catalog.programs);
        this.gaps = new Gaps(this.#catalog.scale, (skill, level) => this.#raise(skill, level));
        this.subjects = this.#latest("who", "who-error", 0,
            (wanted, signal) => this.#load(wanted, signal),
            (subject, wanted) => this.#take(subject, wanted),
            (error, wanted) => this.#takeNobody(error, wanted));
        this.matching = this.#latest("matches", "matches-error", DELAY,
            (body, signal) => this.#match(body, signal),
            (answer) => this.matches.show(answer, this.#subject));
        this.explaining = this.#latest("target", "target-error", DELAY,
            (body, signal) => this.#explain(body, signal),
            (answer) => this.#showWhy(answer), () => this.#hideWhy());
        this.pathing = this.#latest("ways", "ways-error", WAY_DELAY,
            ({body}, signal) => api.path(body, signal),
            (answer) => this.ways.show(answer, this.#subject, this.#store.view));
        byId("ways-search").addEventListener("click", () => this.#allow());
        byId("hits").addEventListener("click", (event) => {
            this.#goThere = narrow.matches && !event.ctrlKey && !event.metaKey;
        });
    }

    #latest(part, note, delay, ask, show, failed = () => {}) {
        const tell = (text) => {
            byId(note).textContent = text;
            byId(note).hidden = text === "";
        };
        return new Latest({
            delay, ask, busy: busy(part),
            show: (answer, wanted) => {
                tell("");
                show(answer, wanted);
            },
            fail: (error, wanted) => {
                tell(inWords(error));
                failed(error, wanted);
                if (error instanceof Unreachable)
                    this.#connection.lost();
            },
        });
    }

    /* After the server was away. */
    again() {
        for (const latest of [this.subjects, this.matching, this.explaining, this.pathing])
            latest.again();
    }

    refresh() {
        const {person, role} = this.#store.view;
        const wanted = {person, role};
        if (this.#subjectOf === JSON.stringify(wanted) &&
            (this.#skills.all || this.#strange().length === 0))
            this.#show();
        else
            this.subjects.want(wanted);
    }

    /* Skills of the link of which nothing is known. */
    #strange() {
        return Object.keys(this.#store.view.levels).filter((id) => !this.#skills.get(id));
    }

    async #load({person, role}, signal) {
        const told = person ? await api.person(person, signal) : null;
        const held = told ? told.person.role : role;
        const answer = held ? await api.role(held, signal) : null;
        const subject = subjectOf(answer, told);
        this.#skills.learn(subject.requirements);
        await this.#skills.find([...Object.keys(subject.levels), ...this.#strange()], signal);
        return subject;
    }

    #take(subject, wanted) {
        this.#subject = subject;
        this.#subjectOf = JSON.stringify(wanted);
        this.#needs = new Map();
        const strange = this.#strange();
        if (strange.length > 0)
            this.#leaveOut(strange);
        else
            this.#show();
    }

    /* The link names somebody or a role that is not there: as without one, below what is told. */
    #takeNobody(error, wanted) {
        if (!(error instanceof Refusal) || error.status !== 404)
            return;
        this.#subject = NOBODY;
        this.#subjectOf = JSON.stringify(wanted);
        this.#needs = new Map();
        this.#show();
    }

    #leaveOut(strange) {
        const {levels} = this.#store.view;
        byId("level-strange").textContent = `This catalog has no skill ${strange.join(", ")}. ` +
            `${strange.length === 1 ? "It was" : "They were"} left out.`;
        byId("level-strange").hidden = false;
        this.#store.correct({levels: Object.fromEntries(
            Object.entries(levels).filter(([id]) => !strange.includes(id)))});
    }

    async #match(body, signal) {
        const answer = await api.match(body, signal);
        await this.#roles.find(answer.people[0].hits.map((hit) => hit.role), signal);
        return answer;
    }

    async #explain(body, signal) {
        const [answer] = await Promise.all([api.explain(body, signal),
            this.#roles.find([body.target], signal)]);
        this.#skills.learn(answer.gaps);
        return answer;
    }

    /* Titles that the link named by id are known now. */
    nameFields() {
        if (this.#subjectOf === null)
            return;
        this.#shown(this.#subject, this.#store.view);
        this.#showTargetKind(this.#store.view);
    }

    #showLevels() {
        this.levels.show({subject: this.#subject, view: this.#store.view, needs: this.#needs,
            target: byId("target-title").textContent});
    }

    #showWhy(answer) {
        showRole(this.#roles.get(answer.target), this.#subject, this.#money);
        showWhy(answer, this.#catalog.rules.theta);
        this.gaps.show(answer.gaps, answer.target);
        byId("why").hidden = false;
        this.#needs = new Map(answer.gaps.filter((g) => g.need > 0).map((g) => [g.skill, g.need]));
        this.#showLevels();
        this.#shown(this.#subject, this.#store.view); /* the title may be known just now */
        document.title = `${answer.title} \u2013 Rung`;
        if (this.#goThere) {
            byId("target-title").focus({preventScroll: true});
            byId("target").scrollIntoView();
        }
        this.#goThere = false;
    }

    /* What is shown would be of another role. */
    #hideWhy() {
        byId("why").hidden = byId("target-figures").hidden = true;
    }

    #raise(skill, level) {
        const {view} = this.#store;
        this.#store.change({levels: {...view.levels, [skill]: level}});
        say("levels", `${this.#skills.name(skill)} is at ${level} now`);
    }

    #show() {
        const {view} = this.#store;
        const anybody = isAnybody(this.#subject, view);
        this.#shown(this.#subject, view);
        byId("welcome").hidden = anybody;
        byId("matches").hidden = !anybody;
        byId("target").hidden = !anybody;
        this.#showTargetKind(view);
        this.#showLevels();
        this.matches.link();
        this.#ask(view);
    }

    /* With a role to reach, why and how; else the best ways to any. */
    #showTargetKind({target}) {
        byId("target-title").textContent = target ?
            this.#roles.get(target)?.title ?? target : "Best ways up";
        if (target)
            return;
        byId("target-figures").hidden = true;
        byId("target-error").hidden = true;
        byId("why").hidden = true;
        this.#needs = new Map();
        document.title = `${this.#subject.title ?? "Explorer"} \u2013 Rung`;
    }

    #ask(view) {
        const send = (latest, wanted, none) => wanted ? latest.want(wanted) : (latest.drop(), none());
        send(this.matching, matchAsk(this.#subject, view), () => this.matches.clear());
        send(this.explaining, explainAsk(this.#subject, view), () => {
            byId("why").hidden = true;
        });
        byId("ways-title").hidden = !view.target;
        byId("ways-error").hidden = true;
        this.#askForWays(view);
    }

    #askForWays(view) {
        const {counts} = this.#catalog;
        const body = pathAsk(this.#subject, view);
        const heavy = counts.roles * counts.roles * counts.skills > HEAVY;
        const wait = heavy && body !== null && this.#allowed !== JSON.stringify(body);
        byId("ways-search").hidden = !wait;
        if (body && !wait) {
            this.pathing.want({body, path: view.path});
            return;
        }
        this.pathing.drop();
        this.ways.clear(wait ? "In a catalog of this size the search may take minutes." :
            view.target && view.target === this.#subject.role ? "It is the role held today." : "");
    }

    /* Somebody wants the ways although they may take long. */
    #allow() {
        this.#allowed = JSON.stringify(pathAsk(this.#subject, this.#store.view));
        this.#askForWays(this.#store.view);
    }
}
