"""Write docs/quality.md: how well rankings foretell observed moves, and where they do not.

Every figure comes from commands of the program, run here on data that the project does not hold:
O*NET, labour statistics and observed moves (docs/formats.md says where they come from)."""
import argparse
import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile

MEASURES = ["h@1", "h@5", "h@10", "h@20", "mrr", "ndcg@10", "auc"]
SKILLS = ["readiness", "transfer", "similarity", "knowledge", "activities", "technology", "tools"]
BASELINES = ["size", "cosine", "euclid", "coverage", "related"]
# What is left out together, to see what it adds.
PARTS = {
    "readiness": ["readiness"], "transfer": ["transfer"], "similarity": ["similarity"],
    "knowledge": ["knowledge"], "activities": ["activities"],
    "technology and tools": ["technology", "tools"], "titles": ["titles"],
    "relations": ["related", "related_from", "related_twice"],
    "wage": ["wage", "wage_step"], "job zone": ["zone", "zone_step"],
    "education": ["education", "education_step"], "family and group": ["family", "group"],
    "inflow": ["inflow", "family_inflow"], "size": ["employment", "openings"],
    "growth": ["growth"],
}
STOCKER = "53-7065.00"


def fail(message):
    sys.exit(f"quality: {message}")


class Rung:
    """The program, the data, and a folder for what comes in between."""

    def __init__(self, program, data, folder):
        self.program, self.data, self.folder = program, data, folder
        self.moves = ["--moves", f"{data}/mobility/moves_train.csv",
                      "--exclude", f"{data}/mobility/shared_census.csv"]

    def run(self, *words):
        done = subprocess.run([self.program, *words], capture_output=True, text=True)
        if done.returncode != 0:
            fail(f"rung {' '.join(words)}: {done.stderr.strip()}")
        return done.stdout

    def catalog(self, name, *options):
        place = f"{self.folder}/{name}"
        self.run("import", "onet", f"{self.data}/onet-29.0", "--wages",
                 f"{self.data}/bls/oews_national_2024.tsv", "--projections",
                 f"{self.data}/bls/projections_2024_2034.csv", "--output", place, *options)
        return place

    def evaluate(self, catalog, profiles, *options):
        words = [w for p in profiles for w in ("--profile", p)]
        return json.loads(self.run("evaluate", "--catalog", catalog, *self.moves, "--format",
                                   "json", *words, *options))

    def fit(self, catalog, name, signals=()):
        """The fitted profile's file, and its measures on unseen origins, with flows and without."""
        place = f"{self.folder}/{name}.ini"
        words = [w for s in signals for w in ("--signal", s)]
        self.run("fit", "--catalog", catalog, *self.moves, "--output", place, *words)
        with open(place, encoding="utf-8") as file:
            lines = [line.split() for line in file if line.startswith("# origins unseen:")]
        return place, [{k: float(v) for k, v in zip(words[3::2], words[4::2])} for words in lines]


def row(*cells):
    return "| " + " | ".join(str(c) for c in cells) + " |\n"


def table(head, rows):
    return row(*head) + row(*["---"] + ["---:"] * (len(head) - 1)) + "".join(row(*r) for r in rows)


def figures(measured):
    return [f"{measured[m]:.3f}" for m in MEASURES]


def of_group(ranker, by, name=""):
    for group in ranker["groups"]:
        if group["by"] == by and group["group"] == name:
            return group
    return None


def measured(group):
    return [f"{group[m]['mean']:.3f}" if group[m]["mean"] is not None else "" for m in MEASURES]


# ---------------------------------------------------------------- sections


def profiles_table(rung, catalog, fitted, skills):
    names = ["upskill", "mobility", "readiness", "similarity", *BASELINES]
    found = rung.evaluate(catalog, names)
    rows = [["mobility as fitted, origins unseen", *figures(fitted[0])],
            ["... without moves of others", *figures(fitted[1])],
            ["skills and activities alone, origins unseen", *figures(skills[0])]]
    for ranker in found["rankers"]:
        name = ranker["name"]
        shown = f"`{name}`" if name in names[:4] else name
        rows.append([shown, *measured(of_group(ranker, "all"))])
    return found, table(["ranking", *MEASURES], rows)


