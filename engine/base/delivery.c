/* delivery.c - how rows leave: under which names, and who is told before they are there. */
#include "base/delivery.h"

const char *rung_delivery_name(const rung_delivery *delivery, const char *id,
                               char place[RUNG_NAME_ROOM])
{
    if (!delivery->rename)
        return id;
    delivery->rename(delivery->context, id, place);
    return place;
}

rung_status rung_delivery_ready(const rung_delivery *delivery, const rung_sink *const *sinks,
                                size_t count, rung_status status, rung_error *error)
{
    enum { MOST = 8 };
    rung_output output[MOST];
    size_t outputs = 0;
    if (status != RUNG_OK || !delivery->before)
        return status;
    for (size_t i = 0; i < count && outputs < MOST; i++)
        if (sinks[i]->temporary)
            output[outputs++] = (rung_output){sinks[i]->shown, sinks[i]->temporary};
    return outputs > 0 ? delivery->before(delivery->context, output, outputs, error) : RUNG_OK;
}
