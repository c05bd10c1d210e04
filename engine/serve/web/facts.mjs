/* facts.mjs - what programs ask of a person beside skills, such as how somebody is employed. */
import {byId, h} from "./dom.mjs";

/* column: the values that programs name. */
export function factsOf(programs) {
    const columns = new Map();
    for (const {column, value} of programs.flatMap((program) => program.audience)) {
        if (column === "role" || column === "family")
            continue; /* of the role, and not of the person */
        if (!columns.has(column))
            columns.set(column, new Set());
        columns.get(column).add(value);
    }
    return columns;
}

/* What stands where no value is known. Of a person the server tells those alone that programs ask
 * for: she may have another. */
export function unknownOf(isPerson) {
    return isPerson ? "other or not stated" : "not stated";
}

function labelOf(column) {
    const text = column.replaceAll("_", " ");
    return text[0].toUpperCase() + text.slice(1);
}

export class Facts {
    #columns;
    #selects = new Map();

    /* change(column, value): value is null where it is not known. */
    constructor(programs, change) {
        this.#columns = factsOf(programs);
        const fields = [...this.#columns].map(([column, values], i) => {
            const select = h("select", {id: `fact-${i}`, onchange: () =>
                change(column, select.value === "" ? null : select.value)});
            this.#selects.set(column, {select, values});
            return h("div", {class: "field"},
                h("label", {for: `fact-${i}`}, labelOf(column)), select);
        });
        byId("facts").replaceChildren(...fields);
        byId("facts").hidden = fields.length === 0;
    }

    show(columns, isPerson) {
        for (const [column, {select, values}] of this.#selects) {
            const value = columns[column] ?? "";
            const options = new Set(values);
            if (value !== "")
                options.add(value);
            select.replaceChildren(h("option", {value: ""}, unknownOf(isPerson)),
                ...[...options].map((name) => h("option", {value: name}, name)));
            select.value = value;
        }
    }
}
