/* test_hdi.c - preset "hdi" against every published row, 2015-2021. */
#include "presets.h"
#include "support.h"

static void every_published_hdi(void **state)
{
    (void)state;
    csv *t = csv_read_reference("hdi/hdi_2015_2021.csv");
    assert_true(t->rows > 1000);
    check_hdi(t);
    csv_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_published_hdi) };
    return RIX_RUN_TESTS("hdi", tests);
}
