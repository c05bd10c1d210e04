/* headers.c - what a request's headers must be for its end to be beyond doubt. */
#include "serve/http/headers.h"

#include <string.h>
#include <strings.h>

#include "serve/http/host.h"

/* ---------------------------------------------------------------- framing */

static const char blank[] = " \t";

typedef struct framing {
    size_t hosts, lengths, codings,
        blanks; /* names with a blank: readers differ in what they are */
    const char *host, *coding;
} framing;

static enum MHD_Result look(void *context, enum MHD_ValueKind kind, const char *name,
                            const char *value)
{
    framing *f = context;
    (void)kind;
    f->blanks += strpbrk(name, blank) != NULL;
    if (strcasecmp(name, MHD_HTTP_HEADER_HOST) == 0) {
        f->hosts++;
        f->host = value;
    } else if (strcasecmp(name, MHD_HTTP_HEADER_CONTENT_LENGTH) == 0) {
        f->lengths++;
    } else if (strcasecmp(name, MHD_HTTP_HEADER_TRANSFER_ENCODING) == 0) {
        f->codings++;
        f->coding = value;
    }
    return MHD_YES;
}

rung_header_fault rung_headers_check(struct MHD_Connection *http, const char *method)
{
    framing f = {0};
    MHD_get_connection_values(http, MHD_HEADER_KIND, look, &f);
    if (f.blanks > 0)
        return (rung_header_fault){400,
                                   "a header's name has a blank, expected ':' behind the name"};
    if (f.hosts > 1)
        return (rung_header_fault){400, "found several headers Host, expected one"};
    if (f.host && !rung_host_is_well_formed(f.host))
        return (rung_header_fault){400, "the header Host is none, expected NAME or NAME:PORT"};
    if (f.lengths > 1)
        return (rung_header_fault){400, "found several headers Content-Length, expected one"};
    if (f.codings > 1)
        return (rung_header_fault){400, "found several headers Transfer-Encoding, expected one"};
    if (f.codings > 0 && f.lengths > 0)
        return (rung_header_fault){
            400, "found both Content-Length and Transfer-Encoding, expected one of them"};
    if (f.codings > 0 && (!f.coding || strcasecmp(f.coding, "chunked") != 0))
        return (rung_header_fault){501, "unknown Transfer-Encoding, expected chunked"};
    if (f.codings + f.lengths == 0 && strcmp(method, "POST") == 0)
        return (rung_header_fault){411, "expected Content-Length or Transfer-Encoding: chunked"};
    return (rung_header_fault){0};
}

/* ---------------------------------------------------------------- what is expected */

static enum MHD_Result look_for_more(void *context, enum MHD_ValueKind kind, const char *name,
                                     const char *value)
{
    bool *more = context;
    (void)kind;
    if (strcasecmp(name, MHD_HTTP_HEADER_EXPECT) == 0)
        *more |= !value || strcasecmp(value, "100-continue") != 0;
    return MHD_YES;
}

bool rung_headers_expect_more(struct MHD_Connection *http)
{
    bool more = false;
    MHD_get_connection_values(http, MHD_HEADER_KIND, look_for_more, &more);
    return more;
}

/* ---------------------------------------------------------------- the body */

/* Whether a parameter of a media type is none, or any but a charset that is not UTF-8. */
static bool is_fit(const char *parameter)
{
    static const char charset[] = "charset=", utf8[] = "utf-8";
    if (strncasecmp(parameter, charset, sizeof charset - 1) != 0)
        return true;
    const char *value = parameter + sizeof charset - 1;
    bool quoted = *value == '"';
    value += quoted;
    if (strncasecmp(value, utf8, sizeof utf8 - 1) != 0)
        return false;
    value += sizeof utf8 - 1;
    if (quoted && *value++ != '"')
        return false;
    value += strspn(value, blank);
    return *value == '\0' || *value == ';';
}

static bool is_json(const char *type)
{
    static const char json[] = "application/json";
    if (!type || strncasecmp(type, json, sizeof json - 1) != 0)
        return false;
    const char *rest = type + sizeof json - 1;
    if (*rest != '\0' && !strchr("; \t", *rest))
        return false;
    while ((rest = strchr(rest, ';')) != NULL) {
        rest += 1 + strspn(rest + 1, blank);
        if (!is_fit(rest))
            return false;
    }
    return true;
}

bool rung_headers_tell_json(struct MHD_Connection *http)
{
    const char *coding =
        MHD_lookup_connection_value(http, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_ENCODING);
    return is_json(
               MHD_lookup_connection_value(http, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_TYPE)) &&
           (!coding || strcasecmp(coding, "identity") == 0);
}
