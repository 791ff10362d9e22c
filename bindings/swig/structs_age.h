/* structs_age.h - the epidemic by age and sector: host records to structs and back. */
#ifndef RIX_H_STRUCTS_AGE_H
#define RIX_H_STRUCTS_AGE_H

#include "structs.h"

RIX_H_PARSER(rix_h_parse_behaviour, rix_behaviour, rix_behaviour_from_name)
RIX_H_PARSER(rix_h_parse_demand, rix_demand, rix_demand_from_name)
RIX_H_PARSER(rix_h_parse_overflow, rix_overflow, rix_overflow_from_name)
RIX_H_PARSER(rix_h_parse_reproduction, rix_reproduction, rix_reproduction_from_name)
RIX_H_PARSER(rix_h_parse_accounts, rix_accounts, rix_accounts_from_name)

/** A matrix as a dense one of just rows x cols, row by row; NULL stays NULL. */
static rix_status rix_h_dense_mat(rix_mat m, size_t rows, size_t cols, const char *key,
                                  rix_h_scope *scope, const double **out, rix_error *err)
{
    char what[80];
    if (!m.data) return RIX_OK;
    if (m.rows != rows || m.cols != cols) {
        snprintf(what, sizeof what, "%zu x %zu instead of %zu x %zu", m.rows, m.cols, rows, cols);
        return rix_h_fail(err, RIX_EDIM, key, what);
    }
    double *x = (double *)rix_h_alloc(scope, rows * cols + 1, sizeof *x);
    if (!x) return rix_h_fail(err, RIX_ENOMEM, key, "out of memory");
    for (size_t i = 0; i < rows; i++) {
        for (size_t j = 0; j < cols; j++) {
            x[i * cols + j] = m.data[(ptrdiff_t)i * m.row_step + (ptrdiff_t)j * m.col_step];
        }
    }
    *out = x;
    return RIX_OK;
}

/** Vectors that must have one length each. */
typedef struct rix_h_sized {
    rix_vec v;
    const char *key;
    const double **target;
    size_t n;
} rix_h_sized;

static rix_status rix_h_place(const rix_h_sized *list, size_t count, rix_h_scope *scope,
                              rix_error *err)
{
    rix_status st = RIX_OK;
    for (size_t k = 0; k < count && st == RIX_OK; k++) {
        st = rix_h_dense(list[k].v, list[k].n, list[k].key, scope, list[k].target, err);
    }
    return st;
}

static rix_status rix_h_place_names(rix_h_text_list names, size_t n, const char *key,
                                    const char *const **target, rix_error *err)
{
    if (names.s && names.n != n) return rix_h_fail(err, RIX_EDIM, key, "one name each expected");
    *target = (const char *const *)names.s;
    return RIX_OK;
}

/* ---------------------------------------------------------------------------------- the parts -- */

