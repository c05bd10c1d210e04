/* fuzz_ask.c - any bytes as an ask: answered with JSON, alone and together with others alike. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "serve/answer/json.h"
#include "serve/answer/match_ask.h"
#include "split.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char files[] =
    "%%FILE catalog.ini\nname = x\nlevels = 4\ngrid = 0.5\n"
    "%%FILE skills.csv\nskill_id,name,kind\na,A,soft\nb,B,soft\nc,C,soft\n"
    "%%FILE roles.csv\nrole_id,title,job_zone,wage\nr,R one,2,10\ns,S two,3,20\nt,T,,\nu,U,4,30\n"
    "%%FILE role_skills.csv\nrole_id,skill_id,level,importance,essential\n"
    "r,a,4,1,0\nr,c,2,1,1\ns,b,1.5,1,0\ns,a,3,1,1\nu,c,4,1,0\nu,b,2,0.5,0\n"
    "%%FILE programs.csv\nprogram_id,name,cost,weeks,opens_zone,audience\n"
    "p,P,5,2,4,site=here\nq,Q,1,3,,\n"
    "%%FILE program_skills.csv\nprogram_id,skill_id,level,requires\np,b,2,\nq,c,4,1\nq,c,4,\n"
    "%%FILE mixed.ini\nreadiness = 1\nembedding = 0.5\n"
    "%%FILE people.csv\nperson_id,role_id,site,level:a,level:b\nx,r,here,1,2\ny,,,,\n"
    "%%FILE role_vectors.npy\n\x93NUMPY\x01\0\x46\0"
    "{'descr': '<f4', 'fortran_order': False, 'shape': (4, 2), }          \n"
    "aaa=bbb=ccc=ddd=eee=fff=ggg=hhh=";

/* That of all inputs; it lives as long as the process. */
static const rung_service *the_service(void)
{
    static rung_service *service;
    static char mixed[4096];
    if (service)
        return service;
    fuzz_split((const uint8_t *)files, sizeof files - 1);
    strcat(strcpy(mixed, fuzz_folder()), "/mixed.ini");
    const char *profiles[] = {"upskill", mixed, "readiness"};
    rung_matcher_options matcher = RUNG_MATCHER_OPTIONS_INIT;
    matcher.threads = 1;
    rung_service_options options = {.catalog = fuzz_folder(),
                                    .people = fuzz_folder(),
                                    .profile = profiles,
                                    .profiles = 3,
                                    .matcher = &matcher,
                                    .most_people = 20,
                                    .most_path_people = 4,
                                    .most_effort = 2000};
    if (rung_service_open(&service, &options, NULL) != RUNG_OK)
        fuzz_broken("the service opens");
    return service;
}

/* JSON of an answer; a refusal names a place that lies in what was sent. */
static void check_answer(const rung_answer *answer, size_t sent)
{
    rung_json_fault fault;
    if (answer->status != 200 && answer->status != 400 && answer->status != 404)
        fuzz_broken("an ask is answered or refused");
    const rung_json *json = rung_json_read(answer->body, answer->length, SIZE_MAX, &fault);
    if (!json || answer->body[answer->length - 1] != '\n')
        fuzz_broken("an answer is a line of JSON");
    const rung_json *error = rung_json_member(json, "error");
    if ((error != NULL) != (answer->status != 200))
        fuzz_broken("a refusal is an error");
    if (error) {
        const rung_json *at = rung_json_member(error, "at"),
                        *offset = rung_json_member(error, "offset"),
                        *status = rung_json_member(error, "status");
        if (rung_json_number(status) != answer->status)
            fuzz_broken("an error has the answer's status");
        if (at && *rung_json_text(at) != '\0' && *rung_json_text(at) != '/')
            fuzz_broken("a place is a pointer");
        if (offset && !(rung_json_number(offset) < (double)sent))
            fuzz_broken("an offset lies in the text");
    }
    rung_json_free(json);
}

/* The same answer when asked together with another one. */
static void check_together(const rung_ask *ask, const rung_answer *alone)
{
    static const char other[] = "{\"people\":[{\"role\":\"r\"},{\"levels\":[1,2,3]}],\"top\":3}";
    rung_ask second = {"POST", "/v1/match", NULL, other, sizeof other - 1};
    rung_match_ask *asks[2];
    rung_answer answers[2] = {{0}, {0}};
    if (!rung_match_ask_read(&asks[0], the_service(), &second, &answers[0]))
        fuzz_broken("a good ask is read");
    if (rung_match_ask_read(&asks[1], the_service(), ask, &answers[1])) {
        rung_match_asks_answer(the_service(), asks, 2, answers);
        if (answers[0].status != 200)
            fuzz_broken("a good ask is answered whatever else is asked");
        rung_match_ask_free(asks[1]);
    }
    if (answers[1].status != alone->status || answers[1].length != alone->length ||
        memcmp(answers[1].body, alone->body, alone->length) != 0)
        fuzz_broken("an answer does not depend on what else is asked");
    rung_match_ask_free(asks[0]);
    rung_answer_clear(&answers[0]);
    rung_answer_clear(&answers[1]);
}

/* The first byte says what is asked; then comes a body, or what stands in the path. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const posts[] = {"/v1/match", "/v1/explain", "/v1/path"};
    static const char *const gets[] = {"/v1/roles/", "/v1/people/"};
    static const char *const lists[] = {"/v1/roles", "/v1/skills", "/v1/people"};
    if (size == 0)
        return 0;
    char *text = malloc(size + 20);
    size_t which = *data % 8, length = size - 1;
    rung_ask ask = {.method = which < 3 ? "POST" : "GET"};
    rung_answer answer = {0};
    if (!text)
        return 0;
    if (which < 3) { /* no zero byte behind the body */
        ask.path = posts[which];
        memcpy(text, data + 1, length);
        text = realloc(text, length > 0 ? length : 1);
        ask.body = text;
        ask.length = length;
    } else if (which < 5) {
        strcpy(text, gets[which - 3]);
        strncat(text, (const char *)data + 1, length);
        ask.path = text;
    } else {
        memcpy(text, data + 1, length);
        text[length] = '\0';
        ask.path = lists[which - 5];
        ask.query = text;
    }
    rung_service_answer(the_service(), &ask, &answer);
    check_answer(&answer, ask.length + 1);
    if (which == 0)
        check_together(&ask, &answer);
    rung_answer_clear(&answer);
    free(text);
    return 0;
}
