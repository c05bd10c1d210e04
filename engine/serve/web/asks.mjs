/* asks.mjs - what a view asks of the server. */
import {columnsOf, isAnybody, personOf} from "./subject.mjs";

export const WAYS = 3;  /* to one target */
export const BESTS = 5; /* targets, where none is named */

function profileOf(view) {
    return view.profile ? {profile: view.profile} : {};
}

/* With changed levels also as it is today, to tell what the changes do. */
export function matchAsk(subject, view) {
    if (!isAnybody(subject, view))
        return null;
    const people = [personOf(subject, view)];
    if (Object.keys(view.levels).length > 0 && isAnybody(subject, {levels: {}}))
        people.push(personOf(subject, view, false));
    return {people, top: view.top, ...profileOf(view)};
}

export function explainAsk(subject, view) {
    if (!isAnybody(subject, view) || !view.target)
        return null;
    return {...personOf(subject, view), target: view.target, ...profileOf(view)};
}

export function pathAsk(subject, view) {
    if (!isAnybody(subject, view) || view.target === (subject.role ?? undefined))
        return null;
    const {vector: _, ...person} = personOf(subject, view);
    const columns = columnsOf(subject, view);
    const wanted = view.target ? {targets: [view.target], paths: WAYS} : {top: BESTS, paths: 1};
    return {
        ...person,
        ...(Object.keys(columns).length > 0 ? {columns} : {}),
        ...wanted, prefer: view.prefer, steps: view.steps, wage_fall: view.fall,
    };
}
