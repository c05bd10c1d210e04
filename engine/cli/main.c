/* main.c - the program: find the command and run it. */
#include "cli/command.h"

#include <stdio.h>

static int help(int argc, char **argv);

static const command commands[] = {
    {"match", cmd_match, "rank the roles that fit each person"},
    {"path", cmd_path, "find the way to better roles for each person"},
    {"explain", cmd_explain, "why a role scores as it does for one person"},
    {"info", cmd_info, "what is in a catalog, and which kernels this machine runs"},
    {"import", cmd_import, "make a catalog from O*NET or ESCO"},
    {"synth", cmd_synth, "make a population for a catalog"},
    {"tune", cmd_tune, "measure what makes rung match fastest here"},
    {"evaluate", cmd_evaluate, "how well profiles foretell observed moves"},
    {"fit", cmd_fit, "learn a profile's weights from observed moves"},
    {"serve", cmd_serve, "answer over HTTP"},
    {"help", help, "tell more about a command"},
};

enum { COMMANDS = sizeof commands / sizeof *commands };

static void print_commands(FILE *out)
{
    fputs("rung - match people to roles by skills, exactly and in bulk\n\n"
          "usage: rung COMMAND [options]\n\ncommands:\n",
          out);
    for (size_t i = 0; i < COMMANDS; i++)
        fprintf(out, "  %-10s %s\n", commands[i].name, commands[i].summary);
    fputs("\nrung help COMMAND tells more. rung --version prints the version.\n", out);
}

/* argv[0] is the command. */
static int run(int argc, char **argv)
{
    for (size_t i = 0; i < COMMANDS; i++)
        if (strcmp(argv[0], commands[i].name) == 0)
            return commands[i].run(argc, argv);
    complain("unknown command '%s'; rung --help lists them", argv[0]);
    return EXIT_USAGE;
}

/* rung help COMMAND is rung COMMAND --help. */
static int help(int argc, char **argv)
{
    static char flag[] = "--help";
    if (argc < 2 || *argv[1] == '-') {
        print_commands(stdout);
        return end_stdout();
    }
    for (int i = 0; i + 1 < argc; i++)
        argv[i] = argv[i + 1];
    argv[argc - 1] = flag;
    return run(argc, argv);
}

int main(int argc, char **argv)
{
    hold_standard_streams();
    watch_signals();
    if (argc < 2) {
        print_commands(stderr);
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        print_commands(stdout);
        return end_stdout();
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("rung %s\n", rung_version());
        return end_stdout();
    }
    return run(argc - 1, argv + 1);
}
