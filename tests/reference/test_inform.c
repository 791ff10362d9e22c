/* test_inform.c - preset "inform_risk" against every published row of 2020. */
#include "presets.h"
#include "support.h"

static void every_node_from_its_children(void **state)
{
    (void)state;
    csv *t = csv_read_reference("inform/inform_2020_a.csv");
    assert_true(t->rows > 90);
    check_inform_nodes(t);
    csv_free(t);
}

static void every_node_from_the_components(void **state)
{
    (void)state;
    csv *t = csv_read_reference("inform/inform_2020_a.csv");
    check_inform_tree(t);
    csv_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_node_from_its_children),
        cmocka_unit_test(every_node_from_the_components),
    };
    return RIX_RUN_TESTS("inform", tests);
}
