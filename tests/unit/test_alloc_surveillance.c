/* The k-th allocation of the surveillance room and of a preset machine fails, for every k: RIX_ENOMEM, no leak, nothing
 * written. */
#include "fail_alloc.h"
#include "support.h"

enum { UNITS = 2, DAYS = 9, CELLS = UNITS * DAYS };

static double counts[CELLS];
static const double people[] = { 1000, 2000 };

static rix_status call(int number, rix_out out, rix_out low, rix_out high, rix_error *err)
{
    const rix_mat x = rix_mat_c(counts, UNITS, DAYS);
    rix_rt_options rt = RIX_RT_OPTIONS_INIT;
    rt.si_mean = 4;
    rt.si_sd = 2;
    switch (number) {
    case 0: return rix_new_counts(x, NULL, out, err);
    case 1: return rix_incidence(x, rix_vec_c(people, UNITS), 3, out, err);
    case 2: return rix_moving_mean(x, 3, out, err);
    case 3: return rix_positivity(x, x, 3, out, err);
    case 4: return rix_doubling_time(x, 3, out, err);
    case 5: return rix_growth(x, 3, out, err);
    case 6: return rix_trend(x, 3, out, err);
    default: return rix_reproduction_number(x, &rt, out, low, high, err);
    }
}

static void indicators(void **state)
{
    (void)state;
    static const size_t needed[] = { 3, 1, 1, 2, 1, 1, 2, 3 };
    for (int number = 0; number < 8; number++) {
        for (size_t k = 1;; k++) {
            double out[3][CELLS];
            rix_error err = RIX_ERROR_INIT;
            for (size_t c = 0; c < 3 * CELLS; c++) out[c / CELLS][c % CELLS] = 42;
            fail_allocation(k);
            const rix_status st =
                call(number, rix_out_c(out[0], UNITS, DAYS), rix_out_c(out[1], UNITS, DAYS),
                     rix_out_c(out[2], UNITS, DAYS), &err);
            fail_allocation(0);
            if (st == RIX_OK) {
                assert_int_equal(k, needed[number] + 1);
                break;
            }
            assert_int_equal(st, RIX_ENOMEM);
            assert_string_equal(err.message, "out of memory");
            for (size_t c = 0; c < 3 * CELLS; c++) rix_assert_same(out[c / CELLS][c % CELLS], 42);
        }
    }
}

static void preset_machines(void **state)
{
    (void)state;
    static const char *const names[] = { "ecdc_2020", "cdc_2021", "india_2020_04_15" };
    for (int p = 0; p < 3; p++) {
        rix_status st = RIX_ENOMEM;
        size_t k = 0;
        rix_machine *machine = NULL;
        while (st != RIX_OK) {
            rix_error err = RIX_ERROR_INIT;
            fail_allocation(++k);
            st = rix_preset_rules_machine(names[p], NULL, 0, &machine, &err);
            fail_allocation(0);
            if (st == RIX_OK) break;
            assert_int_equal(st, RIX_ENOMEM);
            assert_string_equal(err.message, "out of memory");
            assert_null(machine);
        }
        assert_true(k > 3);
        rix_machine_free(machine);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(indicators),
        cmocka_unit_test(preset_machines),
    };
    for (size_t c = 0; c < CELLS; c++) counts[c] = (double)(c % DAYS);
    return RIX_RUN_TESTS("alloc_surveillance", tests);
}
