/* answers.h - one function for each thing that can be asked. */
#ifndef RUNG_SERVE_ANSWERS_H
#define RUNG_SERVE_ANSWERS_H

#include "serve/answer/refuse.h"
#include "serve/answer/state.h"

/* id is what the path names, decoded; "" where the route names nothing. */
typedef void rung_answerer(const rung_service *service, const rung_ask *ask, const char *id,
                           rung_answer *answer);

rung_answerer rung_answer_match, rung_answer_explain, rung_answer_path, rung_answer_catalog,
    rung_answer_skills, rung_answer_roles, rung_answer_role, rung_answer_people, rung_answer_person,
    rung_answer_openapi;

#endif
