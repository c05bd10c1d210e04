/* ranks.mjs - what a change of levels does to a ranking. */

/* For each hit, against the hits of today: rose by how many ranks (null: not ranked so far), and
 * the change of readiness (null: not known). Without hits of today there is nothing to tell. */
export function compareHits(hits, today) {
    const before = new Map((today ?? []).map((hit) => [hit.role, hit]));
    return hits.map((hit) => {
        const old = before.get(hit.role);
        return {
            ...hit,
            isNew: Boolean(today) && !old,
            rose: old ? old.rank - hit.rank : 0,
            readier: old ? hit.readiness - old.readiness : null,
        };
    });
}
