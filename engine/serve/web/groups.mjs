/* groups.mjs - skills in the order in which they are shown: by kind, and in it by group. */

const KINDS = [
    ["technical", "Technical"],
    ["soft", "Working with people"],
    ["knowledge", "Knowledge"],
    ["ability", "Abilities"],
    ["other", "General skills"],
];

function groupsOf(skills) {
    const groups = new Map();
    for (const skill of skills) {
        const name = skill.group ?? "";
        if (!groups.has(name))
            groups.set(name, []);
        groups.get(name).push(skill);
    }
    return [...groups].map(([name, members]) => ({name, skills: members}));
}

/* [{kind, label, skills: how many, groups: [{name, skills}]}], kinds without skills left out. */
export function groupSkills(skills) {
    return KINDS
        .map(([kind, label]) => ({kind, label, of: skills.filter((k) => k.kind === kind)}))
        .filter(({of}) => of.length > 0)
        .map(({kind, label, of}) => ({kind, label, skills: of.length, groups: groupsOf(of)}));
}

const folded = (text) => text.toLowerCase();

/* Whether each word wanted stands somewhere in the name or group. */
export function isWanted(skill, wanted) {
    const text = folded(`${skill.name} ${skill.group ?? ""}`);
    return folded(wanted).split(/\s+/).every((word) => text.includes(word));
}
