# zsh.awk - a completion for zsh of a table of commands and options.

# A text within the brackets, or behind the colon, of a specification.
function escaped(text)
{
    gsub(/[\[\]:]/, "\\\\&", text)
    return text
}

function action(    how)
{
    how = kind_of_option()
    if (how == "folders")
        return "_directories"
    if (how == "files")
        return "_files"
    if (sub(/^files /, "", how))
        return " _rung_files_or " how
    return how == "" ? " " : "(" how ")"
}

function describe(upper,    line, count, n, item)
{
    count = split(listed[upper], item, "\t")
    for (n = 1; n <= count; n++)
        line = line " " quoted(item[n])
    return line
}

$1 == "command" {
    upper = upper_command($2)
    listed[upper] = listed[upper] (listed[upper] == "" ? "" : "\t") last_word($2) ":" escaped($3)
    order[++commands] = $2
}
$1 == "folder" {
    folder[$2] = 1
}
$1 == "option" {
    many = $5 ~ /more than once/ ? "*" : ""
    value = $4 == "" ? "" : ":" escaped($4) ":" action()
    options[$2] = options[$2] " \\\n            " \
        quoted(many $3 ($4 == "" ? "" : "=") "[" escaped($5) "]" value)
}

END {
    print "#compdef rung"
    print "# rung(1) completion for zsh, made from the program's own options."
    print "_rung_files_or() {"
    print "    _alternative \"names:name:($*)\" \"files:file:_files\""
    print "}"
    print "_rung() {"
    print "    local -a names"
    print "    local command=$words[2]"
    for (n = 1; n <= commands; n++)
        if (order[n] in listed)
            print "    if [[ $command == " order[n] " && CURRENT -gt 3 ]]; then\n" \
                "        command+=\" $words[3]\"\n        shift words\n        (( CURRENT-- ))\n    fi"
    print "    if (( CURRENT == 2 )); then"
    print "        names=(" describe("") " '--help:list the commands' '--version:print the version')"
    print "        _describe command names"
    print "        return"
    print "    fi"
    print "    shift words"
    print "    (( CURRENT-- ))"
    print "    case $command in"
    for (n = 1; n <= commands; n++) {
        command = order[n]
        print "    " quoted(command) ")"
        if (command == "help") {
            print "        names=(" describe("") ")"
            print "        _describe command names"
        } else if (command in listed) {
            print "        names=(" describe(command) ")"
            print "        _describe command names"
        } else {
            print "        _arguments" options[command] (command in folder ? \
                " \\\n            '1:DIR:_directories'" : "")
        }
        print "        ;;"
    }
    print "    esac"
    print "}"
    print "_rung \"$@\""
}
