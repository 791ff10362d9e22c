/* correlate.c - correlations of the columns of tables, and the pairs beyond a threshold. */
#include <stdlib.h>
#include <string.h>

#include "audit/data.h"
#include "audit/pair.h"
#include "base/error.h"
#include "base/names.h"
#include "base/text.h"
#include "base/view.h"

static const char kinds[][RIX_I_NAME_SIZE] = { RIX_CORRELATION_LIST(RIX_I_NAME_ENTRY) };

const char *rix_correlation_name(rix_correlation value) { return RIX_I_NAME_AT(kinds, value); }

rix_status rix_correlation_from_name(const char *name, rix_correlation *value, rix_error *err)
{
    size_t k = 0;
    if (!value) return rix_i_null(err, "value");
    const rix_status st = rix_i_find_name(name, kinds, RIX_I_NAME_COUNT(kinds),
                                          "coefficient of correlation", &k, err);
    if (st == RIX_OK) *value = (rix_correlation)k;
    return st;
}

/* Units that have both columns. */
static size_t read_both(rix_mat a, size_t j, rix_mat b, size_t k, rix_i_both *both)
{
    size_t m = 0;
    for (size_t i = 0; i < a.rows; i++) {
        const double x = rix_i_get(a, i, j), y = rix_i_get(b, i, k);
        if (isnan(x) || isnan(y)) continue;
        both[m].x = x + 0.0;
        both[m++].y = y + 0.0;
    }
    return m;
}

static rix_i_coefficient coefficient(rix_correlation kind, rix_i_pair_room *room, size_t m)
{
    if (kind == RIX_COR_SPEARMAN) return rix_i_spearman(room, m);
    if (kind == RIX_COR_KENDALL) return rix_i_kendall(room, m);
    for (size_t i = 0; i < m; i++) {
        room->x[i] = room->both[i].x;
        room->y[i] = room->both[i].y;
    }
    return rix_i_pearson(room->x, room->y, m);
}

static void put(rix_out r, rix_out p, size_t j, size_t k, rix_i_coefficient c)
{
    rix_i_set(r, j, k, c.r);
    if (p.data) rix_i_set(p, j, k, c.p);
}

/* Columns of which no unit is missing: whatever they are paired with, if that is complete as well, they are ranked
 * among the same units, and so once for all. */
typedef struct ranks {
    bool *complete;
    double *rank;  /* of each column, one after the other; NULL where none are wanted */
    size_t *order; /* likewise, for Kendall's coefficient */
} ranks;

/* What is to be paired, and the room for it; of_b is of_a where a table is paired with itself. */
typedef struct task {
    rix_mat a, b;
    bool same;
    rix_correlation kind;
    rix_i_pair_room room;
    ranks of_a, of_b;
} task;

static void clear_ranks(ranks *r)
{
    free(r->order);
    free(r->rank);
    free(r->complete);
}

static bool rank_columns(rix_mat x, rix_correlation kind, rix_i_both *both, ranks *r)
{
    const size_t n = x.rows;
    const bool orders = kind == RIX_COR_KENDALL;
    r->complete = calloc(x.cols + 1, sizeof *r->complete);
    if (kind == RIX_COR_PEARSON || !r->complete) return r->complete;
    r->rank = calloc(x.cols + 1, (n + 1) * sizeof *r->rank);
    if (orders) r->order = calloc(x.cols + 1, (n + 1) * sizeof *r->order);
    if (!r->rank || (orders && !r->order)) return false;
    for (size_t j = 0; j < x.cols; j++) {
        size_t m = 0;
        for (; m < n && !isnan(rix_i_get(x, m, j)); m++) {
            both[m] = (rix_i_both){ rix_i_get(x, m, j) + 0.0, (double)m };
        }
        r->complete[j] = m == n;
        if (m == n) rix_i_rank_column(both, n, r->rank + j * n, orders ? r->order + j * n : NULL);
    }
    return true;
}

/* Of two complete columns. */
static rix_i_coefficient of_ranks(task *t, size_t j, size_t k)
{
    const size_t n = t->a.rows;
    const double *x = t->of_a.rank + j * n;
    const double *y = (t->same ? t->of_a.rank : t->of_b.rank) + k * n;
    if (t->kind == RIX_COR_KENDALL) {
        return rix_i_kendall_of_ranks(&t->room, x, t->of_a.order + j * n, y, n);
    }
    memcpy(t->room.x, x, n * sizeof *x);
    memcpy(t->room.y, y, n * sizeof *y);
    return rix_i_pearson(t->room.x, t->room.y, n);
}

