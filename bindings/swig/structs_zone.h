/* structs_zone.h - zone rules, machines and surveillance counts: host records to structs and back. */
#ifndef RIX_H_STRUCTS_ZONE_H
#define RIX_H_STRUCTS_ZONE_H

#include "structs.h"

RIX_H_PARSER(rix_h_parse_unknown, rix_unknown, rix_unknown_from_name)
RIX_H_PARSER(rix_h_parse_absent, rix_absent, rix_absent_from_name)
RIX_H_PARSER(rix_h_parse_holes, rix_holes, rix_holes_from_name)
RIX_H_PARSER(rix_h_parse_corrections, rix_corrections, rix_corrections_from_name)
RIX_H_PARSER(rix_h_parse_batches, rix_batches, rix_batches_from_name)

/* -------------------------------------------------------------------------------------- rules -- */

/** A rule as the host states it: by criteria, or by the rows of a decision table. */
typedef struct rix_h_rule {
    rix_h_text_list zones, indicators, units, boundary;
    rix_mat thresholds; /* criteria: one row each */
    rix_vec direction;
    size_t k;
    rix_vec zone; /* table: one element and row each */
    rix_mat low, high, low_in, high_in;
    rix_unknown unknown;
    rix_criterion *criteria;
    rix_rule_row *rows;
} rix_h_rule;

static double rix_h_cell(rix_mat m, size_t i, size_t j)
{
    return m.data[(ptrdiff_t)i * m.row_step + (ptrdiff_t)j * m.col_step];
}

static rix_status rix_h_check_shape(rix_mat m, size_t rows, size_t cols, const char *key,
                                    rix_error *err)
{
    char what[120];
    if (m.rows == rows && m.cols == cols) return RIX_OK;
    snprintf(what, sizeof what, "%zu x %zu instead of %zu x %zu", m.rows, m.cols, rows, cols);
    return rix_h_fail(err, RIX_EDIM, key, what);
}

static rix_status rix_h_criterion_at(const rix_h_rule *r, size_t i, rix_h_scope *scope,
                                     rix_criterion *out, rix_error *err)
{
    rix_criterion c = RIX_CRITERION_INIT;
    const size_t n = r->thresholds.cols;
    double *thresholds = (double *)rix_h_alloc(scope, n + 1, sizeof *thresholds);
    if (!thresholds) return rix_h_fail(err, RIX_ENOMEM, "thresholds", "out of memory");
    for (size_t j = 0; j < n; j++) thresholds[j] = rix_h_cell(r->thresholds, i, j);
    c.indicator = rix_h_text_at(r->indicators, i);
    c.unit = rix_h_text_at(r->units, i);
    c.thresholds = thresholds;
    rix_status st = rix_h_read_direction(r->direction, i, &c.direction, err);
    if (st == RIX_OK) st = rix_h_parse_at(r->boundary, i, rix_h_parse_boundary, &c.boundary, err);
    if (st == RIX_OK) *out = c;
    return st;
}

static rix_status rix_h_read_criteria(rix_h_rule *r, rix_h_scope *scope, rix_error *err)
{
    const size_t n = r->indicators.n;
    rix_status st = rix_h_check_shape(r->thresholds, n, r->zones.n > 0 ? r->zones.n - 1 : 0,
                                      "thresholds", err);
    if (st == RIX_OK) st = rix_h_check_length(r->direction.size, n, "direction", err);
    if (st == RIX_OK) st = rix_h_check_length(r->boundary.n, n, "boundary", err);
    if (st != RIX_OK) return st;
    r->criteria = (rix_criterion *)rix_h_alloc(scope, n + 1, sizeof *r->criteria);
    if (!r->criteria) return rix_h_fail(err, RIX_ENOMEM, "criteria", "out of memory");
    for (size_t i = 0; i < n && st == RIX_OK; i++) {
        st = rix_h_criterion_at(r, i, scope, &r->criteria[i], err);
    }
    return st;
}

