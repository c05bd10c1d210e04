"""How well ESCO, a generic taxonomy, foretells observed moves beside O*NET: esco.py --help.

Moves are between groups of O*NET occupations; a crosswalk says which ESCO occupations are which
O*NET occupation's. A group is as ready for another as its ESCO occupations are for the other's on
average, and likewise for each other score, so that O*NET and ESCO rank the same groups. Scores are
those of the engine for somebody who has exactly what an occupation asks for. H@10 and AUC are
those of docs/model.md; p is the share of random signs of the origins' differences from the first
row of ESCO whose mean is as far from 0. Prints a table in Markdown."""
import argparse
import csv
import os
import subprocess
import sys
import tempfile

import numpy as np

SEED, SIGNS = 1, 10000


def rows(*path):
    with open(os.path.join(*path), newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def read_crosswalk(data, groups):
    """{group: ESCO occupations}, each once, in the order of the crosswalk."""
    found = {}
    for row in rows(data, "crosswalk", "esco_onet.csv"):
        group = groups.get(row["onet_code"])
        occupation = row["concept_uri"].rsplit("/", 1)[-1]
        if group is not None:
            found.setdefault(group, {})[occupation] = True
    return found


def read_truth(data, names):
    """For each origin: its place, the shares of moves, and who is ranked, over the groups."""
    place = {name: i for i, name in enumerate(names)}
    aside = {(r["role_a"], r["role_b"]) for r in rows(data, "mobility", "shared_census.csv")}
    share = np.zeros((len(names), len(names)))
    for r in rows(data, "mobility", "moves_train.csv"):
        pair = r["from_role"], r["to_role"]
        if pair[0] != pair[1] and pair not in aside and pair[0] in place and pair[1] in place:
            share[place[pair[0]], place[pair[1]]] = float(r["weight"])
    truth = []
    for i in np.flatnonzero(share.sum(axis=1) > 0):
        ranked = np.array([j != i and (names[i], names[j]) not in aside for j in range(len(names))])
        truth.append((i, share[i, ranked] / share[i].sum(), ranked))
    return truth


def measures(score, truth):
    """H@10 and AUC of each origin."""
    found = []
    for i, gain, ranked in truth:
        mine = score[i, ranked]
        first = np.argsort(-mine, kind="stable")[:10]
        to, other = mine[gain > 0][:, None], mine[gain == 0][None, :]
        auc = (to > other).mean() + (to == other).mean() / 2
        found.append((gain[first].sum(), auc))
    return np.array(found)


def scores(catalog, roles, **options):
    """The score of every one of these roles for somebody in every one of them, [from, to]."""
    where = np.array([catalog.role_index(role) for role in roles])
    levels = np.stack([catalog.levels(role) for role in roles])
    place = np.full(len(catalog.roles), -1)
    place[where] = np.arange(len(where))
    matches = catalog.match(levels, where.astype(np.uint32), top=len(catalog.roles), **options)
    score = np.full((len(where), len(where)), -np.inf)
    for i, (role, value) in enumerate(zip(matches.role, matches.score)):
        there = role < len(place)  # the current role and unrated ones are not among the hits
        to, value = place[role[there]], value[there]
        score[i, to[to >= 0]] = value[to >= 0]
    np.fill_diagonal(score, 1)  # one occupation may belong to two groups
    return score


def average(score, occupations, members):
    """Scores of groups from those of their occupations."""
    place = {name: i for i, name in enumerate(occupations)}
    mean = np.zeros((len(members), len(occupations)))
    for i, names in enumerate(members):
        mean[i, [place[name] for name in names]] = 1 / len(names)
    return mean @ score @ mean.T


def chance(difference):
    """By random signs, whether a mean of differences is more than chance."""
    signs = np.random.default_rng(SEED).choice([-1.0, 1.0], (SIGNS, len(difference)))
    return (np.abs(signs @ difference) >= abs(difference.sum()) * (1 - 1e-12)).mean()


def make(program, data, folder):
    """The catalogs: O*NET by groups, ESCO by plain weights, by IDF, and with its hierarchy."""
    def run(*words):
        subprocess.run([program, "import", *words], check=True, stderr=subprocess.DEVNULL)
        return words[words.index("--output") + 1]
    esco = os.path.join(data, "esco-1.1.1")
    return {
        "onet": run("onet", os.path.join(data, "onet-29.0"), "--groups",
                    os.path.join(data, "mobility", "role_groups.csv"), "--output",
                    os.path.join(folder, "onet")),
        "plain": run("esco", esco, "--weights", "plain", "--hierarchy", "0.3", "--output",
                     os.path.join(folder, "plain")),
        "idf": run("esco", esco, "--hierarchy", "0.3", "--output", os.path.join(folder, "idf")),
    }


# Of ESCO: what the row is called, which catalog, and the options of the matcher.
VARIANTS = [
    ("readiness, plain weights", "plain", {"profile": "readiness"}),
    ("readiness, IDF weights", "idf", {"profile": "readiness"}),
    ("... and hierarchy 0.3", "idf", {"profile": "readiness", "adjacency": "catalog"}),
    ("... or learned adjacency", "idf", {"profile": "readiness", "adjacency": "learned"}),
    ("readiness, plain weights, hierarchy 0.3", "plain",
     {"profile": "readiness", "adjacency": "catalog"}),
    ("similarity", "idf", {"profile": "similarity"}),
    ("similarity, hierarchy 0.3", "idf", {"profile": "similarity", "adjacency": "catalog"}),
]


def tell(name, found, base):
    difference = [chance(found[:, k] - base[:, k]) for k in (0, 1)] if base is not None else None
    ends = [f"{p:.4f}" for p in difference] if difference else ["", ""]
    print(f"| {name} | {found[:, 0].mean():.4f} | {ends[0]} | {found[:, 1].mean():.4f} "
          f"| {ends[1]} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--data", default="../shared/data", help="the folder of real data")
    parser.add_argument("--program", default="build/release/rung")
    options = parser.parse_args()
    import rung  # after --help, which needs no build
    names = {r["source_role"]: r["role_id"] for r in rows(options.data, "mobility",
                                                          "role_groups.csv")}
    crosswalk = read_crosswalk(options.data, names)
    with tempfile.TemporaryDirectory() as folder:
        made = make(options.program, options.data, folder)
        catalogs = {name: rung.Catalog.open(path) for name, path in made.items()}
        onet = catalogs["onet"]
        rated = {role.id for role in onet.roles if role.rated}
        listed = {role.id for role in catalogs["idf"].roles}
        members = {g: [o for o in crosswalk[g] if o in listed] for g in crosswalk if g in rated}
        groups = [role.id for role in onet.roles if members.get(role.id)]
        occupations = sorted({o for g in groups for o in members[g]})
        truth = read_truth(options.data, groups)
        print(f"{len(truth)} origins, {len(groups)} groups, {len(occupations)} occupations of ESCO"
              "\n\n| | H@10 | p | AUC | p |\n| --- | --- | --- | --- | --- |")
        for profile in ("readiness", "similarity"):
            for adjacency in ("off", "learned"):
                told = f"O*NET, {profile}" + (", learned adjacency" if adjacency != "off" else "")
                tell(told, measures(scores(onet, groups, profile=profile, adjacency=adjacency),
                                    truth), None)
        base = None
        for told, catalog, how in VARIANTS:
            score = scores(catalogs[catalog], occupations, **how)
            found = measures(average(score, occupations, [members[g] for g in groups]), truth)
            tell(f"ESCO, {told}", found, base)
            base = found if base is None else base
    return 0


if __name__ == "__main__":
    sys.exit(main())
