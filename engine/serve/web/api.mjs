/* api.mjs - what the server is asked, and its refusals in words. */

const TOKEN = "rung-token";
const TRIES = 3;          /* where the server is full */
const MOST_WAIT = 10_000; /* ms */

/* The server said no: status, and at: which part of what was sent. */
export class Refusal extends Error {
    constructor(status, told) {
        super(told?.message ?? `The server answered with status ${status}.`);
        this.status = status;
        this.at = told?.at ?? null;
    }
}

/* Nobody answered. */
export class Unreachable extends Error {
    constructor() {
        super("The server cannot be reached.");
    }
}

export const token = {
    get: () => sessionStorage.getItem(TOKEN),
    set: (text) => sessionStorage.setItem(TOKEN, text),
    drop: () => sessionStorage.removeItem(TOKEN),
};

/* A promise that somebody gives a token; set by the page. */
let wantToken = () => Promise.reject(new Refusal(401));

export function onTokenWanted(ask) {
    wantToken = ask;
}

function wait(ms, signal) {
    return new Promise((resolve, reject) => {
        const timer = setTimeout(resolve, ms);
        signal?.addEventListener("abort", () => {
            clearTimeout(timer);
            reject(signal.reason);
        });
    });
}

async function send(path, body, signal) {
    const headers = {Accept: "application/json"};
    const options = {headers, signal, cache: "no-store", credentials: "omit"};
    const known = token.get();
    if (known)
        headers.Authorization = `Bearer ${known}`;
    if (body !== undefined) {
        headers["Content-Type"] = "application/json";
        Object.assign(options, {method: "POST", body: JSON.stringify(body)});
    }
    try {
        return await fetch(path, options);
    } catch (error) {
        if (signal?.aborted)
            throw error;
        throw new Unreachable();
    }
}

async function read(response, signal) {
    let told;
    try {
        told = await response.json();
    } catch (error) {
        if (signal?.aborted)
            throw error;
        if (response.ok)
            throw new Unreachable(); /* cut off */
    }
    if (response.ok)
        return told;
    throw new Refusal(response.status, told?.error);
}

function waitOf(response) {
    const seconds = Number(response.headers.get("Retry-After") ?? 1);
    return Math.min(1000 * (seconds > 0 ? seconds : 1), MOST_WAIT);
}

/* GET without a body, else POST. Asks for a token where one is needed, and waits where the server
 * is full. */
export async function ask(path, body, signal) {
    for (let tries = 1; ; tries++) {
        const used = token.get();
        const response = await send(path, body, signal);
        if (response.status === 401) {
            if (used === token.get())
                await wantToken(used !== null);
            signal?.throwIfAborted();
        } else if ((response.status === 503 || response.status === 429) && tries < TRIES) {
            await wait(waitOf(response), signal);
        } else {
            return read(response, signal);
        }
    }
}

function listed(path, {q = "", limit, offset = 0}, signal) {
    return ask(`${path}?q=${encodeURIComponent(q)}&limit=${limit}&offset=${offset}`, undefined,
        signal);
}

/* Roles that were asked for before anybody wanted them: each is taken once. */
const early = new Map();

function takeEarly(id) {
    const promise = early.get(id);
    early.delete(id);
    return promise;
}

function role(id, signal) {
    return takeEarly(id) ?? ask(`v1/roles/${encodeURIComponent(id)}`, undefined, signal);
}

/* Ask for what a link names while the page still opens. */
export function askEarly(id) {
    const promise = role(id);
    promise.catch(() => {}); /* told to whoever takes it */
    early.set(id, promise);
}

export const api = {
    catalog: () => ask("v1/catalog"),
    health: () => ask("healthz"),
    roles: (page, signal) => listed("v1/roles", page, signal),
    skills: (page, signal) => listed("v1/skills", page, signal),
    people: (page, signal) => listed("v1/people", page, signal),
    role,
    person: (id, signal) => ask(`v1/people/${encodeURIComponent(id)}`, undefined, signal),
    match: (body, signal) => ask("v1/match", body, signal),
    explain: (body, signal) => ask("v1/explain", body, signal),
    path: (body, signal) => ask("v1/path", body, signal),
};

/* An error for people. */
export function inWords(error) {
    if (error instanceof Refusal) {
        const message = error.message.replace(/[.]?$/, ".");
        return message[0].toUpperCase() + message.slice(1);
    }
    if (error instanceof Unreachable)
        return error.message;
    return `Something went wrong in this page: ${error.message}`;
}
