"""Audits and gaps of the program equal a direct computation in NumPy.

usage: compare.py PROGRAM FOLDER: the program, and an empty folder to work in.
"""

import csv
import json
import subprocess
import sys

import numpy as np

Z = 1.959963984540054
program, work = sys.argv[1:]
catalog = "datasets/upskilling-2025"


def rung(*words):
    run = subprocess.run([program, *words], capture_output=True, text=True)
    assert run.returncode == 0, (words, run.stderr)
    return run.stdout


def table(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def same(found, expected, what):
    """A printed figure; nothing is printed for NaN."""
    if np.isnan(expected):
        assert found == "", (what, found)
    else:
        assert abs(float(found) - expected) <= 5.1e-9 * max(1, abs(expected)), (what, found, expected)


def rates(hits, people, known):
    """What is said of groups: a row of rate, low, high, ratio, its low and high for each."""
    with np.errstate(divide="ignore", invalid="ignore"):
        p, n = hits / people, people
        middle, whole = p + Z**2 / (2 * n), 1 + Z**2 / n
        half = Z * np.sqrt(p * (1 - p) / n + Z**2 / (4 * n**2))
        counts = known & (people >= 0.02 * people.sum())
        best = np.flatnonzero(counts)[np.argmax(p[counts])]
        ratio = np.where(known, p / p[best], np.nan)
        width = Z * np.sqrt(1 / hits - 1 / n + 1 / hits[best] - 1 / n[best])
        width[(np.arange(len(n)) == best) | (hits == 0)] = np.nan
        low, high = np.maximum((middle - half) / whole, 0), (middle + half) / whole
        return np.stack([p, low, high, ratio, ratio * np.exp(-width), ratio * np.exp(width)], 1)


def check_audit(people, by, selected, figure, rows):
    """rows are what the program wrote for the columns by."""
    keys = [tuple(p[c] for c in by) for p in people]
    names = sorted(set(keys), key=lambda key: [value.encode() for value in key])
    number = np.array([names.index(key) for key in keys])
    size = len(names)
    known = np.array([all(key) for key in names])
    count = np.bincount(number, minlength=size).astype(float)
    hits = np.bincount(number, selected, size)
    above = np.bincount(number, figure > np.nanmedian(figure), size)
    scored = np.bincount(number, ~np.isnan(figure), size)
    rows = [r for r in rows if [r["column"], r["column_2"]] == (list(by) + [""])[:2]]
    assert [(r["value"], r["value_2"])[: len(by)] for r in rows] == [
        tuple(value or "(none)" for value in key) for key in names
    ]
    columns = ["rate", "low", "high", "ratio", "ratio_low", "ratio_high"]
    for i, row in enumerate(rows):
        assert int(row["people"]) == count[i] and int(row["scored"]) == scored[i]
        assert int(row["selected"]) == hits[i] and int(row["above_median"]) == above[i], row
        small = count[i] * 50 < count.sum()
        assert row["note"] == ("unknown" if not known[i] else "small" if small else "")
        for what, value in (("selection", hits), ("scoring", above)):
            for column, expected in zip(columns, rates(value, count, known)[i]):
                same(row[f"{what}_{column}"], expected, (names[i], what, column))
    return len(rows)


def audits():
    staff = f"{work}/staff"
    rung("synth", "--catalog", catalog, "--people", "2500", "--seed", "17", "--output", staff)
    people = table(f"{staff}/people.csv")
    place = {p["person_id"]: i for i, p in enumerate(people)}
    checked = 0
    for viable in ([], ["--viable"]):
        matches = f"{work}/matches{len(viable)}.csv"
        rung("match", "--catalog", catalog, "--people", staff, "--top", "4", *viable, "--output", matches)
        first = [float(row["score"]) for row in table(matches) if row["rank"] == "1"]
        middle = round(float(np.quantile(first, 0.4)), 3)
        for rank, threshold, column in ((1, middle, "score"), (3, 0.85, "readiness")):
            figure = np.full(len(people), np.nan)
            selected = np.zeros(len(people))
            for row in table(matches):
                i, value = place[row["person_id"]], float(row[column])
                if np.isnan(figure[i]):
                    figure[i] = value
                if int(row["rank"]) <= rank and value >= threshold:
                    selected[i] = 1
            assert 0 < selected.sum() < len(people)
            options = ["--rank", str(rank), "--threshold", str(threshold), "--figure", column]
            tables = [("gender",), ("site",), ("gender", "age_band"), ("site", "gender")]
            for by in tables:
                options += ["--by", ",".join(by)]
            written = f"{work}/audit.csv"
            rung("audit", "--people", staff, "--matches", matches, *options, "--output", written)
            for by in tables:
                checked += check_audit(people, by, selected, figure, table(written))
            told = json.loads(rung("audit", "--people", staff, "--matches", matches, *options, "--format", "json"))
            assert told["selected"] == selected.sum()
            assert abs(told["median"] - np.nanmedian(figure)) < 5.1e-9
    return checked


def gaps():
    """Gaps per skill of matches, by a column, and the soft ones among the largest."""
    staff, matches = f"{work}/staff", f"{work}/matches0.csv"
    skills = table(f"{catalog}/skills.csv")
    place = {s["skill_id"]: i for i, s in enumerate(skills)}
    roles = {r["role_id"]: i for i, r in enumerate(table(f"{catalog}/roles.csv"))}
    level, weight = np.zeros((2, len(roles), len(skills)))
    for row in table(f"{catalog}/role_skills.csv"):
        at = roles[row["role_id"]], place[row["skill_id"]]
        level[at], weight[at] = np.float32(row["level"]), np.float32(row["importance"])
    people = table(f"{staff}/people.csv")
    number = {p["person_id"]: i for i, p in enumerate(people)}
    have = np.full((len(people), len(skills)), np.nan)
    for row in table(f"{staff}/people_skills.csv"):
        have[number[row["person_id"]], place[row["skill_id"]]] = np.float32(row["level"])
    bare = np.isnan(have).all(1)
    have[bare] = level[[roles[p["role_id"]] for p, b in zip(people, bare) if b]]
    have = np.nan_to_num(have)
    role = np.full(len(people), -1)  # nobody has to be matched to any
    for row in table(matches):
        if row["rank"] == "1":
            role[number[row["person_id"]]] = roles[row["role_id"]]
    matched = role >= 0
    asked = (level * weight > 0)[role] & matched[:, None]
    missing = np.where(asked, np.maximum(0, level[role] - have), 0)
    gap = weight[role] * missing / (weight * level).sum(1)[role, None]
    rows = list(csv.DictReader(rung("gaps", "--catalog", catalog, "--people", staff, "--matches",
                                    matches, "--by", "site", "--top", "20").splitlines()))
    for site in [None, *sorted({p["site"] for p in people})]:
        who = matched & np.array([site is None or p["site"] == site for p in people])
        total = gap[who].sum(0)
        order = np.argsort(-total, kind="stable")[:20]
        found = [r for r in rows if r["value"] == (site or "") and r["what"] == "skill"]
        assert [r["skill_id"] for r in found] == [skills[d]["skill_id"] for d in order]
        for row, d in zip(found, order):
            short = (missing[who, d] > 0).sum()
            assert int(row["asked"]) == asked[who, d].sum() and int(row["short"]) == short
            same(row["mean_shortfall"], missing[who, d].sum() / short, row)
            same(row["gap"], total[d] / who.sum(), row)
            same(row["share"], total[d] / total.sum(), row)
        for row in rows:
            if row["value"] == (site or "") and row["what"] == "kind":
                kind = np.array([s["kind"] == row["kind"] for s in skills])
                assert int(row["among_largest"]) == kind[order].sum()
                same(row["share"], total[kind].sum() / total.sum(), row)
    return len(rows)


print(f"{audits()} groups, {gaps()} rows of gaps")
