/* dwell.c - weeks worked in a role before the next step, as the command line gives them. */
#include "base/number.h"
#include "cli/command.h"

bool read_dwell(const char *text, double dwell[6])
{
    enum { LEAST = 5, MOST = 6 };
    rung_slice rest = rung_slice_of(text), part;
    double weeks[MOST];
    size_t count = 0;
    bool good = true;
    while (good && rung_slice_split(&rest, ',', &part)) {
        good = count < MOST && rung_parse_number(part.at, part.length, &weeks[count]) &&
               weeks[count] >= 0;
        count++;
    }
    if (!good || count < LEAST) {
        complain("--dwell: found '%s', expected 5 or 6 numbers of weeks, such as "
                 "13,26,52,104,104,26",
                 text);
        return false;
    }
    memcpy(dwell + 1, weeks, LEAST * sizeof *dwell);
    if (count == MOST)
        dwell[0] = weeks[LEAST];
    return true;
}
