# fish.awk - a completion for fish of a table of commands and options.

function folders()
{
    return " -xa '(__fish_complete_directories)'"
}

# When a command's options are due.
function when(command,    word, count)
{
    count = split(command, word, " ")
    if (count == 1)
        return quoted("__fish_seen_subcommand_from " command)
    return quoted("__fish_seen_subcommand_from " word[1] \
        "; and __fish_seen_subcommand_from " word[2])
}

BEGIN {
    print "# rung(1) completion for fish, made from the program's own options."
    print "complete -c rung -f"
    print "complete -c rung -n __fish_use_subcommand -l help -d 'list the commands'"
    print "complete -c rung -n __fish_use_subcommand -l version -d 'print the version'"
}
$1 == "command" {
    upper = upper_command($2)
    if (upper == "") {
        print "complete -c rung -n __fish_use_subcommand -a " $2 " -d " quoted($3)
        if ($2 != "help")
            print "complete -c rung -n '__fish_seen_subcommand_from help' -a " $2 " -d " quoted($3)
    } else {
        names[upper] = names[upper] " " last_word($2)
        listed[++lower] = $0
    }
}
$1 == "folder" {
    print "complete -c rung -n " when($2) folders()
}
$1 == "option" {
    how = kind_of_option()
    line = "complete -c rung -n " when($2) " -l " substr($3, 3)
    if (how == "folders")
        line = line folders()
    else if (how == "files")
        line = line " -rF"
    else if (sub(/^files /, "", how))
        line = line " -rFa " quoted(how)
    else if ($4 != "")
        line = line " -x" (how == "" ? "" : "a " quoted(how))
    print line " -d " quoted($5)
}

END {
    for (n = 1; n <= lower; n++) {
        split(listed[n], field, "\t")
        upper = upper_command(field[2])
        print "complete -c rung -n '__fish_seen_subcommand_from " upper \
            "; and not __fish_seen_subcommand_from" names[upper] "' -a " last_word(field[2]) " -d " \
            quoted(field[3])
    }
}