/** The fields of rix_country; ages is the length of population, sectors that of workers. */
static rix_status rix_h_read_country(rix_h_obj x, rix_h_scope *scope, rix_country *out,
                                     rix_error *err)
{
    rix_country c = RIX_COUNTRY_INIT;
    rix_h_text_list ages = { 0 }, sectors = { 0 };
    rix_vec population = { 0 }, life = { 0 }, workers = { 0 }, output = { 0 }, workplace = { 0 };
    rix_mat contacts = { 0 }, consumers = { 0 };
    const rix_h_spec specs[] = {
        { "name", RIX_H_TEXT, &c.name, NULL },
        { "code", RIX_H_TEXT, &c.code, NULL },
        { "age_names", RIX_H_TEXTS, &ages, NULL },
        { "population", RIX_H_VEC, &population, NULL },
        { "life_years", RIX_H_VEC, &life, NULL },
        { "contacts", RIX_H_MAT, &contacts, NULL },
        { "working_age", RIX_H_WHOLE, &c.working_age, NULL },
        { "school_age", RIX_H_WHOLE, &c.school_age, NULL },
        { "school_contacts", RIX_H_NUMBER, &c.school_contacts, NULL },
        { "sector_names", RIX_H_TEXTS, &sectors, NULL },
        { "workers", RIX_H_VEC, &workers, NULL },
        { "output", RIX_H_VEC, &output, NULL },
        { "workplace", RIX_H_VEC, &workplace, NULL },
        { "consumers", RIX_H_MAT, &consumers, NULL },
        { "education", RIX_H_WHOLE, &c.education, NULL },
        { "hospital_capacity", RIX_H_NUMBER, &c.hospital_capacity, NULL },
        { "income", RIX_H_NUMBER, &c.income, NULL },
        { "output_currency", RIX_H_TEXT, &c.output_currency, NULL },
        { "income_currency", RIX_H_TEXT, &c.income_currency, NULL },
        { "output_unit", RIX_H_NUMBER, &c.output_unit, NULL },
        { "conversion", RIX_H_NUMBER, &c.conversion, NULL },
    };
    rix_status st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
    if (st != RIX_OK) return st;
    c.ages = population.size;
    c.sectors = workers.size;
    const rix_h_sized sized[] = {
        { population, "population", &c.population, c.ages },
        { life, "life_years", &c.life_years, c.ages },
        { workers, "workers", &c.workers, c.sectors },
        { output, "output", &c.output, c.sectors },
        { workplace, "workplace", &c.workplace, c.sectors },
    };
    st = rix_h_place(sized, RIX_H_COUNT(sized), scope, err);
    if (st == RIX_OK) st = rix_h_place_names(ages, c.ages, "age_names", &c.age_names, err);
    if (st == RIX_OK) st = rix_h_place_names(sectors, c.sectors, "sector_names", &c.sector_names, err);
    if (st == RIX_OK) {
        st = rix_h_dense_mat(contacts, c.ages, c.ages, "contacts", scope, &c.contacts, err);
    }
    if (st == RIX_OK) {
        st = rix_h_dense_mat(consumers, c.sectors, c.ages, "consumers", scope, &c.consumers, err);
    }
    if (st == RIX_OK) *out = c;
    return st;
}

static rix_status rix_h_read_country_planner_options(rix_h_obj x, rix_h_scope *scope,
                                                      rix_country_planner_options *out,
                                                      rix_error *err)
{
    rix_country_planner_options o = RIX_COUNTRY_PLANNER_INIT;
    const rix_h_spec specs[] = {
        { "infected", RIX_H_NUMBER, &o.infected, NULL },
        { "effect", RIX_H_NUMBER, &o.effect, NULL },
        { "lockdown_cost", RIX_H_NUMBER, &o.lockdown_cost, NULL },
        { "lockdown_max", RIX_H_NUMBER, &o.lockdown_max, NULL },
        { "work_years", RIX_H_NUMBER, &o.work_years, NULL },
        { "interest", RIX_H_NUMBER, &o.interest, NULL },
        { "period", RIX_H_NUMBER, &o.period, NULL },
        { "periods", RIX_H_WHOLE, &o.periods, NULL },
        { "steps", RIX_H_WHOLE, &o.steps, NULL },
    };
    const rix_status st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
    if (st == RIX_OK) *out = o;
    return st;
}

