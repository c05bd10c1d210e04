/* why.c - what each signal adds to a score, as rows of output tell it. */
#include "match/why.h"

#include <math.h>

size_t rung_terms(const rung_scorer *scorer, const rung_subject *subject, uint32_t role,
                  rung_term term[RUNG_SIGNAL_COUNT])
{
    size_t count = 0;
    for (int s = 0; s < RUNG_SIGNAL_COUNT; s++) {
        rung_signal signal = (rung_signal)s;
        if (rung_profile_uses(scorer->profile, signal))
            term[count++] =
                (rung_term){signal, scorer->profile->beta[s] *
                                        rung_signal_value(scorer, subject, signal, role)};
    }
    return count;
}

void rung_put_terms_csv(rung_buffer *out, const rung_term *term, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            rung_put_char(out, ';');
        rung_put_text(out, rung_signal_name(term[i].signal));
        rung_put_char(out, ':');
        rung_put_number(out, term[i].share);
    }
}

void rung_put_terms_json(rung_buffer *out, const rung_term *term, size_t count)
{
    rung_put_text(out, ",\"why\":{");
    for (size_t i = 0; i < count; i++) {
        rung_put_text(out, i > 0 ? ",\"" : "\"");
        rung_put_text(out, rung_signal_name(term[i].signal));
        rung_put_text(out, "\":");
        rung_put_number(out, term[i].share);
    }
    rung_put_char(out, '}');
}

/* To four decimals. */
static double rounded(double number)
{
    return floor(number * 1e4 + 0.5) / 1e4;
}

/* Sums are rounded, and terms told as their differences: so those add up to the score told. Terms
 * that come to nothing are left out. */
void rung_put_terms_text(rung_buffer *out, const rung_term *term, size_t count)
{
    double score = 0, told = 0;
    for (size_t i = 0; i < count; i++)
        score += term[i].share;
    rung_put_text(out, "\n        score ");
    rung_put_number(out, rounded(score));
    score = 0;
    for (size_t i = 0, terms = 0; i < count; i++) {
        score += term[i].share;
        double step = rounded(rounded(score) - told);
        told = rounded(score);
        if (step == 0)
            continue;
        rung_put_text(out, terms++ == 0 ? (step < 0 ? " = -" : " = ") : step < 0 ? " - " : " + ");
        rung_put_number(out, fabs(step));
        rung_put_char(out, ' ');
        rung_put_text(out, rung_signal_name(term[i].signal));
    }
}
