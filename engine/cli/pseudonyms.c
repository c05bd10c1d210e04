/* pseudonyms.c - names that stand for people's ids and tell nothing to who lacks the key. */
#include "cli/pseudonyms.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

enum { LEAST = 16, MOST = 64, NAME = 16 };

_Static_assert(LEAST >= crypto_generichash_KEYBYTES_MIN &&
                   MOST <= crypto_generichash_KEYBYTES_MAX &&
                   NAME >= crypto_generichash_BYTES_MIN && 2 * NAME < RUNG_NAME_ROOM,
               "keys and names that BLAKE2b knows");

/* A key that others can read is none, as ssh has it. */
static rung_status check_rights(int file, const char *path, rung_error *error)
{
    struct stat facts;
    if (fstat(file, &facts) != 0)
        return rung_fail_io(error, path, "inspect", errno);
    if (!S_ISREG(facts.st_mode))
        return rung_fail(error, RUNG_BAD_ARGUMENT, "%s: is no file, expected a key", path);
    if (facts.st_mode & 077)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "%s: others than its owner may use it (mode %04o), expected a key that "
                         "only the owner can read: chmod 600",
                         path, facts.st_mode & 07777u);
    return RUNG_OK;
}

static rung_status read_key(pseudonym_key *p, int file, const char *path, rung_error *error)
{
    ssize_t n = rung_file_read(file, path, p->key, MOST + 2, error);
    if (n < 0)
        return rung_file_status(n);
    p->length = (size_t)n;
    if (p->length > 0 && p->key[p->length - 1] == '\n')
        p->length--;
    if (p->length < LEAST || p->length > MOST)
        return rung_fail(error, RUNG_BAD_ARGUMENT,
                         "%s: found %s%zu bytes, expected a key of %d to %d, such as "
                         "`openssl rand -hex 32` makes",
                         path, p->length > MOST ? "more than " : "",
                         p->length > MOST ? (size_t)MOST : p->length, LEAST, MOST);
    return RUNG_OK;
}

rung_status pseudonyms_open(pseudonym_key *pseudonyms, const char *path, rung_error *error)
{
    if (sodium_init() < 0)
        return rung_fail(error, RUNG_IO, "libsodium cannot be used on this machine");
    pseudonyms->key = sodium_malloc(MOST + 2);
    if (!pseudonyms->key)
        return rung_fail_memory(error, "a key");
    int file = rung_file_open(path, NULL, error);
    rung_status status = rung_file_status(file);
    if (status == RUNG_OK)
        status = check_rights(file, path, error);
    if (status == RUNG_OK)
        status = read_key(pseudonyms, file, path, error);
    if (file >= 0)
        close(file);
    if (status != RUNG_OK)
        pseudonyms_close(pseudonyms);
    return status;
}

void pseudonyms_close(pseudonym_key *pseudonyms)
{
    sodium_free(pseudonyms->key); /* which wipes it */
    *pseudonyms = (pseudonym_key){0};
}

void pseudonyms_name(const pseudonym_key *pseudonyms, const char *id, char name[RUNG_NAME_ROOM])
{
    unsigned char hash[NAME];
    crypto_generichash(hash, sizeof hash, (const unsigned char *)id, strlen(id), pseudonyms->key,
                       pseudonyms->length);
    sodium_bin2hex(name, RUNG_NAME_ROOM, hash, sizeof hash);
}
