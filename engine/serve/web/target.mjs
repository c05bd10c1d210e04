/* target.mjs - the role to reach: its figures, whether a move there holds, what its score is. */
import {byId, h} from "./dom.mjs";
import {count, growth, percent, signed} from "./format.mjs";
import {shareBar} from "./meter.mjs";

const RULES = {
    readiness: "Readiness", essential: "Essential skills", zone: "Job zone", wage: "Wage",
    floor: "Wage floor",
};
export const SIGNALS = {
    readiness: "Readiness", transfer: "Transfer", similarity: "Similarity",
    embedding: "Embedding", wage: "Wage", wage_step: "Change of wage", zone: "Job zone",
    zone_step: "Change of job zone", education: "Education",
    education_step: "Change of education", family: "Same family", group: "Same group",
    related: "Related role", related_from: "Related back", related_twice: "Related by others",
    knowledge: "Knowledge", activities: "Work activities", technology: "Technology",
    tools: "Tools", titles: "Titles", flow: "Observed moves", inflow: "Moves into it",
    family_inflow: "Moves in the family", employment: "Employment", openings: "Openings",
    growth: "Growth", automation_risk: "Automation risk",
};

function figure(term, value) {
    return h("div", {}, h("dt", {}, term), h("dd", {}, value));
}

function figuresOf(role, subject, money) {
    const known = (x) => typeof x === "number";
    const figures = [];
    if (known(role.wage)) {
        const more = known(subject.wage) ? role.wage - subject.wage : null;
        figures.push(figure("Wage a year", [money.plain(role.wage), more === null ? "" :
            h("span", {class: more < 0 ? "less" : "more"}, ` ${money.signed(more)}`)]));
    }
    if (known(role.job_zone))
        figures.push(figure("Job zone", `${role.job_zone} of 5`));
    if (role.family)
        figures.push(figure("Family", role.family));
    if (known(role.growth))
        figures.push(figure("Ten-year growth", growth(role.growth)));
    if (known(role.openings))
        figures.push(figure("Yearly openings", count(role.openings)));
    if (known(role.automation_risk))
        figures.push(figure("Automation risk", percent(role.automation_risk)));
    return figures;
}

export function showRole(role, subject, money) {
    byId("target-title").textContent = role.title;
    byId("target-figures").replaceChildren(...figuresOf(role, subject, money));
    byId("target-figures").hidden = false;
}

function test({rule, passed, text}) {
    const state = passed === null ? "unknown" : passed ? "passed" : "failed";
    const word = {unknown: "not tested", passed: "holds", failed: "fails"}[state];
    return h("li", {class: state}, h("strong", {}, RULES[rule] ?? rule), ` ${word}: ${text}`);
}

function verdictOf(answer) {
    if (answer.desirable)
        return ["yes", "A move now is viable and pays enough"];
    if (answer.viable)
        return ["half", "A move now is viable, and pays less than wanted"];
    return ["no", "Not yet: a move now is not viable"];
}

function signalRow({name, meaning, value, weight, share, known}) {
    return h("tr", {}, h("th", {scope: "row"}, SIGNALS[name] ?? name,
        h("span", {class: "meaning"}, meaning)),
    h("td", {}, known && value !== null ? signed(value) : "not known"),
    h("td", {}, signed(weight)), h("td", {}, signed(share)));
}

/* answer: of explain; theta: the least readiness that makes a move viable. */
export function showWhy(answer, theta) {
    const readiness = answer.signals.find((signal) => signal.name === "readiness");
    const [state, verdict] = verdictOf(answer);
    const share = readiness?.value ?? null;
    byId("why-ready").hidden = share === null;
    byId("why-ready").replaceChildren(shareBar(share, theta),
        h("span", {class: "number"}, `${percent(share)} ready`),
        h("span", {class: "quiet"}, `${percent(theta)} needed`));
    byId("why-verdict").className = `verdict ${state}`;
    byId("why-verdict").textContent = verdict;
    byId("why-tests").replaceChildren(...answer.tests.map(test));
    if (!answer.above_wage_floor)
        byId("why-tests").append(test({rule: "floor", passed: false,
            text: `it pays less than profile ${answer.profile} proposes`}));
    byId("why-signals").replaceChildren(...answer.signals.filter((x) => x.weight !== 0)
        .map(signalRow));
    byId("why-score").textContent = signed(answer.score);
    byId("why-profile").textContent = answer.profile;
}
