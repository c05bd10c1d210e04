/* main.mjs - the page begins: the catalog, the fields, and what they change. */
import {Unreachable, api, askEarly, inWords, onTokenWanted} from "./api.mjs";
import {Combobox} from "./combobox.mjs";
import {Connection} from "./connection.mjs";
import {copyOnClick} from "./copy.mjs";
import {byId, h} from "./dom.mjs";
import {Explorer} from "./explorer.mjs";
import {Facts} from "./facts.mjs";
import {count, money as moneyIn, plural} from "./format.mjs";
import {TOPS} from "./link.mjs";
import {Roles} from "./roles.mjs";
import {Skills} from "./skills.mjs";
import {Store} from "./store.mjs";
import {columnsOf} from "./subject.mjs";
import {askForToken} from "./token.mjs";

const LISTED = 50; /* options in a list */
const EXAMPLES = 6; /* of roles to begin with */

const store = new Store();
const parts = {};

/* ------------------------------------------------------------ fields */

function roleOption(role, money) {
    const facts = [role.family, typeof role.wage === "number" ? money.plain(role.wage) : null];
    return {id: role.id, label: role.title, detail: facts.filter(Boolean).join(" \u00b7 ")};
}

function findRoles(roles, money) {
    return async (q, signal) => {
        const found = await api.roles({q, limit: LISTED}, signal);
        roles.learn(found.roles);
        return {total: found.total, options: found.roles.map((role) => roleOption(role, money))};
    };
}

async function findPeople(q, signal) {
    const {people, total} = await api.people({q, limit: LISTED}, signal);
    return {total, options: people.map((p) => ({id: p.id, label: p.id, detail: p.title}))};
}

function makeFields(catalog, roles, skills, money) {
    const find = findRoles(roles, money);
    parts.role = new Combobox("role", {find, choose: (role) => store.change(
        {role: role?.id ?? null, person: null, levels: {}, is: store.view.is, path: 1})});
    parts.target = new Combobox("goal", {find, choose: (role) =>
        store.change({target: role?.id ?? null, path: 1})});
    if (catalog.people !== null) {
        byId("person-field").hidden = false;
        parts.person = new Combobox("person", {find: findPeople, choose: (person) => store.change(
            {person: person?.id ?? null, role: null, levels: {}, is: {}, path: 1})});
    }
    if (!skills.all) {
        byId("skill-field").hidden = false;
        parts.skill = new Combobox("skill", {find: findSkills(skills), choose: (skill) => {
            parts.skill.set("");
            if (skill)
                parts.explorer.levels.add(skill.id);
        }});
    }
    parts.facts = new Facts(catalog.programs, changeFact);
}

function findSkills(skills) {
    return async (q, signal) => {
        const found = await api.skills({q, limit: LISTED}, signal);
        skills.learn(found.skills);
        return {total: found.total, options: found.skills.map((skill) =>
            ({id: skill.id, label: skill.name, detail: skill.group ?? skill.kind}))};
    };
}

function changeFact(column, value) {
    const is = {...store.view.is};
    if (value === null)
        delete is[column];
    else
        is[column] = value;
    store.change({is, path: 1});
}

/* A select whose value is a member of the view. */
function bindSelect(id, member, read = (text) => text) {
    byId(id).addEventListener("change", () =>
        store.change({[member]: read(byId(id).value), path: 1}));
}

function setSelect(id, value, label = String(value)) {
    const select = byId(id);
    if (![...select.options].some((option) => option.value === String(value)))
        select.append(h("option", {value}, label));
    select.value = String(value);
}

function makeSelects(catalog) {
    byId("top").replaceChildren(...TOPS.map((n) => h("option", {value: n}, String(n))));
    byId("profile").replaceChildren(...catalog.profiles.map((p) =>
        h("option", {value: p.name}, p.name)));
    byId("profile-field").hidden = catalog.profiles.length < 2;
    bindSelect("top", "top", Number);
    bindSelect("prefer", "prefer");
    bindSelect("steps", "steps", Number);
    bindSelect("fall", "fall", Number);
    bindSelect("profile", "profile", (name) => name === catalog.profile ? null : name);
}

