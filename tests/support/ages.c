/* ages.c - see ages.h. */
#include "ages.h"

#include <string.h>

static void point(toy *t, size_t ages, size_t sectors)
{
    const rix_age_sector plain = RIX_AGE_SECTOR_INIT;
    rix_country *c = &t->params.country;
    rix_pathogen *p = &t->params.pathogen;
    t->params = plain;
    c->ages = ages;
    c->population = t->population;
    c->life_years = t->life_years;
    c->contacts = t->contacts;
    c->sectors = sectors;
    c->workers = t->workers;
    c->output = t->output;
    c->workplace = t->workplace;
    p->ages = ages;
    p->admission = t->admission;
    p->hospital_fatality = t->fatality;
}

void toy_small(toy *t)
{
    static const double POPULATION[] = { 2000, 6000, 1600 }, LIFE[] = { 70, 40, 12 };
    static const double CONTACTS[] = { 7, 4, 1, 2, 8, 1, 1, 3, 2 };
    static const double WORKERS[] = { 900, 1500, 300, 700 }, OUTPUT[] = { 0.1, 0.3, 0.02, 0.08 };
    static const double WORKPLACE[] = { 2, 4, 5, 3 };
    static const double ADMISSION[] = { 0.001, 0.005, 0.05 }, FATALITY[] = { 0.1, 0.15, 0.4 };
    point(t, 3, 4);
    memcpy(t->population, POPULATION, sizeof POPULATION);
    memcpy(t->life_years, LIFE, sizeof LIFE);
    memcpy(t->contacts, CONTACTS, sizeof CONTACTS);
    memcpy(t->workers, WORKERS, sizeof WORKERS);
    memcpy(t->output, OUTPUT, sizeof OUTPUT);
    memcpy(t->workplace, WORKPLACE, sizeof WORKPLACE);
    memcpy(t->admission, ADMISSION, sizeof ADMISSION);
    memcpy(t->fatality, FATALITY, sizeof FATALITY);
    t->params.country.working_age = 1;
    t->params.country.school_age = 0;
    t->params.country.education = 2;
    t->params.country.hospital_capacity = 12;
    t->params.country.income = 20000;
    t->params.pathogen.r0 = 2.5;
    t->params.pathogen.sigma = 0.25;
    t->params.pathogen.symptomatic = 0.6;
    t->params.pathogen.asymptomatic_spread = 0.5;
    t->params.pathogen.waning = 1.0 / 200.0;
    t->params.pathogen.recovery_symptomatic = 0.25;
    t->params.pathogen.recovery_asymptomatic = 0.4;
    t->params.pathogen.hospital_recovery = 0.1;
    t->params.pathogen.hospital_death = 0.12;
    t->params.infected = 1e-3;
    t->params.period = 20;
    t->params.periods = 10;
    t->params.steps = 80;
}

static double draw(rix_stream *s, double low, double high)
{
    return low + (high - low) * rix_stream_uniform(s);
}

void toy_random(toy *t, rix_stream *s)
{
    const size_t ages = 1 + (size_t)draw(s, 0, 6), sectors = 1 + (size_t)draw(s, 0, TOY_MOST);
    toy_small(t);
    const rix_age_sector small = t->params;
    point(t, ages, sectors);
    t->params.pathogen.r0 = draw(s, 1.2, 6);
    t->params.pathogen.sigma = draw(s, 0.1, 1);
    t->params.pathogen.symptomatic = draw(s, 0.2, 0.9);
    t->params.pathogen.asymptomatic_spread = draw(s, 0.1, 1);
    t->params.pathogen.waning = draw(s, 0, 0.01);
    t->params.pathogen.recovery_symptomatic = draw(s, 0.1, 0.6);
    t->params.pathogen.recovery_asymptomatic = draw(s, 0.1, 0.6);
    t->params.pathogen.hospital_recovery = draw(s, 0.05, 0.3);
    t->params.pathogen.hospital_death = draw(s, 0.05, 0.3);
    for (size_t a = 0; a < ages; a++) {
        t->population[a] = draw(s, 1e4, 1e6);
        t->life_years[a] = draw(s, 5, 80);
        t->admission[a] = draw(s, 0, 0.1);
        t->fatality[a] = draw(s, 0, 1);
        for (size_t b = 0; b < ages; b++) t->contacts[a * ages + b] = draw(s, 0.1, 9);
    }
    const size_t working = (size_t)draw(s, 0, (double)ages);
    for (size_t k = 0; k < sectors; k++) {
        t->workers[k] = t->population[working] * draw(s, 0.2, 0.9) / (double)sectors;
        t->output[k] = draw(s, 0, 10);
        t->workplace[k] = draw(s, 0, 6);
    }
    t->params.country.working_age = working;
    if (ages > 1) t->params.country.school_age = (working + 1) % ages;
    if (draw(s, 0, 1) < 0.7) t->params.country.education = sectors - 1;
    t->params.country.hospital_capacity = t->population[working] * draw(s, 0.001, 0.02);
    t->params.country.income = draw(s, 1000, 60000);
    t->params.infected = draw(s, 1e-5, 1e-3);
    t->params.asymptomatic = draw(s, 0, 1);
    t->params.consuming_workers = draw(s, 0, 1);
    t->params.period = small.period;
    t->params.periods = 4;
    t->params.steps = 30;
}

rix_scenario *age_scenario(const rix_age_sector *params)
{
    rix_scenario *sc = NULL;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_ok(rix_age_sector_new(params, &sc, &err), err);
    return sc;
}

rix_course *age_course(const rix_scenario *sc, const rix_response *response)
{
    rix_course_options options = RIX_COURSE_OPTIONS_INIT;
    rix_course *course = NULL;
    rix_error err = RIX_ERROR_INIT;
    options.relative = 1e-10;
    options.absolute = 1e-10;
    options.reproduction = true;
    rix_assert_ok(rix_age_sector_run(sc, response, &options, &course, &err), err);
    return course;
}

double course_outcome(const rix_scenario *sc, const rix_course *course, const char *name)
{
    const size_t at = rix_scenario_find_outcome(sc, name);
    if (at == RIX_NO_INDEX) fail_msg("no outcome '%s'", name);
    return rix_course_outcomes(course).data[at];
}
