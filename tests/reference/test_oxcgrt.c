/* test_oxcgrt.c - every published index of two jurisdictions, 2020-2022. */
#include "oxcgrt.h"
#include "support.h"

static void check_file(const char *file)
{
    csv *t = csv_read_reference(file);
    assert_int_equal(t->rows, 1096);
    check_oxcgrt(t);
    csv_free(t);
}

static void every_index_of_the_united_kingdom(void **state)
{
    (void)state;
    check_file("oxcgrt/united_kingdom.csv");
}

static void every_index_of_england(void **state)
{
    (void)state;
    check_file("oxcgrt/england.csv");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_index_of_the_united_kingdom),
        cmocka_unit_test(every_index_of_england),
    };
    return RIX_RUN_TESTS("oxcgrt", tests);
}