/* -1 is grey; a fraction is no zone, and neither is what C would refuse to convert. */
static int rix_h_zone_number(double x)
{
    const int zone = x >= -1.0 && x < RIX_MAX_ZONES ? (int)x : RIX_MAX_ZONES;
    return (double)zone >= x && (double)zone <= x ? zone : RIX_MAX_ZONES;
}

static rix_status rix_h_read_rows(rix_h_rule *r, rix_h_scope *scope, rix_error *err)
{
    const size_t rows = r->zone.size, cols = r->indicators.n;
    const rix_mat mats[] = { r->low, r->high, r->low_in, r->high_in };
    const char *const keys[] = { "low", "high", "low_in", "high_in" };
    for (size_t k = 0; k < 4; k++) {
        const rix_status st = rix_h_check_shape(mats[k], rows, cols, keys[k], err);
        if (st != RIX_OK) return st;
    }
    rix_interval *cells = (rix_interval *)rix_h_alloc(scope, rows * cols + 1, sizeof *cells);
    r->rows = (rix_rule_row *)rix_h_alloc(scope, rows + 1, sizeof *r->rows);
    if (!cells || !r->rows) return rix_h_fail(err, RIX_ENOMEM, "rows", "out of memory");
    for (size_t i = 0; i < rows; i++) {
        r->rows[i].zone = rix_h_zone_number(rix_h_number_at(r->zone, i, RIX_NO_ZONE));
        r->rows[i].within = cells + i * cols;
        for (size_t j = 0; j < cols; j++) {
            rix_interval *cell = &cells[i * cols + j];
            cell->low = rix_h_cell(r->low, i, j);
            cell->high = rix_h_cell(r->high, i, j);
            cell->low_in = rix_h_cell(r->low_in, i, j) > 0.5;
            cell->high_in = rix_h_cell(r->high_in, i, j) > 0.5;
        }
    }
    return RIX_OK;
}

/** A rule: { zones, indicators, units, unknown } and either { thresholds: indicators x (zones - 1),
 * direction, boundary, k } or { zone, low, high, low_in, high_in: rows x indicators }. */
static rix_status rix_h_read_rule(rix_h_obj x, rix_h_scope *scope, rix_h_rule *rule, rix_error *err)
{
    rix_h_rule r = { 0 };
    r.k = 1;
    const rix_h_spec specs[] = {
        { "zones", RIX_H_TEXTS, &r.zones, NULL },
        { "indicators", RIX_H_TEXTS, &r.indicators, NULL },
        { "units", RIX_H_TEXTS, &r.units, NULL },
        { "unknown", RIX_H_CHOICE, &r.unknown, rix_h_parse_unknown },
        { "thresholds", RIX_H_MAT, &r.thresholds, NULL },
        { "direction", RIX_H_VEC, &r.direction, NULL },
        { "boundary", RIX_H_TEXTS, &r.boundary, NULL },
        { "k", RIX_H_WHOLE, &r.k, NULL },
        { "zone", RIX_H_VEC, &r.zone, NULL },
        { "low", RIX_H_MAT, &r.low, NULL },
        { "high", RIX_H_MAT, &r.high, NULL },
        { "low_in", RIX_H_MAT, &r.low_in, NULL },
        { "high_in", RIX_H_MAT, &r.high_in, NULL },
    };
    rix_status st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
    if (st == RIX_OK) st = rix_h_check_length(r.units.n, r.indicators.n, "units", err);
    if (st == RIX_OK) {
        st = rix_h_is_none(rix_h_field(x, "thresholds")) ? rix_h_read_rows(&r, scope, err)
                                                         : rix_h_read_criteria(&r, scope, err);
    }
    if (st == RIX_OK) *rule = r;
    return st;
}

