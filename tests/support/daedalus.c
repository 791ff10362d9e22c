/* daedalus.c - see daedalus.h. */
#include "daedalus.h"

#include <stdio.h>
#include <string.h>

static csv *read_of_country(const char *code, const char *file)
{
    char path[256];
    snprintf(path, sizeof path, "daedalus/countries/%s/%s", code, file);
    return csv_read_reference(path);
}

csv *daedalus_read(const char *file)
{
    char path[256];
    snprintf(path, sizeof path, "daedalus/runs/%s", file);
    return csv_read_reference(path);
}

static void read_column(const csv *t, const char *column, double *to, size_t n)
{
    assert_int_equal(t->rows, n);
    for (size_t i = 0; i < n; i++) to[i] = csv_number(t, i, csv_column(t, column));
}

void daedalus_read_country(const char *code, daedalus_country *c)
{
    static const char *const AGES[] = { "0-4", "5-19", "20-64", "65+" };
    static const char *const COLUMNS[] = { "a00_04", "a05_19", "a20_64", "a65p" };
    const rix_country plain = RIX_COUNTRY_INIT;
    csv *ages = read_of_country(code, "age_groups.csv");
    csv *contacts = read_of_country(code, "contact_matrix.csv");
    csv *sectors = read_of_country(code, "sectors.csv");
    csv *scalars = read_of_country(code, "scalars.csv");
    char column[64];

    read_column(ages, "population", c->population, DAEDALUS_AGES);
    read_column(ages, "life_expectancy_years", c->life_years, DAEDALUS_AGES);
    read_column(sectors, "workers_data", c->workers, DAEDALUS_SECTORS);
    read_column(sectors, "gva_million_dollars_per_day", c->output, DAEDALUS_SECTORS);
    read_column(sectors, "contacts_workplace", c->workplace, DAEDALUS_SECTORS);
    for (size_t b = 0; b < DAEDALUS_AGES; b++) {
        snprintf(column, sizeof column, "contact_%s", COLUMNS[b]);
        for (size_t a = 0; a < DAEDALUS_AGES; a++) {
            c->contacts[a * DAEDALUS_AGES + b] =
                csv_number(contacts, a, csv_column(contacts, column));
        }
        snprintf(column, sizeof column, "contacts_consumer_worker_%s", COLUMNS[b]);
        for (size_t s = 0; s < DAEDALUS_SECTORS; s++) {
            c->consumers[s * DAEDALUS_AGES + b] =
                csv_number(sectors, s, csv_column(sectors, column));
        }
    }
    c->country = plain;
    c->country.name = "country";
    c->country.ages = DAEDALUS_AGES;
    c->country.age_names = AGES;
    c->country.population = c->population;
    c->country.life_years = c->life_years;
    c->country.contacts = c->contacts;
    c->country.working_age = 2;
    c->country.school_age = 1;
    c->country.sectors = DAEDALUS_SECTORS;
    c->country.workers = c->workers;
    c->country.output = c->output;
    c->country.workplace = c->workplace;
    c->country.education = 40;
    c->country.hospital_capacity = csv_number(scalars, 0, csv_column(scalars, "hospital_capacity"));
    c->country.income = csv_number(scalars, 0, csv_column(scalars, "gni_per_capita_intl_dollars"));
    csv_free(scalars);
    csv_free(sectors);
    csv_free(contacts);
    csv_free(ages);
}

/* ------------------------------------------------------------------------------------- runs -- */

static void read_vaccination(const char *name, rix_age_sector *p)
{
    const rix_preset_vaccination *preset = NULL;
    rix_error err = RIX_ERROR_INIT;
    if (strcmp(name, "none") == 0) name = "late"; /* what the program calls none */
    if (strcmp(name, "no_vaccination") == 0) name = "none";
    rix_assert_ok(rix_preset_vaccination_find(name, &preset, &err), err);
    p->vaccination = preset->params;
}