static void correlate_all(task *t, rix_out r, rix_out p)
{
    const bool *complete = t->same ? t->of_a.complete : t->of_b.complete;
    for (size_t j = 0; j < t->a.cols; j++) {
        for (size_t k = t->same ? j : 0; k < t->b.cols; k++) {
            const bool ranked = t->of_a.complete[j] && complete[k];
            const size_t m = ranked ? t->a.rows : read_both(t->a, j, t->b, k, t->room.both);
            rix_i_coefficient c = ranked ? of_ranks(t, j, k) : coefficient(t->kind, &t->room, m);
            if (t->same && j == k && !isnan(c.r)) {
                c.r = 1;
                if (m >= 3) c.p = 0;
            }
            put(r, p, j, k, c);
            if (t->same && j != k) put(r, p, k, j, c);
        }
    }
}

static rix_status check_correlate(const rix_table *x, const rix_table *y, rix_correlation kind,
                                  rix_out r, rix_out p, rix_error *err)
{
    rix_status st = rix_i_audit_check(x, "x", err);
    if (st == RIX_OK && y) st = rix_i_audit_check(y, "y", err);
    if (st != RIX_OK) return st;
    if ((unsigned)kind > (unsigned)RIX_COR_KENDALL) {
        return rix_i_fail(err, RIX_EINVAL, "kind", RIX_I_NOWHERE,
                          "no such coefficient of correlation: %d", (int)kind);
    }
    const rix_mat a = x->values, b = y ? y->values : x->values;
    if (a.rows != b.rows) {
        return rix_i_fail(err, RIX_EDIM, "y", RIX_I_NOWHERE, "y has %zu units, x has %zu", b.rows,
                          a.rows);
    }
    st = rix_i_check_out(r, a.cols, b.cols, "r", err);
    if (st == RIX_OK && p.data) st = rix_i_check_out(p, a.cols, b.cols, "p", err);
    return st;
}

rix_status rix_audit_correlate(const rix_table *x, const rix_table *y, rix_correlation kind,
                               rix_out r, rix_out p, rix_error *err)
{
    rix_status st = check_correlate(x, y, kind, r, p, err);
    if (st != RIX_OK) return st;
    const size_t n = x->values.rows + 1;
    task t = { .a = x->values, .b = y ? y->values : x->values, .same = !y, .kind = kind };
    t.room = (rix_i_pair_room){ calloc(n, sizeof *t.room.both), calloc(n, sizeof *t.room.x),
                                calloc(n, sizeof *t.room.y) };
    if (t.room.both && t.room.x && t.room.y && rank_columns(t.a, kind, t.room.both, &t.of_a) &&
        (t.same || rank_columns(t.b, kind, t.room.both, &t.of_b))) {
        correlate_all(&t, r, p);
    } else {
        st = rix_i_no_memory(err);
    }
    clear_ranks(&t.of_b);
    clear_ranks(&t.of_a);
    free(t.room.y);
    free(t.room.x);
    free(t.room.both);
    return st;
}

rix_status rix_audit_flag_pairs(rix_mat r, const size_t *group, double low, double high,
                                rix_flagged_pair *pairs, size_t capacity, size_t *found,
                                rix_error *err)
{
    rix_status st = rix_i_check_mat(r, "r", err);
    if (st != RIX_OK) return st;
    if (!found) return rix_i_null(err, "found");
    if (!pairs && capacity > 0) return rix_i_null(err, "pairs");
    if (group && r.rows != r.cols) {
        return rix_i_fail(err, RIX_EDIM, "r", RIX_I_NOWHERE,
                          "%zu x %zu correlations are not square", r.rows, r.cols);
    }
    if (!(low <= high)) {
        return rix_i_fail(err, RIX_EDOMAIN, "low", RIX_I_NOWHERE, "low %s is not at most high %s",
                          rix_i_number(low).s, rix_i_number(high).s);
    }
    size_t n = 0;
    for (size_t i = 0; i < r.rows; i++) {
        for (size_t j = group ? i + 1 : 0; j < r.cols; j++) {
            const double x = rix_i_get(r, i, j);
            if ((group && group[i] != group[j]) || !(x < low || x > high)) continue;
            if (n < capacity) pairs[n] = (rix_flagged_pair){ i, j, x, x > high };
            n++;
        }
    }
    *found = n;
    return RIX_OK;
}
