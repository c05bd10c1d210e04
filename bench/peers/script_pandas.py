"""The job of `rung match --profile readiness --impute none --gaps K`, as one would script it with
pandas and NumPy: python3 script_pandas.py CATALOG PEOPLE OUTPUT TOP GAPS

It takes levels to lie on whole steps, as the people of `rung synth` do."""
import sys

import numpy as np
import pandas as pd

from thermometer import Thermometer

BLOCK = 4096  # people


def read_catalog(folder):
    skills = pd.read_csv(f"{folder}/skills.csv", dtype=str, usecols=["skill_id"]).skill_id
    roles = pd.read_csv(f"{folder}/roles.csv", dtype=str, usecols=["role_id"]).role_id
    rows = pd.read_csv(f"{folder}/role_skills.csv", dtype={"role_id": str, "skill_id": str})
    level, importance = np.zeros((2, len(roles), len(skills)))
    at = (pd.Index(roles).get_indexer(rows.role_id), pd.Index(skills).get_indexer(rows.skill_id))
    level[at], importance[at] = rows.level, rows.importance
    rated = np.unique(at[0])
    return skills.to_numpy(), roles.to_numpy()[rated], level[rated], importance[rated]


def read_people(folder, skills):
    people = pd.read_csv(f"{folder}/people.csv", dtype=str, usecols=["person_id", "role_id"])
    rows = pd.read_csv(f"{folder}/people_skills.csv", engine="c", dtype={
        "person_id": "category", "skill_id": "category", "level": np.float32})
    person = pd.Index(people.person_id).get_indexer(rows.person_id.cat.categories)
    skill = pd.Index(skills).get_indexer(rows.skill_id.cat.categories)
    levels = np.zeros((len(people), len(skills)), np.float32)
    levels[person[rows.person_id.cat.codes], skill[rows.skill_id.cat.codes]] = rows.level
    return people, levels


def standard(level):
    """(mean, factor) that standardise a skill's levels over the roles."""
    deviation = level.std(axis=0)
    return level.mean(axis=0), np.divide(1, deviation, where=deviation > 0,
                                         out=np.zeros(len(deviation)))


def unit(rows):
    length = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.divide(rows, length, where=length > 0, out=np.zeros_like(rows))


def texts(prefix, values, suffix):
    """prefix + value + suffix for arrays of few different values, as objects."""
    seen, code = np.unique(values, return_inverse=True)
    shown = np.array([f"{v:.9g}" for v in seen], object)[code].reshape(values.shape)
    return prefix + shown + suffix


class Matcher:
    def __init__(self, skills, level, importance, top, gaps):
        self.level, self.top, self.gaps = level, top, gaps
        self.steps = Thermometer(level, importance, 1.0)
        self.weight = importance / self.steps.asked[:, None]
        self.mean, self.factor = standard(level)
        self.unit = unit((level - self.mean) * self.factor)
        self.have_text = texts(np.array([f"{s}:" for s in skills], object)[:, None],
                               np.broadcast_to(np.arange(8.0), (len(skills), 8)), ">")
        self.need_text = texts("", level, "")

    def best(self, levels, current):
        """The top roles of each person: highest readiness first, then the first in the catalog."""
        score = self.steps.people(levels) @ self.steps.roles.T
        known = current >= 0
        score[np.flatnonzero(known), current[known]] = -np.inf
        some = np.argpartition(score, -self.top, axis=1)[:, -self.top :]
        order = np.lexsort((some, -np.take_along_axis(score, some, 1)))
        return np.take_along_axis(some, order, 1)

    def gap_texts(self, gap, levels, role):
        """skill:have>need of the largest gaps, joined by semicolons."""
        worst = np.argpartition(gap, -self.gaps, axis=2)[:, :, -self.gaps :]
        size = np.take_along_axis(gap, worst, 2)
        order = np.argsort(-size, axis=2, kind="stable")
        worst, size = np.take_along_axis(worst, order, 2), np.take_along_axis(size, order, 2)
        have = np.take_along_axis(levels[:, None], worst, 2).astype(int)
        text = self.have_text[worst, have] + self.need_text[role[:, :, None], worst]
        text[size <= 0] = ""
        joined = text[:, :, 0]
        for k in range(1, self.gaps):
            joined = joined + np.where(size[:, :, k] > 0, ";", "").astype(object) + text[:, :, k]
        return joined

    def match(self, levels, current):
        role = self.best(levels, current)
        gap = self.weight[role] * np.maximum(self.level[role] - levels[:, None], 0)
        ready = 1 - gap.sum(axis=2)
        own = unit((levels - self.mean) * self.factor)
        alike = np.einsum("ps,pks->pk", own, self.unit[role])
        return role, ready, alike, self.gap_texts(gap, levels, role)


def peak_memory():
    """MiB of this process, and not of the one that started it, as getrusage() may tell."""
    with open("/proc/self/status", encoding="ascii") as file:
        return next(int(line.split()[1]) >> 10 for line in file if line.startswith("VmHWM"))


def peak_memory():
    """MiB of this process, and not of the one that started it, as getrusage() may tell."""
    with open("/proc/self/status", encoding="ascii") as file:
        return next(int(line.split()[1]) >> 10 for line in file if line.startswith("VmHWM"))


def main():
    catalog, folder, output, top, gaps = *sys.argv[1:4], int(sys.argv[4]), int(sys.argv[5])
    skills, roles, level, importance = read_catalog(catalog)
    people, levels = read_people(folder, skills)
    current = pd.Index(roles).get_indexer(people.role_id)
    matcher = Matcher(skills, level, importance, top, gaps)
    names = people.person_id.to_numpy()
    with open(output, "w", encoding="utf-8", newline="") as file:
        for i in range(0, len(people), BLOCK):
            role, ready, alike, text = matcher.match(levels[i : i + BLOCK], current[i : i + BLOCK])
            pd.DataFrame({
                "person_id": np.repeat(names[i : i + BLOCK], top),
                "rank": np.tile(np.arange(1, top + 1), len(role)),
                "role_id": roles[role.ravel()], "score": ready.ravel(),
                "readiness": ready.ravel(), "similarity": alike.ravel(), "gaps": text.ravel(),
            }).to_csv(file, index=False, header=i == 0, float_format="%.9g")
    print(f"peak memory {peak_memory()} MiB", file=sys.stderr)
    print(f"peak memory {peak_memory()} MiB", file=sys.stderr)


if __name__ == "__main__":
    main()