static rix_status rix_h_read_pathogen(rix_h_obj x, rix_h_scope *scope, rix_pathogen *out,
                                      rix_error *err)
{
    rix_pathogen p = RIX_PATHOGEN_INIT;
    rix_vec admission = { 0 }, fatality = { 0 };
    const rix_h_spec specs[] = {
        { "name", RIX_H_TEXT, &p.name, NULL },
        { "r0", RIX_H_NUMBER, &p.r0, NULL },
        { "sigma", RIX_H_NUMBER, &p.sigma, NULL },
        { "symptomatic", RIX_H_NUMBER, &p.symptomatic, NULL },
        { "asymptomatic_spread", RIX_H_NUMBER, &p.asymptomatic_spread, NULL },
        { "waning", RIX_H_NUMBER, &p.waning, NULL },
        { "recovery_symptomatic", RIX_H_NUMBER, &p.recovery_symptomatic, NULL },
        { "recovery_asymptomatic", RIX_H_NUMBER, &p.recovery_asymptomatic, NULL },
        { "hospital_recovery", RIX_H_NUMBER, &p.hospital_recovery, NULL },
        { "hospital_death", RIX_H_NUMBER, &p.hospital_death, NULL },
        { "admission", RIX_H_VEC, &admission, NULL },
        { "hospital_fatality", RIX_H_VEC, &fatality, NULL },
    };
    rix_status st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
    p.ages = admission.size;
    const rix_h_sized sized[] = {
        { admission, "admission", &p.admission, p.ages },
        { fatality, "hospital_fatality", &p.hospital_fatality, p.ages },
    };
    if (st == RIX_OK) st = rix_h_place(sized, RIX_H_COUNT(sized), scope, err);
    if (st == RIX_OK) *out = p;
    return st;
}

static rix_status rix_h_read_vaccination(rix_h_obj x, rix_h_scope *scope, rix_vaccination *out,
                                         rix_error *err)
{
    rix_vaccination v = RIX_VACCINATION_INIT;
    const rix_h_spec specs[] = {
        { "name", RIX_H_TEXT, &v.name, NULL },         { "start", RIX_H_NUMBER, &v.start, NULL },
        { "rate", RIX_H_NUMBER, &v.rate, NULL },       { "uptake", RIX_H_NUMBER, &v.uptake, NULL },
        { "efficacy", RIX_H_NUMBER, &v.efficacy, NULL }, { "duration", RIX_H_NUMBER, &v.duration, NULL },
    };
    const rix_status st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
    if (st == RIX_OK) *out = v;
    return st;
}

/** Numbers, rules and vectors of rix_age_sector itself, its parts being read already. */
static rix_status rix_h_read_age_rest(rix_h_obj x, rix_h_scope *scope, rix_age_sector *p,
                                      rix_error *err)
{
    rix_vec immune = { 0 }, value = { 0 };
    rix_mat generation = { 0 };
    const rix_h_spec specs[] = {
        { "transmission", RIX_H_NUMBER, &p->transmission, NULL },
        { "infected", RIX_H_NUMBER, &p->infected, NULL },
        { "asymptomatic", RIX_H_NUMBER, &p->asymptomatic, NULL },
        { "immune", RIX_H_VEC, &immune, NULL },
        { "overload_fatality", RIX_H_NUMBER, &p->overload_fatality, NULL },
        { "fatality_limit", RIX_H_NUMBER, &p->fatality_limit, NULL },
        { "overload_width", RIX_H_NUMBER, &p->overload_width, NULL },
        { "overflow", RIX_H_CHOICE, &p->overflow, rix_h_parse_overflow },
        { "demand", RIX_H_CHOICE, &p->demand, rix_h_parse_demand },
        { "reproduction", RIX_H_CHOICE, &p->reproduction, rix_h_parse_reproduction },
        { "adjoining", RIX_H_BOOL, &p->adjoining, NULL },
        { "hold", RIX_H_NUMBER, &p->hold, NULL },
        { "consuming_workers", RIX_H_NUMBER, &p->consuming_workers, NULL },
        { "behaviour", RIX_H_CHOICE, &p->behaviour, rix_h_parse_behaviour },
        { "behaviour_rate", RIX_H_NUMBER, &p->behaviour_rate, NULL },
        { "behaviour_floor", RIX_H_NUMBER, &p->behaviour_floor, NULL },
        { "behaviour_effect", RIX_H_NUMBER, &p->behaviour_effect, NULL },
        { "behaviour_baseline", RIX_H_NUMBER, &p->behaviour_baseline, NULL },
        { "behaviour_response", RIX_H_NUMBER, &p->behaviour_response, NULL },
        { "symptomatic_absent", RIX_H_NUMBER, &p->symptomatic_absent, NULL },
        { "asymptomatic_absent", RIX_H_NUMBER, &p->asymptomatic_absent, NULL },
        { "value_of_life", RIX_H_VEC, &value, NULL },
        { "education_return", RIX_H_NUMBER, &p->education_return, NULL },
        { "education_remote", RIX_H_NUMBER, &p->education_remote, NULL },
        { "work_years", RIX_H_NUMBER, &p->work_years, NULL },
        { "school_discount", RIX_H_NUMBER, &p->school_discount, NULL },
        { "school_mean_age", RIX_H_NUMBER, &p->school_mean_age, NULL },
        { "school_leaving", RIX_H_NUMBER, &p->school_leaving, NULL },
        { "accounts", RIX_H_CHOICE, &p->accounts, rix_h_parse_accounts },
        { "age_generation", RIX_H_MAT, &generation, NULL },
        { "period", RIX_H_NUMBER, &p->period, NULL },
        { "periods", RIX_H_WHOLE, &p->periods, NULL },
        { "steps", RIX_H_WHOLE, &p->steps, NULL },
    };
    const size_t ages = p->country.ages;
    rix_status st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
    const rix_h_sized sized[] = { { immune, "immune", &p->immune, ages },
                                  { value, "value_of_life", &p->value_of_life, ages } };
    if (st == RIX_OK) st = rix_h_place(sized, RIX_H_COUNT(sized), scope, err);
    if (st != RIX_OK) return st;
    return rix_h_dense_mat(generation, ages, ages, "age_generation", scope, &p->age_generation, err);
}

