# bash.awk - a completion for bash of a table of commands and options.

# What stands in a case for the command before: its options, or the commands below it.
$1 == "command" {
    upper = upper_command($2)
    if (!(upper in words))
        groups[++group] = upper
    words[upper] = words[upper] " " last_word($2)
}
$1 == "folder" {
    folders = folders "    [[ $command == " quoted($2) " && $word != -* ]] && answers=folders\n"
}
$1 == "option" {
    if (!($2 in words))
        groups[++group] = $2
    words[$2] = words[$2] " " $3
    if ($4 != "")
        values = values "    " quoted($2 " " $3) ") answers=" quoted(kind_of_option()) " ;;\n"
}

END {
    print "# rung(1) completion for bash, made from the program's own options."
    print "_rung()"
    print "{"
    print "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}"
    print "    local command= answers="
    print "    ((COMP_CWORD > 1)) && command=${COMP_WORDS[1]}"
    for (n = 1; n <= group; n++)
        if (groups[n] in words && words[groups[n]] !~ /^ --/ && groups[n] != "")
            print "    [[ $command == " groups[n] " ]] && ((COMP_CWORD > 2))" \
                " && command+=\" ${COMP_WORDS[2]}\""
    print "    # --option=value comes as three words."
    print "    if [[ $word == = ]]; then"
    print "        word="
    print "    elif [[ $before == = ]]; then"
    print "        before=${COMP_WORDS[COMP_CWORD - 2]}"
    print "    fi"
    print "    case $command in"
    for (n = 1; n <= group; n++)
        print "    " quoted(groups[n]) ") answers=" quoted(substr(words[groups[n]], 2) \
            (groups[n] == "" ? " --help --version" : "")) " ;;"
    print "    help) answers=" quoted(substr(words[""], 2)) " ;;"
    print "    esac"
    printf "%s", folders
    print "    case \"$command $before\" in"
    printf "%s", values
    print "    esac"
    print "    case $answers in"
    print "    folders) mapfile -t COMPREPLY < <(compgen -d -- \"$word\") ;;"
    print "    files) mapfile -t COMPREPLY < <(compgen -f -- \"$word\") ;;"
    print "    files\\ *) mapfile -t COMPREPLY < <(compgen -W \"${answers#files }\" -- \"$word\"" \
        "; compgen -f -- \"$word\") ;;"
    print "    *) mapfile -t COMPREPLY < <(compgen -W \"$answers\" -- \"$word\") ;;"
    print "    esac"
    print "    if [[ $answers == folders || $answers == files* ]]; then"
    print "        compopt -o filenames 2>/dev/null"
    print "    fi"
    print "    return 0"
    print "}"
    print "complete -F _rung rung"
}
