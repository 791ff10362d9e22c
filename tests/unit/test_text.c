/* Numbers and labels in messages: the same under every locale, shortest, and cut with care. */
#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "support.h"

static void check_numbers(void)
{
    static const struct {
        double x;
        const char *text;
    } numbers[] = {
        { 0.0, "0" },
        { -0.0, "-0" },
        { 1.0, "1" },
        { -1.0, "-1" },
        { 10.0, "10" },
        { 100.0, "100" },
        { 1234567.0, "1234567" },
        { 0.5, "0.5" },
        { -0.25, "-0.25" },
        { 0.1, "0.1" },
        { 1.0 / 3.0, "0.3333333333333333" },
        { 0.1 + 0.2, "0.30000000000000004" },
        { 2.0 / 3.0, "0.6666666666666666" },
        { 12.75, "12.75" },
        { 1e-5, "0.00001" },
        { 1.5e-5, "0.000015" },
        { 1e-6, "1e-06" },
        { 1.25e-7, "1.25e-07" },
        { 1e15, "1000000000000000" },
        { 1e16, "1e+16" },
        { 1e22, "1e+22" },
        { 1e100, "1e+100" },
        { -1.5e300, "-1.5e+300" },
        { 9007199254740993.0, "9007199254740992" },
        { DBL_MAX, "1.7976931348623157e+308" },
        { DBL_MIN, "2.2250738585072014e-308" },
        { DBL_EPSILON, "2.220446049250313e-16" },
        { 5e-324, "5e-324" },
        { 1e-310, "1e-310" },
        { (double)NAN, "nan" },
        { (double)INFINITY, "inf" },
        { -(double)INFINITY, "-inf" },
    };
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++) {
        assert_string_equal(rix_i_number(numbers[k].x).s, numbers[k].text);
    }
}

static void numbers_are_shortest(void **state)
{
    (void)state;
    check_numbers();
}

/* Decimal commas, and in Pashto and Arabic a separator of two bytes. */
static void numbers_do_not_depend_on_the_locale(void **state)
{
    (void)state;
    static const char *const locales[] = { "de_DE.UTF-8", "de_DE.utf8",  "fr_FR.UTF-8", "ps_AF",
                                           "ps_AF.UTF-8", "ar_EG.UTF-8", "fa_IR.UTF-8" };
    size_t tried = 0;
    for (size_t k = 0; k < sizeof locales / sizeof *locales; k++) {
        if (!setlocale(LC_ALL, locales[k])) continue;
        check_numbers();
        tried++;
    }
    setlocale(LC_ALL, "C");
    if (tried == 0) print_message("no other locale on this system\n");
}

static double any_double(rix_stream *s)
{
    const uint64_t bits = rix_stream_bits(s);
    double x;
    memcpy(&x, &bits, sizeof x);
    return isfinite(x) ? x : 0.0;
}

static void numbers_read_back(void **state)
{
    (void)state;
    rix_stream s;
    rix_stream_init(&s, 1, 0);
    for (size_t k = 0; k < 20000; k++) {
        double x = any_double(&s);
        if (k % 3 == 1) x = rix_stream_uniform(&s);
        if (k % 3 == 2) x = floor(1e6 * rix_stream_uniform(&s)) / 1000.0;
        const rix_i_text text = rix_i_number(x);
        char *end;
        rix_assert_same(strtod(text.s, &end), x);
        assert_true(*end == '\0');
        assert_true(strlen(text.s) <= 24);
        if (k % 3 == 2) assert_true(strlen(text.s) <= 10); /* at most three decimals went in */
    }
}

static void labels_are_cut_between_characters(void **state)
{
    (void)state;
    char label[400];
    assert_string_equal(rix_i_label(NULL).s, "");
    assert_string_equal(rix_i_label("").s, "");
    assert_string_equal(rix_i_label("C\xC3\xB4te d'Ivoire").s, "C\xC3\xB4te d'Ivoire");
    for (size_t shift = 0; shift < 4; shift++) {
        memset(label, '-', shift);
        for (size_t k = 0; k < 60; k++) memcpy(label + shift + 4 * k, "\xF0\x9F\x98\xB7", 5);
        const rix_i_text cut = rix_i_label(label);
        const size_t size = strlen(cut.s);
        assert_true(size < sizeof cut.s);
        assert_string_equal(cut.s + size - 3, "...");
        assert_true(rix_test_is_utf8(cut.s));
    }
    /* The longest that fits is left alone, the next is cut. */
    memset(label, 'x', sizeof label);
    label[68] = '\0';
    assert_string_equal(rix_i_label(label).s, label);
    label[68] = 'x';
    label[69] = '\0';
    assert_int_equal(strlen(rix_i_label(label).s), 71);
}

static void cuts_of_utf8(void **state)
{
    (void)state;
    static const char euro[] = "a\xE2\x82\xAC", face[] = "\xF0\x9F\x98\xB7";
    assert_int_equal(rix_i_utf8_cut(euro, 9), 4);
    assert_int_equal(rix_i_utf8_cut(euro, 4), 4);
    assert_int_equal(rix_i_utf8_cut(euro, 3), 1);
    assert_int_equal(rix_i_utf8_cut(euro, 2), 1);
    assert_int_equal(rix_i_utf8_cut(euro, 1), 1);
    assert_int_equal(rix_i_utf8_cut(euro, 0), 0);
    assert_int_equal(rix_i_utf8_cut(face, 3), 0);
    assert_int_equal(rix_i_utf8_cut("\xA9\xA9\xA9\xA9\xA9\xA9", 5), 5); /* no UTF-8 */
    assert_int_equal(rix_i_utf8_cut("", 0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_shortest),
        cmocka_unit_test(numbers_do_not_depend_on_the_locale),
        cmocka_unit_test(numbers_read_back),
        cmocka_unit_test(labels_are_cut_between_characters),
        cmocka_unit_test(cuts_of_utf8),
    };
    return RIX_RUN_TESTS("text", tests);
}
