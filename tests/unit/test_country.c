/* Preset countries, and the planner's SIR of a country. */
#include "support.h"

#include <string.h>

static rix_pathogen pathogen(void)
{
    const rix_preset_pathogen *p = NULL;
    assert_int_equal(rix_preset_pathogen_find("sars_cov_2_delta", &p, NULL), RIX_OK);
    return p->params;
}

static rix_country thailand(void)
{
    const rix_preset_country *c = NULL;
    assert_int_equal(rix_preset_country_find("THA", &c, NULL), RIX_OK);
    return c->country;
}

static void every_country_makes_both_scenarios(void **state)
{
    (void)state;
    const rix_pathogen virus = pathogen();
    assert_true(rix_preset_country_count() >= 40);
    for (size_t i = 0; i < rix_preset_country_count(); i++) {
        rix_age_sector full = RIX_AGE_SECTOR_INIT;
        rix_planner_sir *planner = NULL;
        rix_scenario *sc = NULL;
        full.country = rix_preset_country_at(i)->country;
        full.pathogen = virus;
        assert_int_equal(rix_age_sector_new(&full, &sc, NULL), RIX_OK);
        rix_scenario_free(sc);
        assert_int_equal(rix_country_planner(&full.country, &virus, NULL, &planner, NULL), RIX_OK);
        assert_int_equal(planner->groups, 4);
        rix_country_planner_free(planner);
    }
    assert_null(rix_preset_country_at(rix_preset_country_count()));
}

/* Two like groups of 100 and 300 people who meet two and six others a day: M has the eigenvalue 8. Ten workers of the
 * second, each with one colleague met and one consumer in four young, add 10/300 (1 + 1) to its row. */
static void transmission_by_hand(void **state)
{
    (void)state;
    const double people[] = { 100.0, 300.0 }, life[] = { 60.0, 30.0 };
    const double contacts[] = { 2.0, 6.0, 2.0, 6.0 }, workers[] = { 10.0 }, one[] = { 1.0 };
    const double consumers[] = { 0.25, 0.75 }, admission[] = { 0.1, 0.1 },
                 fatality[] = { 0.5, 1.0 };
    rix_country c = RIX_COUNTRY_INIT;
    rix_pathogen p = RIX_PATHOGEN_INIT;
    c.ages = 2, c.population = people, c.life_years = life, c.contacts = contacts,
    c.working_age = 1;
    c.sectors = 1, c.workers = workers, c.output = one, c.workplace = one, c.consumers = consumers;
    c.income = 4.0, c.output_unit = 2.0, c.conversion = 3.0;
    p.ages = 2, p.r0 = 2.0, p.recovery_symptomatic = 0.1, p.admission = admission;
    p.hospital_fatality = fatality;

    rix_planner_sir *q = NULL;
    assert_int_equal(rix_country_planner(&c, &p, NULL, &q, NULL), RIX_OK);
    /* M = [2 6; 2 + w/4, 6 + 7w/4], w = 1/30: trace 8 + 7w/4, determinant 2 (6 + 7w/4) - 6 (2 + w/4) = 2w. */
    const double w = 1.0 / 30.0, half = 4.0 + 7.0 * w / 8.0;
    const double radius = half + sqrt(half * half - 2.0 * w);
    rix_assert_near(q->transmission, 2.0 * 0.1 / radius, 1e-14);
    rix_assert_near(q->mixing[1], 6.0 / 300.0, 1e-16);
    rix_assert_near(q->mixing[2], (2.0 + w / 4.0) / 100.0, 1e-16);
    rix_assert_near(q->fatality[0], 0.25, 1e-15);
    rix_assert_near(q->productivity[1], 3.0 / 300.0, 1e-16);
    rix_assert_near(q->productivity[0], 0.0, 0.0);
    /* 25 of the young would die and 150 of the others. */
    rix_assert_near(q->death_cost, 4.0 / 2.0 * (25.0 * 60.0 + 150.0 * 30.0) / 175.0, 1e-12);
    rix_country_planner_free(q);
}

static void what_is_wrong_is_named(void **state)
{
    (void)state;
    const rix_pathogen virus = pathogen();
    rix_country c = thailand();
    rix_country_planner_options o = RIX_COUNTRY_PLANNER_INIT;
    rix_planner_sir *q = NULL;
    const rix_preset_country *found = NULL;
    rix_error err = RIX_ERROR_INIT;
    assert_int_equal(rix_preset_country_find("MYS", &found, &err), RIX_ENOTFOUND);
    assert_non_null(strstr(err.message, "'MYS'"));
    assert_int_equal(rix_preset_country_find(NULL, &found, NULL), RIX_EINVAL);
    assert_int_equal(rix_country_planner(NULL, &virus, NULL, &q, NULL), RIX_EINVAL);
    assert_int_equal(rix_country_planner(&c, NULL, NULL, &q, NULL), RIX_EINVAL);
    assert_int_equal(rix_country_planner(&c, &virus, NULL, NULL, NULL), RIX_EINVAL);
    o.infected = RIX_NAN;
    assert_int_equal(rix_country_planner(&c, &virus, &o, &q, &err), RIX_EDOMAIN);
    assert_string_equal(err.arg, "options.infected");
    o.infected = 0.1, o.periods = 0;
    assert_int_equal(rix_country_planner(&c, &virus, &o, &q, NULL), RIX_EINVAL);
    c.income = -1.0;
    assert_int_equal(rix_country_planner(&c, &virus, NULL, &q, NULL), RIX_EDOMAIN);
    assert_null(q);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_country_makes_both_scenarios),
        cmocka_unit_test(transmission_by_hand),
        cmocka_unit_test(what_is_wrong_is_named),
    };
    return RIX_RUN_TESTS("country", tests);
}
