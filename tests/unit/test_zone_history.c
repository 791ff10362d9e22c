/* test_zone_history.c - how often units went from zone to zone, and how long they were in each. */
#include <stdlib.h>
#include <string.h>

#include "support.h"

static void a_small_panel_by_hand(void **state)
{
    (void)state;
    const int8_t z[] = { 0, 0, 1, -1, /**/ 1, 0, 0, 0 };
    const double transitions[] = { 3, 1, 0, 1, 0, 1, 0, 0, 0 };
    const double periods[] = { 2, 1, 1, 3, 1, 0 };
    double t[9], p[6];
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_zone_history((rix_zones){ z, 2, 4, 4, 1 }, 2, rix_out_c(t, 3, 3),
                                   rix_out_c(p, 2, 3), &err),
                  err);
    for (size_t k = 0; k < 9; k++) rix_assert_same(t[k], transitions[k]);
    for (size_t k = 0; k < 6; k++) rix_assert_same(p[k], periods[k]);
}

static void any_layout_counts_like_a_plain_loop(void **state)
{
    (void)state;
    enum { UNITS = 130, PERIODS = 37, ZONES = 5, N = ZONES + 1, CELLS = UNITS * PERIODS };
    static int8_t z[CELLS], laid[CELLS];
    static double transitions[N * N], periods[UNITS * N], t[N * N], p[UNITS * N];
    const rix_zones ways[] = { { laid, UNITS, PERIODS, PERIODS, 1 },
                               { laid, UNITS, PERIODS, 1, UNITS },
                               { laid + CELLS - 1, UNITS, PERIODS, -1, -UNITS } };
    rix_stream s;
    rix_stream_init(&s, 2020, 8);
    for (size_t k = 0; k < CELLS; k++) z[k] = (int8_t)(rix_stream_uniform(&s) * N - 1);
    for (size_t i = 0; i < UNITS; i++) {
        for (size_t k = 0; k < PERIODS; k++) {
            const size_t now = z[i * PERIODS + k] < 0 ? ZONES : (size_t)z[i * PERIODS + k];
            periods[i * N + now]++;
            if (k == 0) continue;
            const int before = z[i * PERIODS + k - 1];
            transitions[(before < 0 ? (size_t)ZONES : (size_t)before) * N + now]++;
        }
    }
    for (size_t way = 0; way < 3; way++) {
        rix_zones view = ways[way];
        int8_t *to = laid + (view.data - laid);
        for (size_t i = 0; i < UNITS; i++) {
            for (size_t k = 0; k < PERIODS; k++) {
                to[(ptrdiff_t)i * view.row_step + (ptrdiff_t)k * view.col_step] =
                    z[i * PERIODS + k];
            }
        }
        /* The transitions by columns, the periods backwards. */
        const rix_out out = { t, N, N, 1, N }, back = { p + UNITS * N - 1, UNITS, N, -N, -1 };
        rix_error err = RIX_ERROR_INIT;
        rix_assert_ok(rix_zone_history(view, ZONES, out, back, &err), err);
        for (size_t a = 0; a < N; a++) {
            for (size_t b = 0; b < N; b++) rix_assert_same(t[b * N + a], transitions[a * N + b]);
        }
        for (size_t k = 0; k < UNITS * N; k++) {
            rix_assert_same(p[UNITS * N - 1 - k], periods[k]);
        }
    }
}

static void nothing_has_no_history(void **state)
{
    (void)state;
    double t[4] = { 9, 9, 9, 9 }, p[2] = { 9, 9 };
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_zone_history((rix_zones){ NULL, 0, 5, 5, 1 }, 1, rix_out_c(t, 2, 2),
                                   rix_out_c(NULL, 0, 2), &err),
                  err);
    for (size_t k = 0; k < 4; k++) rix_assert_same(t[k], 0);
    rix_assert_ok(rix_zone_history((rix_zones){ NULL, 1, 0, 0, 1 }, 1, rix_out_c(t, 2, 2),
                                   rix_out_c(p, 1, 2), &err),
                  err);
    for (size_t k = 0; k < 2; k++) rix_assert_same(p[k], 0);
}

static void refused(rix_zones zones, size_t n_zones, rix_out transitions, rix_out periods,
                    rix_status status, const char *arg, const char *part)
{
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(rix_zone_history(zones, n_zones, transitions, periods, &err), status, err,
                     part);
    assert_string_equal(err.arg, arg);
    assert_int_equal(rix_zone_history(zones, n_zones, transitions, periods, NULL), status);
}

static void bad_input_is_named(void **state)
{
    (void)state;
    const int8_t z[] = { 0, 1, 0, 2 }, low[] = { 0, 0, -2, 0 };
    double t[9] = { 42 }, p[6] = { 43 };
    const rix_out ot = rix_out_c(t, 3, 3), op = rix_out_c(p, 2, 3);
    const rix_zones ok = { z, 2, 2, 2, 1 }, none = { NULL, 2, 2, 2, 1 }, bad = { low, 2, 2, 2, 1 };
    const rix_zones huge = { z, SIZE_MAX / 2, 4, 4, 1 };
    rix_error err = RIX_ERROR_INIT;
    refused(ok, 0, ot, op, RIX_EINVAL, "n_zones", "n_zones is 0");
    refused(ok, SIZE_MAX, ot, op, RIX_EOVERFLOW, "zones", "too large");
    refused(huge, 2, ot, op, RIX_EOVERFLOW, "zones", "too large");
    refused(none, 2, ot, op, RIX_EINVAL, "zones", "zones is NULL");
    refused(ok, 3, ot, op, RIX_EDIM, "transitions", "transitions is 3 x 3 instead of 4 x 4");
    refused(ok, 2, ot, rix_out_c(p, 3, 2), RIX_EDIM, "periods",
            "periods is 3 x 2 instead of 2 x 3");
    refused(ok, 2, rix_out_c(NULL, 3, 3), op, RIX_EINVAL, "transitions", "transitions is NULL");
    refused(ok, 2, ot, rix_out_c(NULL, 2, 3), RIX_EINVAL, "periods", "periods is NULL");
    refused(ok, 2, ot, op, RIX_EDOMAIN, "zones", "no such zone: 2 for unit 1 in period 1");
    rix_assert_fails(rix_zone_history(bad, 2, ot, op, &err), RIX_EDOMAIN, err,
                     "no such zone: -2 for unit 1 in period 0");
    assert_int_equal(err.row, 1);
    assert_int_equal(err.col, 0);
    rix_assert_same(t[0], 42);
    rix_assert_same(p[0], 43);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_small_panel_by_hand),
        cmocka_unit_test(any_layout_counts_like_a_plain_loop),
        cmocka_unit_test(nothing_has_no_history),
        cmocka_unit_test(bad_input_is_named),
    };
    return RIX_RUN_TESTS("zone_history", tests);
}
