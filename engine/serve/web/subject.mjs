/* subject.mjs - whose ways are looked at: a role's typical holder or a person, with changes. */

export const NOBODY = Object.freeze({
    role: null, title: null, wage: null, person: null, imputed: false,
    levels: {}, requirements: [], columns: {}, vector: null,
});

function levelsOf(requirements) {
    return Object.fromEntries(requirements.map((r) => [r.skill, r.level]));
}

/* Of answers of the server: a role's, and a person's or null. */
export function subjectOf(role, person) {
    const requirements = role?.requirements ?? [];
    const about = {
        role: role?.id ?? null, title: role?.title ?? null, wage: role?.wage ?? null, requirements,
    };
    if (!person)
        return {...NOBODY, ...about, levels: levelsOf(requirements)};
    return {
        ...NOBODY, ...about,
        person: person.person.id,
        imputed: person.imputed,
        levels: person.person.levels ?? levelsOf(requirements),
        columns: person.person.columns ?? {},
        vector: person.person.vector ?? null,
    };
}

export function levelOf(subject, view, skill) {
    const changed = Object.hasOwn(view.levels, skill) ? view.levels[skill] : undefined;
    return changed ?? subject.levels[skill] ?? 0;
}

/* The changed levels once this skill has this one: nothing is kept that is no change. */
export function changedLevels(subject, view, skill, level) {
    const levels = {...view.levels, [skill]: level};
    if (level === (subject.levels[skill] ?? 0))
        delete levels[skill];
    return levels;
}

export function isAnybody(subject, view) {
    return subject.role !== null || subject.person !== null ||
        Object.values(view.levels).some((level) => level > 0);
}

export function columnsOf(subject, view) {
    return {...subject.columns, ...view.is};
}

/* As requests have a person. changed: with the changes of the view, or as she is today. */
export function personOf(subject, view, changed = true) {
    const person = {role: subject.role};
    const changes = changed ? view.levels : {};
    if (subject.person !== null || subject.role === null || Object.keys(changes).length > 0)
        person.levels = {...subject.levels, ...changes};
    if (subject.vector)
        person.vector = subject.vector;
    return person;
}
