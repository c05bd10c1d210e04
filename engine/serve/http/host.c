/* host.c - which names requests may come for where no token keeps strangers out. */
#include "serve/http/host.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

/* The host without its port. */
static rung_slice name_of(const char *host)
{
    rung_slice name = rung_slice_of(host);
    const char *end;
    if (*host == '[') {
        end = strchr(host, ']');
        return end && (end[1] == '\0' || end[1] == ':')
                   ? (rung_slice){host + 1, (size_t)(end - host) - 1}
                   : (rung_slice){host, 0};
    }
    end = strchr(host, ':');
    if (end)
        name.length = (size_t)(end - host);
    return name;
}

bool rung_host_fits(const char *host, const char *const *name, size_t names)
{
    char text[256];
    unsigned char address[sizeof(struct in6_addr)];
    if (!host)
        return true; /* HTTP/1.0: no browser */
    rung_slice found = name_of(host);
    if (found.length == 0 || found.length >= sizeof text)
        return false;
    memcpy(text, found.at, found.length);
    text[found.length] = '\0';
    if (inet_pton(AF_INET, text, address) == 1 || inet_pton(AF_INET6, text, address) == 1 ||
        strcasecmp(text, "localhost") == 0)
        return true;
    for (size_t i = 0; i < names; i++)
        if (strcasecmp(text, name[i]) == 0)
            return true;
    return false;
}

bool rung_host_is_well_formed(const char *host)
{
    static const char digits[] = "0123456789", address[] = "0123456789abcdefABCDEF:.",
                      name[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                               "-._~%!$&'()*+,;=";
    if (*host == '[') {
        host += 1 + strspn(host + 1, address);
        if (*host++ != ']')
            return false;
    } else {
        host += strspn(host, name);
    }
    if (*host == ':')
        host += 1 + strspn(host + 1, digits);
    return *host == '\0';
}
