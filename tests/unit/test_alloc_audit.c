/* test_alloc_audit.c - the audit when an allocation fails: each in turn, until none does. */
#include "trees.h"

#include "fail_alloc.h"

enum { INDEX, A, B, N_NODES, UNITS = 4 };

static const char *const columns[] = { "a", "b" };
static const double cells[UNITS * 2] = { 1, 5, 2, 3, 4, 8, 3, 3 };

typedef struct subject {
    rix_table table;
    rix_framework *fw;
    rix_index *index;
    double x[64];
} subject;

/* One call; its outputs go to s->x. */
typedef rix_status (*call)(subject *s, rix_error *err);

static rix_status describe(subject *s, rix_error *err)
{
    rix_indicator_stats stats[2];
    return rix_audit_describe(&s->table, NULL, stats, err);
}

static rix_status quantiles(subject *s, rix_error *err)
{
    const double p[] = { 0.5 };
    return rix_audit_quantiles(&s->table, rix_vec_c(p, 1), rix_out_c(s->x, 2, 1), err);
}

static rix_status availability(subject *s, rix_error *err)
{
    return rix_audit_availability(&s->table, s->fw, rix_out_c(s->x, UNITS, N_NODES), err);
}

static rix_status correlate(subject *s, rix_error *err)
{
    const rix_out none = { 0 };
    return rix_audit_correlate(&s->table, NULL, RIX_COR_KENDALL, rix_out_c(s->x, 2, 2), none, err);
}

static rix_status pca(subject *s, rix_error *err)
{
    return rix_audit_pca(&s->table, s->x, rix_out_c(s->x + 2, 2, 2), rix_out_c(s->x + 6, UNITS, 2),
                         NULL, err);
}

static rix_status strengths(subject *s, rix_error *err)
{
    size_t best[2], worst[2], found;
    return rix_audit_strengths(s->index, s->fw, 0, 2, best, worst, &found, err);
}

static rix_status removal(subject *s, rix_error *err)
{
    const size_t nodes[] = { A };
    return rix_audit_remove(&s->table, s->fw, NULL, nodes, 1, rix_out_c(s->x, UNITS, 2),
                            rix_out_c(s->x + 8, UNITS, 2), s->x + 16, err);
}

static void each_allocation_fails(void **state)
{
    (void)state;
    const call calls[] = { describe, quantiles, availability, correlate, pca, strengths, removal };
    const rix_node nodes[N_NODES] = { tree_node("index", NULL), tree_node("a", "index"),
                                      tree_node("b", "index") };
    subject s = { { .values = rix_mat_c(cells, UNITS, 2), .indicators = columns }, NULL, NULL, { 0 } };
    s.fw = tree_new(nodes, N_NODES);
    s.index = tree_build(s.fw, cells, UNITS, NULL);
    for (size_t c = 0; c < sizeof calls / sizeof calls[0]; c++) {
        bool through = false;
        for (size_t k = 1; !through; k++) {
            rix_error err = RIX_ERROR_INIT;
            for (size_t i = 0; i < 64; i++) s.x[i] = -7;
            fail_allocation(k);
            const rix_status st = calls[c](&s, &err);
            through = alloc_count < k;
            fail_allocation(0);
            assert_int_equal(st, through ? RIX_OK : RIX_ENOMEM);
            assert_true(through || err.code == RIX_ENOMEM);
            for (size_t i = 0; i < 64 && !through; i++) assert_true(s.x[i] <= -7);
            assert_true(!through || k > 1);
        }
    }
    rix_index_free(s.index);
    rix_framework_free(s.fw);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(each_allocation_fails) };
    return RIX_RUN_TESTS("alloc_audit", tests);
}
