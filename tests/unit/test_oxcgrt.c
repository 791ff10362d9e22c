/* test_oxcgrt.c - ordinal levels with flags, and the indices of the Oxford tracker made of them. */
#include <string.h>

#include "oxcgrt.h"
#include "presets.h"
#include "support.h"

enum { COLUMNS = 36, INDICES = 13 };

/* ------------------------------------------------------------------------------- ordinal_flag -- */

static void a_flag_takes_half_a_level(void **state)
{
    (void)state;
    const double x[] = { 2, 2, 2, 0, 0, RIX_NAN, RIX_NAN, 3 };
    const double f[] = { 1, 0, RIX_NAN, 0, 1, 1, RIX_NAN, 0 };
    const double expected[] = { 2, 1.5, 1.5, 0, 0, RIX_NAN, RIX_NAN, 2.5 };
    const double maximum = 3, half = 0.5, none = 0;
    double y[8];
    const rix_table t = { .values = rix_mat_c(x, 8, 1) };
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_ordinal_flag(&t, rix_mat_c(f, 8, 1), rix_vec_c(&maximum, 1),
                                   rix_vec_c(&half, 1), rix_out_c(y, 8, 1), &err),
                  err);
    for (size_t i = 0; i < 8; i++) rix_assert_same(y[i], expected[i]);
    rix_assert_ok(rix_ordinal_flag(&t, rix_mat_c(f, 8, 1), rix_vec_c(&maximum, 1),
                                   rix_vec_c(&none, 1), rix_out_c(y, 8, 1), &err),
                  err);
    for (size_t i = 0; i < 8; i++) rix_assert_same(y[i], x[i]);
}

static rix_status ordinal(double level, double flag, double maximum, double deduction, double *y,
                          rix_error *err)
{
    const double x[] = { 0, 0, 1, level }, f[] = { 0, 0, 0, flag };
    const double top[] = { 2, maximum }, d[] = { 0.5, deduction };
    const char *const codes[] = { "C1", "C2" }, *const units[] = { "mon", "tue" };
    const rix_table t = { .values = rix_mat_c(x, 2, 2), .indicators = codes, .units = units };
    *err = (rix_error)RIX_ERROR_INIT;
    return rix_ordinal_flag(&t, rix_mat_c(f, 2, 2), rix_vec_c(top, 2), rix_vec_c(d, 2),
                            rix_out_c(y, 2, 2), err);
}

static void bad_cells_are_named(void **state)
{
    (void)state;
    double y[] = { 7, 7, 7, 7 };
    rix_error err;
    const double levels[] = { 4, -1, 1.5, INFINITY };
    for (size_t k = 0; k < 4; k++) {
        rix_assert_fails(ordinal(levels[k], 1, 3, 0.5, y, &err), RIX_EDOMAIN, err,
                         "for unit 'tue', column 'C2'");
        assert_int_equal(err.row, 1);
        assert_int_equal(err.col, 1);
        assert_string_equal(err.arg, "levels.values");
    }
    rix_assert_fails(ordinal(4, 1, 3, 0.5, y, &err), RIX_EDOMAIN, err, "level 4 ");
    const double flags[] = { 2, -1, 0.5, INFINITY };
    for (size_t k = 0; k < 4; k++) {
        rix_assert_fails(ordinal(1, flags[k], 3, 0.5, y, &err), RIX_EDOMAIN, err,
                         "for unit 'tue', column 'C2'");
        assert_string_equal(err.arg, "flags");
    }
    rix_assert_fails(ordinal(1, 2, 3, 0.5, y, &err), RIX_EDOMAIN, err, "flag 2 ");
    const double maxima[] = { 0, -2, 1.5, INFINITY, RIX_NAN };
    for (size_t k = 0; k < 5; k++) {
        rix_assert_fails(ordinal(0, 1, maxima[k], 0.5, y, &err), RIX_EDOMAIN, err, "'C2'");
        assert_string_equal(err.arg, "maximum");
    }
    const double deductions[] = { -0.1, 1.1, RIX_NAN };
    for (size_t k = 0; k < 3; k++) {
        rix_assert_fails(ordinal(0, 1, 3, deductions[k], y, &err), RIX_EDOMAIN, err, "'C2'");
        assert_string_equal(err.arg, "deduction");
    }
    for (size_t k = 0; k < 4; k++) rix_assert_same(y[k], 7);
}

