/* format.mjs - figures as people read them. */

const LOCALE = "en";
const MINUS = "\u2212";
const DASH = "\u2013";
const whole = new Intl.NumberFormat(LOCALE, {maximumFractionDigits: 0});
const fine = new Intl.NumberFormat(LOCALE, {maximumFractionDigits: 2});

const isKnown = (x) => typeof x === "number" && Number.isFinite(x);

/* Rounded down, as the command does: 80 % means at least 0.8. The answer has nine digits. */
export function percent(share) {
    return isKnown(share) ? `${Math.floor(Math.round(share * 1e9) / 1e7)} %` : DASH;
}

export function level(x) {
    return isKnown(x) ? fine.format(x) : DASH;
}

export function count(x) {
    return isKnown(x) ? whole.format(x) : DASH;
}

export function signed(x, digits = 3) {
    if (!isKnown(x))
        return DASH;
    const size = Math.abs(x).toFixed(digits);
    return Number(size) === 0 ? size : (x < 0 ? MINUS : "+") + size;
}

/* A share with its sign, to a tenth: +6.4 % */
export function growth(share) {
    return isKnown(share) ? `${signed(100 * share, 1)} %` : DASH;
}

export function plural(n, one, many = `${one}s`) {
    return `${count(n)} ${n === 1 ? one : many}`;
}

export function weeks(n) {
    return isKnown(n) ? `${fine.format(n)} ${n === 1 ? "week" : "weeks"}` : DASH;
}

function formatter(currency) {
    try {
        return new Intl.NumberFormat(LOCALE, {
            style: "currency", currency, currencyDisplay: "narrowSymbol", maximumFractionDigits: 0,
        });
    } catch {
        return null; /* not a code of ISO 4217 */
    }
}

/* Amounts in the catalog's currency, which may be any text or none. */
export function money(currency) {
    const known = currency ? formatter(currency) : null;
    const amount = (x) =>
        known ? known.format(x) : whole.format(x) + (currency ? ` ${currency}` : "");
    return {
        plain: (x) => isKnown(x) ? amount(x).replace("-", MINUS) : DASH,
        signed(x) {
            if (!isKnown(x))
                return DASH;
            const sign = Math.round(x) === 0 ? "" : x < 0 ? MINUS : "+";
            return sign + amount(Math.abs(Math.round(x)));
        },
    };
}