static void read_timed(const char *run_id, daedalus_run *run)
{
    csv *t = daedalus_read("timed_npi_regimes.csv");
    size_t n = 0;
    for (size_t i = 0; i < t->rows; i++) {
        if (strcmp(csv_text(t, i, csv_column(t, "run_id")), run_id) != 0) continue;
        assert_true(n < DAEDALUS_REGIMES);
        run->start[n] = csv_number(t, i, csv_column(t, "start"));
        run->end[n] = csv_number(t, i, csv_column(t, "end"));
        for (size_t s = 0; s < DAEDALUS_SECTORS; s++) {
            char column[32];
            snprintf(column, sizeof column, "openness_%02zu", s + 1);
            run->openness[n * DAEDALUS_SECTORS + s] = csv_number(t, i, csv_column(t, column));
        }
        n++;
    }
    run->response.regimes = n;
    run->response.start = run->start;
    run->response.end = run->end;
    csv_free(t);
}

static void read_response(const char *run_id, const char *name, daedalus_run *run)
{
    const rix_response plain = RIX_RESPONSE_INIT;
    const rix_preset_closure *closure = NULL;
    rix_error err = RIX_ERROR_INIT;
    run->response = plain;
    run->response.openness = run->openness;
    if (strcmp(name, "none") == 0) return;
    if (strcmp(name, "timed") == 0) {
        read_timed(run_id, run);
        return;
    }
    rix_assert_ok(rix_preset_closure_find(name, &closure, &err), err);
    assert_int_equal(closure->sectors, DAEDALUS_SECTORS);
    memcpy(run->openness, closure->openness, DAEDALUS_SECTORS * sizeof *run->openness);
    run->response.regimes = 1;
}

void daedalus_read_run(const csv *runs, size_t row, daedalus_run *run)
{
    static const double IMMUNE[DAEDALUS_AGES] = { 0.1, 0.2, 0.3, 0.4 };
    const rix_age_sector plain = RIX_AGE_SECTOR_INIT;
    const rix_preset_pathogen *pathogen = NULL;
    rix_error err = RIX_ERROR_INIT;
    const char *behaviour = csv_text(runs, row, csv_column(runs, "behaviour"));
    rix_age_sector *p = &run->params;

    *p = plain;
    daedalus_read_country(csv_text(runs, row, csv_column(runs, "country")), &run->country);
    p->country = run->country.country;
    rix_assert_ok(rix_preset_pathogen_find(csv_text(runs, row, csv_column(runs, "pathogen")),
                                           &pathogen, &err),
                  err);
    p->pathogen = pathogen->params;
    read_vaccination(csv_text(runs, row, csv_column(runs, "vaccination")), p);
    if (strcmp(behaviour, "old") == 0) p->behaviour = RIX_BEHAVIOUR_DEATHS;
    if (strcmp(behaviour, "new") == 0) p->behaviour = RIX_BEHAVIOUR_OPTIMISM;
    if (strcmp(csv_text(runs, row, csv_column(runs, "initial_state")), "custom") == 0) {
        memcpy(run->immune, IMMUNE, sizeof IMMUNE);
        p->immune = run->immune;
        p->infected = 1e-6;
        p->asymptomatic = 0.3;
    }
    p->period = csv_number(runs, row, csv_column(runs, "time_end_days"));
    p->periods = 1;
    read_response(csv_text(runs, row, csv_column(runs, "run_id")),
                  csv_text(runs, row, csv_column(runs, "response")), run);
    run->response.start_time = csv_number(runs, row, csv_column(runs, "response_time_days"));
}

rix_scenario *daedalus_scenario(const rix_age_sector *params)
{
    rix_age_sector *theirs = NULL;
    rix_scenario *sc = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_daedalus_new(params, &theirs, &err), err);
    rix_assert_ok(rix_age_sector_new(theirs, &sc, &err), err);
    rix_daedalus_free(theirs);
    return sc;
}
