"""What rung evaluate finds in observed moves, found again with NumPy: PROGRAM CATALOG MOBILITY.

Written from docs/model.md. Roles that NumPy's sums could put the other way round, since their
scores differ by less than they round, are the one thing that is forgiven: an origin with such a
pair is left out and counted."""
import csv
import json
import subprocess
import sys

import numpy as np

MEASURES = ["h@1", "h@5", "h@10", "h@20", "mrr", "ndcg@10", "auc"]
RANKERS = ["readiness", "similarity", "size", "cosine", "euclid", "coverage"]


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def read(catalog):
    roles = rows(f"{catalog}/roles.csv")
    role = {row["role_id"]: i for i, row in enumerate(roles)}
    skill = {row["skill_id"]: i for i, row in enumerate(rows(f"{catalog}/skills.csv"))}
    level = np.zeros((len(role), len(skill)), np.float32)
    weight = np.zeros_like(level)
    for row in rows(f"{catalog}/role_skills.csv"):
        place = role[row["role_id"]], skill[row["skill_id"]]
        level[place], weight[place] = row["level"], row["importance"]
    figures = {name: np.array([float(row[name] or "nan") for row in roles])
               for name in ("wage", "employment")}
    return role, level.astype(float), weight.astype(float), figures


def scores(ranker, s, level, weight, figures, rated):
    if ranker == "readiness":
        asked = (weight * level).sum(1)
        return (weight * np.minimum(level[s], level)).sum(1) / np.where(asked > 0, asked, 1)
    if ranker == "size":
        return np.nan_to_num(figures["employment"])
    if ranker == "euclid":
        return -((level - level[s]) ** 2).sum(1)
    if ranker == "coverage":
        asked = (level > 0) & (weight > 0)
        return (asked & (level[s] >= level)).sum(1) / np.maximum(asked.sum(1), 1)
    x = level
    if ranker == "similarity":
        spread = level[rated].std(0)
        x = (level - level[rated].mean(0)) / np.where(spread > 0, spread, np.inf)
    length = np.sqrt((x ** 2).sum(1))
    return x @ x[s] / np.where(length > 0, length, np.inf) / length[s]


def measures(score, share):
    order = np.argsort(-score, kind="stable")
    gain, rank = share[order], np.arange(1, len(order) + 1)
    discount = 1 / np.log2(rank[:10] + 1)
    best = np.sort(share)[::-1][:10]
    one, other = score[share > 0][:, None], score[share == 0][None, :]
    return [gain[:1].sum(), gain[:5].sum(), gain[:10].sum(), gain[:20].sum(), (gain / rank).sum(),
            (gain[:10] * discount[:len(gain)]).sum() / (best * discount[:len(best)]).sum(),
            ((one > other).mean() + (one == other).mean() / 2) if other.size else None]


def close_call(score):
    """Two scores that are not the same but for rounding, or are the same by chance."""
    steps = np.diff(np.sort(score))
    return bool(((steps > 0) & (steps < 1e-12)).any())


def judge(program, catalog, mobility, upward):
    command = [program, "evaluate", "--catalog", catalog, "--moves", f"{mobility}/moves_train.csv",
               "--exclude", f"{mobility}/shared_census.csv", "--format", "json", "--resamples", "100"]
    for ranker in RANKERS:
        command += ["--profile", ranker]
    return json.loads(subprocess.check_output(command + ["--upward"] * upward))


def check(program, catalog, mobility, upward):
    role, level, weight, figures = read(catalog)
    rated = (level * weight).sum(1) > 0
    aside = {(row["role_a"], row["role_b"]) for row in rows(f"{mobility}/shared_census.csv")}
    aside = {(role.get(a), role.get(b)) for a, b in aside}
    moves = {}
    for row in rows(f"{mobility}/moves_train.csv"):
        a, b = role.get(row["from_role"]), role.get(row["to_role"])
        if None in (a, b) or a == b or (a, b) in aside or not (rated[a] and rated[b]):
            continue
        if float(row["weight"]) > 0 and (not upward or figures["wage"][b] > figures["wage"][a]):
            moves.setdefault(a, {})[b] = float(row["weight"])
    found = judge(program, catalog, mobility, upward)
    names = list(role)
    agreed = forgiven = 0
    for ranker, got in zip(RANKERS, found["rankers"]):
        assert got["name"] == ranker
        assert [row["role_id"] for row in got["origins"]] == [names[s] for s in sorted(moves)]
        for row in got["origins"]:
            s = role[row["role_id"]]
            ranked = [r for r in range(len(role)) if r != s and rated[r] and (s, r) not in aside]
            share = np.array([moves[s].get(r, 0) for r in ranked])
            score = scores(ranker, s, level, weight, figures, rated)[ranked]
            if close_call(score):
                forgiven += 1
                continue
            for name, want in zip(MEASURES, measures(score, share / share.sum())):
                near = row[name] is want is None or abs(row[name] - want) <= 1e-8
                assert near, f"{ranker} for {row['role_id']}: {name} {row[name]}, by NumPy {want}"
                agreed += 1
        for name in MEASURES:
            values = [row[name] for row in got["origins"] if row[name] is not None]
            assert abs(got["groups"][0][name]["mean"] - np.mean(values)) <= 1e-8, (ranker, name)
    assert forgiven * 10 < len(moves) * len(RANKERS), f"{forgiven} origins with close calls"
    print(f"{len(moves)} origins{' upward' * upward}: {agreed} figures agree, {forgiven} forgiven")


def main():
    program, catalog, mobility = sys.argv[1:]
    for upward in (False, True):
        check(program, catalog, mobility, upward)


if __name__ == "__main__":
    main()