static rix_status rix_h_rule_new(const rix_h_rule *r, rix_rule **out, rix_error *err)
{
    if (r->criteria) {
        return rix_rule_new_criteria(r->zones.s, r->zones.n, r->criteria, r->indicators.n, r->k,
                                     r->unknown, out, err);
    }
    return rix_rule_new_table(r->zones.s, r->zones.n, r->indicators.s, r->units.s, r->indicators.n,
                              r->rows, r->zone.size, r->unknown, out, err);
}

/* ----------------------------------------------------------------------------------- machines -- */

/** A clock whose lists have lengths. */
typedef struct rix_h_clock {
    rix_clock clock;
    rix_h_whole_list stay_to_rise, stay_to_fall;
} rix_h_clock;

/** The fields of rix_clock; start is -1 (or missing) for the first review to decide. */
static rix_status rix_h_read_clock(rix_h_obj x, rix_h_scope *scope, rix_h_clock *clock,
                                   rix_error *err)
{
    const rix_clock defaults = RIX_CLOCK_INIT;
    rix_h_clock c = { defaults, { NULL, 0 }, { NULL, 0 } };
    double start = RIX_NAN;
    const rix_h_spec specs[] = {
        { "start", RIX_H_NUMBER, &start, NULL },
        { "first_review", RIX_H_WHOLE, &c.clock.first_review, NULL },
        { "review_every", RIX_H_WHOLE, &c.clock.review_every, NULL },
        { "rise_after", RIX_H_WHOLE, &c.clock.rise_after, NULL },
        { "fall_after", RIX_H_WHOLE, &c.clock.fall_after, NULL },
        { "rise_steps", RIX_H_WHOLE, &c.clock.rise_steps, NULL },
        { "fall_steps", RIX_H_WHOLE, &c.clock.fall_steps, NULL },
        { "stay_to_rise", RIX_H_WHOLES, &c.stay_to_rise, NULL },
        { "stay_to_fall", RIX_H_WHOLES, &c.stay_to_fall, NULL },
        { "absent", RIX_H_CHOICE, &c.clock.absent, rix_h_parse_absent },
    };
    const rix_status st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
    if (st != RIX_OK) return st;
    c.clock.start = isnan(start) ? RIX_NO_ZONE : rix_h_zone_number(start);
    c.clock.stay_to_rise = c.stay_to_rise.x;
    c.clock.stay_to_fall = c.stay_to_fall.x;
    *clock = c;
    return RIX_OK;
}

static rix_status rix_h_check_stay(rix_h_whole_list stay, size_t zones, const char *key,
                                   rix_error *err)
{
    char what[80];
    if (!stay.x || stay.n == zones) return RIX_OK;
    snprintf(what, sizeof what, "%zu values for %zu zones", stay.n, zones);
    return rix_h_fail(err, RIX_EDIM, key, what);
}

static rix_status rix_h_machine_new(const rix_rule *enter, const rix_rule *leave,
                                    const rix_h_clock *c, rix_machine **out, rix_error *err)
{
    const size_t zones = rix_rule_zone_count(enter);
    rix_status st = rix_h_check_stay(c->stay_to_rise, zones, "stay_to_rise", err);
    if (st == RIX_OK) st = rix_h_check_stay(c->stay_to_fall, zones, "stay_to_fall", err);
    if (st != RIX_OK) return st;
    return rix_machine_new(enter, leave == enter ? NULL : leave, &c->clock, out, err);
}

