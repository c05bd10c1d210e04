/* cmd_serve.c - rung serve: answer over HTTP until somebody says stop. */
#include "cli/command.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "serve/http/notify.h"
#include "serve/http/server.h"

typedef struct settings {
    matcher_settings matcher;
    rung_server_options server;
    option_list profiles, listens, hosts;
    uint64_t workers, body, bodies, header, connections, queue;
    uint64_t people, path_people, effort, kept_people;
    double grace;
    int log;
} settings;

static rung_server_options server_options(const settings *s, const rung_matcher_options *matcher)
{
    rung_server_options o = s->server;
    o.service.matcher = matcher;
    o.service.profile = s->profiles.value;
    o.service.profiles = s->profiles.count;
    o.service.most_people = (size_t)s->people;
    o.service.most_path_people = (size_t)s->path_people;
    o.service.most_effort = s->effort;
    o.service.most_kept_people = (size_t)s->kept_people;
    o.listen = s->listens.value;
    o.listens = s->listens.count;
    o.host = s->hosts.value;
    o.hosts = s->hosts.count;
    o.loops = (unsigned)s->matcher.threads;
    o.workers = (unsigned)s->workers;
    o.limits.body = (size_t)s->body;
    o.limits.bodies = (size_t)s->bodies;
    o.limits.header = (size_t)s->header;
    o.limits.connections = (size_t)s->connections;
    o.limits.queue = (size_t)s->queue;
    o.log = (rung_log_what)s->log;
    o.log_to = STDERR_FILENO;
    return o;
}

/* Where it listens: a line on stdout for whoever started it, who may wait for it. */
static int tell_addresses(rung_server *server)
{
    const char *address;
    for (size_t i = 0; (address = rung_server_address(server, i)) != NULL; i++) {
        printf("listening on %s\n", address);
        rung_server_log(server, "listening", address);
    }
    if (rung_server_is_exposed(server))
        rung_server_log(server, "exposed",
                        "other machines get there without TLS: the token and all data go in clear");
    return end_stdout();
}

/* What a person's row holds must not get into the log, and messages quote it: tell where it is and
 * what was expected, which is behind the last of these words whatever the row has. */
static void hide_value(char *told, size_t room, const char *message)
{
    static const char found[] = ": found ", expected[] = ", expected ";
    const char *value = strstr(message, found), *wanted = NULL;
    for (const char *at = message; (at = strstr(at, expected)) != NULL; at++)
        wanted = at;
    bool counted = value && strchr("0123456789", value[sizeof found - 1]) &&
                   !strstr(message, ": row "); /* rows or fields, of which numbers tell nothing */
    size_t first = strcspn(message, "'\""), last = strlen(message);
    while (last > first && !strchr("'\"", message[last - 1]))
        last--;
    if (counted)
        snprintf(told, room, "%s", message);
    else if (value && wanted > value)
        snprintf(told, room, "%.*s: found a value that is not told here%s", (int)(value - message),
                 message, wanted);
    else
        snprintf(told, room, "%.*s%s%s", (int)first, message, last > first ? "'...'" : "",
                 message + last);
}

static void reload(rung_server *server, const char *people)
{
    rung_error error;
    rung_notify_reloading();
    if (rung_server_reload(server, &error) == RUNG_OK) {
        rung_server_log(server, "reloaded", NULL);
    } else {
        bool personal = people && strstr(error.message, people) == error.message;
        size_t start = personal ? strlen(people) : 0;
        char told[sizeof error.message + 100];
        snprintf(told, sizeof told, "%s", error.message);
        if (personal)
            hide_value(told + start, sizeof told - start, error.message + start);
        rung_server_log(server, "reload failed, the old one stays", told);
    }
    rung_notify("READY=1");
}

/* The signals that are waited for; threads that start from now on leave them to this one. */
static sigset_t hold_signals(void)
{
    sigset_t held;
    sigemptyset(&held);
    sigaddset(&held, SIGHUP);
    sigaddset(&held, SIGINT);
    sigaddset(&held, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &held, NULL);
    return held;
}

/* A second signal ends the process at once. */
static void let_signals_go(const sigset_t *held)
{
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    signal(SIGHUP, SIG_IGN);
    pthread_sigmask(SIG_UNBLOCK, held, NULL);
}

static int stop(rung_server *server, double grace)
{
    rung_error error;
    rung_notify("STOPPING=1");
    rung_server_log(server, "stopping", NULL);
    if (rung_server_stop(server, grace, &error) == RUNG_OK)
        return EXIT_DONE;
    complain("after %.9g seconds of grace %s", grace, error.message);
    fflush(NULL);
    _exit(EXIT_FAILED); /* threads are still at work */
}

static int serve(const settings *s)
{
    rung_matcher_options matcher = matcher_options(&s->matcher);
    rung_server_options options = server_options(s, &matcher);
    rung_server *server;
    rung_error error;
    sigset_t held = hold_signals();
    int number;
    if (rung_server_start(&server, &options, &error) != RUNG_OK)
        return failed(&error);
    int told = tell_addresses(server);
    if (told != EXIT_DONE) {
        stop(server, s->grace);
        return told;
    }
    rung_notify("READY=1");
    while (sigwait(&held, &number) == 0 && number == SIGHUP)
        reload(server, options.service.people);
    let_signals_go(&held);
    return stop(server, s->grace);
}

