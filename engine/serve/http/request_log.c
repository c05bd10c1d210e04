/* request_log.c - a JSON line for each request, without anything of a person. */
#include "serve/http/request_log.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/status.h"

enum { MOST_WAITING = 4 << 20 };

/* ---------------------------------------------------------------- lines */

/* "time":"2026-11-23T18:35:10.123Z" */
static void put_time(rung_buffer *out)
{
    struct timespec now;
    struct tm day;
    char text[80];
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &day);
    size_t length = strftime(text, sizeof text, "{\"time\":\"%Y-%m-%dT%H:%M:%S", &day);
    snprintf(text + length, sizeof text - length, ".%03ldZ\"", now.tv_nsec / 1000000);
    rung_put_text(out, text);
}

static void put_member(rung_buffer *out, const char *name, uint64_t number)
{
    rung_put_text(out, ",\"");
    rung_put_text(out, name);
    rung_put_text(out, "\":");
    rung_put_whole(out, number);
}

void rung_log_put(rung_buffer *lines, const rung_log_line *line)
{
    put_time(lines);
    rung_put_text(lines, ",\"method\":");
    rung_put_json(lines, line->method);
    rung_put_text(lines, ",\"route\":");
    rung_put_json(lines, line->route ? line->route : "other");
    put_member(lines, "status", line->status);
    put_member(lines, "bytes", line->bytes);
    put_member(lines, "us", line->us);
    if (line->people > 0)
        put_member(lines, "people", line->people);
    if (line->batch > 0)
        put_member(lines, "batch", line->batch);
    rung_put_text(lines, "}\n");
}

void rung_log_event(rung_log *log, const char *event, const char *message)
{
    rung_buffer line = {0};
    if (log->what == RUNG_LOG_OFF)
        return;
    put_time(&line);
    rung_put_text(&line, ",\"event\":");
    rung_put_json(&line, event);
    if (message) {
        rung_put_text(&line, ",\"message\":");
        rung_put_json(&line, message);
    }
    rung_put_text(&line, "}\n");
    rung_log_hand_over(log, &line);
    rung_buffer_free(&line);
}

/* ---------------------------------------------------------------- to their reader */

static size_t lines_of(const char *text, size_t length)
{
    size_t lines = 0;
    for (size_t i = 0; i < length; i++)
        lines += text[i] == '\n';
    return lines;
}

void rung_log_hand_over(rung_log *log, rung_buffer *lines)
{
    if (lines->length > 0 && !lines->failed) {
        pthread_mutex_lock(&log->lock);
        if (log->waiting.length + lines->length <= MOST_WAITING)
            rung_put(&log->waiting, lines->at, lines->length);
        else
            log->lost += lines_of(lines->at, lines->length);
        pthread_cond_signal(&log->more);
        pthread_mutex_unlock(&log->lock);
    }
    lines->length = 0;
    lines->failed = false;
}

/* Write it, also to a descriptor that somebody has made not to block; a reader that is gone gets
 * nothing. How many lines were lost, one that was cut among them. */
static size_t write_all(int to, const char *text, size_t length)
{
    while (length > 0) {
        ssize_t n = write(to, text, length);
        if (n >= 0) {
            text += n;
            length -= (size_t)n;
        } else if (errno == EAGAIN) {
            poll(&(struct pollfd){.fd = to, .events = POLLOUT}, 1, 1000);
        } else if (errno != EINTR) {
            return lines_of(text, length);
        }
    }
    return 0;
}

static void *write_lines(void *context)
{
    rung_log *log = context;
    rung_buffer mine = {0};
    pthread_mutex_lock(&log->lock);
    while (!log->ending || log->waiting.length > 0) {
        while (!log->ending && log->waiting.length == 0)
            pthread_cond_wait(&log->more, &log->lock);
        rung_buffer taken = log->waiting;
        log->waiting = mine;
        pthread_mutex_unlock(&log->lock);
        size_t lost = write_all(log->to, taken.at, taken.length);
        mine = taken;
        mine.length = 0;
        mine.failed = false;
        pthread_mutex_lock(&log->lock);
        log->lost += lost;
    }
    pthread_mutex_unlock(&log->lock);
    rung_buffer_free(&mine);
    return NULL;
}

rung_status rung_log_start(rung_log *log, rung_log_what what, int to, rung_error *error)
{
    *log = (rung_log){.what = what, .to = to};
    pthread_mutex_init(&log->lock, NULL);
    pthread_cond_init(&log->more, NULL);
    if (what == RUNG_LOG_OFF)
        return RUNG_OK;
    int code = pthread_create(&log->thread, NULL, write_lines, log);
    if (code != 0)
        return rung_fail_io(error, "the log", "start a thread for", code);
    log->started = true;
    return RUNG_OK;
}

void rung_log_end(rung_log *log)
{
    if (log->started) {
        pthread_mutex_lock(&log->lock);
        log->ending = true;
        pthread_cond_signal(&log->more);
        pthread_mutex_unlock(&log->lock);
        pthread_join(log->thread, NULL);
        log->started = false;
    }
    rung_buffer_free(&log->waiting);
}

uint64_t rung_log_lost(rung_log *log)
{
    pthread_mutex_lock(&log->lock);
    uint64_t lost = log->lost;
    pthread_mutex_unlock(&log->lock);
    return lost;
}
