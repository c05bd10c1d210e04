/* format.test.mjs - figures read as they are meant. */
import assert from "node:assert/strict";
import {test} from "node:test";
import {count, growth, level, money, percent, plural, signed, weeks}
    from "../../../engine/serve/web/format.mjs";

test("percentages are rounded down, but never below what the digits say", () => {
    const cases = [[0.8, "80 %"], [0.799999999, "79 %"], [0.29, "29 %"], [0.57, "57 %"],
        [1, "100 %"], [0, "0 %"], [0.999, "99 %"], [null, "\u2013"], [NaN, "\u2013"]];
    for (const [share, text] of cases)
        assert.equal(percent(share), text);
});

test("every hundredth is itself", () => {
    for (let i = 0; i <= 100; i++)
        assert.equal(percent(i / 100), `${i} %`);
});

test("money is in the catalog's currency", () => {
    assert.equal(money("USD").plain(61890), "$61,890");
    assert.equal(money("EUR").plain(61890.4), "\u20ac61,890");
    assert.equal(money("talers").plain(1200), "1,200 talers");
    assert.equal(money(null).plain(1200), "1,200");
    assert.equal(money("USD").plain(null), "\u2013");
});

test("a difference has its sign, and none where there is no difference", () => {
    const dollars = money("USD");
    assert.equal(dollars.signed(15060), "+$15,060");
    assert.equal(dollars.signed(-2000.4), "\u2212$2,000");
    assert.equal(dollars.signed(0.2), "$0");
    assert.equal(dollars.signed(-0.2), "$0");
    assert.equal(dollars.plain(-5), "\u2212$5");
    assert.equal(signed(-0.00001), "0.000");
    assert.equal(signed(0.5), "+0.500");
    assert.equal(growth(-0.077), "\u22127.7 %");
    assert.equal(growth(0), "0.0 %");
});

test("words follow their number", () => {
    assert.equal(plural(1, "person", "people"), "1 person");
    assert.equal(plural(1200, "person", "people"), "1,200 people");
    assert.equal(weeks(1), "1 week");
    assert.equal(weeks(12.5), "12.5 weeks");
    assert.equal(level(3), "3");
    assert.equal(count(undefined), "\u2013");
});
