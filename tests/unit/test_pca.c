/* test_pca.c - eigenvectors against their definition and by hand; principal components of small tables. */
#include <stdlib.h>
#include <string.h>

#include "index/pca.h"
#include "support.h"

static void two_by_two_by_hand(void **state)
{
    (void)state;
    double a[] = { 2, -1, -1, 2 }, value[2], vector[4];
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_i_eigen_symmetric(a, 2, value, vector, &err), err);
    rix_assert_close(value[0], 3, 1e-15);
    rix_assert_close(value[1], 1, 1e-15);
    rix_assert_close(vector[0], sqrt(0.5), 1e-15); /* the first of the largest is positive */
    rix_assert_close(vector[2], -sqrt(0.5), 1e-15);
    rix_assert_close(vector[1], sqrt(0.5), 1e-15);
    rix_assert_close(vector[3], sqrt(0.5), 1e-15);
}

/* A v = value v, V'V = 1, values fall, whatever the size and however near to each other they are. */
static void the_definition_holds(void **state)
{
    (void)state;
    enum { MOST = 30 };
    static double a[MOST * MOST], kept[MOST * MOST], v[MOST * MOST], value[MOST];
    rix_stream s;
    rix_error err = RIX_ERROR_INIT;
    for (size_t n = 1; n <= MOST; n++) {
        rix_stream_init(&s, 4, n);
        for (size_t i = 0; i < n; i++) {
            for (size_t j = 0; j <= i; j++) {
                const double x = rix_stream_uniform(&s) - 0.5;
                a[i * n + j] = a[j * n + i] = n % 3 == 0 ? 1 : x; /* sometimes of rank one */
            }
        }
        memcpy(kept, a, n * n * sizeof *a);
        rix_assert_ok(rix_i_eigen_symmetric(a, n, value, v, &err), err);
        for (size_t k = 0; k < n; k++) {
            assert_true(k == 0 || value[k - 1] >= value[k]);
            for (size_t i = 0; i < n; i++) {
                double image = 0, product = 0;
                for (size_t j = 0; j < n; j++) {
                    image += kept[i * n + j] * v[j * n + k];
                    product += v[j * n + i] * v[j * n + k];
                }
                rix_assert_near(image, value[k] * v[i * n + k], 1e-13 * (double)n);
                rix_assert_near(product, i == k, 1e-13);
            }
        }
    }
}

static rix_table table_of(const double *x, size_t rows, size_t cols)
{
    static const char *const names[] = { "a", "b", "c" };
    return (rix_table){ .values = rix_mat_c(x, rows, cols), .indicators = names };
}

/* Of b = 3 - 2a the correlation is -1: one component of eigenvalue 2. The row with a gap is left out, and
 * figures near the largest double are no trouble. */
static void one_line_one_component(void **state)
{
    (void)state;
    double x[] = { 1, 1, 2, -1, 7, RIX_NAN, 4, -5 };
    rix_error err = RIX_ERROR_INIT;
    for (int large = 0; large < 2; large++) {
        rix_i_pca p;
        const rix_table t = table_of(x, 4, 2);
        rix_assert_ok(rix_i_pca_table(&t, &p, &err), err);
        assert_int_equal(p.n_used, 3);
        assert_int_equal(p.row[2], 3);
        rix_assert_close(p.value[0], 2, 1e-14);
        rix_assert_near(p.value[1], 0, 1e-14);
        rix_assert_close(p.loading[0], sqrt(0.5), 1e-14);
        rix_assert_close(p.loading[2], -sqrt(0.5), 1e-14);
        rix_assert_close(p.standard[0], -(7.0 / 3 - 1) / sqrt(7.0 / 3), 1e-14);
        rix_i_pca_clear(&p);
        for (size_t i = 0; i < 8; i++) x[i] *= 1e307;
    }
}

static void what_has_no_components(void **state)
{
    (void)state;
    const double flat[] = { 1, 5, 2, 5, 3, 5 }, gaps[] = { 1, RIX_NAN, 2, 5 };
    const double wild[] = { 1, 2, INFINITY, 4, 5, 7 };
    rix_error err = RIX_ERROR_INIT;
    rix_i_pca p;
    rix_table t = table_of(flat, 3, 2);
    rix_assert_fails(rix_i_pca_table(&t, &p, &err), RIX_EMISSING, err,
                     "column 'b' is constant at 5");
    t = table_of(gaps, 2, 2);
    rix_assert_fails(rix_i_pca_table(&t, &p, &err), RIX_EMISSING, err, "1 of 2 units");
    t = table_of(wild, 3, 2);
    rix_assert_fails(rix_i_pca_table(&t, &p, &err), RIX_EDOMAIN, err,
                     "infinite value inf for unit 1, column 'a'");
    t = table_of(wild, 3, 0);
    rix_assert_fails(rix_i_pca_table(&t, &p, &err), RIX_EMISSING, err, "no columns");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_by_two_by_hand),
        cmocka_unit_test(the_definition_holds),
        cmocka_unit_test(one_line_one_component),
        cmocka_unit_test(what_has_no_components),
    };
    return RIX_RUN_TESTS("pca", tests);
}