static void bad_sizes_are_refused(void **state)
{
    (void)state;
    const double x[] = { 1, 2 };
    double y[2] = { 7, 7 };
    const rix_table t = { .values = rix_mat_c(x, 1, 2) };
    const rix_mat f = rix_mat_c(x, 1, 2);
    const rix_vec two = rix_vec_c(x, 2), one = rix_vec_c(x, 1), lost = { NULL, 2, 1 };
    const rix_out out = rix_out_c(y, 1, 2);
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(rix_ordinal_flag(NULL, f, two, two, out, &err), RIX_EINVAL, err, "levels");
    rix_assert_fails(rix_ordinal_flag(&t, rix_mat_c(x, 2, 1), two, two, out, &err), RIX_EDIM, err,
                     "flags are 2 x 1, levels 1 x 2");
    rix_assert_fails(rix_ordinal_flag(&t, f, one, two, out, &err), RIX_EDIM, err, "1 maxima");
    rix_assert_fails(rix_ordinal_flag(&t, f, two, one, out, &err), RIX_EDIM, err, "1 deductions");
    rix_assert_fails(rix_ordinal_flag(&t, f, lost, two, out, &err), RIX_EINVAL, err, "maximum");
    const rix_vec top = rix_vec_c((const double[]){ 2, 2 }, 2),
                  zero = rix_vec_c((const double[]){ 0, 0 }, 2);
    const rix_mat unset = rix_mat_c((const double[]){ 0, 0 }, 1, 2);
    rix_assert_fails(rix_ordinal_flag(&t, unset, top, zero, rix_out_c(y, 2, 1), &err), RIX_EDIM,
                     err, "adjusted");
    rix_assert_same(y[0], 7);
}

/* ------------------------------------------------------------------------------------ indices -- */

static size_t column(const char *name)
{
    for (size_t j = 0; j < COLUMNS; j++)
        if (strcmp(rix_oxcgrt_column(j), name) == 0) return j;
    fail_msg("no column %s", name);
    return 0;
}

/* One day: every column blank until it is set. */
typedef struct day {
    double level[COLUMNS], flag[COLUMNS], vaccinated, index[INDICES];
    rix_error err;
} day;

static day blank(void)
{
    day d = { .vaccinated = 25, .err = RIX_ERROR_INIT };
    for (size_t j = 0; j < COLUMNS; j++) d.level[j] = d.flag[j] = RIX_NAN;
    for (size_t j = 0; j < INDICES; j++) d.index[j] = -1;
    return d;
}

static void set(day *d, const char *name, double level, double flag)
{
    d->level[column(name)] = level;
    d->flag[column(name)] = flag;
}

static rix_status run(day *d)
{
    const rix_table t = { .values = rix_mat_c(d->level, 1, COLUMNS) };
    return rix_oxcgrt_indices(&t, rix_mat_c(d->flag, 1, COLUMNS), rix_vec_c(&d->vaccinated, 1),
                              rix_out_c(d->index, 1, INDICES), &d->err);
}

/* The codebook's example of a day: C2 has no record and counts as 0 of 9, 16, 14. */
static void codebook_example(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        double level, flag;
    } records[] = {
        { "C1E", 2, 1 },      { "C3E", 2, 1 }, { "C4E", 2, 0 },       { "C5E", 0, RIX_NAN },
        { "C6E", 1, 0 },      { "C7E", 1, 1 }, { "C8E", 3, RIX_NAN }, { "E1", 2, 0 },
        { "E2", 2, RIX_NAN }, { "H1", 1, 1 },  { "H2", 3, RIX_NAN },  { "H3", 2, RIX_NAN },
        { "H6E", 2, 0 },      { "H7", 2, 1 },  { "H8E", 2, 1 },
    };
    day d = blank();
    for (size_t k = 0; k < sizeof records / sizeof *records; k++)
        set(&d, records[k].name, records[k].level, records[k].flag);
    rix_assert_ok(run(&d), d.err);
    for (size_t v = 0; v < 4; v++) {
        rix_assert_near(d.index[v], 43.9815, 0.00005);
        rix_assert_near(d.index[4 + v], 57.1875, 0.00005);
        rix_assert_near(d.index[8 + v], 52.8571, 0.00005);
    }
    rix_assert_same(d.index[12], 87.5);
}

