/* fuzz.h - random choices for the fuzz tests, the same on every machine. */
#ifndef RIX_TEST_FUZZ_H
#define RIX_TEST_FUZZ_H

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

/** Number of runs: RISKIDX_FUZZ_RUNS, a few under valgrind, otherwise `usual`. */
static inline size_t fuzz_runs(size_t usual)
{
    const char *runs = getenv("RISKIDX_FUZZ_RUNS");
    if (runs) return (size_t)strtoul(runs, NULL, 10);
    return getenv("RISKIDX_VALGRIND") ? usual / 20 : usual;
}

/** A whole number below n. */
static inline size_t fuzz_below(rix_stream *s, size_t n)
{
    return (size_t)(rix_stream_bits(s) % n);
}

/** Whether something happens that has this probability. */
static inline bool fuzz_if(rix_stream *s, double probability)
{
    return rix_stream_uniform(s) < probability;
}

/** Mostly an ordinary number; now and then one that breaks careless arithmetic. */
static inline double fuzz_number(rix_stream *s, double strange)
{
    static const double odd[] = { 0.0,     -0.0,     1.0,      -1.0,      5e-324,  -5e-324, 1e-308,
                                  1.7e308, -1.7e308, INFINITY, -INFINITY, RIX_NAN, 0x1p53 };
    if (fuzz_if(s, strange)) return odd[fuzz_below(s, sizeof odd / sizeof *odd)];
    return 10.0 * rix_stream_uniform(s);
}

/** A failure fills the error with a status, and a message that is one whole line of UTF-8. */
static inline void fuzz_check_error(rix_status status, const rix_error *err)
{
    if (status == RIX_OK) {
        assert_int_equal(err->code, RIX_OK);
        assert_string_equal(err->message, "");
        return;
    }
    assert_int_equal(err->code, status);
    assert_true(err->message[0] != '\0');
    assert_true(rix_test_is_utf8(err->message));
    assert_null(strchr(err->message, '\n'));
}

#endif
