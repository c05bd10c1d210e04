/* subject.test.mjs - who is asked about, and what a view asks of the server. */
import assert from "node:assert/strict";
import {test} from "node:test";
import {explainAsk, matchAsk, pathAsk} from "../../../engine/serve/web/asks.mjs";
import {START} from "../../../engine/serve/web/link.mjs";
import {NOBODY, changedLevels, isAnybody, levelOf, subjectOf}
    from "../../../engine/serve/web/subject.mjs";

const role = {id: "picker", title: "Picker", wage: 31000, requirements: [
    {skill: "pick", name: "Picking", kind: "technical", level: 4, importance: 1, essential: true},
    {skill: "talk", name: "Talking", kind: "soft", level: 2, importance: 0.5, essential: false},
]};
const ann = {person: {id: "ann", role: "picker", levels: {pick: 3}, columns: {employment: "hourly"}},
    title: "Picker", imputed: false};

test("a role's typical holder has the levels that it asks for", () => {
    const subject = subjectOf(role, null);
    assert.deepEqual(subject.levels, {pick: 4, talk: 2});
    assert.equal(subject.wage, 31000);
    assert.equal(levelOf(subject, START, "talk"), 2);
    assert.equal(levelOf(subject, START, "plan"), 0);
});

test("a person has levels of her own, and the role's wage", () => {
    const subject = subjectOf(role, ann);
    assert.deepEqual(subject.levels, {pick: 3});
    assert.equal(subject.wage, 31000);
    assert.equal(levelOf(subject, {levels: {talk: 1}}, "talk"), 1);
});

test("a level set back to today's is no change, also at 0", () => {
    const subject = subjectOf(role, null);
    assert.deepEqual(changedLevels(subject, {levels: {}}, "talk", 3), {talk: 3});
    assert.deepEqual(changedLevels(subject, {levels: {talk: 3, pick: 1}}, "talk", 2), {pick: 1});
    assert.deepEqual(changedLevels(subject, {levels: {plan: 1}}, "plan", 0), {});
    assert.deepEqual(changedLevels(subject, {levels: {}}, "pick", 0), {pick: 0});
});

test("without a role, a person or a level nothing is asked", () => {
    assert.equal(isAnybody(NOBODY, START), false);
    assert.equal(matchAsk(NOBODY, START), null);
    assert.equal(pathAsk(NOBODY, START), null);
    assert.equal(explainAsk(NOBODY, {...START, target: "lead"}), null);
    assert.deepEqual(matchAsk(NOBODY, {...START, levels: {plan: 2}}),
        {people: [{role: null, levels: {plan: 2}}], top: 10});
});

test("a role alone is asked without levels, a changed one beside what it is today", () => {
    const subject = subjectOf(role, null);
    assert.deepEqual(matchAsk(subject, START), {people: [{role: "picker"}], top: 10});
    assert.deepEqual(matchAsk(subject, {...START, levels: {talk: 5}, top: 25, profile: "p"}), {
        people: [{role: "picker", levels: {pick: 4, talk: 5}}, {role: "picker"}],
        top: 25, profile: "p"});
});

test("a person is asked with her levels, vector and columns", () => {
    const subject = subjectOf(role, {...ann, person: {...ann.person, vector: [1, 2]}});
    const view = {...START, target: "lead"};
    assert.deepEqual(explainAsk(subject, view),
        {role: "picker", levels: {pick: 3}, vector: [1, 2], target: "lead"});
    assert.deepEqual(pathAsk(subject, view), {role: "picker", levels: {pick: 3},
        columns: {employment: "hourly"}, targets: ["lead"], paths: 3, prefer: "gain", steps: 3,
        wage_fall: 0});
    assert.deepEqual(pathAsk(subject, {...view, is: {employment: "salaried"}}).columns,
        {employment: "salaried"});
});

test("ways to any role are the best ones, and there is none to today's", () => {
    const subject = subjectOf(role, null);
    assert.deepEqual(pathAsk(subject, {...START, prefer: "fastest", fall: 0.1, steps: 2}),
        {role: "picker", top: 5, paths: 1, prefer: "fastest", steps: 2, wage_fall: 0.1});
    assert.equal(pathAsk(subject, {...START, target: "picker"}), null);
});
