/* structs_audit.h - the audit: host records to structs and back. */
#ifndef RIX_H_STRUCTS_AUDIT_H
#define RIX_H_STRUCTS_AUDIT_H

#include "structs.h"

RIX_H_PARSER(rix_h_parse_correlation, rix_correlation, rix_correlation_from_name)

static rix_status rix_h_read_stats_options(rix_h_obj x, rix_h_scope *scope, rix_stats_options *out,
                                           rix_error *err)
{
    rix_stats_options o = RIX_STATS_OPTIONS_INIT;
    const rix_h_spec specs[] = {
        { "min_available", RIX_H_NUMBER, &o.min_available, NULL },
        { "min_nonzero", RIX_H_NUMBER, &o.min_nonzero, NULL },
        { "min_unique", RIX_H_NUMBER, &o.min_unique, NULL },
        { "max_skewness", RIX_H_NUMBER, &o.max_skewness, NULL },
        { "max_kurtosis", RIX_H_NUMBER, &o.max_kurtosis, NULL },
        { "fence", RIX_H_NUMBER, &o.fence, NULL },
    };
    const rix_status st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
    if (st == RIX_OK) *out = o;
    return st;
}

/** Whole numbers as size_t; fails for any that is none. */
static rix_status rix_h_sizes(rix_vec v, const char *key, rix_h_scope *scope, size_t **out,
                              rix_error *err)
{
    size_t *x = (size_t *)rix_h_alloc(scope, v.size + 1, sizeof *x);
    if (!x) return rix_h_fail(err, RIX_ENOMEM, key, "out of memory");
    for (size_t i = 0; i < v.size; i++) {
        const double number = v.data[(ptrdiff_t)i * v.step];
        if (!(number >= 0.0 && number <= 9007199254740992.0 && floor(number) >= number)) {
            return rix_h_fail(err, RIX_EINVAL, key, rix_h_expected(RIX_H_WHOLES));
        }
        x[i] = (size_t)number;
    }
    *out = x;
    return RIX_OK;
}

/* ------------------------------------------------------------------- arrays of structs as columns -- */

/** Where a field lies in a struct, and what it is. */
typedef struct rix_h_member {
    const char *key;
    size_t offset;
    rix_h_kind kind; /* RIX_H_NUMBER, RIX_H_WHOLE or RIX_H_BOOL; the last comes to be 0 or 1 */
} rix_h_member;

static rix_h_obj rix_h_member_column(const char *first, size_t n, size_t size, rix_h_member m)
{
    rix_h_scope scope = RIX_H_SCOPE_INIT;
    rix_h_obj column;
    double *x = (double *)rix_h_alloc(&scope, n + 1, sizeof *x);
    size_t *whole = (size_t *)rix_h_alloc(&scope, n + 1, sizeof *whole);
    const size_t got = x && whole ? n : 0;
    for (size_t i = 0; i < got; i++) {
        const char *at = first + i * size + m.offset;
        if (m.kind == RIX_H_NUMBER) memcpy(&x[i], at, sizeof *x);
        if (m.kind == RIX_H_WHOLE) memcpy(&whole[i], at, sizeof *whole);
        if (m.kind == RIX_H_BOOL) whole[i] = *(const bool *)at ? 1 : 0;
    }
    column = m.kind == RIX_H_NUMBER ? rix_h_vec(rix_vec_c(x, got)) : rix_h_wholes(whole, got);
    rix_h_scope_end(&scope);
    return column;
}

static rix_h_obj rix_h_member_columns(const void *array, size_t n, size_t size,
                                      const rix_h_member *members, size_t count)
{
    rix_h_obj record = rix_h_record_new(count);
    for (size_t k = 0; k < count; k++) {
        rix_h_record_set(record, k, members[k].key,
                         rix_h_member_column((const char *)array, n, size, members[k]));
    }
    return rix_h_record_done(record);
}