static rix_status rix_h_read_age_sector(rix_h_obj x, rix_h_scope *scope, rix_age_sector *out,
                                        rix_error *err)
{
    rix_age_sector p = RIX_AGE_SECTOR_INIT;
    rix_h_obj country = NULL, pathogen = NULL, vaccination = NULL;
    const rix_h_spec specs[] = { { "country", RIX_H_RECORD, &country, NULL },
                                 { "pathogen", RIX_H_RECORD, &pathogen, NULL },
                                 { "vaccination", RIX_H_RECORD, &vaccination, NULL } };
    rix_status st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
    if (st == RIX_OK && country) st = rix_h_read_country(country, scope, &p.country, err);
    if (st == RIX_OK && pathogen) st = rix_h_read_pathogen(pathogen, scope, &p.pathogen, err);
    if (st == RIX_OK && vaccination) {
        st = rix_h_read_vaccination(vaccination, scope, &p.vaccination, err);
    }
    if (st == RIX_OK) st = rix_h_read_age_rest(x, scope, &p, err);
    if (st == RIX_OK) *out = p;
    return st;
}

/** The fields of rix_response; regimes is the number of rows of openness. */
static rix_status rix_h_read_response(rix_h_obj x, rix_h_scope *scope, rix_response *out,
                                      rix_error *err)
{
    rix_response r = RIX_RESPONSE_INIT;
    rix_mat openness = { 0 };
    rix_vec school = { 0 }, community = { 0 }, start = { 0 }, end = { 0 };
    const rix_h_spec specs[] = {
        { "name", RIX_H_TEXT, &r.name, NULL },
        { "openness", RIX_H_MAT, &openness, NULL },
        { "school", RIX_H_VEC, &school, NULL },
        { "community", RIX_H_VEC, &community, NULL },
        { "start", RIX_H_VEC, &start, NULL },
        { "end", RIX_H_VEC, &end, NULL },
        { "start_time", RIX_H_NUMBER, &r.start_time, NULL },
        { "on_demand", RIX_H_BOOL, &r.on_demand, NULL },
        { "longest", RIX_H_NUMBER, &r.longest, NULL },
        { "end_time", RIX_H_NUMBER, &r.end_time, NULL },
        { "end_reproduction", RIX_H_NUMBER, &r.end_reproduction, NULL },
    };
    rix_status st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
    r.regimes = openness.rows;
    const rix_h_sized sized[] = {
        { school, "school", &r.school, r.regimes },
        { community, "community", &r.community, r.regimes },
        { start, "start", &r.start, r.regimes },
        { end, "end", &r.end, r.regimes },
    };
    if (st == RIX_OK) st = rix_h_place(sized, RIX_H_COUNT(sized), scope, err);
    if (st == RIX_OK) {
        st = rix_h_dense_mat(openness, openness.rows, openness.cols, "openness", scope, &r.openness,
                             err);
    }
    if (st == RIX_OK) *out = r;
    return st;
}

