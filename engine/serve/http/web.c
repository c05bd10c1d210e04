/* web.c - the files of the page, which are part of the program. */
#include "serve/http/web.h"

#include <string.h>

const rung_web_file *rung_web_find(const char *path)
{
    for (const rung_web_file *f = rung_web_files; f->path; f++)
        if (strcmp(path, f->path) == 0)
            return f;
    return NULL;
}

bool rung_web_is_known(const rung_web_file *file, const char *if_none_match)
{
    /* Tags are quoted hexadecimal: none is a part of another. */
    return if_none_match &&
           (strcmp(if_none_match, "*") == 0 || strstr(if_none_match, file->etag) != NULL);
}
