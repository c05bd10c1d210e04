/* link.mjs - a view as the fragment of a link, and back: whoever opens it sees the same. */

export const PREFERS = ["gain", "fastest", "cheapest", "fewest"];
export const TOPS = [10, 25, 50, 100];

export const START = Object.freeze({
    person: null, /* id of somebody of the loaded population */
    role: null,   /* id of the current role, where there is no person */
    levels: {},   /* skill: level, of those that were changed */
    is: {},       /* column: value, what programs ask of somebody beside skills */
    target: null, /* id of the role to reach */
    path: 1,      /* which of the ways there */
    prefer: "gain",
    steps: 3,
    fall: 0,      /* how much a wage may fall on the way, 0..1 */
    top: 10,
    profile: null,
});

function decode(text) {
    try {
        return decodeURIComponent(text.replaceAll("+", " "));
    } catch {
        return null; /* cut in the middle of a character */
    }
}

const encode = (text) => encodeURIComponent(text);

function readPairs(text, check) {
    const pairs = {};
    for (const part of text.split(",")) {
        const [key, value, more] = part.split(":").map(decode);
        const checked = key && value && more === undefined ? check(value) : undefined;
        if (checked !== undefined)
            Object.defineProperty(pairs, key, /* "__proto__" is a name as any other */
                {value: checked, enumerable: true, writable: true, configurable: true});
    }
    return pairs;
}

function writePairs(pairs) {
    return Object.entries(pairs).map(([key, value]) => `${encode(key)}:${encode(value)}`).join(",");
}

function numberIn(text, least, most, whole) {
    const number = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
    const fits = number >= least && number <= most && (!whole || Number.isInteger(number));
    return fits ? number : undefined;
}

const id = (text) => decode(text) || undefined;
const anyOf = (list) => (text) => list.includes(text) ? text : undefined;

/* How each member is read; what cannot be read is left as it is at the start. */
const read = {
    person: id,
    role: id,
    levels: (text) => readPairs(text, (value) => numberIn(value, 0, 1e6, false)),
    is: (text) => readPairs(text, (value) => value),
    target: id,
    path: (text) => numberIn(text, 1, 100, true),
    prefer: anyOf(PREFERS),
    steps: (text) => numberIn(text, 1, 8, true),
    fall: (text) => numberIn(text, 0, 1, false),
    top: (text) => numberIn(text, 1, 1000, true),
    profile: id,
};

export function readLink(fragment) {
    const view = {...START};
    for (const part of fragment.replace(/^#/, "").split("&")) {
        const at = part.indexOf("=");
        const name = part.slice(0, Math.max(at, 0));
        const value = Object.hasOwn(read, name) ? read[name](part.slice(at + 1)) : undefined;
        if (value !== undefined)
            view[name] = value;
    }
    if (view.person)
        view.role = null; /* a person has a role of her own */
    return view;
}

export function writeLink(view) {
    const parts = [];
    for (const name of Object.keys(START)) {
        const value = view[name];
        if (value === null || value === START[name])
            continue;
        const text = typeof value === "object" ? writePairs(value) : encode(value);
        if (text !== "")
            parts.push(`${name}=${text}`);
    }
    return `#${parts.join("&")}`;
}
