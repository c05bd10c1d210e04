# kind.awk - what completions for all shells are made with.

# How a value is completed: "folders", "files", the words that it can be, joined by blanks, or not.
function kind(value)
{
    if (value ~ /^(DIR|CATALOG)$/)
        return "folders"
    if (value ~ /(^|\|)FILE$/)
        return "files"
    if (value !~ /^[a-z]+(\|[a-z]+)+$/)
        return ""
    gsub(/\|/, " ", value)
    return value
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
