/* fail_alloc.h - makes the k-th allocation fail.
 *
 * For programs test_alloc_*.c, which are linked with --wrap=malloc,--wrap=calloc,--wrap=realloc;
 * included by one file of a program. */
#ifndef RIX_TEST_FAIL_ALLOC_H
#define RIX_TEST_FAIL_ALLOC_H

#include <stdatomic.h>
#include <stdlib.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

/** Number, from 1, of the allocation that fails; 0: none. */
static atomic_size_t fail_alloc_at;
/** Allocations asked for since fail_allocation(). */
static atomic_size_t alloc_count;

static int this_one_fails(void)
{
    const size_t number = atomic_fetch_add(&alloc_count, 1) + 1;
    return number == fail_alloc_at;
}

void *__wrap_malloc(size_t size) { return this_one_fails() ? NULL : __real_malloc(size); }

void *__wrap_calloc(size_t count, size_t size)
{
    return this_one_fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    return this_one_fails() ? NULL : __real_realloc(old, size);
}

/** The k-th allocation from here on fails (0: none). */
static void fail_allocation(size_t k)
{
    alloc_count = 0;
    fail_alloc_at = k;
}

/* Asks for the k-th allocation to fail until the work needs no more than k - 1. */
#define FAIL_ALLOCATIONS_OF(call, out, free_out)                                                 \
    do {                                                                                           \
        rix_status status = RIX_ENOMEM;                                                            \
        size_t k = 0;                                                                              \
        while (status != RIX_OK) {                                                                 \
            rix_error err = RIX_ERROR_INIT;                                                        \
            fail_allocation(++k);                                                                  \
            status = call;                                                                         \
            fail_allocation(0);                                                                    \
            if (status == RIX_OK) break;                                                           \
            assert_int_equal(status, RIX_ENOMEM);                                                  \
            assert_int_equal(err.code, RIX_ENOMEM);                                                \
            rix_assert_text(err.message, "memory");                                                \
            assert_null(out);                                                                      \
        }                                                                                          \
        assert_true(k > 1);                                                                        \
        free_out;                                                                                  \
    } while (0)

#endif
