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

static void correlate_all(rix_mat a, rix_mat b, bool same, rix_correlation kind,
                          rix_i_pair_room *room, rix_out r, rix_out p)
{
    for (size_t j = 0; j < a.cols; j++) {
        for (size_t k = same ? j : 0; k < b.cols; k++) {
            const size_t m = read_both(a, j, b, k, room->both);
            rix_i_coefficient c = coefficient(kind, room, m);
            if (same && j == k && !isnan(c.r)) {
                c.r = 1;
                if (m >= 3) c.p = 0;
            }
            put(r, p, j, k, c);
            if (same && j != k) put(r, p, k, j, c);
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
    rix_i_pair_room room = { calloc(n, sizeof *room.both), calloc(n, sizeof *room.x),
                             calloc(n, sizeof *room.y) };
    if (room.both && room.x && room.y) {
        correlate_all(x->values, y ? y->values : x->values, !y, kind, &room, r, p);
    } else {
        st = rix_i_no_memory(err);
    }
    free(room.y);
    free(room.x);
    free(room.both);
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
