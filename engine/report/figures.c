/* figures.c - numbers as people read them: no more digits than mean something, the same bytes
 * everywhere. */
#include "report/figures.h"

#include <math.h>

#include "base/number.h"

/* A minus and spaces that keep a number and its unit together. */
#define MINUS "\u2212"
#define GLUE  "\u00A0"
#define DASH  "\u2013"

static const double tens[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};

const char *rung_figure_whole(rung_page *page, uint64_t number)
{
    char text[RUNG_NUMBER_ROOM];
    size_t length = rung_print_grouped(text, number);
    return rung_page_say(page, "%.*s", (int)length, text);
}

const char *rung_figure_count(rung_page *page, uint64_t number, const char *one, const char *many)
{
    return rung_page_say(page, "%s %s", rung_figure_whole(page, number), number == 1 ? one : many);
}

/* size >= 0, in whole parts of which 10^decimals make one. */
static const char *say_parts(rung_page *page, bool negative, uint64_t parts, int decimals)
{
    uint64_t unit = (uint64_t)tens[decimals];
    const char *whole = rung_figure_whole(page, parts / unit);
    const char *sign = negative && parts > 0 ? MINUS : "";
    if (decimals == 0)
        return rung_page_say(page, "%s%s", sign, whole);
    return rung_page_say(page, "%s%s.%0*llu", sign, whole, decimals,
                         (unsigned long long)(parts % unit));
}

const char *rung_figure_fixed(rung_page *page, double number, int decimals)
{
    double parts = fabs(number) * tens[decimals] + 0.5;
    if (isnan(number))
        return DASH;
    if (!(parts < 1e18)) {
        char text[RUNG_NUMBER_ROOM];
        return rung_page_say(page, "%.*s", (int)rung_print_number(text, number), text);
    }
    return say_parts(page, number < 0, (uint64_t)parts, decimals);
}

const char *rung_figure_share(rung_page *page, double part, double whole)
{
    if (!(whole > 0))
        return DASH;
    double share = part / whole;
    if (part > 0 && share < 0.0005)
        return "under 0.1" GLUE "%";
    if (part < whole && share >= 0.9995)
        return "over 99.9" GLUE "%";
    return rung_page_say(page, "%s" GLUE "%%",
                         rung_figure_fixed(page, 100 * share, share == 0 || share == 1 ? 0 : 1));
}

static const char *with_currency(rung_page *page, const char *text, const char *currency)
{
    return *currency ? rung_page_say(page, "%s" GLUE "%s", text, currency) : text;
}

const char *rung_figure_money(rung_page *page, double amount, const char *currency)
{
    return with_currency(page, rung_figure_fixed(page, amount, 0), currency);
}

const char *rung_figure_large(rung_page *page, double amount, const char *currency, bool brief)
{
    static const struct {
        double from, unit;
        const char *name, *letter;
    } scales[] = {{999.5e9, 1e12, "trillion", "tn"},
                  {999.5e6, 1e9, "billion", "bn"},
                  {999.5e3, 1e6, "million", "M"},
                  {9999.5, 1e3, NULL, "k"}};
    double size = fabs(amount);
    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++) {
        const char *name = brief ? scales[i].letter : scales[i].name;
        if (size < scales[i].from || !name)
            continue;
        double scaled = amount / scales[i].unit, wide = fabs(scaled);
        int decimals = wide < 9.995 ? 2 : wide < 99.95 ? 1 : 0;
        if (brief) /* ticks are round */
            while (decimals > 0 && floor(wide * tens[decimals - 1] + 1e-9) ==
                                       floor(wide * tens[decimals] + 1e-9) / 10)
                decimals--;
        return with_currency(
            page,
            rung_page_say(page, "%s" GLUE "%s", rung_figure_fixed(page, scaled, decimals), name),
            currency);
    }
    return rung_figure_money(page, amount, currency);
}

const char *rung_figure_rough(rung_page *page, double amount, const char *currency)
{
    double unit = 1;
    while (fabs(amount) / unit >= 999.5 && unit < 1e15)
        unit *= 10;
    double rough = floor(fabs(amount) / unit + 0.5) * unit;
    return rung_figure_money(page, amount < 0 ? -rough : rough, currency);
}

const char *rung_figure_number(rung_page *page, double number)
{
    char text[RUNG_NUMBER_ROOM];
    return rung_page_say(page, "%.*s", (int)rung_print_number(text, number), text);
}

const char *rung_figure_weeks(rung_page *page, double weeks)
{
    bool whole = weeks == floor(weeks);
    return rung_page_say(page, "%s" GLUE "%s", rung_figure_fixed(page, weeks, whole ? 0 : 1),
                         weeks == 1 ? "week" : "weeks");
}

double rung_figure_step(double range, unsigned parts)
{
    static const double steps[] = {1, 2, 2.5, 5};
    if (!(range > 0) || parts == 0 || !(range < 1e300))
        return 1;
    double power = 1;
    while (power * parts > range)
        power /= 10;
    while (power * 10 * parts <= range)
        power *= 10;
    for (;; power *= 10)
        for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
            if (steps[i] * power * parts >= range)
                return steps[i] * power;
}
