# filter.awk - rung.h for Doxygen. The header has plain comments; this makes Doxygen's of those that
# stand above declarations or behind members, repeats a comment for declarations that share it
# (no blank line between them), writes enumerators of X lists out, and gives each of several members
# that are declared together its own line.

# A comment that begins on this line, and does not end on it, goes on to the line with its end.
function whole_comment(line,    more)
{
    while (line ~ /\/\*/ && line !~ /\*\/ *\\?$/ && (getline more) > 0)
        line = line "\n" more
    return line
}

# "type *a, b[3];" and what is behind it: a line each.
function members(code, note,    type, list, count, n, name)
{
    sub(/; *$/, "", code)
    count = split(code, list, /, */)
    type = list[1]
    sub(/[*]*[A-Za-z_0-9]+(\[[^]]*\])?$/, "", type)
    list[1] = substr(list[1], length(type) + 1)
    for (n = 1; n <= count; n++)
        print type list[n] ";" (note == "" ? "" : " /**< " note)
}

function enumerators(list,    n)
{
    for (n = 1; n <= items[list]; n++)
        print "    " prefix[list] item[list, n] ", /**< " meaning[list, n] " */"
}

BEGIN {
    prefix["RUNG_STATUS_MAP"] = "RUNG_"
    prefix["RUNG_SIGNAL_MAP"] = "RUNG_SIGNAL_"
}

FNR == 1 {
    sub(/^\/\* rung\.h - /, "")
    print "/** @file rung.h\n * " toupper(substr($0, 1, 1)) substr($0, 2)
    top = 1
    next
}
top {
    print
    top = !/\*\//
    next
}

# Lists of names and meanings.
/^#define RUNG_[A-Z]*_MAP\(X\)/ {
    list = $2
    sub(/\(.*/, "", list)
    print shared "#define " list "(X)"
    shared = ""
    while ((getline) > 0) {
        line = $0
        name = line
        sub(/^ *X\(/, "", name)
        sub(/,.*/, "", name)
        text = line
        if (!sub(/.*\/\* */, "", text))
            sub(/^[^"]*"/, "", text)
        sub(/( *\*\/.*|"\).*)$/, "", text)
        item[list, ++items[list]] = name
        meaning[list, items[list]] = text
        if (line !~ /\\$/)
            break
    }
    next
}
/^#(define|undef) RUNG_[A-Z]*_ENUM/ { next }
/^ *RUNG_[A-Z]*_MAP\(RUNG_[A-Z]*_ENUM\)/ {
    list = $1
    sub(/\(.*/, "", list)
    enumerators(list)
    next
}

# Section lines, with or without a text below them.
/^\/\* -----/ {
    if ($0 !~ /\*\//)
        while ((getline) > 0 && $0 !~ /\*\//)
            ;
    next
}

# Comments above declarations.
/^\/\* / {
    shared = whole_comment($0)
    sub(/^\/\*/, "/**", shared)
    shared = shared "\n"
    next
}
/^$/ {
    shared = ""
    print
    next
}
/^(RUNG_API|typedef|#define RUNG_)/ {
    sub(/^RUNG_API /, "")
    printf "%s", shared
    body = /\{$/
    macro = /^#define/
    print
    while (macro && /\\$/ && (getline) > 0)
        print
    while (!macro && !body && !/; *$/ && (getline) > 0)
        print
    if (body)
        shared = ""
    next
}
/^}/ {
    body = 0
    print
    next
}

# Members and enumerators, with what is behind them.
body && !/^ *\/\*/ && !/^#/ {
    line = $0
    while (line !~ /[;,{}]? *(\/\*.*)?$/ || (line !~ /\/\*/ && line ~ /, *$/ && line ~ /^ *[a-z]/))
        if ((getline more) > 0)
            line = line " " more
        else
            break
    line = whole_comment(line)
    at = index(line, "/*")
    code = at ? substr(line, 1, at - 1) : line
    note = at ? substr(line, at + 3) : ""
    gsub(/  +/, " ", code)
    sub(/ +$/, "", code)
    if (code ~ /; *$/)
        members(code, note)
    else
        print code (note == "" ? "" : " /**< " note)
    next
}
{ print }
