/* matcher.h - encoder, kernel and scorer put together: who fits what, for many people. */
#ifndef RUNG_MATCH_MATCHER_H
#define RUNG_MATCH_MATCHER_H

#include "base/threads.h"
#include "match/adjacency.h"
#include "match/encode.h"
#include "match/shape.h"
#include "match/workspace.h"

struct rung_matcher {
    const rung_catalog *catalog;
    rung_profile profile;
    char *profile_path; /* NULL for a shipped profile */
    rung_rules rules;
    rung_demand demand;
    rung_flows flows;
    rung_priors priors;
    rung_stand_ins stand_ins;
    rung_embedding embedding;
    rung_scorer scorer;
    rung_encoder encoder;
    const rung_kernel *kernel;
    rung_shape estimate;
    bool similar; /* similarity is asked for, by the profile or for the hits */
    void *packed;
    unsigned threads;
    size_t window;
    rung_chosen_by kernel_by, threads_by, window_by;
    rung_workspace_shape shape; /* of the scratch */
    rung_pool *pool; /* scratch, one piece a thread; what changes while matching lies here alone */
};

/* The profile that is meant by name for this catalog: where no role has skills, embedding takes the
 * place of the usual one. */
const char *rung_matcher_profile(const rung_catalog *catalog, const char *name);
/* The kernel that options or the environment name, or NULL. */
const char *rung_matcher_named_kernel(const rung_matcher_options *options);

/* rung_match_batch(), which also adds to *counts, unless that is NULL. */
rung_status rung_match_counted(const rung_matcher *matcher, const rung_batch *batch, rung_hit *hits,
                               size_t top, rung_match_counts *counts, rung_error *error);

/* A subject of a person whose own levels are skills floats; level and standard are the caller's,
 * with room for the demand's stride. */
void rung_matcher_subject(const rung_matcher *matcher, rung_subject *subject, const float *levels,
                          uint32_t current_role, float *level, double *standard);
/* Give a subject a vector of dimensions floats; place is the caller's, with room for the stride of
 * the embedding. */
void rung_matcher_embed(const rung_matcher *matcher, rung_subject *subject, const float *vector,
                        float *place);
/* Whether the profile needs vectors of people. */
bool rung_matcher_embeds(const rung_matcher *matcher);

/* Write a person's own rows as a dense one of stride levels. */
void rung_rows_spread(const rung_level_rows *rows, size_t person, float *level, size_t stride);
/* Write the levels in effect of a person with rows as a dense row of the demand's stride. */
void rung_matcher_spread(const rung_matcher *matcher, const rung_level_rows *rows, size_t person,
                         float *level);

#endif
