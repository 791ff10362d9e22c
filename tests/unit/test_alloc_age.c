/* The k-th allocation of an epidemic by age and sector fails, for every k: RIX_ENOMEM, no leak, nothing written. */
#include "ages.h"
#include "fail_alloc.h"

static void scenarios(void **state)
{
    (void)state;
    toy t;
    rix_scenario *sc = NULL;
    rix_age_sector *theirs = NULL;
    toy_small(&t);
    FAIL_ALLOCATIONS_OF(rix_age_sector_new(&t.params, &sc, &err), sc, rix_scenario_free(sc));
    FAIL_ALLOCATIONS_OF(rix_daedalus_new(&t.params, &theirs, &err), theirs,
                          rix_daedalus_free(theirs));
}

static void run(const rix_age_sector *params)
{
    static const double CLOSED[] = { 0.3, 0.3, 0.0, 0.3 };
    rix_response r = RIX_RESPONSE_INIT;
    rix_course *course = NULL;
    r.regimes = 1;
    r.openness = CLOSED;
    rix_scenario *sc = age_scenario(params);
    FAIL_ALLOCATIONS_OF(rix_age_sector_run(sc, &r, NULL, &course, &err), course,
                          rix_course_free(course));
    rix_scenario_free(sc);
}

static void courses(void **state)
{
    (void)state;
    toy t;
    rix_age_sector *theirs = NULL;
    rix_error err = RIX_ERROR_INIT;
    toy_small(&t);
    run(&t.params);
    rix_assert_ok(rix_daedalus_new(&t.params, &theirs, &err), err);
    run(theirs);
    rix_daedalus_free(theirs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scenarios),
        cmocka_unit_test(courses),
    };
    return RIX_RUN_TESTS("alloc_age", tests);
}