#define RIX_H_MEMBER(type, field, kind) { #field, offsetof(type, field), kind }

static rix_h_obj rix_h_indicator_stats(const rix_indicator_stats *s, size_t n)
{
#define MEMBER(field, kind) RIX_H_MEMBER(rix_indicator_stats, field, kind)
    static const rix_h_member members[] = {
        MEMBER(min, RIX_H_NUMBER),          MEMBER(max, RIX_H_NUMBER),
        MEMBER(mean, RIX_H_NUMBER),         MEMBER(median, RIX_H_NUMBER),
        MEMBER(q25, RIX_H_NUMBER),          MEMBER(q75, RIX_H_NUMBER),
        MEMBER(sd, RIX_H_NUMBER),           MEMBER(skewness, RIX_H_NUMBER),
        MEMBER(kurtosis, RIX_H_NUMBER),     MEMBER(n_available, RIX_H_WHOLE),
        MEMBER(n_nonzero, RIX_H_WHOLE),     MEMBER(n_unique, RIX_H_WHOLE),
        MEMBER(n_same, RIX_H_WHOLE),        MEMBER(share_available, RIX_H_NUMBER),
        MEMBER(share_nonzero, RIX_H_NUMBER), MEMBER(share_unique, RIX_H_NUMBER),
        MEMBER(share_same, RIX_H_NUMBER),   MEMBER(fence_low, RIX_H_NUMBER),
        MEMBER(fence_high, RIX_H_NUMBER),   MEMBER(n_below, RIX_H_WHOLE),
        MEMBER(n_above, RIX_H_WHOLE),       MEMBER(low_available, RIX_H_BOOL),
        MEMBER(low_nonzero, RIX_H_BOOL),    MEMBER(low_unique, RIX_H_BOOL),
        MEMBER(outliers, RIX_H_BOOL),
    };
#undef MEMBER
    return rix_h_member_columns(s, n, sizeof *s, members, RIX_H_COUNT(members));
}

static rix_h_obj rix_h_unit_data(const rix_unit_data *u, size_t n)
{
    static const rix_h_member members[] = {
        RIX_H_MEMBER(rix_unit_data, n_missing, RIX_H_WHOLE),
        RIX_H_MEMBER(rix_unit_data, n_zero, RIX_H_WHOLE),
        RIX_H_MEMBER(rix_unit_data, share_available, RIX_H_NUMBER),
        RIX_H_MEMBER(rix_unit_data, share_nonzero, RIX_H_NUMBER),
    };
    return rix_h_member_columns(u, n, sizeof *u, members, RIX_H_COUNT(members));
}

static rix_h_obj rix_h_flagged_pairs(const rix_flagged_pair *p, size_t n)
{
    static const rix_h_member members[] = {
        RIX_H_MEMBER(rix_flagged_pair, row, RIX_H_WHOLE),
        RIX_H_MEMBER(rix_flagged_pair, col, RIX_H_WHOLE),
        RIX_H_MEMBER(rix_flagged_pair, r, RIX_H_NUMBER),
        RIX_H_MEMBER(rix_flagged_pair, high, RIX_H_BOOL),
    };
    return rix_h_member_columns(p, n, sizeof *p, members, RIX_H_COUNT(members));
}

static rix_h_obj rix_h_standings(const rix_standing *s, size_t n)
{
    static const rix_h_member members[] = {
        RIX_H_MEMBER(rix_standing, score, RIX_H_NUMBER),
        RIX_H_MEMBER(rix_standing, rank, RIX_H_NUMBER),
        RIX_H_MEMBER(rix_standing, n_ranked, RIX_H_WHOLE),
        RIX_H_MEMBER(rix_standing, mean, RIX_H_NUMBER),
        RIX_H_MEMBER(rix_standing, coverage, RIX_H_NUMBER),
    };
    return rix_h_member_columns(s, n, sizeof *s, members, RIX_H_COUNT(members));
}

#endif
