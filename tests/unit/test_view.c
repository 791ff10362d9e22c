/* Strided views, and sizes that overflow. */
#include <string.h>

#include "base/view.h"
#include "support.h"

static const double CELLS[] = { 0, 1, 2, 3, 4, 5 };

static void every_layout_reads_the_same(void **state)
{
    (void)state;
    const double by_column[] = { 0, 3, 1, 4, 2, 5 }, backwards[] = { 5, 4, 3, 2, 1, 0 };
    const rix_mat views[] = { rix_mat_c(CELLS, 2, 3),
                              { by_column, 2, 3, 1, 2 },
                              { backwards + 5, 2, 3, -3, -1 } };
    for (size_t v = 0; v < 3; v++) {
        for (size_t i = 0; i < 2; i++) {
            const rix_vec row = rix_i_row(views[v], i);
            assert_int_equal(row.size, 3);
            for (size_t j = 0; j < 3; j++) {
                rix_assert_same(rix_i_get(views[v], i, j), (double)(3 * i + j));
                rix_assert_same(rix_i_vget(row, j), (double)(3 * i + j));
            }
        }
    }
    const rix_mat still = { CELLS + 4, 100, 100, 0, 0 };
    rix_assert_same(rix_i_get(still, 99, 99), 4.0);
    assert_null(rix_i_row(rix_mat_c(NULL, 0, 0), 0).data);
}

static void outputs_are_written_where_they_say(void **state)
{
    (void)state;
    double wide[2][8];
    memset(wide, 0, sizeof wide);
    const rix_out out = { &wide[1][7], 2, 3, -8, -2 };
    rix_i_write_out(out, CELLS);
    static const double expected[2][8] = { { 0, 0, 0, 5, 0, 4, 0, 3 }, { 0, 0, 0, 2, 0, 1, 0, 0 } };
    assert_memory_equal(wide, expected, sizeof wide);
    double dense[6];
    rix_i_write_out(rix_out_c(dense, 2, 3), CELLS);
    assert_memory_equal(dense, CELLS, sizeof dense);
    rix_i_write_out(rix_out_c(NULL, 0, 3), CELLS);
}

static void views_need_data_where_they_have_elements(void **state)
{
    (void)state;
    double cell[6];
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_i_check_mat(rix_mat_c(CELLS, 2, 3), "x", &err), err);
    rix_assert_ok(rix_i_check_mat(rix_mat_c(NULL, 0, 3), "x", &err), err);
    rix_assert_ok(rix_i_check_mat(rix_mat_c(NULL, 3, 0), "x", &err), err);
    rix_assert_ok(rix_i_check_vec(rix_vec_c(NULL, 0), "x", &err), err);
    rix_assert_ok(rix_i_check_out(rix_out_c(cell, 2, 3), 2, 3, "x", &err), err);
    rix_assert_ok(rix_i_check_out(rix_out_c(NULL, 0, 3), 0, 3, "x", &err), err);
    rix_assert_fails(rix_i_check_mat(rix_mat_c(NULL, 2, 3), "x", &err), RIX_EINVAL, err,
                     "x is NULL");
    rix_assert_fails(rix_i_check_vec(rix_vec_c(NULL, 1), "v", &err), RIX_EINVAL, err, "v is NULL");
    rix_assert_fails(rix_i_check_out(rix_out_c(NULL, 2, 3), 2, 3, "o", &err), RIX_EINVAL, err,
                     "o is NULL");
    rix_assert_fails(rix_i_check_out(rix_out_c(cell, 3, 2), 2, 3, "o", &err), RIX_EDIM, err,
                     "o is 3 x 2 instead of 2 x 3");
    assert_string_equal(err.arg, "o");
}

static void sizes_that_overflow_are_refused(void **state)
{
    (void)state;
    const size_t most = (size_t)PTRDIFF_MAX / sizeof(double);
    size_t product = 7;
    double cell[1];
    rix_error err = RIX_ERROR_INIT;
    assert_true(rix_i_size_product(most, 1, &product) && product == most);
    assert_true(rix_i_size_product(1, most, &product) && product == most);
    assert_true(rix_i_size_product(SIZE_MAX, 0, &product) && product == 0);
    assert_true(rix_i_size_product(0, SIZE_MAX, &product) && product == 0);
    product = 7;
    assert_false(rix_i_size_product(most + 1, 1, &product));
    assert_false(rix_i_size_product(most / 2 + 1, 2, &product));
    assert_false(rix_i_size_product(SIZE_MAX, SIZE_MAX, &product));
    assert_false(rix_i_size_product(SIZE_MAX / 2 + 1, 2, &product)); /* wraps to 0 */
    assert_int_equal(product, 7);

    rix_assert_fails(rix_i_check_mat(rix_mat_c(cell, SIZE_MAX / 2 + 1, 2), "x", &err),
                     RIX_EOVERFLOW, err, "too large");
    rix_assert_fails(rix_i_check_vec(rix_vec_c(cell, SIZE_MAX), "x", &err), RIX_EOVERFLOW, err,
                     "too large");
    rix_assert_fails(rix_i_check_out(rix_out_c(cell, SIZE_MAX, 2), SIZE_MAX, 2, "x", &err),
                     RIX_EOVERFLOW, err, "too large");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_layout_reads_the_same),
        cmocka_unit_test(outputs_are_written_where_they_say),
        cmocka_unit_test(views_need_data_where_they_have_elements),
        cmocka_unit_test(sizes_that_overflow_are_refused),
    };
    return RIX_RUN_TESTS("view", tests);
}