#define LIMIT_OPTION(name, value, place, help, low, high)                                          \
    {                                                                                              \
        name, value, OPTION_COUNT, &s.place, help, low, high, NULL, false                          \
    }
#define SECONDS_OPTION(name, place, help)                                                          \
    {                                                                                              \
        name, "S", OPTION_NUMBER, &s.place, help, 0.01, 86400, NULL, false                         \
    }
#define TEXT_OPTION(name, value, place, help)                                                      \
    {                                                                                              \
        name, value, OPTION_TEXT, &s.server.place, help, 0, 0, NULL, false                         \
    }

static bool read_settings(settings *settings_read, int argc, char **argv, int *code)
{
    settings s = *settings_read;
    const option options[] = {
        {"catalog", "DIR", OPTION_TEXT, &s.server.service.catalog, "the catalog's folder", 0, 0,
         NULL, true},
        TEXT_OPTION("people", "DIR", service.people, "a folder of people who can be looked up"),
        {"profile", "NAME|FILE", OPTION_LIST, &s.profiles,
         "how to score: upskill (the default), mobility, readiness, similarity, embedding, or a "
         "profile file; may be there more than once: the first is used where a request names none",
         0, 0, NULL, false},
        {"listen", "ADDRESS:PORT", OPTION_LIST, &s.listens,
         "where to listen (127.0.0.1:8080); [ADDRESS]:PORT, or unix:PATH; port 0 is a free one; "
         "may be there more than once",
         0, 0, NULL, false},
        TEXT_OPTION("token-file", "FILE", token_file,
                    "the bearer token that requests must bring; else that of the environment's "
                    "RUNG_TOKEN; without one it listens on this machine alone"),
        TEXT_OPTION("certificate", "FILE", certificate, "TLS: the certificate chain, PEM"),
        TEXT_OPTION("key", "FILE", key, "TLS: its key, PEM"),
        {"host", "NAME", OPTION_LIST, &s.hosts,
         "without a token also answer requests for this name, as of a proxy", 0, 0, NULL, false},
        VIABLE_OPTION(s.matcher),
        DESIRABLE_OPTION(s.matcher),
        THETA_OPTION(s.matcher),
        ESSENTIAL_OPTION(s.matcher),
        ZONE_STEP_OPTION(s.matcher),
        WAGE_GROWTH_OPTION(s.matcher),
        KERNEL_OPTION(s.matcher),
        {"threads", "N", OPTION_COUNT, &s.matcher.threads,
         "threads for requests (as many as there are processors)", 0, 1024, NULL, false},
        LIMIT_OPTION("workers", "N", workers,
                     "threads for paths and for many people (as many as processors)", 0, 1024),
        LIMIT_OPTION("most-body", "BYTES", body, "of one request (8388608)", 1, 1 << 30),
        LIMIT_OPTION("most-bodies", "BYTES", bodies, "of all at once (268435456)", 1, 1e12),
        LIMIT_OPTION("most-header", "BYTES", header, "of a request's headers (16384)", 4096,
                     1 << 20),
        LIMIT_OPTION("most-connections", "N", connections, "at once (4096)", 1, 1e6),
        LIMIT_OPTION("most-queue", "N", queue, "requests that wait for a worker (64)", 1, 1e6),
        LIMIT_OPTION("most-people", "N", people, "in one request (10000)", 1, 1e6),
        LIMIT_OPTION("most-path-people", "N", path_people,
                     "in one request for paths, times targets (100)", 1, 1e6),
        LIMIT_OPTION("most-effort", "N", effort, "that a request for paths may name (1000000)", 1,
                     1e12),
        LIMIT_OPTION("most-kept-people", "N", kept_people, "of --people (100000)", 1, 1e8),
        SECONDS_OPTION("receive-seconds", server.limits.receive, "for a request to come (20)"),
        SECONDS_OPTION("send-seconds", server.limits.send, "for an answer to be taken (60)"),
        SECONDS_OPTION("idle-seconds", server.limits.idle, "between two requests (75)"),
        SECONDS_OPTION("grace", grace, "for requests under way when it is stopped (30)"),
        {"log", NULL, OPTION_CHOICE, &s.log,
         "requests as JSON lines on stderr, without what was sent (all)", 0, 0, "off|errors|all",
         false},
    };
    const usage u = {"serve",
                     "--catalog DIR [options]",
                     "Answer over HTTP: match, path, explain, and what is in the catalog.",
                     "rung serve --catalog datasets/upskilling-2025",
                     options,
                     sizeof options / sizeof *options};
    bool go_on = read_options(&u, argc, argv, NULL, NULL, code);
    *settings_read = s;
    return go_on;
}

int cmd_serve(int argc, char **argv)
{
    const char **lists = calloc(3 * (size_t)argc, sizeof *lists);
    settings s = {.matcher = MATCHER_SETTINGS_INIT,
                  .server.limits = RUNG_SERVER_LIMITS_INIT,
                  .profiles.value = lists,
                  .listens.value = lists + argc,
                  .hosts.value = lists + 2 * argc,
                  .grace = 30,
                  .log = RUNG_LOG_ALL};
    s.body = s.server.limits.body;
    s.bodies = s.server.limits.bodies;
    s.header = s.server.limits.header;
    s.connections = s.server.limits.connections;
    s.queue = s.server.limits.queue;
    int code = EXIT_FAILED;
    if (!lists)
        complain("out of memory for options");
    else if (read_settings(&s, argc, argv, &code))
        code = serve(&s);
    free(lists);
    return code;
}
