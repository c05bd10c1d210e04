/* link.test.mjs - a view survives its link, and a bad link harms nothing. */
import assert from "node:assert/strict";
import {test} from "node:test";
import {PREFERS, START, readLink, writeLink} from "../../../engine/serve/web/link.mjs";

/* mulberry32: the same views on every machine. */
function random(seed) {
    let state = seed;
    return () => {
        state = (state + 0x6d2b79f5) | 0;
        let t = Math.imul(state ^ (state >>> 15), 1 | state);
        t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
        return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
    };
}

const LETTERS = [..."aZ09.-_ ,:=&#%+/?\u00e9\u4e2d\"<>'\\", "\u{1f9d7}"];

function textOf(next) {
    return Array.from({length: 1 + Math.floor(12 * next())},
        () => LETTERS[Math.floor(LETTERS.length * next())]).join("");
}

function pairsOf(next, value) {
    return Object.fromEntries(Array.from({length: Math.floor(4 * next())},
        () => [textOf(next), value()]));
}

function viewOf(next) {
    const person = next() < 0.3 ? textOf(next) : null;
    return {
        ...START, person,
        role: person || next() < 0.3 ? null : textOf(next),
        levels: pairsOf(next, () => Math.floor(14 * next()) / 2),
        is: pairsOf(next, () => textOf(next)),
        target: next() < 0.5 ? textOf(next) : null,
        path: 1 + Math.floor(3 * next()),
        prefer: PREFERS[Math.floor(4 * next())],
        steps: 1 + Math.floor(8 * next()),
        fall: Math.floor(100 * next()) / 100,
        top: 1 + Math.floor(100 * next()),
        profile: next() < 0.2 ? textOf(next) : null,
    };
}

test("the start has an empty link, and an empty link is the start", () => {
    assert.equal(writeLink(START), "#");
    for (const empty of ["", "#", "#main", "#&&", "#=", "#x"])
        assert.deepEqual(readLink(empty), {...START});
});

test("a link is short and readable", () => {
    const view = {...START, role: "qa-tester", levels: {"X.cloud": 3.5, "2.A.1.a": 0},
        is: {employment: "hourly"}, target: "data-analyst", prefer: "fastest"};
    assert.equal(writeLink(view), "#role=qa-tester&levels=X.cloud:3.5,2.A.1.a:0" +
        "&is=employment:hourly&target=data-analyst&prefer=fastest");
});

test("every view is what its link says", () => {
    const next = random(7);
    for (let i = 0; i < 2000; i++) {
        const view = viewOf(next);
        const link = writeLink(view);
        assert.deepEqual(readLink(link), view, link);
        assert.match(link, /^#[\w.~!*'()%:,=&-]*$/, "no character that a chat program would cut");
    }
});

test("what cannot be read is left out, and the rest holds", () => {
    const cases = {
        "#role=a&levels=x:1,y:,:2,z:3:4,w:-1,v:NaN,u:1e5,%:2": {role: "a", levels: {x: 1}},
        "#role=%E0%A4%A": {},
        "#prefer=most&steps=0&steps=2.5&fall=2&top=0&path=none": {},
        "#constructor=1&__proto__=2&toString=3&role=b": {role: "b"},
        "#levels=__proto__:1": {levels: JSON.parse("{\"__proto__\":1}")},
        "#person=p&role=b": {person: "p", role: null},
        "#role=a&role=b": {role: "b"},
    };
    for (const [link, members] of Object.entries(cases))
        assert.deepEqual(readLink(link), {...START, ...members}, link);
});