static rix_status rix_h_read_course_options(rix_h_obj x, rix_h_scope *scope,
                                            rix_course_options *out, rix_error *err)
{
    rix_course_options o = RIX_COURSE_OPTIONS_INIT;
    const rix_h_spec specs[] = {
        { "relative", RIX_H_NUMBER, &o.relative, NULL },
        { "absolute", RIX_H_NUMBER, &o.absolute, NULL },
        { "max_steps", RIX_H_WHOLE, &o.max_steps, NULL },
        { "daily", RIX_H_BOOL, &o.daily, NULL },
        { "reproduction", RIX_H_BOOL, &o.reproduction, NULL },
    };
    const rix_status st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
    if (st == RIX_OK) *out = o;
    return st;
}

/* ------------------------------------------------------------------------------------ and back -- */

static rix_h_obj rix_h_vec_or_none(const double *x, size_t n)
{
    return x ? rix_h_vec(rix_vec_c(x, n)) : rix_h_none();
}

static rix_h_obj rix_h_mat_or_none(const double *x, size_t rows, size_t cols)
{
    return x ? rix_h_mat(rix_mat_c(x, rows, cols)) : rix_h_none();
}

static rix_h_obj rix_h_text_or_none(const char *s) { return s ? rix_h_text(s) : rix_h_none(); }

static rix_h_obj rix_h_country(const rix_country *c)
{
    rix_h_obj r = rix_h_record_new(21);
    rix_h_record_set(r, 0, "name", rix_h_text_or_none(c->name));
    rix_h_record_set(r, 1, "code", rix_h_text_or_none(c->code));
    rix_h_record_set(r, 2, "age_names",
                     c->age_names ? rix_h_texts(c->age_names, c->ages) : rix_h_none());
    rix_h_record_set(r, 3, "population", rix_h_vec_or_none(c->population, c->ages));
    rix_h_record_set(r, 4, "life_years", rix_h_vec_or_none(c->life_years, c->ages));
    rix_h_record_set(r, 5, "contacts", rix_h_mat_or_none(c->contacts, c->ages, c->ages));
    rix_h_record_set(r, 6, "working_age", rix_h_whole(c->working_age));
    rix_h_record_set(r, 7, "school_age",
                     c->school_age == RIX_NO_INDEX ? rix_h_none() : rix_h_whole(c->school_age));
    rix_h_record_set(r, 8, "school_contacts", rix_h_number(c->school_contacts));
    rix_h_record_set(r, 9, "sector_names",
                     c->sector_names ? rix_h_texts(c->sector_names, c->sectors) : rix_h_none());
    rix_h_record_set(r, 10, "workers", rix_h_vec_or_none(c->workers, c->sectors));
    rix_h_record_set(r, 11, "output", rix_h_vec_or_none(c->output, c->sectors));
    rix_h_record_set(r, 12, "workplace", rix_h_vec_or_none(c->workplace, c->sectors));
    rix_h_record_set(r, 13, "consumers", rix_h_mat_or_none(c->consumers, c->sectors, c->ages));
    rix_h_record_set(r, 14, "education",
                     c->education == RIX_NO_INDEX ? rix_h_none() : rix_h_whole(c->education));
    rix_h_record_set(r, 15, "hospital_capacity", rix_h_number(c->hospital_capacity));
    rix_h_record_set(r, 16, "income", rix_h_number(c->income));
    rix_h_record_set(r, 17, "output_currency", rix_h_text_or_none(c->output_currency));
    rix_h_record_set(r, 18, "income_currency", rix_h_text_or_none(c->income_currency));
    rix_h_record_set(r, 19, "output_unit", rix_h_number(c->output_unit));
    rix_h_record_set(r, 20, "conversion",
                     isnan(c->conversion) ? rix_h_none() : rix_h_number(c->conversion));
    return rix_h_record_done(r);
}

