/* test_names.c - enumerators and their names. */
#include "support.h"

static void names_lead_back(void **state)
{
    (void)state;
    rix_error err = RIX_ERROR_INIT;
    rix_normalisation norm;
    rix_aggregation agg;
    rix_missing missing;
    rix_ties ties;
    rix_node_kind kind;
#define CHECK_NORM(code, name)                                                                     \
    assert_string_equal(rix_normalisation_name(code), name);                                       \
    rix_assert_ok(rix_normalisation_from_name(name, &norm, &err), err);                            \
    assert_int_equal(norm, code);
    RIX_NORMALISATION_LIST(CHECK_NORM)
#define CHECK_AGG(code, name)                                                                      \
    assert_string_equal(rix_aggregation_name(code), name);                                         \
    rix_assert_ok(rix_aggregation_from_name(name, &agg, &err), err);                               \
    assert_int_equal(agg, code);
    RIX_AGGREGATION_LIST(CHECK_AGG)
#define CHECK_MISSING(code, name)                                                                  \
    assert_string_equal(rix_missing_name(code), name);                                             \
    rix_assert_ok(rix_missing_from_name(name, &missing, &err), err);                               \
    assert_int_equal(missing, code);
    RIX_MISSING_LIST(CHECK_MISSING)
#define CHECK_TIES(code, name)                                                                     \
    assert_string_equal(rix_ties_name(code), name);                                                \
    rix_assert_ok(rix_ties_from_name(name, &ties, &err), err);                                     \
    assert_int_equal(ties, code);
    RIX_TIES_LIST(CHECK_TIES)
#define CHECK_KIND(code, name)                                                                     \
    assert_string_equal(rix_node_kind_name(code), name);                                           \
    rix_assert_ok(rix_node_kind_from_name(name, &kind, &err), err);                                \
    assert_int_equal(kind, code);
    RIX_NODE_KIND_LIST(CHECK_KIND)
    rix_deviation deviation;
    rix_penalty penalty;
#define CHECK_DEVIATION(code, name)                                                                \
    assert_string_equal(rix_deviation_name(code), name);                                           \
    rix_assert_ok(rix_deviation_from_name(name, &deviation, &err), err);                           \
    assert_int_equal(deviation, code);
    RIX_DEVIATION_LIST(CHECK_DEVIATION)
#define CHECK_PENALTY(code, name)                                                                  \
    assert_string_equal(rix_penalty_name(code), name);                                             \
    rix_assert_ok(rix_penalty_from_name(name, &penalty, &err), err);                               \
    assert_int_equal(penalty, code);
    RIX_PENALTY_LIST(CHECK_PENALTY)
    rix_trend_kind trend;
#define CHECK_TREND(code, name)                                                                    \
    assert_string_equal(rix_trend_name(code), name);                                               \
    rix_assert_ok(rix_trend_from_name(name, &trend, &err), err);                                   \
    assert_int_equal(trend, code);
    RIX_TREND_LIST(CHECK_TREND)
    rix_over over;
#define CHECK_OVER(code, name)                                                                     \
    assert_string_equal(rix_over_name(code), name);                                                \
    rix_assert_ok(rix_over_from_name(name, &over, &err), err);                                     \
    assert_int_equal(over, code);
    RIX_OVER_LIST(CHECK_OVER)
}

static void no_enumerator_is_unknown(void **state)
{
    (void)state;
    assert_string_equal(rix_normalisation_name((rix_normalisation)99), "unknown");
    assert_string_equal(rix_normalisation_name((rix_normalisation)-1), "unknown");
    assert_string_equal(rix_aggregation_name((rix_aggregation)(RIX_AGG_MULTIPLICATIVE_BOD + 1)), "unknown");
    assert_string_equal(rix_missing_name((rix_missing)3), "unknown");
    assert_string_equal(rix_ties_name((rix_ties)3), "unknown");
    assert_string_equal(rix_node_kind_name((rix_node_kind)3), "unknown");
}

static void unknown_names_list_the_known(void **state)
{
    (void)state;
    rix_error err = RIX_ERROR_INIT;
    rix_normalisation norm = RIX_NORM_ZSCORE;
    rix_aggregation agg = RIX_AGG_HARMONIC;
    rix_missing missing = RIX_MISSING_VALUE;
    rix_ties ties = RIX_TIES_MAX;
    rix_node_kind kind = RIX_NODE_GROUP;
    rix_assert_fails(rix_normalisation_from_name("MinMax", &norm, &err), RIX_ENOTFOUND, err,
                     "no normalisation 'MinMax'; there are: inherit, none, minmax, goalposts, "
                     "log_goalposts, zscore");
    rix_assert_fails(rix_aggregation_from_name("mean", &agg, &err), RIX_ENOTFOUND, err,
                     "inherit, arithmetic, geometric, harmonic, scaled_geometric");
    rix_assert_fails(rix_missing_from_name("", &missing, &err), RIX_ENOTFOUND, err,
                     "available, value, propagate");
    rix_assert_fails(rix_ties_from_name("first", &ties, &err), RIX_ENOTFOUND, err,
                     "min, max, average");
    rix_assert_fails(rix_node_kind_from_name("leaf", &kind, &err), RIX_ENOTFOUND, err,
                     "auto, indicator, group");
    rix_deviation deviation = RIX_DEVIATION_SAMPLE;
    rix_penalty penalty = RIX_PENALTY_ADD;
    rix_assert_fails(rix_deviation_from_name("sd", &deviation, &err), RIX_ENOTFOUND, err,
                     "sample, population");
    rix_assert_fails(rix_penalty_from_name("none", &penalty, &err), RIX_ENOTFOUND, err,
                     "subtract, add");
    assert_int_equal(rix_deviation_from_name("sample", NULL, &err), RIX_EINVAL);
    assert_int_equal(rix_penalty_from_name("add", NULL, &err), RIX_EINVAL);
    assert_int_equal(norm, RIX_NORM_ZSCORE);
    assert_int_equal(agg, RIX_AGG_HARMONIC);
    assert_int_equal(missing, RIX_MISSING_VALUE);
    assert_int_equal(ties, RIX_TIES_MAX);
    assert_int_equal(kind, RIX_NODE_GROUP);
}

static void null_is_refused(void **state)
{
    (void)state;
    rix_error err = RIX_ERROR_INIT;
    rix_ties ties = RIX_TIES_MIN;
    rix_assert_fails(rix_ties_from_name(NULL, &ties, &err), RIX_EINVAL, err, "name is NULL");
    rix_assert_fails(rix_ties_from_name("min", NULL, &err), RIX_EINVAL, err, "value is NULL");
    rix_assert_fails(rix_normalisation_from_name("none", NULL, &err), RIX_EINVAL, err, "value");
    rix_assert_fails(rix_aggregation_from_name("none", NULL, &err), RIX_EINVAL, err, "value");
    rix_assert_fails(rix_missing_from_name("none", NULL, &err), RIX_EINVAL, err, "value");
    rix_assert_fails(rix_node_kind_from_name("none", NULL, &err), RIX_EINVAL, err, "value");
    assert_int_equal(rix_ties_from_name(NULL, &ties, NULL), RIX_EINVAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_lead_back),
        cmocka_unit_test(no_enumerator_is_unknown),
        cmocka_unit_test(unknown_names_list_the_known),
        cmocka_unit_test(null_is_refused),
    };
    return RIX_RUN_TESTS("names", tests);
}
