# kind.awk - what completions for all shells are made with.

# How a value is completed: "folders", "files", "files" and the words beside them, the words that it
# can be, all joined by blanks, or not.
function kind(value,    files)
{
    if (value ~ /^(DIR|CATALOG)$/)
        return "folders"
    files = sub(/(^|\|)FILE$/, "", value)
    if (value !~ /^[a-z][a-z0-9_]*(\|[a-z][a-z0-9_]*)+$/)
        return files ? "files" : ""
    gsub(/\|/, " ", value)
    return (files ? "files " : "") value
}

# The same of the value of an option, whose line this is.
function kind_of_option()
{
    return kind($6 == "" ? $4 : $6)
}

# The text between single quotes, for any shell.
function quoted(text)
{
    gsub(/\047/, "\047\\\047\047", text)
    return "\047" text "\047"
}

# What stands behind the command alone: "import onet" is onet of import.
function last_word(command)
{
    sub(/.* /, "", command)
    return command
}

function upper_command(command)
{
    return sub(/ [^ ]+$/, "", command) ? command : ""
}