static void versions_fall_back_with_their_flags(void **state)
{
    (void)state;
    day d = blank();
    set(&d, "C1E", 3, 1); /* 100 where there is no version of its own */
    set(&d, "C1V", 1, 0); /* 100 (1 - 0.5) / 3 */
    set(&d, "C2E", 2, 0); /* 50; a flag without a level is not taken */
    d.flag[column("C2NV")] = 1;
    set(&d, "C3NV", 0, 1); /* a 0 is a record: no fall back */
    set(&d, "C3E", 2, 1);
    rix_assert_ok(run(&d), d.err);
    const double other = (100 + 50) / 9.0, vaccinated = (50 / 3.0 + 50 + 100) / 9;
    rix_assert_close(d.index[0], other, 1e-14);
    rix_assert_close(d.index[1], vaccinated, 1e-14);
    rix_assert_close(d.index[2], (other + vaccinated) / 2, 1e-14);
    rix_assert_close(d.index[3], 0.75 * other + 0.25 * vaccinated, 1e-14);
    rix_assert_same(d.index[12], 0);
}

static void a_missing_share_matters_where_versions_differ(void **state)
{
    (void)state;
    day d = blank();
    d.vaccinated = RIX_NAN;
    set(&d, "H7", 5, 1);
    set(&d, "C1V", 3, 1);
    rix_assert_ok(run(&d), d.err);
    rix_assert_same(d.index[3], RIX_NAN);
    rix_assert_close(d.index[2], 50.0 / 9, 1e-14);
    set(&d, "C1E", 3, 1);
    rix_assert_ok(run(&d), d.err);
    rix_assert_close(d.index[3], 100.0 / 9, 1e-14);
    rix_assert_close(d.index[11], 200.0 / 14, 1e-14);
}

static void bad_days_are_named(void **state)
{
    (void)state;
    day d = blank();
    set(&d, "H7", 6, 1);
    rix_assert_fails(run(&d), RIX_EDOMAIN, d.err, "level 6 for unit 0, column 'H7'");
    set(&d, "H7", 5, 3);
    rix_assert_fails(run(&d), RIX_EDOMAIN, d.err, "flag 3 for unit 0, column 'H7'");
    set(&d, "H7", 5, 1);
    const double shares[] = { -1, 100.5, INFINITY };
    for (size_t k = 0; k < 3; k++) {
        d.vaccinated = shares[k];
        rix_assert_fails(run(&d), RIX_EDOMAIN, d.err, "PopulationVaccinated");
        assert_string_equal(d.err.arg, "vaccinated");
        assert_int_equal(d.err.row, 0);
    }
    const rix_table t = { .values = rix_mat_c(d.level, 1, COLUMNS) };
    const rix_table narrow = { .values = rix_mat_c(d.level, 1, 3) };
    const rix_mat f = rix_mat_c(d.flag, 1, COLUMNS);
    const double share[] = { 1, 1 };
    const rix_vec one = rix_vec_c(share, 1), two = rix_vec_c(share, 2);
    const rix_out out = rix_out_c(d.index, 1, INDICES);
    rix_assert_fails(rix_oxcgrt_indices(NULL, f, one, out, &d.err), RIX_EINVAL, d.err, "levels");
    rix_assert_fails(rix_oxcgrt_indices(&narrow, f, one, out, &d.err), RIX_EDIM, d.err,
                     "3 columns of levels, 36 expected");
    rix_assert_fails(rix_oxcgrt_indices(&t, f, two, out, &d.err), RIX_EDIM, d.err, "2 vaccinated");
    rix_assert_fails(rix_oxcgrt_indices(&t, rix_mat_c(d.flag, 1, 3), one, out, &d.err), RIX_EDIM,
                     d.err, "flags");
    rix_assert_fails(rix_oxcgrt_indices(&t, f, one, rix_out_c(d.index, 1, 12), &d.err), RIX_EDIM,
                     d.err, "indices");
    for (size_t j = 0; j < INDICES; j++) rix_assert_same(d.index[j], -1);
}

