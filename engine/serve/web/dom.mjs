/* dom.mjs - elements from data. Text only ever becomes text nodes, never markup. */

const SVG = "http://www.w3.org/2000/svg";

function set(element, name, value) {
    if (value === null || value === undefined || value === false)
        return;
    if (typeof value === "function")
        element.addEventListener(name.slice(2), value); /* onclick */
    else
        element.setAttribute(name, value === true ? "" : value);
}

function fill(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes ?? {}))
        set(element, name, value);
    element.append(...children.flat().filter((child) => child !== null && child !== undefined));
    return element;
}

/* h("a", {href: "#"}, "text", element, null, [more]) */
export function h(tag, attributes, ...children) {
    return fill(document.createElement(tag), attributes, children);
}

export function s(tag, attributes, ...children) {
    return fill(document.createElementNS(SVG, tag), attributes, children);
}

/* Text that is read out and not seen. */
export function aside(text) {
    return h("span", {class: "unseen"}, text);
}

export function byId(id) {
    return document.getElementById(id);
}

/* Change a part of the page, and give the focus back to the element with the same data-key. */
export function keepFocus(part, change) {
    const held = document.activeElement;
    const key = part.contains(held) ? held.dataset.key : undefined;
    change();
    if (key === undefined || document.activeElement === held)
        return;
    part.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({preventScroll: true});
}
