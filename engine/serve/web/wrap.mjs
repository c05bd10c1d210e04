/* wrap.mjs - text in lines of a width. */

const MORE = "\u2026";

function cut(word, width, measure) {
    let kept = [...word];
    while (kept.length > 1 && measure(kept.join("") + MORE) > width)
        kept = kept.slice(0, -1);
    return kept.join("") + MORE;
}

/* At most so many lines; what does not fit is cut with an ellipsis. measure(text): its width. */
export function wrap(text, width, most, measure) {
    const lines = [];
    for (const word of text.split(/\s+/).filter(Boolean)) {
        const last = lines.length - 1;
        const longer = last >= 0 ? `${lines[last]} ${word}` : word;
        if (last >= 0 && measure(longer) <= width)
            lines[last] = longer;
        else if (lines.length < most)
            lines.push(word);
        else {
            lines[last] = cut(longer, width, measure);
            break;
        }
    }
    return lines.map((line) => measure(line) > width ? cut(line, width, measure) : line);
}
