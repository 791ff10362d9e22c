/* The k-th allocation of the zones fails, for every k: RIX_ENOMEM, no leak, nothing written. */
#include "support.h"

#include "fail_alloc.h"

/* Asks for the k-th allocation to fail until the work fails no more for want of memory; `untouched` holds after
 * each failure. */
#define FAIL_EVERY_ALLOCATION(call, expected, untouched)                                           \
    do {                                                                                           \
        rix_status status = RIX_ENOMEM;                                                            \
        size_t k = 0;                                                                              \
        while (status == RIX_ENOMEM) {                                                             \
            rix_error err = RIX_ERROR_INIT;                                                        \
            fail_allocation(++k);                                                                  \
            status = call;                                                                         \
            fail_allocation(0);                                                                    \
            if (status != RIX_ENOMEM) break;                                                       \
            assert_int_equal(err.code, RIX_ENOMEM);                                                \
            rix_assert_text(err.message, "memory");                                                \
            assert_true(untouched);                                                                \
        }                                                                                          \
        assert_int_equal(status, expected);                                                        \
        assert_true(k > 1);                                                                        \
    } while (0)

static const char *const zones[] = { "green", "orange", "red" };
static const char *const names[] = { "x", "y" };
static const double enter_at[] = { 2, 3 }, leave_at[] = { 1, 2 };

static void breaks(void **state)
{
    (void)state;
    const double x[] = { 1, 2, 4, 8, RIX_NAN, 16 }, z[] = { -1, 1 };
    double t[2] = { 42, 43 };
    FAIL_EVERY_ALLOCATION(rix_breaks_quantile(rix_vec_c(x, 6), 3, t, &err), RIX_OK, t[0] == 42);
    t[0] = 42;
    FAIL_EVERY_ALLOCATION(rix_breaks_natural(rix_vec_c(x, 6), 3, t, &err), RIX_OK, t[0] == 42);
    t[0] = 42;
    FAIL_EVERY_ALLOCATION(rix_breaks_sd(rix_vec_c(x, 6), rix_vec_c(z, 2), t, &err), RIX_OK,
                          t[0] == 42);
}

static rix_rule *criteria(const double *thresholds)
{
    rix_criterion c[] = { RIX_CRITERION_INIT, RIX_CRITERION_INIT };
    rix_rule *rule = NULL;
    for (size_t i = 0; i < 2; i++) {
        c[i].indicator = names[i];
        c[i].thresholds = thresholds;
    }
    FAIL_EVERY_ALLOCATION(
        rix_rule_new_criteria(zones, 3, c, 2, 1, RIX_UNKNOWN_CERTAIN, &rule, &err), RIX_OK,
        rule == NULL);
    return rule;
}

static void rules(void **state)
{
    (void)state;
    const rix_interval low[] = { { RIX_NAN, 1, true, false }, RIX_INTERVAL_ALL };
    const rix_interval high[] = { { 1, RIX_NAN, true, true }, RIX_INTERVAL_ALL };
    const rix_rule_row rows[] = { { 0, low }, { 2, high }, { 1, high } };
    rix_rule *rule = NULL;
    rix_rule_free(criteria(enter_at));
    FAIL_EVERY_ALLOCATION(
        rix_rule_new_table(zones, 3, names, names, 2, rows, 2, RIX_UNKNOWN_CERTAIN, &rule, &err),
        RIX_OK, rule == NULL);
    rix_rule_free(rule);
    rule = NULL; /* what names a hole or an overlap needs memory as well */
    FAIL_EVERY_ALLOCATION(
        rix_rule_new_table(zones, 3, names, NULL, 2, rows, 1, RIX_UNKNOWN_GREY, &rule, &err),
        RIX_EDOMAIN, rule == NULL);
    FAIL_EVERY_ALLOCATION(
        rix_rule_new_table(zones, 3, names, NULL, 2, rows, 3, RIX_UNKNOWN_GREY, &rule, &err),
        RIX_EDOMAIN, rule == NULL);
    assert_null(rule);
}

static void machines(void **state)
{
    (void)state;
    rix_rule *enter = criteria(enter_at), *leave = criteria(leave_at);
    rix_machine *m = NULL;
    FAIL_EVERY_ALLOCATION(rix_machine_new(enter, leave, NULL, &m, &err), RIX_OK, m == NULL);
    rix_machine_free(m);
    m = NULL;
    FAIL_EVERY_ALLOCATION(rix_machine_new(leave, enter, NULL, &m, &err), RIX_EDOMAIN, m == NULL);
    assert_null(m);
    FAIL_EVERY_ALLOCATION(rix_machine_new(enter, NULL, NULL, &m, &err), RIX_OK, m == NULL);

    const double x[] = { 0, 3 };
    const rix_mat panel[] = { rix_mat_c(x, 1, 2), rix_mat_c(x, 1, 2) };
    int8_t out[] = { 77, 77 };
    const rix_run run = { 1, NULL, NULL };
    const rix_zones_out to = { out, 1, 2, 2, 1 };
    FAIL_EVERY_ALLOCATION(rix_machine_run(m, panel, 2, &run, to, &err), RIX_OK, out[0] == 77);
    assert_int_equal(out[1], 2);
    rix_machine_free(m);
    rix_rule_free(leave);
    rix_rule_free(enter);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(breaks),
        cmocka_unit_test(rules),
        cmocka_unit_test(machines),
    };
    return RIX_RUN_TESTS("alloc_zone", tests);
}
