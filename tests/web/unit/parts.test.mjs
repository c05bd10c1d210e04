/* parts.test.mjs - groups of skills, changes of a ranking, wrapped text. */
import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {test} from "node:test";
import {groupSkills, isWanted} from "../../../engine/serve/web/groups.mjs";
import {compareHits} from "../../../engine/serve/web/ranks.mjs";
import {SIGNALS} from "../../../engine/serve/web/target.mjs";
import {wrap} from "../../../engine/serve/web/wrap.mjs";

const skills = [
    {id: "a", name: "Active Listening", kind: "other", group: "Content"},
    {id: "b", name: "Programming", kind: "technical", group: "Technical Skills"},
    {id: "c", name: "Cloud Computing", kind: "technical", group: "Pledge Skills"},
    {id: "d", name: "Repairing", kind: "technical", group: "Technical Skills"},
    {id: "e", name: "Physics", kind: "knowledge", group: null},
];

test("skills stand by kind and group, each once and in the catalog's order", () => {
    const kinds = groupSkills(skills);
    assert.deepEqual(kinds.map((kind) => [kind.kind, kind.skills]),
        [["technical", 3], ["knowledge", 1], ["other", 1]]);
    assert.deepEqual(kinds[0].groups.map((group) => [group.name, group.skills.map((k) => k.id)]),
        [["Technical Skills", ["b", "d"]], ["Pledge Skills", ["c"]]]);
    assert.deepEqual(groupSkills([]), []);
});

test("a filter wants every word, in any order, in the name or the group", () => {
    const found = (wanted) => skills.filter((skill) => isWanted(skill, wanted)).map((k) => k.id);
    assert.deepEqual(found(""), ["a", "b", "c", "d", "e"]);
    assert.deepEqual(found("PROG"), ["b"]);
    assert.deepEqual(found("skills technical"), ["b", "d"]);
    assert.deepEqual(found("cloud repairing"), []);
});

test("a hit tells by how much it rose", () => {
    const today = [{role: "x", rank: 1, readiness: 0.9}, {role: "y", rank: 2, readiness: 0.5}];
    const now = [{role: "y", rank: 1, readiness: 0.75}, {role: "z", rank: 2, readiness: 0.7},
        {role: "x", rank: 3, readiness: 0.9}];
    const told = compareHits(now, today).map(({role, rose, isNew, readier}) =>
        [role, rose, isNew, readier]);
    assert.deepEqual(told, [["y", 1, false, 0.25], ["z", 0, true, null], ["x", -2, false, 0]]);
    assert.ok(compareHits(now, undefined).every((hit) => hit.rose === 0 && !hit.isNew));
});

test("no wrapped line is wider than its room, and nothing is lost unless it says so", () => {
    const measure = (text) => text.length;
    assert.deepEqual(wrap("one two three four", 9, 3, measure), ["one two", "three", "four"]);
    assert.deepEqual(wrap("one two three four", 9, 2, measure), ["one two", "three fo\u2026"]);
    assert.deepEqual(wrap("incomprehensible", 6, 2, measure), ["incom\u2026"]);
    assert.deepEqual(wrap("", 6, 2, measure), []);
    const text = "Robotics Maintenance Technician for Fulfillment Centers of any size";
    for (let width = 3; width < 70; width++)
        for (let most = 1; most < 8; most++) {
            const lines = wrap(text, width, most, measure);
            assert.ok(lines.length <= most && lines.every((line) => measure(line) <= width));
            assert.ok(lines.join(" ") === text || lines.some((line) => line.endsWith("\u2026")));
        }
});

test("every signal that a service explains has a name, and no other has", () => {
    const file = new URL("../../../engine/serve/answer/openapi.json", import.meta.url);
    const {post} = JSON.parse(readFileSync(file)).paths["/v1/explain"];
    const {example} = post.responses[200].content["application/json"];
    assert.deepEqual(Object.keys(SIGNALS), example.signals.map((signal) => signal.name));
});