static rix_h_obj rix_h_pathogen(const rix_pathogen *p)
{
    rix_h_obj r = rix_h_record_new(12);
    rix_h_record_set(r, 0, "name", rix_h_text_or_none(p->name));
    rix_h_record_set(r, 1, "r0", rix_h_number(p->r0));
    rix_h_record_set(r, 2, "sigma", rix_h_number(p->sigma));
    rix_h_record_set(r, 3, "symptomatic", rix_h_number(p->symptomatic));
    rix_h_record_set(r, 4, "asymptomatic_spread", rix_h_number(p->asymptomatic_spread));
    rix_h_record_set(r, 5, "waning", rix_h_number(p->waning));
    rix_h_record_set(r, 6, "recovery_symptomatic", rix_h_number(p->recovery_symptomatic));
    rix_h_record_set(r, 7, "recovery_asymptomatic", rix_h_number(p->recovery_asymptomatic));
    rix_h_record_set(r, 8, "hospital_recovery", rix_h_number(p->hospital_recovery));
    rix_h_record_set(r, 9, "hospital_death", rix_h_number(p->hospital_death));
    rix_h_record_set(r, 10, "admission", rix_h_vec_or_none(p->admission, p->ages));
    rix_h_record_set(r, 11, "hospital_fatality", rix_h_vec_or_none(p->hospital_fatality, p->ages));
    return rix_h_record_done(r);
}

static rix_h_obj rix_h_vaccination(const rix_vaccination *v)
{
    rix_h_obj r = rix_h_record_new(6);
    rix_h_record_set(r, 0, "name", rix_h_text_or_none(v->name));
    rix_h_record_set(r, 1, "start", rix_h_number(v->start));
    rix_h_record_set(r, 2, "rate", rix_h_number(v->rate));
    rix_h_record_set(r, 3, "uptake", rix_h_number(v->uptake));
    rix_h_record_set(r, 4, "efficacy", rix_h_number(v->efficacy));
    rix_h_record_set(r, 5, "duration", rix_h_number(v->duration));
    return rix_h_record_done(r);
}

/** The record that rix_h_read_age_sector reads, of what rix_daedalus_new may change. */
static rix_h_obj rix_h_daedalus(const rix_age_sector *p)
{
    const size_t ages = p->country.ages;
    rix_h_obj r = rix_h_record_new(13);
    rix_h_record_set(r, 0, "country", rix_h_country(&p->country));
    rix_h_record_set(r, 1, "vaccination", rix_h_vaccination(&p->vaccination));
    rix_h_record_set(r, 2, "transmission", rix_h_number(p->transmission));
    rix_h_record_set(r, 3, "fatality_limit", rix_h_number(p->fatality_limit));
    rix_h_record_set(r, 4, "overflow", rix_h_text(rix_overflow_name(p->overflow)));
    rix_h_record_set(r, 5, "demand", rix_h_text(rix_demand_name(p->demand)));
    rix_h_record_set(r, 6, "reproduction", rix_h_text(rix_reproduction_name(p->reproduction)));
    rix_h_record_set(r, 7, "adjoining", rix_h_bool(p->adjoining));
    rix_h_record_set(r, 8, "hold", rix_h_number(p->hold));
    rix_h_record_set(r, 9, "consuming_workers", rix_h_number(p->consuming_workers));
    rix_h_record_set(r, 10, "asymptomatic_absent", rix_h_number(p->asymptomatic_absent));
    rix_h_record_set(r, 11, "accounts", rix_h_text(rix_accounts_name(p->accounts)));
    rix_h_record_set(r, 12, "age_generation", rix_h_mat_or_none(p->age_generation, ages, ages));
    return rix_h_record_done(r);
}

