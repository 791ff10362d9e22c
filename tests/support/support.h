/* support.h - what the unit tests of every room share. */
#ifndef RIX_TEST_SUPPORT_H
#define RIX_TEST_SUPPORT_H

/* cmocka.h wants these before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <riskidx.h>

/** Group setup and teardown: GSL's handler counts instead of aborting, and must have counted none.
 */
int forbid_gsl_errors(void **state);
int no_gsl_errors(void **state);

/** main() of a test program, given its array of tests. */
#define RIX_RUN_TESTS(name, tests)                                                                 \
    cmocka_run_group_tests_name(name, tests, forbid_gsl_errors, no_gsl_errors)

/** |actual - expected| <= relative * |expected|; NaN equals NaN, an infinity equals itself. */
#define rix_assert_close(actual, expected, relative)                                               \
    rix_test_close(actual, expected, relative, 0.0, #actual, __FILE__, __LINE__)

/** |actual - expected| <= absolute; NaN equals NaN, an infinity equals itself. */
#define rix_assert_near(actual, expected, absolute)                                                \
    rix_test_close(actual, expected, 0.0, absolute, #actual, __FILE__, __LINE__)

/** Equal as numbers, to the last bit (0 and -0 are equal); NaN equals NaN. */
#define rix_assert_same(actual, expected)                                                          \
    rix_test_close(actual, expected, 0.0, 0.0, #actual, __FILE__, __LINE__)

/** The call succeeds; err, a rix_error, is shown if it does not. */
#define rix_assert_ok(call, err)                                                                   \
    rix_test_status(call, RIX_OK, &(err), NULL, #call, __FILE__, __LINE__)

/** The call fails with status and fills err; its message holds part (NULL: any message). */
#define rix_assert_fails(call, status, err, part)                                                  \
    rix_test_status(call, status, &(err), part, #call, __FILE__, __LINE__)

/** The string holds part. */
#define rix_assert_text(string, part) rix_test_text(string, part, #string, __FILE__, __LINE__)

void rix_test_close(double actual, double expected, double relative, double absolute,
                    const char *what, const char *file, int line);
void rix_test_status(rix_status actual, rix_status expected, const rix_error *err, const char *part,
                     const char *what, const char *file, int line);
void rix_test_text(const char *string, const char *part, const char *what, const char *file,
                   int line);

/** Whether a string is whole, shortest-form UTF-8. */
bool rix_test_is_utf8(const char *s);

#endif
