/* rungs.mjs - a path as the rungs of a ladder, and in sentences. */
import {percent, weeks} from "./format.mjs";

/* Programs follow each other from the week in which a step starts. */
function programsOf(step, programs) {
    let week = step.starts;
    return step.programs.map((id) => {
        const known = programs.get(id) ?? {name: id, weeks: null, cost: null};
        const rung = {kind: "program", week, id, name: known.name, weeks: known.weeks,
            cost: known.cost};
        week += known.weeks ?? 0;
        return rung;
    });
}

function difference(wage, before) {
    return typeof wage === "number" && typeof before === "number" ? wage - before : null;
}

/* From today on: {kind: "role", week, title, wage, more: than today, ready, stays: weeks until the
 * next step} and {kind: "program", week, name, weeks, cost}. */
export function rungsOf(path, today, programs) {
    const first = path.path[0];
    const rungs = [{kind: "role", isToday: true, week: 0, title: today.title ?? "No role yet",
        wage: today.wage, more: null, ready: null, stays: first ? first.starts : 0}];
    path.path.forEach((step, i) => {
        const next = path.path[i + 1];
        rungs.push(...programsOf(step, programs));
        rungs.push({kind: "role", isToday: false, week: step.enters, id: step.role_id,
            title: step.title, wage: step.wage, more: difference(step.wage, today.wage),
            ready: step.readiness, readyBefore: step.readiness_before,
            stays: next ? next.starts - step.enters : 0, isTarget: !next});
    });
    return rungs;
}

function wageOf(rung, money) {
    if (typeof rung.wage !== "number")
        return "";
    const more = rung.more === null ? "" : ` (${money.signed(rung.more)})`;
    return `, ${money.plain(rung.wage)} a year${more}`;
}

function staysOf(rung) {
    return rung.stays > 0 ? `, and ${weeks(rung.stays)} at work in it` : "";
}

/* One sentence a rung, from today to the target. */
export function sentencesOf(rungs, money) {
    return rungs.map((rung) => {
        if (rung.kind === "program")
            return `Week ${rung.week}: ${rung.name}, ${weeks(rung.weeks)}, ` +
                `${money.plain(rung.cost)}.`;
        if (rung.isToday)
            return `Today: ${rung.title}${wageOf(rung, money)}${staysOf(rung)}.`;
        return `Week ${rung.week}: ${rung.title}${wageOf(rung, money)}, ` +
            `${percent(rung.ready)} ready${staysOf(rung)}.`;
    });
}

const roundUp = (share) => Math.ceil(Math.round(Number(share) * 1e8) / 1e6);

/* The reason why there is no path, without the options of the command line. */
export function plainReason(reason) {
    const plain = reason
        .replace(/ or --theta [\d.]+/g, "")
        .replace(/,? or --zone-step \d+/g, "")
        .replace(/; --essential [\d.]+ would do/g, "")
        .replace(/: --steps \d+ is needed/g, "")
        .replace(/--wage-fall ([\d.e-]+)/g, (_, fall) => `a fall of ${roundUp(fall)} %`);
    return `${plain[0].toUpperCase()}${plain.slice(1)}.`;
}

/* What could be allowed so that there is a path: {steps} or {fall} in hundredths, or null. */
export function remedyOf(miss) {
    const alone = (rule) => miss.rules.length === 1 && miss.rules[0] === rule;
    const steps = /--steps (\d+) is needed/.exec(miss.reason);
    if (alone("steps") && steps)
        return {steps: Number(steps[1])};
    if (alone("wage") && typeof miss.wage_fall === "number")
        return {fall: roundUp(miss.wage_fall) / 100};
    return null;
}
