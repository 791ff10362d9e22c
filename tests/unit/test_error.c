/* Errors: names of statuses, and messages that are one line of whole characters. */
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "support.h"

static void every_status_has_a_name_and_a_text(void **state)
{
    (void)state;
#define CHECK(code, number, name, text)                                                            \
    assert_int_equal(code, number);                                                                \
    assert_string_equal(rix_status_name(code), name);                                              \
    assert_string_equal(rix_status_string(code), text);
    RIX_STATUS_LIST(CHECK)
#undef CHECK
    assert_string_equal(rix_status_name((rix_status)99), "unknown");
    assert_string_equal(rix_status_string((rix_status)99), "unknown status");
    assert_string_equal(rix_version(), RIX_VERSION);
}

static void an_error_says_what_and_where(void **state)
{
    (void)state;
    rix_error err = RIX_ERROR_INIT;
    assert_int_equal(err.code, RIX_OK);
    assert_string_equal(err.message, "");
    assert_int_equal(
        rix_i_fail(&err, RIX_EDIM, "x", RIX_I_CELL(1, 2, 3), "%zu and %s", (size_t)4, "five"),
        RIX_EDIM);
    assert_int_equal(err.code, RIX_EDIM);
    assert_string_equal(err.arg, "x");
    assert_int_equal(err.row, 1);
    assert_int_equal(err.col, 2);
    assert_int_equal(err.node, 3);
    assert_string_equal(err.message, "4 and five");

    rix_i_fail(&err, RIX_EDOMAIN, NULL, RIX_I_ROW(7), "again");
    assert_null(err.arg);
    assert_int_equal(err.row, 7);
    assert_true(err.col == RIX_NO_INDEX && err.node == RIX_NO_INDEX);
    assert_string_equal(err.message, "again");
    rix_i_fail(&err, RIX_EDOMAIN, NULL, RIX_I_COL(8), "again");
    assert_true(err.col == 8 && err.row == RIX_NO_INDEX);
    rix_i_fail(&err, RIX_EDOMAIN, NULL, RIX_I_NODE(9), "again");
    assert_true(err.node == 9 && err.row == RIX_NO_INDEX);
}

static void nobody_need_listen(void **state)
{
    (void)state;
    assert_int_equal(rix_i_fail(NULL, RIX_EDIM, "x", RIX_I_NOWHERE, "%d", 1), RIX_EDIM);
    assert_int_equal(rix_i_no_memory(NULL), RIX_ENOMEM);
    assert_int_equal(rix_i_null(NULL, "x"), RIX_EINVAL);
}

static void the_usual_messages(void **state)
{
    (void)state;
    rix_error err = RIX_ERROR_INIT;
    rix_assert_fails(rix_i_no_memory(&err), RIX_ENOMEM, err, "out of memory");
    assert_null(err.arg);
    rix_assert_fails(rix_i_null(&err, "schedule"), RIX_EINVAL, err, "schedule is NULL");
    assert_string_equal(err.arg, "schedule");
}

/* 300 times a character of 1 to 4 bytes, shifted by 0 to 3 bytes: whatever the cut falls on. */
static void long_messages_are_cut_between_characters(void **state)
{
    (void)state;
    static const char *const characters[] = { "x", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\xB7" };
    for (size_t c = 0; c < 4; c++) {
        for (size_t shift = 0; shift < 4; shift++) {
            char text[4 * 300 + 4] = "";
            rix_error err = RIX_ERROR_INIT;
            memset(text, '-', shift);
            for (size_t k = 0; k < 300; k++) {
                memcpy(text + shift + k * (c + 1), characters[c], c + 2);
            }
            rix_i_fail(&err, RIX_EINVAL, NULL, RIX_I_NOWHERE, "%s", text);
            const size_t size = strlen(err.message);
            assert_true(rix_test_is_utf8(err.message));
            assert_true(size < sizeof err.message && size + c + 1 >= sizeof err.message);
            assert_memory_equal(err.message, text, size);
        }
    }
}

static void a_message_is_one_line(void **state)
{
    (void)state;
    rix_error err = RIX_ERROR_INIT;
    rix_i_fail(&err, RIX_EINVAL, NULL, RIX_I_NOWHERE, "a\nb\tc\rd\x1B[31m\x7F%s", "\x01\xC3\xA9");
    assert_string_equal(err.message, "a b c d [31m  \xC3\xA9");
}

static void bytes_that_are_no_text_do_not_swallow_the_message(void **state)
{
    (void)state;
    char latin[400];
    rix_error err = RIX_ERROR_INIT;
    memset(latin, '\xA9', sizeof latin - 1);
    latin[sizeof latin - 1] = '\0';
    rix_i_fail(&err, RIX_EINVAL, NULL, RIX_I_NOWHERE, "label %s", latin);
    assert_int_equal(strlen(err.message), sizeof err.message - 1);
    rix_assert_text(err.message, "label ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_status_has_a_name_and_a_text),
        cmocka_unit_test(an_error_says_what_and_where),
        cmocka_unit_test(nobody_need_listen),
        cmocka_unit_test(the_usual_messages),
        cmocka_unit_test(long_messages_are_cut_between_characters),
        cmocka_unit_test(a_message_is_one_line),
        cmocka_unit_test(bytes_that_are_no_text_do_not_swallow_the_message),
    };
    return RIX_RUN_TESTS("error", tests);
}
