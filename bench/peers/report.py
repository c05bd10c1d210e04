"""The table of a run, for people and as JSON; each file appears whole or not at all."""
import json
import os

from measure import ratios, spread

HEAD = (f"{'':17}{'threads':>7}{'people':>9}  {'seconds':>9}{'pairs/s':>11}{'of peak':>9}"
        f"  {'times ' + 'Rung':>9}  {'(smallest to largest)':22}{'processor time':22}{'other':>6}")


def figures(made, threads, task, peak):
    """One dictionary a contender."""
    rows = []
    for one in made:
        pairs, work = one.task.pairs, 2.0 * one.task.pairs * task.roles.shape[1]
        dense = hasattr(task.roles, "flags")
        share = [work / s / p for s, p in zip(one.wall, peak.rates)]
        rows.append({
            "contender": one.name, "threads": threads, "people": one.task.people.shape[0],
            "rounds": len(one.wall), "build_seconds": one.build,
            "seconds": spread(one.wall), "processor_seconds": spread(one.cpu),
            "pairs_per_second": pairs / spread(one.wall)[0],
            "share_of_peak": spread(share) if dense else None,
            "times_rung": ratios(one, made[0], "wall"),
            "times_rung_processor": ratios(one, made[0], "cpu"),
            "most_lost": one.lost, "people_with_other_roles": one.other,
        })
    return rows


def times(ratio):
    return f"{ratio[1]:.2f} to {ratio[2]:.2f}"


def line(row):
    peak = f"{100 * row['share_of_peak'][0]:.0f} %" if row["share_of_peak"] else ""
    cpu = row["times_rung_processor"]
    return (f"{row['contender']:17}{row['threads']:7}{row['people']:9}  {row['seconds'][0]:9.4f}"
            f"{row['pairs_per_second'] / 1e6:9.1f} M{peak:>9}  {row['times_rung'][0]:9.2f}  "
            f"{'(' + times(row['times_rung']) + ')':22}{f'{cpu[0]:.2f} ({times(cpu)})':22}"
            f"{row['people_with_other_roles']:6}")


def write(path, text):
    """Whole or not at all."""
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path + ".part", "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(path + ".part", path)


def save(prefix, lines, result):
    write(prefix + ".txt", "\n".join(lines) + "\n")
    write(prefix + ".json", json.dumps(result, indent=1) + "\n")
