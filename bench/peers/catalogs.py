"""Catalogs on the disk, for Rung and as arrays: made by the program, or written here."""
import csv
import os
import subprocess

import numpy as np

import librung

SHARED = "../shared/data"


class Missing(Exception):
    """Something this row needs is not installed: it is left out, aloud."""


def run(program, *arguments):
    """Run `rung`, which must succeed."""
    done = subprocess.run([program, *arguments], stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        raise librung.RungError(f"{' '.join([program, *arguments])}: {done.stderr}")


def release(program, folder, what, name):
    """Import O*NET or ESCO from the shared data into folder."""
    source = os.path.join(SHARED, name)
    if not os.path.isdir(source):
        raise Missing(f"no {source}: docs/formats.md tells what goes there")
    more = []
    figures = {"--wages": "bls/oews_national_2024.tsv",
               "--projections": "bls/projections_2024_2034.csv"} if what == "onet" else {}
    for option, path in figures.items():
        if os.path.exists(os.path.join(SHARED, path)):
            more += [option, os.path.join(SHARED, path)]
    run(program, "import", what, source, "--output", folder, *more)


def ids(folder, file, column):
    with open(os.path.join(folder, file), encoding="utf-8", newline="") as rows:
        return {row[column]: i for i, row in enumerate(csv.DictReader(rows))}


def requirements(folder):
    """(roles, skills, and for each requirement its role, skill, level and importance): floats as
    the engine holds them."""
    skill, role = ids(folder, "skills.csv", "skill_id"), ids(folder, "roles.csv", "role_id")
    with open(os.path.join(folder, "role_skills.csv"), encoding="utf-8", newline="") as file:
        rows = [(role[row["role_id"]], skill[row["skill_id"]], row["level"], row["importance"])
                for row in csv.DictReader(file)]
    at, of, level, importance = zip(*sorted(rows))
    return (len(role), len(skill), np.array(at), np.array(of),
            np.array(level, np.float32), np.array(importance, np.float32))


def write_vectors(folder, vectors):
    """A catalog of roles with these vectors, likeness by inner product, and nothing else."""
    os.makedirs(folder)
    with open(os.path.join(folder, "catalog.ini"), "w", encoding="utf-8") as file:
        file.write("name = Random vectors\nvectors = product\n")
    with open(os.path.join(folder, "roles.csv"), "w", encoding="utf-8") as file:
        file.write("role_id,title\n")
        file.writelines(f"r{i},Role {i}\n" for i in range(len(vectors)))
    np.save(os.path.join(folder, "role_vectors.npy"), vectors)
