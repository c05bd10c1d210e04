/* openapi.c - the description of all asks and answers, as it stands in openapi.json. */
#include <stdlib.h>

#include "serve/answer/answers.h"

/* The file's bytes, between two names. */
__asm__(".pushsection .rodata\n"
        ".global rung_openapi, rung_openapi_end\n"
        ".hidden rung_openapi, rung_openapi_end\n"
        "rung_openapi:\n"
        ".incbin \"engine/serve/answer/openapi.json\"\n"
        "rung_openapi_end:\n"
        ".byte 0\n"
        ".popsection\n");
extern const char rung_openapi[], rung_openapi_end[];

void rung_answer_openapi(const rung_service *service, const rung_ask *ask, const char *id,
                         rung_answer *answer)
{
    rung_buffer out = {0};
    (void)service;
    (void)ask;
    (void)id;
    rung_put(&out, rung_openapi, (size_t)(rung_openapi_end - rung_openapi));
    rung_answer_take(answer, 200, &out);
}
