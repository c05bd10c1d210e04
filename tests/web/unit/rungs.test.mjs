/* rungs.test.mjs - a path becomes rungs and sentences; a reason loses its options. */
import assert from "node:assert/strict";
import {test} from "node:test";
import {money} from "../../../engine/serve/web/format.mjs";
import {plainReason, remedyOf, rungsOf, sentencesOf} from "../../../engine/serve/web/rungs.mjs";

const programs = new Map([
    ["choice", {name: "Career Choice", weeks: 52, cost: 8200}],
    ["skills", {name: "Career Skills", weeks: 6, cost: 1000}],
]);
const today = {title: "Associate", wage: 37090};
const path = {path: [
    {role_id: "lc", title: "Coordinator", programs: ["choice", "skills"], starts: 0, enters: 58,
        cost: 9200, wage: 57770, readiness_before: 0.64, readiness: 0.85},
    {role_id: "se", title: "Engineer", programs: [], starts: 110, enters: 110, cost: 0, wage: null,
        readiness_before: 0.8, readiness: 0.8},
]};

test("programs follow each other, and work comes between roles", () => {
    const rungs = rungsOf(path, today, programs);
    assert.deepEqual(rungs.map((r) => [r.kind, r.week, r.name ?? r.title, r.weeks ?? r.stays]), [
        ["role", 0, "Associate", 0], ["program", 0, "Career Choice", 52],
        ["program", 52, "Career Skills", 6], ["role", 58, "Coordinator", 52],
        ["role", 110, "Engineer", 0]]);
    assert.deepEqual(rungs.map((r) => r.more ?? null), [null, null, null, 20680, null]);
    assert.deepEqual(rungs.map((r) => r.isTarget ?? false), [false, false, false, false, true]);
});

test("sentences tell weeks, costs and wages in order", () => {
    assert.deepEqual(sentencesOf(rungsOf(path, today, programs), money("USD")), [
        "Today: Associate, $37,090 a year.",
        "Week 0: Career Choice, 52 weeks, $8,200.",
        "Week 52: Career Skills, 6 weeks, $1,000.",
        "Week 58: Coordinator, $57,770 a year (+$20,680), 85 % ready, and 52 weeks at work in it.",
        "Week 110: Engineer, 80 % ready.",
    ]);
});

test("somebody without a role has a first rung too", () => {
    const [first] = rungsOf(path, {title: null, wage: null}, programs);
    assert.equal(sentencesOf([first], money("USD"))[0], "Today: No role yet.");
});

test("a program that the catalog no longer has keeps its id", () => {
    const [, lost] = rungsOf({path: [{...path.path[0], programs: ["gone"]}]}, today, programs);
    assert.deepEqual([lost.name, lost.weeks], ["gone", null]);
});

test("reasons name no option of the command line", () => {
    const cases = [
        ["readiness for Planner would be 81 %, needed is 90 % or --theta 0.81; most is missing in " +
        "Talking 3 of 4",
        "Readiness for Planner would be 81 %, needed is 90 %; most is missing in Talking 3 of 4."],
        ["Engineer is in job zone 5, Clerk in 2: a program that opens it or a role between them " +
        "is needed, or --zone-step 3",
        "Engineer is in job zone 5, Clerk in 2: a program that opens it or a role between them " +
        "is needed."],
        ["Clerk cannot do without Sorting at 2 or more, reached is 1; --essential 0.5 would do",
            "Clerk cannot do without Sorting at 2 or more, reached is 1."],
        ["Clerk pays 43,190 USD a year after today's 82,630 USD as Analyst: --wage-fall 0.477308 " +
        "is needed",
        "Clerk pays 43,190 USD a year after today's 82,630 USD as Analyst: a fall of 48 % is " +
        "needed."],
        ["the way takes 4 steps, allowed are 3: --steps 4 is needed",
            "The way takes 4 steps, allowed are 3."],
        ["it is the current role", "It is the current role."],
    ];
    for (const [reason, plain] of cases)
        assert.equal(plainReason(reason), plain);
});

test("what can be allowed is offered where it is all that is needed", () => {
    const wage = {rules: ["wage"], wage_fall: 0.477308, reason: ""};
    const steps = {rules: ["steps"], wage_fall: null, reason: "...: --steps 4 is needed"};
    assert.deepEqual(remedyOf(wage), {fall: 0.48});
    assert.deepEqual(remedyOf({...wage, wage_fall: 0.5}), {fall: 0.5});
    assert.deepEqual(remedyOf(steps), {steps: 4});
    assert.equal(remedyOf({...wage, rules: ["wage", "zone"]}), null);
    assert.equal(remedyOf({rules: ["current"], wage_fall: null, reason: ""}), null);
});
