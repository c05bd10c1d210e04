/* latest.test.mjs - only the answer to the last ask is ever shown. */
import assert from "node:assert/strict";
import {test} from "node:test";
import {setTimeout as sleep} from "node:timers/promises";
import {Latest} from "../../../engine/serve/web/latest.mjs";

/* Answers are given by hand, in any order. heeds: whether an abort ends an ask. */
function bench({delay = 0, heeds = true} = {}) {
    const b = {open: new Map(), shown: [], failed: [], busy: []};
    b.latest = new Latest({
        delay,
        ask: (wanted, signal) => new Promise((resolve, reject) => {
            b.open.set(wanted, {resolve, reject, signal});
            if (heeds)
                signal.addEventListener("abort", () => reject(signal.reason));
        }),
        show: (answer, wanted) => b.shown.push([wanted, answer]),
        fail: (error) => b.failed.push(error.message),
        busy: (is) => b.busy.push(is),
    });
    return b;
}

test("an answer that comes late is not shown", async () => {
    for (const heeds of [true, false]) {
        const b = bench({heeds});
        b.latest.want("old");
        b.latest.want("new");
        assert.equal(b.open.get("old").signal.aborted, true);
        b.open.get("new").resolve(2);
        await sleep(0);
        b.open.get("old").resolve(1);
        await sleep(0);
        assert.deepEqual(b.shown, [["new", 2]]);
        assert.deepEqual(b.failed, []);
        assert.equal(b.busy.at(-1), false);
    }
});

test("a late failure is not told", async () => {
    const b = bench({heeds: false});
    b.latest.want("old");
    b.latest.want("new");
    b.open.get("old").reject(new Error("late"));
    await sleep(0);
    assert.deepEqual(b.failed, []);
    assert.equal(b.busy.at(-1), true, "the newer ask is still on its way");
    b.open.get("new").reject(new Error("now"));
    await sleep(0);
    assert.deepEqual(b.failed, ["now"]);
});

test("the same ask goes once, until it is dropped", async () => {
    const b = bench();
    b.latest.want({a: 1});
    const [first] = b.open.values();
    b.latest.want({a: 1});
    assert.equal(b.open.size, 1);
    first.resolve("x");
    await sleep(0);
    b.latest.want({a: 1});
    assert.equal(b.open.size, 1);
    b.latest.drop();
    b.latest.want({a: 1});
    assert.equal(b.open.size, 2);
});

test("the first ask goes at once, and of quick ones after it the last", async () => {
    const b = bench({delay: 20});
    b.latest.want(1);
    b.latest.want(2);
    b.latest.want(3);
    assert.deepEqual([...b.open.keys()], [1]);
    await sleep(40);
    assert.deepEqual([...b.open.keys()], [1, 3]);
});

test("what failed is asked again, and what was dropped is not", async () => {
    const b = bench();
    b.latest.want("x");
    b.open.get("x").reject(new Error("away"));
    await sleep(0);
    b.latest.again();
    b.open.get("x").resolve(1);
    await sleep(0);
    assert.deepEqual(b.shown, [["x", 1]]);
    b.latest.drop();
    b.open.clear();
    b.latest.again();
    assert.equal(b.open.size, 0);
});
