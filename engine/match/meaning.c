/* meaning.c - what signals say, in a few words for people. */
#include "rung.h"

const char *rung_signal_meaning(rung_signal signal, rung_likeness likeness)
{
    static const char *const meaning[RUNG_SIGNAL_COUNT] = {
        [RUNG_SIGNAL_READINESS] = "share of what the role asks for that is there, 0 to 1",
        [RUNG_SIGNAL_TRANSFER] = "share of what is there that the role uses, 0 to 1",
        [RUNG_SIGNAL_SIMILARITY] = "cosine of standardised levels, -1 to 1",
        [RUNG_SIGNAL_EMBEDDING] = "cosine of vectors, -1 to 1",
        [RUNG_SIGNAL_WAGE] = "ln(its wage / today's)",
        [RUNG_SIGNAL_WAGE_STEP] = "change of wage up or down, |ln(its wage / today's)|",
        [RUNG_SIGNAL_ZONE] = "job zones up",
        [RUNG_SIGNAL_ZONE_STEP] = "job zones up or down",
        [RUNG_SIGNAL_EDUCATION] = "education that it asks for beyond the current role's",
        [RUNG_SIGNAL_EDUCATION_STEP] = "education that it asks for more or less",
        [RUNG_SIGNAL_FAMILY] = "1 in the same family",
        [RUNG_SIGNAL_GROUP] = "1 in the same group of the family",
        [RUNG_SIGNAL_RELATED] = "weight of the relation from the current role",
        [RUNG_SIGNAL_RELATED_FROM] = "weight of the relation back to the current role",
        [RUNG_SIGNAL_RELATED_TWICE] = "ln(1 + roles that are related to both)",
        [RUNG_SIGNAL_KNOWLEDGE] = "likeness of what has to be known, -1 to 1",
        [RUNG_SIGNAL_ACTIVITIES] = "likeness of work activities, 0 to 1",
        [RUNG_SIGNAL_TECHNOLOGY] = "likeness of software and equipment by product, 0 to 1",
        [RUNG_SIGNAL_TOOLS] = "likeness of software and equipment by class, 0 to 1",
        [RUNG_SIGNAL_TITLES] = "likeness of words in their titles, 0 to 1",
        [RUNG_SIGNAL_FLOW] = "moves seen from the current role",
        [RUNG_SIGNAL_INFLOW] = "moves of others into it, as a logarithm",
        [RUNG_SIGNAL_FAMILY_INFLOW] = "moves of others in the family into it, as a logarithm",
        [RUNG_SIGNAL_EMPLOYMENT] = "ln(people employed / the usual number)",
        [RUNG_SIGNAL_OPENINGS] = "ln(openings a year / the usual number)",
        [RUNG_SIGNAL_GROWTH] = "growth in ten years, 0.05 is 5 %",
        [RUNG_SIGNAL_AUTOMATION_RISK] = "automation risk, 0 to 1",
    };
    if (signal == RUNG_SIGNAL_EMBEDDING && likeness == RUNG_PRODUCT)
        return "inner product of vectors";
    return (unsigned)signal < RUNG_SIGNAL_COUNT ? meaning[signal] : "";
}
