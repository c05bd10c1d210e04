#!/usr/bin/python3
"""check.py - what must hold of a report whatever it shows: check.py FILE.html...

Well-formed XML, no script and nothing from elsewhere, one heading of each level before the next,
every picture with a title, a description and a table, every text inside its picture."""
import html.parser
import re
import sys
import xml.etree.ElementTree as tree

SVG = "{http://www.w3.org/2000/svg}"
HTML = "{http://www.w3.org/1999/xhtml}"
ELEMENTS = set("""html head meta title style body main header footer section article p h1 h2 h3 dl
    div dt dd figure figcaption details summary table caption thead tbody tr th td ol ul li span
    """.split())
SHAPES = set("""svg title desc defs pattern rect circle line path polyline text""".split())
ATTRIBUTES = set("""lang charset content http-equiv name class id role tabindex aria-label
    aria-labelledby aria-hidden focusable scope viewBox x y x1 y1 x2 y2 cx cy r width height d
    points fill patternUnits patternTransform text-anchor""".split())


class Html(html.parser.HTMLParser):
    """The page as a browser's tokenizer sees it: the same elements as the XML has."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)


def need(good, *what):
    if not good:
        raise AssertionError(" ".join(str(word) for word in what))


def local(element):
    return element.tag.rsplit("}", 1)[-1]


def check_names(root):
    for element in root.iter():
        known = SHAPES if element.tag.startswith(SVG) else ELEMENTS
        need(local(element) in known, "an element", element.tag)
        for name, value in element.attrib.items():
            need(name in ATTRIBUTES, "an attribute", name, "of", local(element))
            need("javascript:" not in value.lower() and "//" not in value, name, value)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    need(len(ids) == len(set(ids)), "an id twice")
    return set(ids)


def check_style(text):
    need("@import" not in text and "http" not in text and "\\" not in text, "the style sheet")
    for target in re.findall(r"url\(([^)]*)\)", text):
        need(target.startswith("#"), "a style that asks for", target)


def check_headings(root):
    levels = [int(local(e)[1]) for e in root.iter() if re.fullmatch(r"h[1-6]", local(e))]
    need(levels.count(1) == 1 and levels[0] == 1, "the first heading", levels)
    for before, after in zip(levels, levels[1:]):
        need(after <= before + 1, "a heading of level", after, "below", before)
    for element in root.iter():
        if re.fullmatch(r"h[1-6]|summary|figcaption|caption|th|dt|dd|title|desc", local(element)):
            empty = not "".join(element.itertext()).strip()
            need(not empty, "an empty", local(element))


def check_picture(svg, ids):
    need(svg.get("role") == "img", "the role of a picture")
    for name in svg.get("aria-labelledby").split():
        need(name in ids, "no element", name)
    kinds = [local(child) for child in list(svg)[:2]]
    need(kinds == ["title", "desc"], "a picture begins with", kinds)
    left, top, width, height = map(float, svg.get("viewBox").split())
    need(left == 0 and top == 0, svg.get("viewBox"))
    for element in svg.iter():
        for name in ("x", "x1", "x2", "cx"):
            if element.get(name):
                need(-0.05 <= float(element.get(name)) <= width + 0.05, local(element), name,
                     element.get(name), "of", width)
        for name in ("y", "y1", "y2", "cy"):
            if element.get(name):
                need(-0.05 <= float(element.get(name)) <= height + 0.05, local(element), name,
                     element.get(name), "of", height)
        for name in ("width", "height"):
            if element is not svg and element.get(name):
                need(float(element.get(name)) >= 0, local(element), name, element.get(name))
        if local(element) == "rect":
            need(float(element.get("x")) + float(element.get("width")) <= width + 0.15,
                 "a bar beyond the picture")
            need(float(element.get("y")) + float(element.get("height")) <= height + 0.15,
                 "a bar below the picture")
        for number in re.findall(r"-?[0-9.]+", element.get("d", "") + element.get("points", "")):
            need(-0.05 <= float(number) <= max(width, height) + 0.05, local(element), number)


def check_figures(root, ids):
    pictures = root.findall(f".//{HTML}figure")
    for figure in pictures:
        kinds = [local(child) for child in figure]
        need(kinds[0] == "figcaption" and kinds.count("svg") == 2, "a figure of", kinds)
        shown = sorted(svg.get("class") for svg in figure.findall(f"{SVG}svg"))
        need(shown == ["narrow", "wide"], "pictures for", shown)
        for svg in figure.findall(f"{SVG}svg"):
            check_picture(svg, ids)
        table = figure.find(f".//{HTML}table")
        parent = next(p for p in root.iter() if figure in list(p))
        after = list(parent)[list(parent).index(figure) + 1:][:1]
        need(table is not None or any(e.find(f".//{HTML}table") is not None for e in after),
             "a picture without a table")
    return len(pictures)


def check_tables(root):
    for table in root.iter(f"{HTML}table"):
        kinds = [local(child) for child in table]
        need(kinds == ["caption", "thead", "tbody"], "a table of", kinds)
        rows = table.findall(f".//{HTML}tr")
        widths = {len(row) for row in rows}
        need(len(widths) == 1, "rows of", widths, "cells")
        for row in rows:
            need(row[0].tag == f"{HTML}th" and row[0].get("scope"), "a row without a heading")
    for term in root.iter(f"{HTML}dl"):
        for part in term:
            kinds = [local(e) for e in part]
            need(kinds in (["dt", "dd"], ["dt", "dd", "dd"]), "a figure of", kinds)


def check(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    root = tree.fromstring(text.replace("<!DOCTYPE html>\n", "", 1))
    need(text.startswith("<!DOCTYPE html>\n") and root.get("lang") == "en", "no HTML page")
    need("\ufffe" not in text and not re.search("[\u202a-\u202e\u2066-\u2069]", text),
         "characters that turn text round")
    policy = [e.get("content") for e in root.iter(f"{HTML}meta") if e.get("http-equiv")]
    need(policy and policy[0].startswith("default-src 'none'; style-src 'unsafe-inline'"), policy)
    ids = check_names(root)
    check_style(root.find(f"{HTML}head/{HTML}style").text)
    check_headings(root)
    check_tables(root)
    count = check_figures(root, ids)
    parser = Html()
    parser.feed(text)
    need(parser.seen == [local(element).lower() for element in root.iter()],
         "XML and HTML differ")
    return count


for name in sys.argv[1:]:
    print(f"{name}: {check(name)} pictures")