static rix_status rix_h_read_machine_state(rix_h_obj x, rix_h_scope *scope,
                                           rix_machine_state *state, rix_error *err)
{
    rix_machine_state s = { 0 };
    double zone = RIX_NO_ZONE, shown = RIX_NO_ZONE, rise_to = 0.0, fall_to = 0.0;
    const rix_h_spec specs[] = {
        { "period", RIX_H_WHOLE, &s.period, NULL },   { "zone", RIX_H_NUMBER, &zone, NULL },
        { "shown", RIX_H_NUMBER, &shown, NULL },      { "stayed", RIX_H_WHOLE, &s.stayed, NULL },
        { "rising", RIX_H_WHOLE, &s.rising, NULL },   { "falling", RIX_H_WHOLE, &s.falling, NULL },
        { "rise_to", RIX_H_NUMBER, &rise_to, NULL },  { "fall_to", RIX_H_NUMBER, &fall_to, NULL },
    };
    const rix_status st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
    if (st != RIX_OK) return st;
    s.zone = rix_h_zone_number(zone);
    s.shown = rix_h_zone_number(shown);
    s.rise_to = rix_h_zone_number(rise_to);
    s.fall_to = rix_h_zone_number(fall_to);
    *state = s;
    return RIX_OK;
}

static rix_h_obj rix_h_machine_state(const rix_machine_state *s)
{
    rix_h_obj r = rix_h_record_new(8);
    rix_h_record_set(r, 0, "period", rix_h_whole(s->period));
    rix_h_record_set(r, 1, "zone", rix_h_number(s->zone));
    rix_h_record_set(r, 2, "shown", rix_h_number(s->shown));
    rix_h_record_set(r, 3, "stayed", rix_h_whole(s->stayed));
    rix_h_record_set(r, 4, "rising", rix_h_whole(s->rising));
    rix_h_record_set(r, 5, "falling", rix_h_whole(s->falling));
    rix_h_record_set(r, 6, "rise_to", rix_h_number(s->rise_to));
    rix_h_record_set(r, 7, "fall_to", rix_h_number(s->fall_to));
    return rix_h_record_done(r);
}

/** A panel of several indicators: { indicators: names, values: { name: units x periods } }. */
static rix_status rix_h_read_panel(rix_h_obj x, rix_h_scope *scope, rix_mat **mats, size_t *n,
                                   rix_error *err)
{
    rix_h_text_list names = { NULL, 0 };
    const rix_h_spec specs[] = { { "indicators", RIX_H_TEXTS, &names, NULL } };
    const rix_h_obj values = rix_h_field(x, "values");
    rix_status st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
    if (st != RIX_OK) return st;
    rix_mat *m = (rix_mat *)rix_h_alloc(scope, names.n + 1, sizeof *m);
    if (!m) return rix_h_fail(err, RIX_ENOMEM, "indicators", "out of memory");
    for (size_t k = 0; k < names.n; k++) {
        const rix_h_obj mat = names.s[k] ? rix_h_field(values, names.s[k]) : values;
        if (!names.s[k] || !rix_h_to_mat(mat, scope, &m[k])) {
            char what[160];
            snprintf(what, sizeof what, "a units x periods matrix expected for '%.80s'",
                     names.s[k] ? names.s[k] : "");
            return rix_h_fail(err, RIX_EINVAL, "indicators", what);
        }
    }
    *mats = m;
    *n = names.n;
    return RIX_OK;
}

/* ------------------------------------------------------------------------------- surveillance -- */

static rix_status rix_h_read_counts_options(rix_h_obj x, rix_h_scope *scope,
                                            rix_counts_options *options, rix_error *err)
{
    const rix_counts_options defaults = RIX_COUNTS_OPTIONS_INIT;
    rix_counts_options o = defaults;
    const rix_h_spec specs[] = {
        { "holes", RIX_H_CHOICE, &o.holes, rix_h_parse_holes },
        { "corrections", RIX_H_CHOICE, &o.corrections, rix_h_parse_corrections },
        { "batches", RIX_H_CHOICE, &o.batches, rix_h_parse_batches },
    };
    const rix_status st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
    if (st == RIX_OK) *options = o;
    return st;
}

