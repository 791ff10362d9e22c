/* bench_age.c - the epidemic by age and sector: 600 days of 4 ages and 45 sectors, as the preset and by itself.
 *
 * The country is made up, of the size of the United Kingdom. DAEDALUS 0.3.0 takes 0.30 s for such a run, of which
 * its solver in C++ 0.155 s. */
#include "bench.h"

enum { AGES = 4, SECTORS = 45, DAYS = 600 };

typedef struct task {
    const rix_scenario *scenario;
    const rix_response *response;
    rix_course_options options;
} task;

static rix_status run(void *work, rix_error *err)
{
    const task *t = work;
    rix_course *course = NULL;
    const rix_status status =
        rix_age_sector_run(t->scenario, t->response, &t->options, &course, err);
    rix_course_free(course);
    return status;
}

static rix_status make(void *work, rix_error *err)
{
    rix_scenario *sc = NULL;
    const rix_status status = rix_age_sector_new(work, &sc, err);
    rix_scenario_free(sc);
    return status;
}

static rix_age_sector made_up(void)
{
    static const double POPULATION[AGES] = { 4e6, 12e6, 40e6, 13e6 },
                        LIFE[AGES] = { 80, 70, 42, 12 };
    static const double CONTACTS[AGES * AGES] = { 2,  1.5, 5, .3, .5, 9,  6,   .7,
                                                  .5, 1.8, 8, 1,  .1, .8, 3.5, 1.5 };
    static double workers[SECTORS], output[SECTORS], workplace[SECTORS];
    rix_age_sector p = RIX_AGE_SECTOR_INIT;
    const rix_preset_pathogen *pathogen = NULL;
    rix_error err = RIX_ERROR_INIT;
    if (rix_preset_pathogen_find("sars_cov_2_pre_alpha", &pathogen, &err) == RIX_OK) {
        p.pathogen = pathogen->params;
    }
    for (size_t s = 0; s < SECTORS; s++) {
        workers[s] = 2e4 + 3e4 * (double)s;
        output[s] = 5.0 * (double)(s + 1);
        workplace[s] = 2.0 + 0.1 * (double)s;
    }
    p.country.ages = AGES;
    p.country.population = POPULATION;
    p.country.life_years = LIFE;
    p.country.contacts = CONTACTS;
    p.country.working_age = 2;
    p.country.school_age = 1;
    p.country.sectors = SECTORS;
    p.country.workers = workers;
    p.country.output = output;
    p.country.workplace = workplace;
    p.country.education = 40;
    p.country.hospital_capacity = 26000;
    p.country.income = 45000;
    p.period = DAYS;
    p.periods = 1;
    return p;
}

int main(void)
{
    rix_age_sector plain = made_up(), *theirs = NULL;
    const rix_preset_closure *closure = NULL;
    rix_scenario *ours = NULL, *program = NULL;
    rix_response response = RIX_RESPONSE_INIT;
    rix_error err = RIX_ERROR_INIT;
    if (rix_daedalus_new(&plain, &theirs, &err) != RIX_OK ||
        rix_preset_closure_find("school_closures", &closure, &err) != RIX_OK ||
        rix_age_sector_new(&plain, &ours, &err) != RIX_OK ||
        rix_age_sector_new(theirs, &program, &err) != RIX_OK) {
        fprintf(stderr, "%s\n", err.message);
        return 1;
    }
    response.regimes = 1;
    response.openness = closure->openness;
    rix_course_options totals = RIX_COURSE_OPTIONS_INIT, days = RIX_COURSE_OPTIONS_INIT;
    totals.daily = false;
    task tasks[] = { { ours, NULL, totals },
                     { ours, &response, totals },
                     { ours, NULL, days },
                     { program, NULL, totals },
                     { program, &response, totals } };
    static const char *const NAMES[] = { "age_sector_open", "age_sector_closures",
                                         "age_sector_days", "daedalus_open", "daedalus_closures" };
    for (size_t k = 0; k < sizeof tasks / sizeof *tasks; k++) bench(NAMES[k], 1, run, &tasks[k]);
    bench("age_sector_new", 1, make, &plain);
    rix_scenario_free(program);
    rix_scenario_free(ours);
    rix_daedalus_free(theirs);
    return 0;
}