def intervals(found):
    rows = []
    for ranker in found["rankers"]:
        group = of_group(ranker, "all")
        rows.append([ranker["name"]] + [f"{group[m]['low']:.3f}..{group[m]['high']:.3f}"
                                        for m in ("h@10", "auc")])
    return table(["ranking", "H@10", "AUC"], rows)


def groups_table(rung, catalog, place, by):
    found = rung.evaluate(catalog, [place, "readiness", "similarity", "size"], "--by", by)
    rows = []
    for group in found["rankers"][0]["groups"]:
        if group["by"] != by:
            continue
        cells = [of_group(r, by, group["group"]) for r in found["rankers"]]
        rows.append([group["group"] or "not known", group["origins"],
                     *[f"{c['h@10']['mean']:.3f}" for c in cells],
                     f"{cells[0]['auc']['mean']:.3f}"])
    rows.sort(key=lambda r: -float(r[2]) if by == "family" else 0)
    return table([by, "origins", "mobility", "readiness", "similarity", "size", "AUC of mobility"],
                 rows), rows


def parts_table(rung, catalog, place, whole):
    signals = []
    with open(place, encoding="utf-8") as file:
        for line in file:
            if line.startswith("[without"):
                break
            if " = " in line and not line.startswith(("#", "flows")):
                signals.append(line.split(" = ")[0])
    rows = []
    for name, out in PARTS.items():
        _, got = rung.fit(catalog, "part", [s for s in signals if s not in out])
        rows.append([name, f"{got[0]['h@10']:.3f}", f"{got[0]['h@10'] - whole['h@10']:+.3f}",
                     f"{got[0]['auc']:.3f}", f"{got[0]['auc'] - whole['auc']:+.4f}"])
    rows.sort(key=lambda r: float(r[4]))
    return table(["left out", "H@10", "", "AUC", ""], rows)


def weights_table(rung, catalog):
    """Of the profiles that ship, as the program has them."""
    shipped = {}
    person = f"{rung.folder}/one"
    os.makedirs(person, exist_ok=True)
    with open(f"{catalog}/roles.csv", newline="", encoding="utf-8") as file:
        roles = list(csv.DictReader(file))
    with open(f"{person}/people.csv", "w", encoding="utf-8") as file:
        file.write(f"person_id,role_id\none,{STOCKER}\n")
    with open(f"{person}/people_skills.csv", "w", encoding="utf-8") as file:
        file.write("person_id,skill_id,level\n")
    target = next(r["role_id"] for r in roles if r["role_id"].startswith("43-5071"))
    for name in ("mobility", "upskill"):
        told = json.loads(rung.run("explain", "--catalog", catalog, "--people", person, "--person",
                                   "one", "--role", target, "--profile", name, "--format", "json"))
        shipped[name] = {s: told["signals"][s]["weight"] for s in told["signals"]}
    names = [s for s in shipped["mobility"]
             if any(shipped[p].get(s) for p in shipped)]
    return table(["signal", "mobility", "upskill"],
                 [[s, *[f"{shipped[p].get(s, 0):.4g}" for p in shipped]] for s in names]), person


def upward_table(rung, catalog):
    names = ["mobility", "upskill", "readiness", "similarity", "related", "size"]
    found = rung.evaluate(catalog, names, "--upward")
    rows, share = [], {}
    for ranker in found["rankers"]:
        group, rise = of_group(ranker, "all"), ranker["first_10_wages"]
        share[ranker["name"]] = group["h@10"]["mean"]
        rows.append([ranker["name"], f"{group['h@10']['mean']:.3f}", f"{group['auc']['mean']:.3f}",
                     f"{100 * rise['median_rise']:+.1f} %", f"{rise['below']:,} of {rise['pairs']:,}"])
    told = share["upskill"] / share["mobility"]
    return table(["ranking", "H@10", "AUC", "wage of the first 10, median", "below today's"],
                 rows), told