static rix_status rix_h_read_rt_options(rix_h_obj x, rix_h_scope *scope, rix_rt_options *options,
                                        rix_error *err)
{
    const rix_rt_options defaults = RIX_RT_OPTIONS_INIT;
    rix_rt_options o = defaults;
    rix_vec si = { NULL, 0, 1 };
    const rix_h_spec specs[] = {
        { "si_mean", RIX_H_NUMBER, &o.si_mean, NULL },
        { "si_sd", RIX_H_NUMBER, &o.si_sd, NULL },
        { "si", RIX_H_VEC, &si, NULL },
        { "window", RIX_H_WHOLE, &o.window, NULL },
        { "prior_mean", RIX_H_NUMBER, &o.prior_mean, NULL },
        { "prior_sd", RIX_H_NUMBER, &o.prior_sd, NULL },
        { "level", RIX_H_NUMBER, &o.level, NULL },
    };
    rix_status st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
    if (st == RIX_OK) st = rix_h_dense(si, si.size, "si", scope, &o.si, err);
    if (st != RIX_OK) return st;
    o.n_si = si.size;
    *options = o;
    return RIX_OK;
}

/* ------------------------------------------------------------------------------- preset rules -- */

/** Values for what a rule set leaves open: { name: texts, value: numbers }. */
static rix_status rix_h_read_named_values(rix_h_obj x, rix_h_scope *scope,
                                          rix_named_value **values, size_t *n, rix_error *err)
{
    rix_h_text_list names = { NULL, 0 };
    rix_vec v = { NULL, 0, 1 };
    const rix_h_spec specs[] = {
        { "name", RIX_H_TEXTS, &names, NULL },
        { "value", RIX_H_VEC, &v, NULL },
    };
    const rix_status st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
    if (st != RIX_OK) return st;
    if (names.n != v.size) return rix_h_fail(err, RIX_EDIM, "value", "one value a name expected");
    rix_named_value *out = (rix_named_value *)rix_h_alloc(scope, names.n + 1, sizeof *out);
    if (!out) return rix_h_fail(err, RIX_ENOMEM, "value", "out of memory");
    for (size_t k = 0; k < names.n; k++) {
        out[k].name = names.s[k];
        out[k].value = v.data[(ptrdiff_t)k * v.step];
    }
    *values = out;
    *n = names.n;
    return RIX_OK;
}

static size_t rix_h_list_length(const char *const *list)
{
    size_t n = 0;
    while (list && list[n]) n++;
    return n;
}

static rix_h_obj rix_h_rules_parameters(const rix_rules_parameter *p)
{
    size_t n = 0;
    while (p && p[n].name) n++;
    rix_h_obj list = rix_h_list_new(n);
    for (size_t k = 0; k < n; k++) {
        rix_h_obj r = rix_h_record_new(2);
        rix_h_record_set(r, 0, "name", rix_h_text(p[k].name));
        rix_h_record_set(r, 1, "meaning", rix_h_text(p[k].meaning));
        rix_h_list_set(list, k, rix_h_record_done(r));
    }
    return rix_h_list_done(list);
}

static rix_h_obj rix_h_preset_rules(const rix_preset_rules *p)
{
    const size_t n = rix_h_list_length(p->indicators);
    rix_h_obj r = rix_h_record_new(10);
    rix_h_record_set(r, 0, "name", rix_h_text(p->name));
    rix_h_record_set(r, 1, "title", rix_h_text(p->title));
    rix_h_record_set(r, 2, "issuer", rix_h_text(p->issuer));
    rix_h_record_set(r, 3, "date", rix_h_text(p->date));
    rix_h_record_set(r, 4, "source", rix_h_text(p->source));
    rix_h_record_set(r, 5, "notes", rix_h_text(p->notes));
    rix_h_record_set(r, 6, "zones", rix_h_texts(p->zones, rix_h_list_length(p->zones)));
    rix_h_record_set(r, 7, "indicators", rix_h_texts(p->indicators, n));
    rix_h_record_set(r, 8, "units", rix_h_texts(p->units, n));
    rix_h_record_set(r, 9, "parameters", rix_h_rules_parameters(p->parameters));
    return rix_h_record_done(r);
}

#endif
