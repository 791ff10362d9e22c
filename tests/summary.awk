# How many tests each suite ran, from the log that ctest keeps: cmocka, pytest and testthat count
# their own; a check of the house counts as one, whatever it ran. A line of output is
# [prefix]suite, tests, programs.
/^[0-9]+\/[0-9]+ Testing: / {
    suite = $3
    sub(/\..*/, "", suite)
    finish()
    started = 1
}

# cmocka: [==========] 12 test(s) run.
/^\[==========\] [0-9]+ test\(s\) run\./ { ran += $2; counted = 1 }
/^\[  SKIPPED \] [0-9]+ test\(s\)/       { skipped += $4 }
# pytest: 34 passed, 2 skipped in 1.20s
/^=* ?([0-9]+ [a-z]+, )*[0-9]+ (passed|failed|skipped|error).* in [0-9.]+s/ {
    n = split($0, part, ",")
    for (i = 1; i <= n; i++) {
        split(part[i], word, " ")
        at = word[1] ~ /^=+$/ ? 2 : 1
        if (word[at + 1] ~ /^(passed|failed|error|errors)$/) ran += word[at]
        if (word[at + 1] == "skipped") skipped += word[at]
    }
    counted = 1
}
# testthat: [ FAIL 0 | WARN 0 | SKIP 1 | PASS 56 ]; its progress repeats the line, the last one stands
/\[ FAIL [0-9]+ \| WARN [0-9]+ \| SKIP [0-9]+ \| PASS [0-9]+ \]/ {
    line = $0
    sub(/.*\[ FAIL /, "FAIL ", line)
    split(line, word, " ")
    thats = word[2] + word[11]
    that_skips = word[8]
    counted = 1
}
# The tests of another preset, counted by this same script within one check of the house.
/^[a-z-]+: [a-z]+ +[0-9]+ tests in / { nested[++presets] = $0 }

function finish() {
    if (!started) { name = suite; return }
    if (!(name in programs)) order[++suites] = name
    programs[name]++
    tests[name] += counted && name != "house" ? ran + thats : 1
    skips[name] += skipped + that_skips
    ran = thats = skipped = that_skips = counted = 0
    name = suite
}

END {
    if (started) finish()
    for (i = 1; i <= suites; i++) {
        s = order[i]
        printf "%-24s %6d tests in %d program%s%s\n", prefix s, tests[s], programs[s],
            programs[s] == 1 ? "" : "s", skips[s] ? ", " skips[s] " skipped" : ""
    }
    for (i = 1; i <= presets; i++) print nested[i]
}