def first_roles(rung, catalog, person):
    with open(f"{catalog}/roles.csv", newline="", encoding="utf-8") as file:
        roles = {r["role_id"]: r for r in csv.DictReader(file)}
    out = rung.run("match", "--catalog", catalog, "--people", person, "--top", "20")
    rows = []
    for line in csv.DictReader(out.splitlines()):
        role = roles[line["role_id"]]
        rows.append([line["rank"], role["title"], f"{float(line['readiness']):.2f}",
                     f"{float(role['wage']):,.0f}" if role["wage"] else "not known",
                     role["job_zone"]])
    today = roles[STOCKER]
    return today, "| | role | readiness | wage | job zone |\n| ---: | --- | ---: | ---: | ---: |\n" \
        + "".join(row(*r) for r in rows)


def best_paths(rung, catalog, person, *options):
    return rung.run("path", "--catalog", catalog, "--people", person, "--person", "one", "--paths",
                    "1", "--steps", "2", "--format", "text", *options).rstrip()


def page(rung, esco):
    groups = ["--groups", f"{rung.data}/mobility/role_groups.csv"]
    catalog = rung.catalog("groups", *groups)
    whole = rung.catalog("onet", "--programs", "datasets/upskilling-2025")
    place, fitted = rung.fit(catalog, "mobility")
    _, skills = rung.fit(catalog, "skills", SKILLS)
    found, profiles = profiles_table(rung, catalog, fitted, skills)
    weights, person = weights_table(rung, whole)
    upward, kept = upward_table(rung, catalog)
    families, by_family = groups_table(rung, catalog, place, "family")
    zones, _ = groups_table(rung, catalog, place, "zone")
    parts = parts_table(rung, catalog, place, fitted[0])
    today, first = first_roles(rung, whole, person)
    moves = found["moves"]
    best, worst = by_family[0][0], [r[0] for r in by_family[-3:]]
    return f"""# How well rankings foretell what people do

Written by `make quality`; every figure is what the program's own commands gave. The truth is
{moves['used']:,} observed moves between occupations of the United States, from one year to the next, from
{found['origins']} occupations, to be found by a typical worker of each: somebody with the levels of the role held.
[model.md](model.md#rankings-and-observed-moves) defines the measures. Pairs that one Census code covers are left
aside; of {moves['rows']:,} rows, {moves['outside']:,} name an occupation that O*NET does not tell apart and {moves['unrated']:,} one that it does not rate.

## Profiles and baselines

{profiles}
The first three rows are cross-validated: the weights that rank an origin were fitted without it and the tenth of the
origins dealt out with it, and inflow is learned from the other nine tenths. All other rows have nothing to learn from these
moves, but for `mobility` and `upskill` as they ship: their weights were fitted on all origins, so that their rows
flatter a little. They come without any moves; with moves in the catalog (`flow` in
`role_relations.csv`) or a profile of `rung fit` inflow counts too. `mobility` foretells, `upskill` advises: it never proposes a role that pays less, which is
where about half of the observed moves lead; its AUC counts those roles as tied behind all others.

What chance alone would make of other origins (95 % of 10,000 resamples of them):

{intervals(found)}
## Weights

{weights}
Weights as used where no moves are known. A signal times its weight is its share of a score (`rung match --why`).
Signals overlap: a weight below 0, as that of similarity, corrects what others say twice already and is not to be read
alone. `upskill` is `mobility` with four preferences, set by hand: readiness counts 3 more, a wage e times as high 0.5
more, growth 1, and how many work or move there half as much.

## Moves to a higher wage

{upward}
`upskill` keeps {100 * kept:.0f} % of `mobility`'s H@10 on them.

## What each signal adds

The profile fitted again without some signals, on unseen origins; differences to the whole ({fitted[0]['h@10']:.3f}, {fitted[0]['auc']:.3f}):

{parts}
An H@10 differs by about 0.004 from one dealing of the folds to another; smaller differences mean nothing.

## By family and job zone

H@10; `mobility` fitted on these same origins, so that it flatters by some 0.02. The mean is over origins, which are few in some families.

{families}
{zones}
## Where it is wrong

* Best foretold is {best}; worst {', '.join(worst)}. Families of few origins tell little.
* Nothing says where people live or who employs them. Moves within a firm or a region, where there are jobs near home, look
  like noise here.
* Licences are not modelled but for the job zone: a nurse's and a technician's skills are near, their papers are not.
* Roles that take anybody (retail, food, driving) take people from everywhere. Skills cannot tell that; inflow, size and
  openings do, which is why they weigh as much as skills do.
* `readiness` alone ranks poorly because it favours roles that ask for little; it tells what is within reach, not what
  people do.

## From stocker to ...

The first 20 roles that `upskill` gives a typical stocker and order filler ({STOCKER}, {float(today['wage']):,.0f} a year), with O*NET's {len(open(f'{whole}/roles.csv', encoding='utf-8').readlines()) - 1:,} occupations:

{first}
The best path to each of the four targets that `upskill` ranks first among those that a path leads to, with the
programs of the bundled catalog and at most two steps:

```
{best_paths(rung, whole, person, "--order", "score", "--top", "4")}
```

And those that bring most in five years, by the rules of [model.md](model.md#paths) alone. The way through a post office into technology is one
that people take; a dental hygienist needs a licence, which no catalog here knows of:

```
{best_paths(rung, whole, person, "--top", "4")}
```
{esco}
## Limits of the data

* Moves come from a survey and are few for small occupations; weights are shares, not counts, and carry its errors.
* Half of the origins were at hand. Fitted and judged on a country's moves of past years, the profile tells what
  people did, not what they could do or should; what was closed to somebody then counts as unlikely now.
* A typical worker stands for everybody in a role. Real people differ; their own levels change readiness, transfer and
  similarity, and nothing else.
* O*NET rates {found['origins']} of these origins by 35 skills and 33 areas of knowledge; software developers and data scientists, say, not at all.
* The moves are not part of the project and do not ship with it: `rung fit` writes those that it used beside the profile.
"""