static void names_end(void **state)
{
    (void)state;
    assert_int_equal(rix_oxcgrt_column_count(), COLUMNS);
    assert_int_equal(rix_oxcgrt_index_count(), INDICES);
    assert_null(rix_oxcgrt_column(COLUMNS));
    assert_null(rix_oxcgrt_flag(RIX_NO_INDEX));
    assert_null(rix_oxcgrt_index(INDICES));
    assert_null(rix_oxcgrt_flag(column("C8NV")));
    assert_string_equal(rix_oxcgrt_flag(column("H8V")), "H8V_Flag");
}

static void golden_rows(void **state)
{
    (void)state;
    csv *t = csv_read_in("RISKIDX_TEST_DATA", "oxcgrt_golden.csv");
    assert_true(t->rows > 10);
    check_oxcgrt(t);
    csv_free(t);
}

/* The presets give what rix_oxcgrt_indices does, from the columns for everyone. */
static void presets_agree(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        size_t index;
    } indices[] = {
        { "oxcgrt_stringency", 0 },
        { "oxcgrt_government_response", 4 },
        { "oxcgrt_containment_health", 8 },
        { "oxcgrt_economic_support", 12 },
    };
    static const char *const codes[] = { "C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8",
                                         "E1", "E2", "H1", "H2", "H3", "H6", "H7", "H8" };
    const double top[16] = { 3, 3, 2, 4, 2, 3, 2, 4, 2, 2, 2, 3, 2, 4, 5, 3 };
    double d[16], x[16], f[16], y[16];
    day today = blank();
    for (size_t k = 0; k < 16; k++) {
        const size_t j = k; /* the first 16 columns are those of the measures */
        d[k] = rix_oxcgrt_flag(j) ? 0.5 : 0;
        x[k] = today.level[j] = k % 5 == 4 ? RIX_NAN : top[k] - (double)(k % 3 == 1);
        f[k] = today.flag[j] = (double)(k % 2);
    }
    rix_assert_ok(run(&today), today.err);
    rix_error err = RIX_ERROR_INIT;
    const rix_table t = { .values = rix_mat_c(x, 1, 16), .indicators = codes },
                    scored = { .values = rix_mat_c(y, 1, 16), .indicators = codes };
    rix_assert_ok(rix_ordinal_flag(&t, rix_mat_c(f, 1, 16), rix_vec_c(top, 16), rix_vec_c(d, 16),
                                   rix_out_c(y, 1, 16), &err),
                  err);
    for (size_t k = 0; k < 4; k++) {
        const rix_preset_framework *preset;
        rix_framework *fw = preset_build(indices[k].name, &preset);
        rix_index *index = NULL;
        rix_assert_ok(rix_index_build(&scored, fw, &preset->recipe, &index, &err), err);
        const rix_mat s = rix_index_scores(index);
        const ptrdiff_t root = (ptrdiff_t)rix_framework_find(fw, NULL);
        rix_assert_close(s.data[root * s.col_step], today.index[indices[k].index], 1e-13);
        rix_index_free(index);
        rix_framework_free(fw);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_flag_takes_half_a_level),
        cmocka_unit_test(bad_cells_are_named),
        cmocka_unit_test(bad_sizes_are_refused),
        cmocka_unit_test(codebook_example),
        cmocka_unit_test(versions_fall_back_with_their_flags),
        cmocka_unit_test(a_missing_share_matters_where_versions_differ),
        cmocka_unit_test(bad_days_are_named),
        cmocka_unit_test(names_end),
        cmocka_unit_test(golden_rows),
        cmocka_unit_test(presets_agree),
    };
    return RIX_RUN_TESTS("oxcgrt", tests);
}
