/* ladder.mjs - a path drawn as a ladder: today at the foot, the target on top, programs and work
 * between them. Lengths are pixels of the width that there is. */
import {s} from "./dom.mjs";
import {count, percent, weeks} from "./format.mjs";
import {sentencesOf} from "./rungs.mjs";
import {wrap} from "./wrap.mjs";

const LINE = 18;
const NARROW = 420;
const TITLE = "600 15px system-ui, sans-serif"; /* as .ladder has it in the style */
const TEXT = "13px system-ui, sans-serif";

let pen = null;
let drawn = 0;

function widthIn(font) {
    pen ??= document.createElement("canvas").getContext("2d");
    return (text) => {
        pen.font = font;
        return pen.measureText(text).width * 1.04; /* some room: fonts differ a little */
    };
}

/* Where things stand, from left to right. */
function columnsOf(width) {
    const rail = width < NARROW ? 56 : 78;
    const text = rail + 24 + 20;
    return {width, rail, far: rail + 24, text, room: width - text - 4};
}

function lines(texts, x, y, kind) {
    return texts.map((text, i) => s("text", {x, y: y + i * LINE, class: kind}, text));
}

function weekOf(rung, at, y) {
    const text = at.width < NARROW ? `w ${rung.week}` : `week ${rung.week}`;
    return s("text", {x: at.rail - 12, y, class: "week"}, rung.isToday ? "today" : text);
}

function rail(at, y, height, kind) {
    const parts = [at.rail, at.far].map((x) =>
        s("line", {x1: x, x2: x, y1: y, y2: y + height, class: `rail ${kind}`}));
    for (let step = y + 10; kind === "learn" && step < y + height - 4; step += 11)
        parts.push(s("line", {x1: at.rail, x2: at.far, y1: step, y2: step, class: "spoke"}));
    return parts;
}

function drawProgram(rung, at, y, {money}) {
    const name = wrap(rung.name, at.room - 16, 2, widthIn(TITLE));
    const facts = wrap(`${weeks(rung.weeks)}, ${money.plain(rung.cost)}`, at.room - 16, 2,
        widthIn(TEXT));
    const box = 12 + (name.length + facts.length) * LINE;
    const height = box + 16;
    return {height, parts: [
        ...rail(at, y, height, "learn"),
        s("rect", {x: at.text - 4, y: y + 8, width: at.room + 4, height: box, rx: 6,
            class: "program"}),
        weekOf(rung, at, y + 8 + LINE),
        ...lines(name, at.text + 6, y + 8 + LINE, "title"),
        ...lines(facts, at.text + 6, y + 8 + (name.length + 1) * LINE, "facts"),
    ]};
}

function drawStay(rung, at, y) {
    const text = wrap(`${count(rung.stays)} weeks at work as ${rung.title}`, at.room, 2,
        widthIn(TEXT));
    const height = 14 + text.length * LINE;
    return {height, parts: [...rail(at, y, height, "work"),
        ...lines(text, at.text, y + 4 + LINE, "facts")]};
}

function factsOf(rung, money) {
    const facts = [];
    if (typeof rung.wage === "number")
        facts.push(`${money.plain(rung.wage)} a year`);
    if (rung.more !== null && rung.more !== 0)
        facts.push(money.signed(rung.more));
    if (rung.ready !== null)
        facts.push(`${percent(rung.ready)} ready`);
    return facts.join(" \u00b7 ");
}

function drawRole(rung, at, y, {money, mostWage}) {
    const title = wrap(rung.title, at.room, 2, widthIn(TITLE));
    const facts = wrap(factsOf(rung, money), at.room, 2, widthIn(TEXT));
    const foot = y + 8 + (title.length + facts.length) * LINE;
    const kind = rung.isToday ? "from" : rung.isTarget ? "target" : "between";
    const parts = [
        ...rail(at, y, foot + 18 - y, "stand"),
        s("line", {x1: at.rail - 5, x2: at.far + 5, y1: y + 14, y2: y + 14, class: `rung ${kind}`}),
        weekOf(rung, at, y + LINE),
        ...lines(title, at.text, y + LINE, "title"),
        ...lines(facts, at.text, y + (title.length + 1) * LINE, "facts"),
    ];
    if (typeof rung.wage === "number" && mostWage > 0)
        parts.push(
            s("rect", {x: at.text, y: foot, width: at.room, height: 4, rx: 2, class: "wage all"}),
            s("rect", {x: at.text, y: foot, width: at.room * rung.wage / mostWage, height: 4,
                rx: 2, class: `wage ${kind}`}));
    return {height: foot + 18 - y, parts};
}

/* From the top down: the last rung first. A role's stay is drawn above it. */
function drawAll(rungs, at, context) {
    const parts = [];
    let y = 2;
    const put = (drawing) => {
        parts.push(...drawing.parts);
        y += drawing.height;
    };
    for (const rung of [...rungs].reverse()) {
        if (rung.kind === "program") {
            put(drawProgram(rung, at, y, context));
            continue;
        }
        if (rung.stays > 0)
            put(drawStay(rung, at, y));
        put(drawRole(rung, at, y, context));
    }
    return {parts, height: y};
}

/* rungs: from today on; name: what the picture is called. */
export function drawLadder(rungs, name, money, width) {
    const id = `ladder-${drawn++}`;
    const wages = rungs.map((rung) => rung.wage).filter((wage) => typeof wage === "number");
    const {parts, height} = drawAll(rungs, columnsOf(width),
        {money, mostWage: Math.max(0, ...wages)});
    return s("svg", {class: "ladder", width, height, viewBox: `0 0 ${width} ${height}`,
        role: "img", "aria-labelledby": `${id}-title ${id}-text`},
    s("title", {id: `${id}-title`}, name),
    s("desc", {id: `${id}-text`}, sentencesOf(rungs, money).join(" ")), ...parts);
}