def esco_section(program, data):
    here = os.path.dirname(os.path.abspath(__file__))
    done = subprocess.run([sys.executable, "-B", f"{here}/esco.py", "--program", program, "--data",
                           data], capture_output=True, text=True)
    if done.returncode != 0:
        fail(done.stderr.strip())
    return f"""
## A generic taxonomy: ESCO

The same moves, between groups of ESCO occupations that a crosswalk joins to the same O*NET groups; binary skills weigh
by how few roles ask for them, and with the hierarchy a skill stands in for its neighbours (`rung import esco
--hierarchy`, `--adjacency catalog`):

{done.stdout.strip()}

Adjacency learned from O*NET's own ratings does not help there; it is off by default. The hierarchy's share, 0.3, and its limit of 100 skills a group were
chosen on nearly the same origins.
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--program", default="build/release/rung")
    parser.add_argument("--data", default="../shared/data", help="the folder of real data")
    parser.add_argument("--output", default="docs/quality.md")
    parser.add_argument("--no-esco", action="store_true", help="leave ESCO out; it takes minutes")
    options = parser.parse_args()
    if not os.path.exists(f"{options.data}/mobility/moves_train.csv"):
        fail(f"no observed moves in {options.data}: nothing is written")
    folder = tempfile.mkdtemp(prefix="rung-quality-")
    try:
        esco = "" if options.no_esco else esco_section(options.program, options.data)
        text = page(Rung(options.program, options.data, folder), esco)
        with open(options.output + ".part", "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(options.output + ".part", options.output)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