static rix_h_obj rix_h_preset_pathogen(const rix_preset_pathogen *p)
{
    rix_h_obj r = rix_h_record_new(4);
    rix_h_record_set(r, 0, "name", rix_h_text(p->name));
    rix_h_record_set(r, 1, "title", rix_h_text(p->title));
    rix_h_record_set(r, 2, "source", rix_h_text(p->source));
    rix_h_record_set(r, 3, "params", rix_h_pathogen(&p->params));
    return rix_h_record_done(r);
}

static rix_h_obj rix_h_preset_closure(const rix_preset_closure *p)
{
    rix_h_obj r = rix_h_record_new(5);
    rix_h_record_set(r, 0, "name", rix_h_text(p->name));
    rix_h_record_set(r, 1, "title", rix_h_text(p->title));
    rix_h_record_set(r, 2, "source", rix_h_text(p->source));
    rix_h_record_set(r, 3, "openness", rix_h_vec_or_none(p->openness, p->sectors));
    rix_h_record_set(r, 4, "group_openness", rix_h_vec_or_none(p->group_openness, p->groups));
    return rix_h_record_done(r);
}

static rix_h_obj rix_h_preset_country(const rix_preset_country *p)
{
    rix_h_obj r = rix_h_record_new(4);
    rix_h_record_set(r, 0, "name", rix_h_text(p->name));
    rix_h_record_set(r, 1, "title", rix_h_text(p->title));
    rix_h_record_set(r, 2, "source", rix_h_text(p->source));
    rix_h_record_set(r, 3, "country", rix_h_country(&p->country));
    return rix_h_record_done(r);
}

static rix_h_obj rix_h_preset_vaccination(const rix_preset_vaccination *p)
{
    rix_h_obj r = rix_h_record_new(4);
    rix_h_record_set(r, 0, "name", rix_h_text(p->name));
    rix_h_record_set(r, 1, "title", rix_h_text(p->title));
    rix_h_record_set(r, 2, "source", rix_h_text(p->source));
    rix_h_record_set(r, 3, "params", rix_h_vaccination(&p->params));
    return rix_h_record_done(r);
}

static rix_h_obj rix_h_course_event(const rix_course_event *e)
{
    rix_h_obj r = rix_h_record_new(3);
    rix_h_record_set(r, 0, "time", rix_h_number(e->time));
    rix_h_record_set(r, 1, "event", rix_h_text(rix_course_kind_name(e->kind)));
    rix_h_record_set(r, 2, "regime", rix_h_whole(e->regime));
    return rix_h_record_done(r);
}

static rix_h_obj rix_h_course_period(const rix_course_period *p)
{
    rix_h_obj r = rix_h_record_new(3);
    rix_h_record_set(r, 0, "start", rix_h_number(p->start));
    rix_h_record_set(r, 1, "end", rix_h_number(p->end));
    rix_h_record_set(r, 2, "regime", rix_h_whole(p->regime));
    return rix_h_record_done(r);
}

static rix_h_obj rix_h_fiscal(const rix_fiscal *f)
{
    rix_h_obj r = rix_h_record_new(6);
    rix_h_record_set(r, 0, "cost", rix_h_number(f->cost));
    rix_h_record_set(r, 1, "interest", rix_h_number(f->interest));
    rix_h_record_set(r, 2, "support", rix_h_number(f->support));
    rix_h_record_set(r, 3, "vaccination", rix_h_number(f->vaccination));
    rix_h_record_set(r, 4, "closures", rix_h_number(f->closures));
    rix_h_record_set(r, 5, "debt", rix_h_number(f->debt));
    return rix_h_record_done(r);
}

#endif
