/* web.h - the files of the page, which are part of the program. */
#ifndef RUNG_SERVE_WEB_H
#define RUNG_SERVE_WEB_H

#include <stdbool.h>
#include <stddef.h>

typedef struct rung_web_file {
    const char *path; /* "/page.js"; "/" for index.html; the last one has NULL */
    const char *type, *etag;
    const void *at;
    size_t length;
} rung_web_file;

/* Made by engine/serve/embed of the files in engine/serve/web. */
extern const rung_web_file rung_web_files[];

/* The file at the path of a request, or NULL. */
const rung_web_file *rung_web_find(const char *path);

/* Whether an If-None-Match header (may be NULL) names what the file is. */
bool rung_web_is_known(const rung_web_file *file, const char *if_none_match);

#endif
