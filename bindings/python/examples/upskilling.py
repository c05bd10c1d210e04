"""Who could move where, and what is missing: a notebook in cells (# %%), or a script.

    PYTHONPATH=build/release/python python3 bindings/python/examples/upskilling.py [picture.png]
"""
# %% Open the bundled catalog and make up 5,000 people
import os
import sys
import tempfile

import numpy as np

import rung

HERE = os.path.dirname(os.path.abspath(__file__))
catalog = rung.Catalog.open(os.path.join(HERE, "..", "..", "..", "datasets", "upskilling-2025"))
with tempfile.TemporaryDirectory() as folder:
    staff = os.path.join(folder, "staff")
    catalog.synth(staff, 5000, seed=9)
    people = next(catalog.people(staff, batch=5000))
print(catalog, "and", len(people), "people")

# %% Every role's typical worker against every role: readiness [from, to]
rated = [i for i, role in enumerate(catalog.roles) if role.rated]
typical = catalog.role_levels()[rated]
matches = catalog.match(typical, np.array(rated, np.uint32), top=len(rated), profile="readiness")
readiness = np.eye(len(catalog.roles))
origin, rank = np.nonzero(matches.role != rung.NONE)
readiness[np.array(rated)[origin], matches.role[origin, rank]] = matches.readiness[origin, rank]

# %% The best desirable move of each of the people
moves = catalog.match(people, top=1, desirable=True)
moved = moves.role[:, 0] != rung.NONE
into = np.bincount(moves.role[moved, 0], minlength=len(catalog.roles))
print(f"{moved.mean():.0%} of the people have a viable, better paid role within reach")

# %% One of those who have none, and the best way up
matcher = catalog.matcher()
planner = matcher.planner(top=1, paths=1)
stuck = int(np.flatnonzero(~moved & (people.current_role != rung.NONE))[0])
now = int(people.current_role[stuck])
answer = planner.paths(people.levels[stuck], now, columns={"employment": "hourly"})
print(f"{people.ids[stuck]}, {catalog.roles[now].title}:")
for path in answer.paths:
    print(f"  {path.route}: {path.weeks:.0f} weeks, gain {path.gain:,.0f}")

# %% A picture
try:
    import matplotlib.pyplot as plt
except ImportError:
    print("skipped the picture: no matplotlib")
    sys.exit(0)

titles = [role.title for role in catalog.roles]
figure, (left, right) = plt.subplots(
    1, 2, figsize=(15, 9), width_ratios=(1.35, 1), layout="constrained"
)
image = left.imshow(readiness, cmap="viridis", vmin=0.4, vmax=1)
left.set_xticks(range(len(titles)), titles, rotation=90, fontsize=8)
left.set_yticks(range(len(titles)), titles, fontsize=8)
left.set(title="Readiness of a role's typical worker", xlabel="for role", ylabel="of role")
figure.colorbar(image, ax=left, shrink=0.8)
order = [i for i in np.argsort(into) if into[i] > 0]
bars = right.barh([titles[i] for i in order], into[order], color="#31688e")
right.bar_label(bars, padding=3, fontsize=8)
right.tick_params(labelsize=8)
right.margins(x=0.1)
right.set(title="Best viable, better paid move", xlabel=f"people, of {len(people):,}")
figure.savefig(sys.argv[1] if len(sys.argv) > 1 else "upskilling.png", dpi=110, bbox_inches="tight")
