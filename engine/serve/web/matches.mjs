/* matches.mjs - the ranked roles: each a link to its details, moved when the ranking changes. */
import {aside, byId, h, keepFocus} from "./dom.mjs";
import {percent, plural} from "./format.mjs";
import {shareBar} from "./meter.mjs";
import {compareHits} from "./ranks.mjs";
import {say} from "./say.mjs";

const MOVE = {duration: 220, easing: "ease-out"};
const still = matchMedia("(prefers-reduced-motion: reduce)");

function riseOf(hit) {
    if (hit.isNew)
        return h("span", {class: "rise up"}, "new");
    if (hit.rose === 0)
        return null;
    const up = hit.rose > 0;
    return h("span", {class: `rise ${up ? "up" : "down"}`},
        h("span", {"aria-hidden": "true"}, up ? "\u25b2" : "\u25bc"),
        aside(up ? "up" : "down"), ` ${Math.abs(hit.rose)}`);
}

function differenceOf(role, subject, money) {
    if (typeof role?.wage !== "number" || typeof subject.wage !== "number")
        return null;
    const more = role.wage - subject.wage;
    return h("span", {class: more < 0 ? "less" : "more"}, money.signed(more));
}

export class Matches {
    #roles;
    #money;
    #store;
    #items = new Map();
    #answer = null;

    constructor(roles, money, store) {
        this.#roles = roles;
        this.#money = money;
        this.#store = store;
    }

    /* answer: of match, for the person as changed and, where there are changes, as today. */
    show(answer, subject) {
        const [now, today] = answer.people;
        if (!this.#answer)
            performance.mark("rung-ranking"); /* the first view is there */
        const hits = compareHits(now.hits, today?.hits);
        const list = byId("hits");
        const before = this.#places();
        this.#answer = {hits, subject};
        keepFocus(list, () => {
            const items = new Map(hits.map((hit) => [hit.role, this.#item(hit, subject)]));
            this.#items = items;
            list.replaceChildren(...items.values());
        });
        this.link();
        this.#slide(before);
        byId("hits-note").textContent = hits.length === 0 ?
            "No role can be ranked by what the server's rules and profile allow." : "";
        const [first] = hits;
        say("matches", first ? `${plural(hits.length, "role")} ranked. First: ${first.title}, ` +
            `${percent(first.readiness)} ready` : "No role is ranked");
    }

    clear() {
        this.#items = new Map();
        this.#answer = null;
        byId("hits").replaceChildren();
        byId("hits-note").textContent = "";
    }

    /* Links of the view as it is now. */
    link() {
        const {target} = this.#store.view;
        for (const [role, item] of this.#items) {
            const link = item.firstChild;
            link.href = this.#store.link({target: role, path: 1});
            if (role === target)
                link.setAttribute("aria-current", "true");
            else
                link.removeAttribute("aria-current");
        }
    }

    #item(hit, subject) {
        const role = this.#roles.get(hit.role);
        const wage = typeof role?.wage === "number" ? this.#money.plain(role.wage) : null;
        return h("li", {}, h("a", {href: "#", class: "hit", "data-key": hit.role},
            h("span", {class: "rank"}, `${hit.rank}`),
            h("span", {class: "title"}, hit.title, " ", riseOf(hit)),
            h("span", {class: "facts"}, shareBar(hit.readiness),
                h("span", {class: "number"}, percent(hit.readiness), aside(" ready, ")),
                h("span", {class: "wage"}, wage ? aside("pays ") : null, wage, " "),
                differenceOf(role, subject, this.#money))));
    }

    #places() {
        const places = new Map();
        for (const [role, item] of this.#items)
            places.set(role, item.offsetTop);
        return places;
    }

    #slide(before) {
        if (still.matches)
            return;
        for (const [role, item] of this.#items) {
            const from = before.get(role);
            const by = from === undefined ? 0 : from - item.offsetTop;
            if (by !== 0)
                item.animate([{transform: `translateY(${by}px)`}, {transform: "none"}], MOVE);
        }
    }
}