/* ------------------------------------------------------------ the view in the fields */

function titleOf(roles, id) {
    return id ? roles.get(id)?.title ?? id : "";
}

function showFields(catalog, roles, subject, view) {
    parts.role.set(subject.title ?? titleOf(roles, view.role));
    parts.person?.set(view.person ?? "");
    parts.target.set(titleOf(roles, view.target));
    parts.facts.show(columnsOf(subject, view), subject.person !== null);
    setSelect("top", view.top);
    setSelect("prefer", view.prefer);
    setSelect("steps", view.steps);
    setSelect("fall", view.fall, `${Math.round(100 * view.fall)} %`);
    setSelect("profile", view.profile ?? catalog.profile);
    byId("imputed").hidden = !subject.imputed;
}

function showCatalog(catalog) {
    const {counts} = catalog;
    byId("catalog").textContent = catalog.name;
    byId("catalog-counts").textContent = [plural(counts.roles, "role"),
        plural(counts.skills, "skill"), plural(counts.programs, "program"),
        ...(catalog.people === null ? [] : [plural(catalog.people, "person", "people")])]
        .map((text) => text.replace(" ", "\u00a0")).join(" \u00b7 ");
    byId("catalog-source").textContent = catalog.source ? `Source: ${catalog.source}. ` : "";
    byId("version").textContent = `Rung ${catalog.version}`;
    byId("level-scale").textContent = `Levels run from 0 to ${count(catalog.scale.levels)}.`;
}

async function showExamples(roles) {
    const rated = (await roles.first(100)).filter((role) => role.rated)
        .sort((a, b) => (b.employment ?? 0) - (a.employment ?? 0)).slice(0, EXAMPLES);
    byId("examples").replaceChildren(...rated.map((role) => h("li", {},
        h("a", {href: store.link({role: role.id, person: null})}, role.title))));
    byId("examples-part").hidden = rated.length === 0;
}

/* ------------------------------------------------------------ the beginning */

function jumpOnClick() {
    for (const link of document.querySelectorAll("[data-jump]"))
        link.addEventListener("click", (event) => {
            event.preventDefault(); /* the address keeps the view */
            const place = byId(link.dataset.jump);
            place.focus();
            place.scrollIntoView();
        });
}

/* On a narrow screen the sliders are out of the way until they are wanted. */
function showLevelsOnClick() {
    const button = byId("levels-toggle");
    button.addEventListener("click", () => {
        const open = button.getAttribute("aria-expanded") !== "true";
        button.setAttribute("aria-expanded", String(open));
        button.textContent = open ? "Hide the sliders" : "Show the sliders";
    });
}

async function open() {
    const skills = new Skills(), roles = new Roles();
    if (store.view.role)
        askEarly(store.view.role);
    const [catalog] = await Promise.all([api.catalog(), skills.open()]);
    const money = moneyIn(catalog.currency);
    roles.open(catalog.counts.roles, () => parts.explorer?.nameFields());
    return {catalog, skills, roles, money};
}

function begin({catalog, skills, roles, money}, connection) {
    showCatalog(catalog);
    makeSelects(catalog);
    makeFields(catalog, roles, skills, money);
    parts.explorer = new Explorer({store, catalog, skills, roles, money, connection,
        shown: (subject, view) => showFields(catalog, roles, subject, view)});
    byId("page").hidden = false;
    byId("opening").hidden = true;
    parts.explorer.refresh();
    showExamples(roles).catch(() => {}); /* there are fields as well */
}

async function start() {
    const connection = new Connection(() => parts.explorer ? parts.explorer.again() : start());
    try {
        begin(await open(), connection);
    } catch (error) {
        byId("opening").textContent = inWords(error);
        if (error instanceof Unreachable)
            connection.lost();
    }
}

onTokenWanted(askForToken);
copyOnClick();
jumpOnClick();
showLevelsOnClick();
start();
