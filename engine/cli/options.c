/* options.c - read a command's options from a table, and print its help from the same. */
#include "cli/command.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/number.h"

static void print_help(const usage *u)
{
    printf("%s\n\nusage: rung %s %s\n\noptions:\n", u->about, u->command, u->arguments);
    for (size_t i = 0; i < u->count; i++) {
        const option *o = &u->options[i];
        char left[80];
        const char *value = o->choices ? o->choices : o->value;
        snprintf(left, sizeof left, "--%s%s%s", o->name, value ? " " : "", value ? value : "");
        printf("  %-28s %s%s\n", left, o->help, o->needed ? " (needed)" : "");
    }
    printf("  %-28s %s\n", "--help", "this text");
    if (u->example)
        printf("\nexample:\n  %s\n", u->example);
}

static const option *find_option(const usage *u, const char *name, size_t length)
{
    for (size_t i = 0; i < u->count; i++)
        if (strlen(u->options[i].name) == length && memcmp(u->options[i].name, name, length) == 0)
            return &u->options[i];
    return NULL;
}

static bool set_number(const option *o, const char *value, bool whole)
{
    double number;
    bool good = rung_parse_number(value, strlen(value), &number) && number >= o->low &&
                number <= o->high && (!whole || number == (double)(uint64_t)number);
    if (!good)
        complain(whole ? "--%s: found '%s', expected a whole number in %.0f..%.0f"
                       : "--%s: found '%s', expected a number in %.9g..%.9g",
                 o->name, value, o->low, o->high);
    else if (whole)
        *(uint64_t *)o->place = (uint64_t)number;
    else
        *(double *)o->place = number;
    return good;
}

static bool set_choice(const option *o, const char *value)
{
    rung_slice rest = rung_slice_of(o->choices), choice;
    for (int i = 0; rung_slice_split(&rest, '|', &choice); i++)
        if (rung_slice_is(choice, value)) {
            *(int *)o->place = i;
            return true;
        }
    complain("--%s: found '%s', expected %s", o->name, value, o->choices);
    return false;
}

static bool add_value(option_list *list, const char *value)
{
    list->value[list->count++] = value;
    return true;
}

static bool set_option(const option *o, const char *value)
{
    switch (o->kind) {
    case OPTION_FLAG:
        *(bool *)o->place = true;
        return true;
    case OPTION_TEXT:
        *(const char **)o->place = value;
        return true;
    case OPTION_COUNT:
        return set_number(o, value, true);
    case OPTION_NUMBER:
        return set_number(o, value, false);
    case OPTION_CHOICE:
        return set_choice(o, value);
    case OPTION_LIST:
        return add_value(o->place, value);
    }
    return false;
}

/* Take the option at argv[*i], and its value; *seen marks it. */
static bool take_option(const usage *u, int argc, char **argv, int *i, bool *seen)
{
    const char *name = argv[*i] + 2;
    const char *equals = strchr(name, '=');
    size_t length = equals ? (size_t)(equals - name) : strlen(name);
    const option *o = find_option(u, name, length);
    if (!o) {
        complain("unknown option '--%.*s'; see rung %s --help", (int)length, name, u->command);
        return false;
    }
    if (seen[o - u->options] && o->kind != OPTION_LIST) {
        complain("--%s is there twice, expected it once", o->name);
        return false;
    }
    seen[o - u->options] = true;
    if (o->kind == OPTION_FLAG) {
        if (equals)
            complain("--%s takes no value", o->name);
        return !equals && set_option(o, NULL);
    }
    const char *value = equals ? equals + 1 : *i + 1 < argc ? argv[++*i] : NULL;
    if (!value) {
        complain("--%s: expected %s behind it", o->name, o->choices ? o->choices : o->value);
        return false;
    }
    if (*value == '\0') {
        complain("--%s: found nothing, expected %s", o->name, o->choices ? o->choices : o->value);
        return false;
    }
    return set_option(o, value);
}

static bool has_needed(const usage *u, const bool *seen)
{
    for (size_t i = 0; i < u->count; i++)
        if (u->options[i].needed && !seen[i]) {
            complain("%s: expected --%s %s; see rung %s --help", u->command, u->options[i].name,
                     u->options[i].value, u->command);
            return false;
        }
    return true;
}

bool read_options(const usage *u, int argc, char **argv, const char **word, size_t *words,
                  int *code)
{
    enum { MOST_OPTIONS = 40 };
    bool seen[MOST_OPTIONS] = {false};
    size_t most = words ? *words : 0, found = 0;
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            print_help(u);
            *code = end_stdout();
            return false;
        }
    *code = EXIT_USAGE;
    for (int i = 1; i < argc; i++) {
        if (strncmp(argv[i], "--", 2) == 0 && argv[i][2] != '\0') {
            if (!take_option(u, argc, argv, &i, seen))
                return false;
        } else if (found < most) {
            word[found++] = argv[i];
        } else {
            complain("found '%s', expected an option; see rung %s --help", argv[i], u->command);
            return false;
        }
    }
    if (words)
        *words = found;
    return has_needed(u, seen);
}

bool is_file(const char *what, const char *name, const char *instead)
{
    if (!name || strcmp(name, "-") != 0)
        return true;
    complain("--%s: found '-', expected the name of a file%s", what, instead);
    return false;
}

rung_matcher_options matcher_options(const matcher_settings *s)
{
    rung_matcher_options options = RUNG_MATCHER_OPTIONS_INIT;
    options.profile = s->profile;
    options.kernel = s->kernel;
    options.threads = (unsigned)s->threads;
    options.window = (size_t)s->window;
    options.viable_only = s->viable;
    options.desirable_only = s->desirable;
    options.theta = s->theta;
    options.essential = s->essential;
    options.zone_step = (int)s->zone_step;
    options.wage_growth = s->wage_growth;
    options.adjacency = (rung_adjacency)s->adjacency;
    options.adjacency_factor = s->adjacency_factor;
    return options;
}
